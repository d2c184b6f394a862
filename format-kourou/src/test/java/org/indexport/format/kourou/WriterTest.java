package org.indexport.format.kourou;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
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
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, what is told of it, and what is refused. */
class WriterTest {
  private static final IndexName BOOKS = IndexName.of("library", "books");

  @TempDir Path folder;

  private Path output() {
    return folder.resolve("out");
  }

  private static IndexInfo books(String settings) {
    return IndexInfo.builder(BOOKS)
        .lines(Lines.ENVELOPE)
        .settings(Settings.of(FormatKourou.DIALECT, null, settings))
        .build();
  }

  private DumpWriter create(WriteOptions options, IndexInfo... indexes) throws IOException {
    return new FormatKourou().create(DumpSink.folder(output()), DumpHeader.of(indexes), options);
  }

  private static void add(DumpWriter writer, IndexName index, int from, int to) throws IOException {
    try (DocumentSink sink = writer.documents(index)) {
      for (int i = from; i < to; i++) {
        byte[] body = ("{\"n\":" + i + "}").getBytes(UTF_8);
        sink.add(Document.of("d" + i, null, null, body, 0, body.length));
      }
    }
  }

  private String file(String name) throws IOException {
    return Files.readString(output().resolve(name), UTF_8);
  }

  private List<String> losses(String settings, String kept) throws IOException {
    try (DumpWriter writer =
        create(WriteOptions.DEFAULT.with(FormatKourou.SETTINGS, kept), books(settings))) {
      writer.finish();
      return writer.losses(BOOKS);
    }
  }

  @Test
  void whatWouldBreakARowOfATableStandsInQuotes() throws IOException {
    String mappings =
        "{\"mappings\":{\"properties\":{\"t\":{\"type\":\"text\",\"fields\":{\"raw\":{\"type\":\"keyword\"}}},"
            + "\"o\":{\"properties\":{\"a\":{\"type\":\"long\"}}},\"n\":{\"type\":\"nested\",\"properties\":{\"a\":{}}}}}}";
    try (DumpWriter writer =
        create(WriteOptions.DEFAULT.with(FormatKourou.FORMAT, "csv"), books(mappings))) {
      try (DocumentSink sink = writer.documents(BOOKS)) {
        addTo(sink, "a,b", "{\"t\":\"1,2\",\"o\":{\"a\":-0.10},\"n\":[{\"a\":1}],\"x\":1}");
        addTo(sink, "c\"d", "{\"t\":\"\\\"q\\\"\",\"o.a\":true,\"n\":null}");
        addTo(sink, "e", "{\"t\":\"l1\\nl2\",\"o\":[1]}");
        addTo(sink, "f", "{}");
      }
      writer.finish();
      assertThat(writer.losses(BOOKS))
          .anyMatch(loss -> loss.startsWith("1 values are objects or arrays"));
      assertThat(writer.notices()).anyMatch(notice -> notice.startsWith("format csv"));
    }
    assertThat(file("library/books/documents.csv"))
        .isEqualTo(
            "_id,t,o.a,n\n\"a,b\",\"1,2\",-0.10,[NOT_SCALAR]\nc\"d,\"\"\"q\"\"\",true,\n"
                + "e,\"l1\nl2\",,\nf,,,\n");
    assertThat(output().resolveSibling("out.manifest.json")).doesNotExist();
  }

  /** Kuzzle knows no types, and the usual one tells nothing. */
  @Test
  void theUsualMappingTypeIsNotWritten() throws IOException {
    IndexInfo typed =
        books("{\"mappings\":{}}").toBuilder()
            .extensions(Map.of(IndexInfo.MAPPING_TYPE, "\"_doc\"", "later", "1"))
            .build();
    try (DumpWriter writer = create(WriteOptions.DEFAULT, typed)) {
      add(writer, BOOKS, 0, 1);
      assertThat(writer.finish().header().indexes())
          .singleElement()
          .satisfies(index -> assertThat(index.extensions()).containsOnlyKeys("later"));
      assertThat(writer.losses(BOOKS)).noneMatch(loss -> loss.contains(IndexInfo.MAPPING_TYPE));
    }
    assertThat(file("library/books/documents.jsonl"))
        .startsWith(
            "{\"type\":\"collection\",\"index\":\"library\",\"collection\":\"books\",\"later\":1}\n");
  }

  private static void addTo(DocumentSink sink, String id, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    sink.add(Document.of(id, null, null, body, 0, body.length));
  }

  @Test
  void settingsAreLeftOutAsTheToolDoesAndTold() throws IOException {
    List<String> losses =
        losses(
            "{\"mappings\":{},\"settings\":{\"number_of_shards\":\"3\",\"analysis\":{\"a\":{}}}}",
            "none");

    assertThat(file("library/books/mappings.json")).doesNotContain("settings");
    assertThat(losses)
        .anyMatch(loss -> loss.contains("settings=portable") && loss.contains("analyzer"));
  }

  @ParameterizedTest
  @CsvSource({"all,true", "portable,false"})
  void settingsAreWrittenWithoutWhatServersNoteDown(String kept, boolean shards)
      throws IOException {
    List<String> losses =
        losses(
            "{\"mappings\":{},\"settings\":{\"number_of_shards\":\"3\",\"uuid\":\"u\","
                + "\"creation_date\":\"1\",\"provided_name\":\"p\",\"version\":{\"created\":\"1\"},"
                + "\"routing\":{},\"history\":{},\"resize\":{},\"refresh_interval\":\"5s\"}}",
            kept);

    String text = file("library/books/mappings.json");
    assertThat(text)
        .contains("\"refresh_interval\": \"5s\"")
        .doesNotContain("uuid", "creation_date", "provided_name", "created", "routing", "history");
    assertThat(text.contains("number_of_shards")).isEqualTo(shards);
    assertThat(losses).isEmpty();
  }

  @Test
  void whatKuzzleDoesNotTakeOfMappingsIsLeftOutAndTold() throws IOException {
    List<String> losses =
        losses(
            "{\"mappings\":{\"dynamic_templates\":[],\"dynamic\":true,\"_routing\":{},"
                + "\"properties\":{\"a\":{\"type\":\"long\"}}}}",
            "none");

    assertThat(file("library/books/mappings.json"))
        .contains("\"dynamic\": \"true\"", "properties")
        .doesNotContain("dynamic_templates", "_routing");
    assertThat(losses)
        .anyMatch(loss -> loss.contains("dynamic_templates, _routing"))
        .anyMatch(loss -> loss.contains("dynamic true"));
  }

  @ParameterizedTest
  @CsvSource({"runtime,false", "strict_allow_templates,strict"})
  void otherWordsForDynamicBecomeTheNearest(String given, String written) throws IOException {
    List<String> losses = losses("{\"mappings\":{\"dynamic\":\"" + given + "\"}}", "none");

    assertThat(file("library/books/mappings.json")).contains("\"dynamic\": \"" + written + "\"");
    assertThat(losses).hasSize(1);
  }

  @Test
  void nothingElseLiesInTheTreeAndTheManifestBesideItProvesIt() throws IOException {
    IndexInfo empty = IndexInfo.builder(IndexName.of("library", "empty")).build();
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{\"mappings\":{}}"), empty)) {
      add(writer, BOOKS, 0, 5);
      writer.finish();
    }
    try (var all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile))
          .extracting(file -> folder.relativize(file).toString())
          .containsExactlyInAnyOrder(
              "out.manifest.json",
              "out/library/books/documents.jsonl",
              "out/library/books/mappings.json",
              "out/library/empty/documents.jsonl",
              "out/library/empty/mappings.json");
    }
    try (DumpReader reader = open()) {
      assertThat(reader.completeness()).isNull();
      assertThat(reader.notices()).isEmpty();
      DumpContent.read(reader);
    }
    Path documents = output().resolve("library/books/documents.jsonl");
    Files.writeString(documents, Files.readString(documents).replace("\"n\":3", "\"n\":4"));
    assertThatThrownBy(
            () -> {
              try (DumpReader reader = open()) {
                DumpContent.read(reader);
              }
            })
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("manifest");
    Files.delete(folder.resolve("out.manifest.json"));
    try (DumpReader reader = open()) {
      assertThat(reader.completeness()).isEqualTo(Completeness.UNPROVABLE);
    }
  }

  private DumpReader open() throws IOException {
    return new FormatKourou().open(DumpSource.path(output()), ReadOptions.DEFAULT);
  }

  @Test
  void typeSelectsFiles() throws IOException {
    try (DumpWriter writer =
        create(WriteOptions.DEFAULT.with(FormatKourou.TYPE, "data"), books("{\"mappings\":{}}"))) {
      add(writer, BOOKS, 0, 2);
      writer.finish();
    }
    assertThat(output().resolve("library/books/documents.jsonl")).exists();
    assertThat(output().resolve("library/books/mappings.json")).doesNotExist();
  }

  @Test
  void mappingsAloneHaveNoDocuments() throws IOException {
    try (DumpWriter writer =
        create(
            WriteOptions.DEFAULT.with(FormatKourou.TYPE, "mappings"), books("{\"mappings\":{}}"))) {
      add(writer, BOOKS, 0, 2);
      Manifest manifest = writer.finish();
      assertThat(manifest.indexes().get(0).documents()).isZero();
      assertThat(writer.notices()).anyMatch(notice -> notice.contains("documents"));
    }
    assertThat(output().resolve("library/books/documents.jsonl")).doesNotExist();
    assertThat(output().resolve("library/books/mappings.json")).exists();
  }

  @Test
  void documentsWithoutIdAreRefused() throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{}"));
        DocumentSink sink = writer.documents(BOOKS)) {
      assertThatThrownBy(() -> sink.add("{\"a\":1}".getBytes(UTF_8)))
          .isInstanceOf(DocumentRejectedException.class)
          .hasMessageContaining("missing-ids");
    }
    assertThat(output()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"512,true", "513,false"})
  void idsAreAsLongAsKuzzleTakesThem(int bytes, boolean taken) throws IOException {
    String id = "\u00e9".repeat(bytes / 2) + (bytes % 2 == 1 ? "x" : "");
    byte[] body = {'{', '}'};
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{}"));
        DocumentSink sink = writer.documents(BOOKS)) {
      Document document = Document.of(id, null, null, body, 0, 2);
      if (taken) {
        sink.add(document);
      } else {
        assertThatThrownBy(() -> sink.add(document))
            .isInstanceOf(DocumentRejectedException.class)
            .hasMessageContaining("at most 512 bytes");
      }
    }
  }

  @Test
  void idsInDocumentsAreWrittenBesideThem() throws IOException {
    IndexInfo index = IndexInfo.builder(BOOKS).primaryKey("isbn").build();
    try (DumpWriter writer = create(WriteOptions.DEFAULT, index)) {
      try (DocumentSink sink = writer.documents(BOOKS)) {
        sink.add("{\"isbn\":17,\"t\":1.0}".getBytes(UTF_8));
      }
      writer.finish();
      assertThat(writer.losses(BOOKS)).anyMatch(loss -> loss.contains("'isbn'"));
    }
    assertThat(file("library/books/documents.jsonl"))
        .isEqualTo(
            """
            {"type":"collection","index":"library","collection":"books"}
            {"_id":"17","body":{"isbn":17,"t":1.0}}
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 600, 2_000})
  void numbersOfDocumentsThatTheToolLosesAreTold(int count) throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{}"))) {
      add(writer, BOOKS, 0, count);
      writer.finish();
      assertThat(writer.notices())
          .anyMatch(notice -> notice.contains("--batch-size") && notice.contains("library/books"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 199, 200, 201, 399, 401})
  void othersAreNot(int count) throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{}"))) {
      add(writer, BOOKS, 0, count);
      writer.finish();
      assertThat(writer.notices()).isEmpty();
    }
  }

  @Test
  void theLastLineIsRepeatedWhenAsked() throws IOException {
    try (DumpWriter writer =
        create(WriteOptions.DEFAULT.with(FormatKourou.LAST_LINE, "repeated"), books("{}"))) {
      add(writer, BOOKS, 0, 400);
      assertThat(writer.finish().indexes().get(0).documents()).isEqualTo(401);
      assertThat(writer.notices())
          .anyMatch(notice -> notice.contains("stands twice"))
          .noneMatch(notice -> notice.contains("--batch-size"));
    }
    List<String> lines = file("library/books/documents.jsonl").lines().toList();
    assertThat(lines).hasSize(402);
    assertThat(lines.get(401)).isEqualTo(lines.get(400)).contains("\"d399\"");
    try (DumpReader reader = open()) {
      assertThat(DumpContent.read(reader).documents(BOOKS)).hasSize(401);
    }
  }

  @Test
  void aLineThatNoServerTakesIsTold() throws IOException {
    byte[] body = ("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(UTF_8);
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{}"))) {
      try (DocumentSink sink = writer.documents(BOOKS)) {
        sink.add(Document.of("1", null, null, body, 0, body.length));
      }
      writer.finish();
      assertThat(writer.notices()).anyMatch(notice -> notice.contains("maxRequestSize"));
    }
  }

  private static Section section(String name, String json) {
    return Section.of(name, null, MediaType.JSON, Sensitivity.OPEN, json.getBytes(UTF_8));
  }

  @Test
  void sectionsBecomeFilesWithAllTheyHold() throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{}"))) {
      assertThat(writer.takes("profiles", null)).isTrue();
      assertThat(writer.takes("credentials", null)).isFalse();
      writer.add(section("profiles", "{\"p\":{\"policies\":[],\"rateLimit\":5,\"tags\":[\"a\"]}}"));
      writer.add(section("users", "{}"));
      writer.add(section("credentials", "{}"));
      writer.finish();
      assertThat(writer.notices()).anyMatch(notice -> notice.contains("credentials"));
    }
    assertThat(file("profiles/profiles.json"))
        .isEqualTo(
            """
            {
              "type": "profiles",
              "content": {
                "p": {
                  "policies": [],
                  "rateLimit": 5,
                  "tags": [
                    "a"
                  ]
                }
              }
            }""");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(output().resolve("users/users.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void anIndexThatIsCalledLikeTheFolderOfRolesKeepsIt() throws IOException {
    IndexName name = IndexName.of("roles", "a");
    try (DumpWriter writer = create(WriteOptions.DEFAULT, IndexInfo.builder(name).build())) {
      writer.add(section("roles", "{}"));
      writer.finish();
    }
    assertThat(output().resolve("roles/a/mappings.json")).exists();
    assertThat(output().resolve("roles-1/roles.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "collection"})
  void layoutsHaveRoomForOne(String layout) {
    WriteOptions options = WriteOptions.DEFAULT.with(FormatKourou.LAYOUT, layout);
    IndexInfo other = IndexInfo.builder(IndexName.of("x", "y")).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(options, books("{}"), other))
        .withMessageContaining("layout");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FormatKourou()
                    .create(DumpSink.file(output()), DumpHeader.of(), WriteOptions.DEFAULT))
        .withMessageContaining("folder");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FormatKourou()
                    .create(
                        DumpSink.stream(OutputStream.nullOutputStream()),
                        DumpHeader.of(),
                        WriteOptions.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource({
    "format,xml",
    "fields,a",
    "type,some",
    "layout,flat",
    "settings,yes",
    "last-line,thrice"
  })
  void valuesOfOptionsAreChecked(String option, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(WriteOptions.DEFAULT.with(option, value)))
        .withMessageContaining(option)
        .withMessageContaining(value);
  }

  @Test
  void onlyFilesOfTheToolAreReplaced() throws IOException {
    Files.createDirectories(output().resolve("library/books"));
    Files.writeString(output().resolve("library/books/documents.jsonl"), "");
    DumpSink sink = DumpSink.folder(output()).replacing();
    try (DumpWriter writer =
        new FormatKourou().create(sink, DumpHeader.of(books("{}")), WriteOptions.DEFAULT)) {
      writer.finish();
    }
    Files.writeString(output().resolve("library/photo.jpg"), "");
    assertThatThrownBy(() -> new FormatKourou().create(sink, DumpHeader.of(), WriteOptions.DEFAULT))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("photo.jpg");
  }

  @Test
  void extensionsOfACollectionStandInItsHeader() throws IOException {
    IndexInfo index =
        books("{}").toBuilder().extensions(Map.of("later", "{\"a\":1.0}", "type", "1")).build();
    try (DumpWriter writer = create(WriteOptions.DEFAULT, index)) {
      writer.finish();
    }
    assertThat(file("library/books/documents.jsonl"))
        .isEqualTo(
            "{\"type\":\"collection\",\"index\":\"library\",\"collection\":\"books\","
                + "\"later\":{\"a\":1.0}}\n");
  }

  @Test
  void numbersThatKuzzleChangesAreTold() throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{}"))) {
      byte[] body = "{\"big\":9007199254740993}".getBytes(UTF_8);
      try (DocumentSink sink = writer.documents(BOOKS)) {
        sink.add(Document.of("1", "r", 3L, body, 0, body.length));
      }
      writer.finish();
      assertThat(writer.losses(BOOKS))
          .anyMatch(loss -> loss.contains("big"))
          .anyMatch(loss -> loss.contains("routings, versions: 1"));
    }
  }

  @Test
  void documentsOfAnAbandonedDumpLeaveNothing() throws IOException {
    try (DumpWriter writer = create(WriteOptions.DEFAULT, books("{}"))) {
      add(writer, BOOKS, 0, 10);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
