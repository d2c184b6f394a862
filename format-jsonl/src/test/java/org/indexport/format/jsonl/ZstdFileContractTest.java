package org.indexport.format.jsonl;

import org.indexport.testkit.Protection;

/** The contract of formats for one zstd file. */
class ZstdFileContractTest extends FormatJsonlContractTest {
  @Override
  public String outputName() {
    return "out.jsonl.zst";
  }

  @Override
  public Protection protection() {
    return Protection.CHECKSUMMED;
  }
}
