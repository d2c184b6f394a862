package org.indexport.format.elasticdump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.DumpFormatContract;
import org.indexport.testkit.Protection;
import org.junit.jupiter.api.Test;

/** The contract of formats for one file, which holds the documents of one index. */
class FileContractTest extends DumpFormatContract {
  @Override
  public DumpFormat format() {
    return new FormatElasticdump();
  }

  @Override
  public Set<FormatTrait> traits() {
    return Set.of(FormatTrait.WRITABLE, FormatTrait.OUTSIDE_IDS);
  }

  @Override
  public String outputName() {
    return "out.json";
  }

  @Override
  public Protection protection() {
    return Protection.NONE;
  }

  @Override
  public IndexInfo index(String name) {
    return IndexInfo.of(name.replace(' ', '-'));
  }

  @Override
  public Arbitrary<DumpContent> dumps() {
    return super.dumps().map(FileContractTest::renamed);
  }

  private static DumpContent renamed(DumpContent any) {
    IndexInfo index = any.header().indexes().get(0);
    IndexInfo renamed = index.toBuilder().name(IndexName.of("movies")).build();
    return new DumpContent(
        any.header().withIndexes(List.of(renamed)),
        Map.of(renamed.name(), any.documents(index.name())),
        List.of());
  }

  @Override
  public ReadOptions readOptions(DumpHeader written) {
    IndexInfo only = written.indexes().get(0);
    return ReadOptions.DEFAULT.with(FormatElasticdump.INDEX, only.name().name());
  }

  @Override
  public DumpContent carried(DumpContent written) {
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    for (IndexInfo index : written.header().indexes()) {
      documents.put(
          index.name(),
          written.documents(index.name()).stream()
              .map(document -> FolderContractTest.identified(index, document))
              .toList());
    }
    return new DumpContent(written.header(), documents, List.of());
  }

  /** Sections are told to have no place; names are refused. */
  @Test
  @Override
  public void whatHasNoPlaceIsRefused() throws IOException {
    Refusals.ofNames(format(), DumpSink::file, writeOptions());
    Section section =
        Section.of(
            "aliases",
            IndexName.of("a"),
            Section.MediaType.JSON,
            Section.Sensitivity.OPEN,
            new byte[] {'{', '}'});
    try (DumpWriter writer =
        format()
            .create(
                DumpSink.stream(OutputStream.nullOutputStream()),
                DumpHeader.of(index("a")),
                WriteOptions.DEFAULT)) {
      assertThat(writer.takes("aliases", IndexName.of("a"))).isFalse();
      writer.add(section);
      writer.finish();
      assertThat(writer.notices()).singleElement().asString().contains("aliases");
    }
  }
}
