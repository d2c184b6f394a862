package org.indexport.format.v2;

import org.indexport.testkit.GoldenContract;
import org.indexport.testkit.GoldenFiles;

class V2GoldenTest extends GoldenContract {
  @Override
  protected GoldenFiles goldens() {
    return new V2Goldens();
  }
}
