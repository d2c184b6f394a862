package org.indexport.format.v1;

import org.indexport.spi.DumpFormat;
import org.indexport.testkit.DumpFormatContract;

class FormatV1ContractTest extends DumpFormatContract {
  @Override
  public DumpFormat format() {
    return new FormatV1();
  }
}
