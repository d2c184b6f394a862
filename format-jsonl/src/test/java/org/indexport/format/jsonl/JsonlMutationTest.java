package org.indexport.format.jsonl;

import java.nio.file.Path;
import java.util.List;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.MutationContract;
import org.indexport.testkit.Protection;

/** Every golden file, damaged at every byte. */
class JsonlMutationTest extends MutationContract {
  @Override
  protected DumpFormat format() {
    return new FormatJsonl();
  }

  @Override
  protected List<Path> goldens() {
    return GoldenTest.NAMES.stream().map(GoldenTest::golden).toList();
  }

  @Override
  protected Protection protection(Path golden) {
    return Compression.ofName(golden.toString()) == Compression.NONE
        ? Protection.NONE
        : Protection.CHECKSUMMED;
  }
}
