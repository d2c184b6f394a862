package org.indexport.format.jsonl;

import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import org.indexport.DumpSink;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.DumpFormatContract;
import org.indexport.testkit.Protection;

/** The contract of formats for a folder of gzip files. */
class FolderContractTest extends DumpFormatContract {
  private static final int LONGEST_NAME = 255;

  @Override
  public DumpFormat format() {
    return new FormatJsonl();
  }

  @Override
  public String outputName() {
    return "out.gz";
  }

  @Override
  public Protection protection() {
    return Protection.CHECKSUMMED;
  }

  @Override
  public DumpSink sink(Path path) {
    return DumpSink.folder(path);
  }

  /** Escaped names are long, and file systems have limits. */
  @Override
  public Arbitrary<DumpContent> dumps() {
    return super.dumps()
        .filter(
            content ->
                content.header().indexes().stream()
                    .map(index -> FileNames.of(index.name(), Compression.GZIP))
                    .allMatch(name -> name.length() <= LONGEST_NAME));
  }
}
