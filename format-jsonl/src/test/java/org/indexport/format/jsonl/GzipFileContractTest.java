package org.indexport.format.jsonl;

import org.indexport.testkit.Protection;

/** The contract of formats for one gzip file. */
class GzipFileContractTest extends FormatJsonlContractTest {
  @Override
  public String outputName() {
    return "out.jsonl.gz";
  }

  @Override
  public Protection protection() {
    return Protection.CHECKSUMMED;
  }
}
