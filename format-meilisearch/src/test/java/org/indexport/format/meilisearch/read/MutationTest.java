package org.indexport.format.meilisearch.read;

import java.nio.file.Path;
import java.util.List;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.MutationContract;
import org.indexport.testkit.Protection;

/** The gzip around a dump tells of nearly all damage. */
class MutationTest extends MutationContract {
  @Override
  protected DumpFormat format() {
    return new FormatMeilisearch();
  }

  @Override
  protected List<Path> goldens() {
    return List.of(RealDumpsTest.FOLDER.resolve("v6-with-experimental.dump"));
  }

  @Override
  protected Protection protection(Path golden) {
    return Protection.PROVEN;
  }
}
