package org.indexport.format.v1;

import org.indexport.testkit.GoldenContract;
import org.indexport.testkit.GoldenFiles;

class V1GoldenTest extends GoldenContract {
  @Override
  protected GoldenFiles goldens() {
    return new V1Goldens();
  }
}
