package org.indexport.format.v1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.MutationContract;
import org.indexport.testkit.Protection;
import org.junit.jupiter.api.io.TempDir;

class V1MutationTest extends MutationContract {
  @TempDir Path folder;

  @Override
  protected DumpFormat format() {
    return Samples.FORMAT;
  }

  @Override
  protected List<Path> goldens() throws IOException {
    return List.of(Samples.file(folder, GoldenFile.bytes()));
  }

  @Override
  protected Protection protection(Path golden) {
    return Protection.PROVEN;
  }
}
