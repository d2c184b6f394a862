package org.indexport.format.v2;

import org.indexport.spi.DumpFormat;
import org.indexport.testkit.DumpFormatContract;

class FormatV2ContractTest extends DumpFormatContract {
  @Override
  public DumpFormat format() {
    return new FormatV2();
  }
}
