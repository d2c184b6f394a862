package org.indexport.format.v2;

import java.nio.file.Path;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import org.indexport.DumpSink;
import org.indexport.IndexName;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.DumpFormatContract;
import org.indexport.testkit.SectionContent;

/** The directory packing. */
class FormatV2FolderContractTest extends DumpFormatContract {
  private static final int MOST_SEGMENT_BYTES = 255;

  @Override
  public DumpFormat format() {
    return new FormatV2();
  }

  @Override
  public DumpSink sink(Path path) {
    return DumpSink.folder(path);
  }

  @Override
  public Arbitrary<DumpContent> dumps() {
    return super.dumps().filter(FormatV2FolderContractTest::fitsFolder);
  }

  /** Whether all names are such as file systems take. */
  static boolean fitsFolder(DumpContent content) {
    Stream<String> indexes =
        content.header().indexes().stream()
            .map(index -> index.name())
            .flatMap(FormatV2FolderContractTest::names);
    Stream<String> sections =
        content.sections().stream().flatMap(FormatV2FolderContractTest::names);
    return Stream.concat(indexes, sections)
        .allMatch(name -> IndexName.escape(name).length() <= MOST_SEGMENT_BYTES);
  }

  private static Stream<String> names(IndexName index) {
    String namespace = index.namespace();
    return namespace == null ? Stream.of(index.name()) : Stream.of(namespace, index.name());
  }

  private static Stream<String> names(SectionContent section) {
    String start = section.name().substring(0, Math.min(40, section.name().length()));
    return Stream.concat(Stream.of("0000-" + start), section.attachments().keySet().stream());
  }
}
