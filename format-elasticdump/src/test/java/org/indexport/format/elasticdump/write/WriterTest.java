package org.indexport.format.elasticdump.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.testkit.DumpContent;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files hold, to the letter, and what is told of what they do not. */
class WriterTest {
  private static final FormatElasticdump FORMAT = new FormatElasticdump();

  private static final IndexInfo BOOKS =
      IndexInfo.builder(IndexName.of("books"))
          .lines(Lines.ENVELOPE)
          .settings(
              Settings.of(
                  "elasticsearch",
                  "8",
                  "{\"settings\":{\"index\":{\"number_of_shards\":\"1\"}},\n"
                      + " \"mappings\":{\"properties\":{\n\"a\":{\"type\":\"long\"}}}}"))
          .build();

  @TempDir Path folder;

  private DumpWriter create(WriteOptions options, IndexInfo... indexes) throws IOException {
    DumpSink sink = DumpSink.folder(folder.resolve("out"));
    return FORMAT.create(sink, DumpHeader.of(indexes), options);
  }

  private static void add(DumpWriter writer, IndexInfo index, Document... documents)
      throws IOException {
    try (DocumentSink sink = writer.documents(index.name())) {
      for (Document document : documents) {
        sink.add(document);
      }
    }
  }

  private static Document hit(String id, String routing, long version, String json) {
    return Document.of(json).withId(id, routing, version);
  }

  private static Section section(String name, String index, String json) {
    return Section.of(
        name,
        index.isEmpty() ? null : IndexName.of(index),
        Section.MediaType.JSON,
        Section.Sensitivity.OPEN,
        json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve("out").resolve(name));
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> all = Files.list(of)) {
      return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void filesAreThoseOfTheTool() throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, BOOKS)) {
      add(
          writer,
          BOOKS,
          Document.of("{\"t\":\"\u00e9\\u00e9\",\"n\":1.10}").withId("b\"1", null, null),
          hit("b2", "r7", 3, "{ }"),
          Document.of("{\"x\":{}}").withId(null, null, null));
      writer.add(section("aliases", "books", "{\"lib\":{}}"));
      writer.add(section("templates", "", "{\"t\":{\"order\":1}}"));
      writer.finish();
    }
    assertThat(text("books.json"))
        .isEqualTo(
            """
            {"_index":"books","_id":"b\\"1","_score":1,"_source":{"t":"\u00e9\\u00e9","n":1.10}}
            {"_index":"books","_id":"b2","_version":3,"_score":1,"_routing":"r7","_source":{ }}
            {"_index":"books","_score":1,"_source":{"x":{}}}
            """);
    assertThat(text("books.mapping.json"))
        .isEqualTo("{\"books\":{\"mappings\":{\"properties\":{ \"a\":{\"type\":\"long\"}}}}}\n");
    assertThat(text("books.settings.json"))
        .isEqualTo(
            """
            "{\\"books\\":{\\"settings\\":{\\"index\\":{\\"number_of_shards\\":\\"1\\"}}}}"
            """)
        .isEqualTo(text("books.analyzer.json"));
    assertThat(text("books.alias.json"))
        .isEqualTo("\"{\\\"books\\\":{\\\"aliases\\\":{\\\"lib\\\":{}}}}\"\n");
    assertThat(text("books.template.json")).isEqualTo("\"{\\\"t\\\":{\\\"order\\\":1}}\"\n");
    assertThat(text("books.index.json"))
        .startsWith("\"{\\\"books\\\":{\\\"aliases\\\":{\\\"lib\\\":{}},\\\"settings\\\":{");
    assertThat(names(folder.resolve("out"))).hasSize(7);
    assertThat(names(folder)).containsExactly("out", "out.manifest.json");
  }

  @Test
  void anIndexWithoutAnythingHasAllFiles() throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, IndexInfo.of("bare"))) {
      writer.finish();
    }
    assertThat(text("bare.json")).isEmpty();
    assertThat(text("bare.mapping.json")).isEqualTo("{\"bare\":{\"mappings\":{}}}\n");
    assertThat(text("bare.settings.json"))
        .isEqualTo("\"{\\\"bare\\\":{\\\"settings\\\":{\\\"index\\\":{}}}}\"\n");
    assertThat(text("bare.alias.json")).isEqualTo("\"{}\"\n");
    assertThat(text("bare.template.json")).isEqualTo("\"{}\"\n");
  }

  @Test
  void typesAndCompressionAreChosen() throws IOException {
    WriteOptions options =
        WriteOptions.DEFAULT
            .with(FormatElasticdump.TYPES, "data, settings")
            .with(FormatElasticdump.COMPRESS, "true")
            .with(FormatElasticdump.MANIFEST, "none");
    try (DumpWriter writer = create(options, BOOKS, IndexInfo.of("empty"))) {
      add(writer, BOOKS, Document.of("{}"));
      assertThat(writer.takes("aliases", BOOKS.name())).isFalse();
      assertThat(writer.takes("templates", null)).isFalse();
      writer.finish();
    }
    assertThat(names(folder)).containsExactly("out");
    assertThat(names(folder.resolve("out")))
        .containsExactly(
            "books.json.gz", "books.settings.json.gz", "empty.json.gz", "empty.settings.json.gz");
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(folder.resolve("out/books.json.gz")))) {
      assertThat(in.readAllBytes()).asString().startsWith("{\"_index\":\"books\",\"_score\":1");
    }
  }

  @Test
  void wrongOptionsAreRefused() {
    for (WriteOptions wrong :
        List.of(
            WriteOptions.DEFAULT.with(FormatElasticdump.TYPES, "data,policy"),
            WriteOptions.DEFAULT.with(FormatElasticdump.COMPRESS, "yes"),
            WriteOptions.DEFAULT.with(FormatElasticdump.MANIFEST, "inside"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> create(wrong, BOOKS));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(WriteOptions.DEFAULT, IndexInfo.of("x"), IndexInfo.of("X")));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> create(WriteOptions.DEFAULT, IndexInfo.of("x"), IndexInfo.of("x.mapping")));
  }

  @Test
  void theManifestProvesTheFolderWhole() throws IOException {
    Manifest written;
    try (DumpWriter writer = create(WriteOptions.DEFAULT, BOOKS)) {
      add(writer, BOOKS, hit("1", "r", 1, "{\"a\":1}"), hit("2", "r", 1, "{}"));
      written = writer.finish();
    }
    Path out = folder.resolve("out");
    try (DumpReader reader = FORMAT.open(DumpSource.path(out), ReadOptions.DEFAULT)) {
      assertThat(reader.completeness()).isNull();
      assertThat(reader.manifest()).isNotNull();
      Verification verification = DumpVerifier.of(reader).verify();
      assertThat(verification.completeness()).isEqualTo(Completeness.COMPLETE);
      assertThat(written.indexes()).hasSize(1);
    }
    String hits = text("books.json");
    Files.writeString(out.resolve("books.json"), hits.substring(0, hits.indexOf('\n') + 1));
    try (DumpReader reader = FORMAT.open(DumpSource.path(out), ReadOptions.DEFAULT)) {
      assertThatExceptionOfType(CorruptDumpException.class)
          .isThrownBy(() -> DumpContent.read(reader))
          .withMessageContaining("out.manifest.json");
    }
  }

  @Test
  void aManifestOfSomethingElseIsPassedOver() throws IOException {
    try (DumpWriter writer =
        create(WriteOptions.DEFAULT.with(FormatElasticdump.MANIFEST, "none"), BOOKS)) {
      writer.finish();
    }
    Files.writeString(folder.resolve("out.manifest.json"), "{\"indexes\":[]}");
    try (DumpReader reader =
        FORMAT.open(DumpSource.path(folder.resolve("out")), ReadOptions.DEFAULT)) {
      assertThat(reader.manifest()).isNull();
      assertThat(reader.completeness()).isEqualTo(Completeness.UNPROVABLE);
    }
  }

  @Test
  void replacingReplacesTheManifestAndSparesStrangers() throws IOException {
    DumpSink sink = DumpSink.folder(folder.resolve("out")).replacing();
    for (int documents = 0; documents < 2; documents++) {
      try (DumpWriter writer = FORMAT.create(sink, DumpHeader.of(BOOKS), WriteOptions.DEFAULT)) {
        for (int i = 0; i < documents; i++) {
          add(writer, BOOKS, Document.of("{}"));
        }
        writer.finish();
      }
      try (DumpReader reader =
          FORMAT.open(DumpSource.path(folder.resolve("out")), ReadOptions.DEFAULT)) {
        assertThat(DumpContent.read(reader).documents(BOOKS.name())).hasSize(documents);
      }
    }
    assertThat(names(folder)).containsExactly("out", "out.manifest.json");
    Files.writeString(folder.resolve("out/notes.txt"), "mine");
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> FORMAT.create(sink, DumpHeader.of(BOOKS), WriteOptions.DEFAULT))
        .withMessageContaining("notes.txt");
    assertThat(text("notes.txt")).isEqualTo("mine");
  }

  @Test
  void idsAreTakenFromDocuments() throws IOException {
    IndexInfo index = IndexInfo.builder(IndexName.of("a")).primaryKey("key").build();
    try (DumpWriter writer = create(WriteOptions.DEFAULT, index)) {
      add(
          writer,
          index,
          Document.of("{\"key\":7}"),
          Document.of("{\"key\":\"x\"}"),
          Document.of("{\"other\":1}"));
      writer.finish();
      assertThat(writer.losses(index.name()))
          .anyMatch(loss -> loss.contains("_id"))
          .anyMatch(loss -> loss.contains("1 document has none"));
    }
    assertThat(text("a.json").lines())
        .containsExactly(
            "{\"_index\":\"a\",\"_id\":\"7\",\"_score\":1,\"_source\":{\"key\":7}}",
            "{\"_index\":\"a\",\"_id\":\"x\",\"_score\":1,\"_source\":{\"key\":\"x\"}}",
            "{\"_index\":\"a\",\"_score\":1,\"_source\":{\"other\":1}}");
  }

  @Test
  void whatTheToolChangesOrCannotSendIsTold() throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, BOOKS)) {
      add(
          writer,
          BOOKS,
          hit("1", "r", 1, "{\"small\":9007199254740992,\"text\":\"9007199254740993\"}"),
          hit("2", "r", 1, "{\"a\":{\"big\":[9007199254740993]},\"b\":-9223372036854775807}"),
          hit("3", "r", 1, "{\"f\":0.1000000000000000055511151231257827}"));
      writer.finish();
      assertThat(writer.losses(BOOKS.name()))
          .singleElement()
          .asString()
          .contains("1 document holds", "a.big, b;", "--support-big-int");
    }
    try (DumpWriter writer =
        FORMAT.create(
            DumpSink.file(folder.resolve("large.json")),
            DumpHeader.of(IndexInfo.of("large")),
            WriteOptions.DEFAULT)) {
      add(
          writer,
          IndexInfo.of("large"),
          Document.of("{\"t\":\"" + "x".repeat(3_000_000) + "\"}").withId("1", null, null));
      writer.finish();
      assertThat(writer.losses(IndexName.of("large")))
          .singleElement()
          .asString()
          .contains("--limit=29");
    }
  }

  @Test
  void settingsThatAreNoneAreTold() throws IOException {
    IndexInfo broken =
        BOOKS.toBuilder().settings(Settings.of("elasticsearch", null, "{broken")).build();
    try (DumpWriter writer = create(WriteOptions.DEFAULT, broken)) {
      writer.finish();
      assertThat(writer.losses(broken.name())).singleElement().asString().contains("settings");
    }
    assertThat(text("books.mapping.json")).isEqualTo("{\"books\":{\"mappings\":{}}}\n");
  }

  @Test
  void aSectionThatIsNoObjectIsRefused() throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, BOOKS)) {
      assertThatExceptionOfType(CorruptDumpException.class)
          .isThrownBy(() -> writer.add(section("aliases", "books", "[]")));
    }
    try (DumpWriter writer = create(WriteOptions.DEFAULT, BOOKS)) {
      writer.add(section("scripts", "", "{\"stored_scripts\":[]}"));
      writer.finish();
      assertThat(writer.notices()).singleElement().asString().contains("scripts");
    }
  }

  @Test
  void aStreamTakesTheDocumentsOfOneIndex() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexInfo plain = BOOKS.toBuilder().settings(null).build();
    try (DumpWriter writer =
        FORMAT.create(DumpSink.stream(out), DumpHeader.of(plain), WriteOptions.DEFAULT)) {
      add(writer, plain, Document.of("{}").withId("1", null, null));
      writer.finish();
      assertThat(writer.losses(plain.name())).isEmpty();
    }
    assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("{\"_index\":\"books\",\"_id\":\"1\",\"_score\":1,\"_source\":{}}\n");
  }
}
