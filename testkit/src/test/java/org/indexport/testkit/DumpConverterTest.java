package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.indexport.CorruptDumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.transfer.Contents;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.DumpExporter;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferListener;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpConverterTest {
  private static final IndexInfo MOVIES =
      IndexInfo.builder(IndexName.of("movies"))
          .primaryKey("id")
          .settings(Settings.of("none", null, "{ }"))
          .build();

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "{\"id\": " + i + ".0}").toList();
  }

  private static SectionContent section() {
    return new SectionContent(
        "synonyms",
        MOVIES.name(),
        Section.MediaType.BYTES,
        Section.Sensitivity.SENSITIVE,
        "\u0000\u00ff",
        Map.of("more", "x"));
  }

  private static MemoryDump dump() {
    return new MemoryDump(MOVIES).section(section()).parts(MOVIES, 7, numbered(30));
  }

  @Test
  void namespacesKeepTheirOrderAndGoWithTheirLastIndex() {
    IndexInfo first = IndexInfo.builder(IndexName.of("b", "x")).build();
    IndexInfo second = IndexInfo.builder(IndexName.of("a", "x")).build();
    DumpHeader header =
        DumpHeader.of(first, second).withNamespaces(List.of("null", "a", "empty", "b"));
    assertThat(DumpConverter.from(new MemoryDump(header)).header()).isEqualTo(header);
    assertThat(
            DumpConverter.from(new MemoryDump(header))
                .select(Selection.builder().rename("b/x", "y").build())
                .header()
                .namespaces())
        .containsExactly("null", "a", "empty");
  }

  @Test
  void everythingIsWrittenAsItIs() throws IOException {
    DumpConverter converter = DumpConverter.from(dump());
    MemoryWriter writer = new MemoryWriter(converter.header());
    TransferReport report = converter.into(writer);
    assertThat(writer.isFinished()).isTrue();
    assertThat(writer.content().header()).isEqualTo(dump().header());
    assertThat(writer.content().documents(MOVIES.name()))
        .isEqualTo(numbered(30).stream().map(DocumentContent::of).toList());
    assertThat(writer.content().sections()).containsExactly(section());
    IndexReport movies = report.indexes().get(0);
    assertThat(movies.acknowledged().hash()).isEqualTo(movies.read().hash());
    assertThat(movies.acknowledged().documents()).isEqualTo(30);
  }

  @Test
  void selectionAndHooksApply() throws IOException {
    Selection selection =
        Selection.builder()
            .rename("movies", "space/films")
            .limit(4)
            .filter((index, document) -> document.json().length() > 11)
            .transform(
                (index, document) ->
                    org.indexport.Document.of(document.json().replace("id", "was")))
            .build();
    DumpConverter converter = DumpConverter.from(dump()).select(selection);
    MemoryWriter writer = new MemoryWriter(converter.header());
    TransferReport report = converter.into(writer);
    IndexName films = IndexName.of("space", "films");
    assertThat(writer.content().documents(films))
        .extracting(DocumentContent::json)
        .containsExactly(
            "{\"was\": 10.0}", "{\"was\": 11.0}", "{\"was\": 12.0}", "{\"was\": 13.0}");
    assertThat(writer.content().sections().get(0).index()).isEqualTo(films);
    assertThat(report.indexes().get(0).filtered()).isEqualTo(26);
    assertThat(report.indexes().get(0).target()).isEqualTo(films);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DumpConverter.from(dump()).select(Selection.builder().index("x").build()).header());
  }

  @Test
  void settingsOnlyAndDocumentsOnly() throws IOException {
    for (Contents contents : List.of(Contents.SETTINGS_ONLY, Contents.DOCUMENTS_ONLY)) {
      DumpConverter converter =
          DumpConverter.from(dump()).select(Selection.builder().contents(contents).build());
      MemoryWriter writer = new MemoryWriter(converter.header());
      converter.into(writer);
      boolean settings = contents == Contents.SETTINGS_ONLY;
      assertThat(writer.content().documents(MOVIES.name())).hasSize(settings ? 0 : 30);
      assertThat(writer.content().sections()).hasSize(settings ? 1 : 0);
      assertThat(writer.content().header().indexes().get(0).settings())
          .isEqualTo(settings ? MOVIES.settings() : null);
    }
  }

  @Test
  void rejectedDocumentsGoToTheRejectFile(@TempDir Path folder) throws IOException {
    Path rejects = folder.resolve("rejects");
    MemoryDump dump =
        new MemoryDump(MOVIES).part(MOVIES, List.of("{\"id\":1}", "{\"id\":2,\"reject\":true}"));
    DumpConverter converter = DumpConverter.from(dump).rejects(rejects);
    TransferReport report = converter.into(new MemoryWriter(converter.header()));
    IndexReport movies = report.indexes().get(0);
    assertThat(movies.rejected()).isEqualTo(1);
    assertThat(movies.read().documents())
        .isEqualTo(movies.acknowledged().documents() + movies.rejected());
    assertThat(Files.readString(rejects))
        .contains("\"id\":\"2\"")
        .endsWith("\"source\":{\"id\":2,\"reject\":true}}\n");
  }

  @Test
  void damageStoppingAndListenersLeaveTheDumpUnfinished() throws IOException {
    CorruptDumpException damage = new CorruptDumpException("part 1", "x", "y", "z");
    MemoryWriter damaged = new MemoryWriter(dump().header());
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> DumpConverter.from(dump().damage(damage)).into(damaged));
    assertThat(damaged.isFinished()).isFalse();

    Map<IndexName, Long> read = new TreeMap<>();
    DumpConverter.from(dump())
        .listener(
            new TransferListener() {
              @Override
              public void progressed(long documents, long bytes) {
                assertThat(read.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(documents);
              }

              @Override
              public void progressedIn(IndexName index, long documents) {
                read.put(index, documents);
              }
            })
        .into(new MemoryWriter(dump().header()));
    assertThat(read).isNotEmpty();

    MemoryWriter heard = new MemoryWriter(dump().header());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () ->
                DumpConverter.from(dump())
                    .listener(
                        (documents, bytes) -> {
                          throw new UnsupportedOperationException("enough");
                        })
                    .into(heard));
    assertThat(heard.isFinished()).isFalse();

    MemoryWriter stopped = new MemoryWriter(dump().header());
    DumpConverter stopping = DumpConverter.from(dump());
    stopping.listener((documents, bytes) -> stopping.stop());
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> stopping.into(stopped));
    assertThat(stopped.isFinished()).isFalse();
  }

  /** A live engine is dumped whole, in however many slices it is read. */
  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void anEngineIsExportedWhole(
      @ForAll @IntRange(min = 1, max = 5) int slices, @ForAll @IntRange(max = 300) int count)
      throws IOException {
    InMemoryEngine engine = new InMemoryEngine();
    IndexInfo plain = IndexInfo.builder(IndexName.of("plain")).primaryKey("id").build();
    IndexInfo outside =
        IndexInfo.builder(IndexName.of("space", "outside")).lines(Lines.ENVELOPE).build();
    Map<String, String> documents = Batches.numbered(0, count, "a");
    engine.put(plain, documents);
    engine.put(outside, documents);
    try (InMemoryEngineSource source = new InMemoryEngineSource(engine)) {
      DumpExporter exporter = DumpExporter.from(source, slices);
      MemoryWriter writer = new MemoryWriter(exporter.header());
      TransferReport report = exporter.into(writer);
      assertThat(writer.content().documents(plain.name()))
          .extracting(DocumentContent::json)
          .containsExactlyInAnyOrderElementsOf(documents.values());
      assertThat(writer.content().documents(outside.name()))
          .extracting(DocumentContent::id)
          .containsExactlyInAnyOrderElementsOf(documents.keySet());
      for (IndexReport index : report.indexes()) {
        assertThat(index.acknowledged().hash()).isEqualTo(index.read().hash());
        assertThat(index.acknowledged().idHash()).isEqualTo(index.read().idHash());
      }
    }
  }
}
