package org.indexport.format.elasticdump;

import org.indexport.testkit.Protection;

/** The contract of formats for one gzip file. */
class GzipFileContractTest extends FileContractTest {
  @Override
  public String outputName() {
    return "out.json.gz";
  }

  @Override
  public Protection protection() {
    return Protection.CHECKSUMMED;
  }
}
