package org.indexport.format.jsonl;

import java.nio.file.Path;
import java.util.Set;
import net.jqwik.api.Group;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.IndexInfo;
import org.indexport.ReadOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.testkit.DumpFormatContract;
import org.indexport.testkit.Protection;
import org.junit.jupiter.api.Nested;

/** The contract of formats, for each way in which JSON lines are written. */
class FormatJsonlContractTest {
  private abstract static class Written extends DumpFormatContract {
    private final String outputName;
    private final Protection protection;

    Written(String outputName, Protection protection) {
      this.outputName = outputName;
      this.protection = protection;
    }

    @Override
    public DumpFormat format() {
      return new FormatJsonl();
    }

    @Override
    public String outputName() {
      return outputName;
    }

    @Override
    public Protection protection() {
      return protection;
    }
  }

  private abstract static class OneFile extends Written {
    OneFile(String outputName, Protection protection) {
      super(outputName, protection);
    }

    @Override
    public Set<FormatTrait> traits() {
      return Set.of(FormatTrait.WRITABLE);
    }

    @Override
    public ReadOptions readOptions(DumpHeader written) {
      IndexInfo only = written.indexes().get(0);
      return ReadOptions.DEFAULT.with(FormatJsonl.INDEX, only.name().name());
    }
  }

  private abstract static class Folder extends Written {
    Folder(String outputName, Protection protection) {
      super(outputName, protection);
    }

    @Override
    public DumpSink sink(Path path) {
      return DumpSink.folder(path);
    }
  }

  @Group
  @Nested
  class PlainFile extends OneFile {
    PlainFile() {
      super("out.jsonl", Protection.NONE);
    }
  }

  @Group
  @Nested
  class GzipFile extends OneFile {
    GzipFile() {
      super("out.jsonl.gz", Protection.CHECKSUMMED);
    }
  }

  @Group
  @Nested
  class ZstdFile extends OneFile {
    ZstdFile() {
      super("out.jsonl.zst", Protection.CHECKSUMMED);
    }
  }

  @Group
  @Nested
  class PlainFolder extends Folder {
    PlainFolder() {
      super("out", Protection.NONE);
    }
  }

  @Group
  @Nested
  class GzipFolder extends Folder {
    GzipFolder() {
      super("out.gz", Protection.CHECKSUMMED);
    }
  }

  @Group
  @Nested
  class ZstdFolder extends Folder {
    ZstdFolder() {
      super("out.zst", Protection.CHECKSUMMED);
    }
  }
}
