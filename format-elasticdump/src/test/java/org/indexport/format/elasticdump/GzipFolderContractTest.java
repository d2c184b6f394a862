package org.indexport.format.elasticdump;

import org.indexport.WriteOptions;
import org.indexport.testkit.Protection;

/** The contract of formats for a folder of gzip files. */
class GzipFolderContractTest extends FolderContractTest {
  @Override
  public WriteOptions writeOptions() {
    return super.writeOptions().with(FormatElasticdump.COMPRESS, "true");
  }

  @Override
  public Protection protection() {
    return Protection.CHECKSUMMED;
  }
}
