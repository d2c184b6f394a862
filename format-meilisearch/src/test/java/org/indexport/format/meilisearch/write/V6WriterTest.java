package org.indexport.format.meilisearch.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentPart;
import org.indexport.DocumentSink;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.Section.Attachment;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V6WriterTest {
  private static final Instant MADE = Instant.parse("2026-07-01T10:00:00.123400Z");
  private static final String UID = "0e0a1b1c-1111-4222-8333-444455556666";
  private static final String MOVIE_ID =
      "primaryKey: none is named; \"movieID\" is taken, as the only name in the first document that"
          + " ends in 'id'";

  @TempDir Path folder;

  private static DumpHeader header(IndexInfo... indexes) {
    return new DumpHeader(
        "meilisearch", "1.13.2", null, MADE, List.of(indexes), List.of(), Map.of());
  }

  private static IndexInfo index(String uid) {
    return IndexInfo.builder(IndexName.of(uid))
        .primaryKey("id")
        .createdAt(Instant.parse("2026-01-01T00:00:00Z"))
        .updatedAt(Instant.parse("2026-01-02T00:00:00.5Z"))
        .settings(Settings.of("meilisearch", "6", "{ \"stopWords\" : [\"a\"], \"x\":1.0 }"))
        .build();
  }

  private Path file() {
    return folder.resolve("out.dump");
  }

  private DumpWriter create(DumpHeader header, WriteOptions options) throws IOException {
    return new FormatMeilisearch().create(DumpSink.file(file()), header, options);
  }

  private DumpWriter create(DumpHeader header) throws IOException {
    return create(header, WriteOptions.DEFAULT);
  }

  private static void add(DumpWriter writer, String uid, String... documents) throws IOException {
    try (DocumentSink sink = writer.documents(IndexName.of(uid))) {
      for (String document : documents) {
        sink.add(Document.of(document));
      }
    }
  }

  private static Section section(String name, Sensitivity sensitivity, String content) {
    return Section.of(name, null, MediaType.JSON_LINES, sensitivity, content.getBytes(UTF_8));
  }

  @Test
  void writesTheSmallestDumpThatCanBeImported() throws IOException {
    try (DumpWriter writer = create(DumpHeader.of())) {
      writer.finish();
      assertThat(writer.notices()).anyMatch(notice -> notice.startsWith("keys: there are none"));
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.files())
        .containsExactly(
            Map.entry(
                "metadata.json",
                "{\"dumpVersion\":\"V6\",\"dbVersion\":\"1.50.0\","
                    + "\"dumpDate\":\"1970-01-01T00:00:00Z\"}"),
            Map.entry("keys.jsonl", ""),
            Map.entry("tasks/queue.jsonl", ""));
  }

  @Test
  void writesEverythingInAnOrderThatSuitsPipes() throws IOException {
    DumpHeader header =
        new DumpHeader(
            "meilisearch",
            "1.13.2",
            UID,
            MADE,
            List.of(index("movies"), index("empty")),
            List.of(),
            Map.of("x-meilisearch", "{\"dumpVersion\":\"V6\",\"more\":[1.0]}"));
    try (DumpWriter writer = create(header)) {
      add(writer, "movies", "{\"id\":1}", "{\"id\":\"b\", \"n\":1.00}");
      writer.add(section("keys", Sensitivity.SENSITIVE, "{\"uid\":1}\n"));
      writer.add(
          Section.of(
              "tasks",
              null,
              MediaType.JSON_LINES,
              Sensitivity.SENSITIVE,
              "{\"uid\":7}\n".getBytes(UTF_8),
              List.of(
                  new Attachment(
                      "7.jsonl", new ByteArrayInputStream("{\"a\":1}\n".getBytes(UTF_8))),
                  new Attachment("../8", new ByteArrayInputStream(new byte[3])))));
      writer.add(section("chat-completions-settings/one", Sensitivity.SENSITIVE, "{}"));
      writer.add(section("file:later/\u00e9.bin", Sensitivity.SENSITIVE, "?"));
      writer.add(section("aliases", Sensitivity.OPEN, "?"));
      writer.add(section("file:../etc/passwd", Sensitivity.OPEN, "?"));
      Manifest manifest = writer.finish();
      assertThat(manifest.format()).isEqualTo("meilisearch");
      assertThat(manifest.sections()).hasSize(4);
      assertThat(writer.notices())
          .anyMatch(notice -> notice.startsWith("aliases: left out"))
          .anyMatch(notice -> notice.startsWith("file:../etc/passwd: left out"))
          .anyMatch(notice -> notice.startsWith("tasks: no place for its attachment ../8"));
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.files().keySet())
        .containsExactly(
            "metadata.json",
            "instance_uid.uuid",
            "indexes/movies/metadata.json",
            "indexes/movies/settings.json",
            "indexes/empty/metadata.json",
            "indexes/empty/settings.json",
            "keys.jsonl",
            "tasks/queue.jsonl",
            "tasks/update_files/7.jsonl",
            "chat-completions-settings/one.json",
            "later/\u00e9.bin",
            "indexes/movies/documents.jsonl",
            "indexes/empty/documents.jsonl");
    assertThat(dump.file("metadata.json"))
        .isEqualTo(
            "{\"dumpVersion\":\"V6\",\"dbVersion\":\"1.13.2\","
                + "\"dumpDate\":\"2026-07-01T10:00:00.1234Z\",\"more\":[1.0]}");
    assertThat(dump.file("instance_uid.uuid")).isEqualTo(UID);
    assertThat(dump.file("indexes/movies/metadata.json"))
        .isEqualTo(
            "{\"uid\":\"movies\",\"primaryKey\":\"id\",\"createdAt\":\"2026-01-01T00:00:00Z\","
                + "\"updatedAt\":\"2026-01-02T00:00:00.5Z\"}");
    assertThat(dump.file("indexes/movies/settings.json"))
        .isEqualTo("{ \"stopWords\" : [\"a\"], \"x\":1.0 }");
    assertThat(dump.file("indexes/movies/documents.jsonl"))
        .isEqualTo("{\"id\":1}\n{\"id\":\"b\", \"n\":1.00}\n");
  }

  @Test
  void onlyTheOwnerOpensADumpWithSecrets() throws IOException {
    try (DumpWriter writer = create(header(index("movies")))) {
      writer.finish();
    }
    assertThat(permissions()).isNotEqualTo("rw-------");
    Files.delete(file());
    try (DumpWriter writer = create(header())) {
      writer.add(section("keys", Sensitivity.SENSITIVE, "{}\n"));
      writer.finish();
    }
    assertThat(permissions()).isEqualTo("rw-------");
    Files.delete(file());
    Settings secret =
        new Settings(
            "meilisearch",
            "6",
            "{\"embedders\":{\"a\":{\"apiKey\":\"s\"}}}",
            List.of("/embedders/a/apiKey"));
    try (DumpWriter writer = create(header(index("movies").toBuilder().settings(secret).build()))) {
      writer.finish();
    }
    assertThat(permissions()).isEqualTo("rw-------");
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
  }

  @Test
  void refusesUidsAndPrimaryKeysBeforeTheFirstByte() {
    DumpHeader header =
        header(
            index("a b"),
            index("x".repeat(401)),
            index("fine-_1"),
            index(".meili_dsr"),
            index("good").toBuilder().primaryKey("_geo").build(),
            index("\u00e9"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(header))
        .withMessageContaining("4 names")
        .withMessageContaining("a b")
        .withMessageContaining("400 bytes, not 401")
        .withMessageContaining("_geo is reserved")
        .withMessageContaining("\u00e9")
        .withMessageNotContaining("fine-_1")
        .withMessageNotContaining("dsr");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void longUidsGetShorterFolders() throws IOException {
    String one = "x".repeat(399) + "1";
    String other = "x".repeat(399) + "2";
    IndexInfo moved =
        index("moved").toBuilder()
            .extensions(Map.of("x-meilisearch", "{\"directory\":\"Elsewhere\"}"))
            .build();
    try (DumpWriter writer = create(header(index(one), index(other), moved))) {
      writer.finish();
    }
    assertThat(Unpacked.of(file()).folders())
        .contains(
            "indexes/" + "x".repeat(200), "indexes/" + "x".repeat(200) + "-2", "indexes/Elsewhere");
  }

  @Test
  void keepsManyDocumentsInAHiddenFileBesideTheOutput() throws IOException {
    WriteOptions options = WriteOptions.DEFAULT.withPartBytes(1_000).withWorkers(1);
    StringBuilder expected = new StringBuilder();
    try (V6Writer writer =
        V6Writer.create(DumpSink.file(file()), header(index("a"), index("b")), options, 500)) {
      for (String uid : List.of("a", "b")) {
        try (DocumentSink sink = writer.documents(IndexName.of(uid))) {
          for (int i = 0; i < 500; i++) {
            String document = "{\"id\":" + i + ",\"of\":\"" + uid + "\"}";
            sink.add(Document.of(document));
            expected.append(document).append('\n');
          }
        }
      }
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> all = files.toList();
        assertThat(all).hasSize(2).allMatch(file -> file.getFileName().toString().startsWith("."));
        for (Path file : all) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .isEqualTo("rw-------");
        }
      }
      writer.finish();
      assertThat(writer.notices()).anyMatch(notice -> notice.startsWith("a temporary file of"));
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("indexes/a/documents.jsonl") + dump.file("indexes/b/documents.jsonl"))
        .isEqualTo(expected.toString());
    assertThat(folder.toFile().list()).containsExactly("out.dump");
  }

  private static Manifest.IndexSummary summary(String uid, long documents, long bytes) {
    return new Manifest.IndexSummary(IndexName.of(uid), documents, bytes, null, null);
  }

  @Test
  void whatIsAnnouncedNeedsNoCopy() throws IOException {
    WriteOptions options = WriteOptions.DEFAULT.withPartBytes(20).withWorkers(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (V6Writer writer =
        V6Writer.create(
            DumpSink.stream(out), header(index("a"), index("b"), index("c")), options, 0)) {
      writer.expect(List.of(summary("a", 2, 20), summary("b", 2, 16), summary("c", 0, 0)), 1);
      writer.add(section("keys", Sensitivity.SENSITIVE, "{}\n"));
      add(writer, "a", "{\"id\":1000}", "{\"id\":10}");
      add(writer, "b", "{\"id\":1}", "{\"id\":2}");
      writer.finish();
      assertThat(writer.notices()).noneMatch(notice -> notice.contains("temporary"));
    }
    Unpacked dump = Unpacked.of(out.toByteArray());
    assertThat(dump.file("indexes/a/documents.jsonl")).isEqualTo("{\"id\":1000}\n{\"id\":10}\n");
    assertThat(dump.file("indexes/b/documents.jsonl")).isEqualTo("{\"id\":1}\n{\"id\":2}\n");
    assertThat(dump.file("indexes/c/documents.jsonl")).isEmpty();
  }

  @Test
  void documentsThatComeBeforeAnnouncedSectionsAreKept() throws IOException {
    try (DumpWriter writer = create(header(index("a"), index("b")))) {
      writer.expect(List.of(summary("a", 1, 8), summary("b", 1, 8)), 1);
      add(writer, "a", "{\"id\":1}");
      writer.add(section("keys", Sensitivity.SENSITIVE, "{}\n"));
      add(writer, "b", "{\"id\":2}");
      writer.finish();
    }
    Unpacked dump = Unpacked.of(file());
    List<String> names = List.copyOf(dump.files().keySet());
    assertThat(names.indexOf("keys.jsonl")).isLessThan(names.indexOf("indexes/a/documents.jsonl"));
    assertThat(dump.file("indexes/a/documents.jsonl")).isEqualTo("{\"id\":1}\n");
    assertThat(dump.file("indexes/b/documents.jsonl")).isEqualTo("{\"id\":2}\n");
  }

  @Test
  void aWrongAnnouncementLeavesNoDump() throws IOException {
    wrong(1, 7, "{\"id\":1}");
    wrong(1, 9, "{\"id\":1}");
    wrong(3, 24, "{\"id\":1}", "{\"id\":2}");
    wrong(1, 8, "{\"id\":1}", "{\"id\":2}");
    wrong(0, 0, "{\"id\":1}");
    wrong(1, 8);
  }

  private void wrong(long documents, long bytes, String... given) throws IOException {
    WriteOptions options = WriteOptions.DEFAULT.withPartBytes(1).withWorkers(1);
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(
            () -> {
              try (DumpWriter writer = create(header(index("a")), options)) {
                writer.expect(List.of(summary("a", documents, bytes)), 0);
                add(writer, "a", given);
                writer.finish();
              }
            })
        .withMessageContaining("index a: expected")
        .withMessageContaining("as was announced");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatWasNotAnnouncedComesTooLate() throws IOException {
    try (DumpWriter writer = create(header(index("a")))) {
      writer.expect(List.of(summary("a", 1, 8)), 0);
      add(writer, "a", "{\"id\":1}");
      assertThatExceptionOfType(DumpException.class)
          .isThrownBy(() -> writer.add(section("keys", Sensitivity.OPEN, "")))
          .withMessageContaining("section keys");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void idsThatTheEngineRefusesAreCountedAndNoDumpIsWritten() throws IOException {
    try (DumpWriter writer = create(header(index("a"), index("b")))) {
      add(writer, "a", "{\"id\":\"a b\"}", "{\"id\":1.5}", "{\"id\":\"c d\"}", "{\"id\":7}");
      add(writer, "b", "{\"id\":18446744073709551616}");
      assertThatExceptionOfType(RefusedIdsException.class)
          .isThrownBy(writer::finish)
          .withMessageContaining("index a: ids of 2 documents (other characters")
          .withMessageContaining("\"a b\" (document 1), \"c d\" (document 3)")
          .withMessageContaining("ids of 1 document (a number that is not")
          .withMessageContaining("index b")
          .withMessageContaining("--map-ids");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDocumentWithoutPrimaryKeyIsAnErrorWithItsPlace() throws IOException {
    for (String wrong : List.of("{\"it\":2}", "{\"id\":null}", "{\"id\":[1]}", "{\"id\":true}")) {
      try (DumpWriter writer = create(header(index("a")))) {
        add(writer, "a", "{\"id\":1}", wrong);
        assertThatExceptionOfType(RefusedIdsException.class)
            .as(wrong)
            .isThrownBy(writer::finish)
            .withMessageContaining("index a: ids of 1 document (")
            .withMessageContaining("(document 2)");
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void idsAreMappedWhereThatIsAskedFor() throws IOException {
    WriteOptions options = WriteOptions.DEFAULT.with(FormatMeilisearch.IDS, "mapped");
    try (DumpWriter writer = create(header(index("a")), options)) {
      add(
          writer,
          "a",
          "{\"id\":\"a b\",\"n\":1.0}",
          "{ \"n\":2, \"id\" : 1.50}",
          "{\"id\":\"fine\"}",
          "{\"id\":\"x-fine\"}",
          "{\"_indexport_id\":\"a b\",\"id\":\"x-YSBi\"}");
      writer.finish();
      assertThat(writer.losses(IndexName.of("a"))).anyMatch(loss -> loss.startsWith("ids: mapped"));
    }
    assertThat(Unpacked.of(file()).file("indexes/a/documents.jsonl"))
        .isEqualTo(
            """
            {"_indexport_id":"a b","id":"x-YSBi","n":1.0}
            {"_indexport_id":1.50, "n":2, "id" : "x-MS41MA"}
            {"id":"fine"}
            {"_indexport_id":"x-fine","id":"x-eC1maW5l"}
            {"_indexport_id":"a b","id":"x-YSBi"}
            """);
  }

  @Test
  void idsFromOutsideGoIntoTheDocuments() throws IOException {
    IndexInfo outside = index("a").toBuilder().lines(Lines.ENVELOPE).primaryKey(null).build();
    WriteOptions options = WriteOptions.DEFAULT.with(FormatMeilisearch.IDS, "mapped");
    try (DumpWriter writer = create(header(outside), options)) {
      try (DocumentSink sink = writer.documents(IndexName.of("a"))) {
        sink.add(outside("1", "{\"n\":1}"));
        sink.add(outside("2", "{}"));
        sink.add(outside("3", "{\"id\":3}"));
        sink.add(outside("\u00e9", "{\"id\":null,\"n\":2}"));
        sink.add(outside("4", "{\"id\" : null}").withId("4", "route", 1L));
      }
      writer.finish();
      assertThat(writer.losses(IndexName.of("a")))
          .contains(
              "ids: put into 4 documents as the member \"id\"",
              "routing or version: no place for that of 1 document");
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("indexes/a/documents.jsonl"))
        .isEqualTo(
            """
            {"id":"1","n":1}
            {"id":"2"}
            {"id":3}
            {"_indexport_id":"\u00e9","id":"x-w6k","n":2}
            {"id" : "4"}
            """);
    assertThat(dump.file("indexes/a/metadata.json")).contains("\"primaryKey\":\"id\"");
  }

  @ParameterizedTest
  @CsvSource({"_doc, 0", "book, 1"})
  void onlyAMappingTypeThatTellsSomethingIsMissed(String type, int told) throws IOException {
    IndexInfo typed =
        index("a").toBuilder()
            .extensions(Map.of(IndexInfo.MAPPING_TYPE, "\"" + type + "\""))
            .build();
    try (DumpWriter writer = create(header(typed))) {
      assertThat(writer.losses(typed.name()))
          .filteredOn(loss -> loss.startsWith(IndexInfo.MAPPING_TYPE + ": "))
          .hasSize(told);
    }
  }

  private static Document outside(String id, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return Document.of(id, null, null, bytes, 0, bytes.length);
  }

  @Test
  void anIdInsideThatIsNotTheOneOutsideIsRefused() throws IOException {
    IndexInfo outside = index("a").toBuilder().lines(Lines.ENVELOPE).build();
    try (DumpWriter writer = create(header(outside))) {
      try (DocumentSink sink = writer.documents(IndexName.of("a"))) {
        sink.add(outside("1", "{\"id\":2}"));
      }
      assertThatExceptionOfType(RefusedIdsException.class)
          .isThrownBy(writer::finish)
          .withMessageContaining("outside there is another than in the member \"id\"");
    }
  }

  private static IndexInfo keyless(String uid) {
    return index(uid).toBuilder().primaryKey(null).build();
  }

  @Test
  void theFirstDocumentTellsThePrimaryKeyThatNobodyNamed() throws IOException {
    try (DumpWriter writer = create(header(keyless("a"), keyless("none"), index("b")))) {
      writer.add(section("keys", Sensitivity.SENSITIVE, "{}\n"));
      try (DocumentSink one = writer.documents(IndexName.of("a"));
          DocumentSink other = writer.documents(IndexName.of("a"))) {
        one.add(Document.of("{\"movieID\":1}"));
        other.add(Document.of("{\"movieID\":2,\"id\":1}"));
      }
      Manifest manifest = writer.finish();
      assertThat(manifest.header().indexes())
          .extracting(IndexInfo::primaryKey)
          .containsExactly("movieID", null, "id");
      assertThat(writer.losses(IndexName.of("a"))).containsExactly(MOVIE_ID);
      assertThat(writer.losses(IndexName.of("none"))).isEmpty();
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("indexes/a/metadata.json")).contains("\"primaryKey\":\"movieID\"");
    assertThat(dump.file("indexes/none/metadata.json")).contains("\"primaryKey\":null");
    List<String> names = List.copyOf(dump.files().keySet());
    assertThat(names.indexOf("indexes/a/settings.json"))
        .isLessThan(names.indexOf("indexes/a/documents.jsonl"));
    assertThat(keysFromAPipe()).containsExactly("id", "movieID", null);
  }

  /** The primary keys of all indexes, of which some come after side data. */
  private List<@Nullable String> keysFromAPipe() throws IOException {
    List<@Nullable String> keys = new ArrayList<>();
    try (DumpSource source = DumpSource.stream("pipe", Files.newInputStream(file()));
        DumpReader reader = new FormatMeilisearch().open(source, ReadOptions.DEFAULT);
        DumpCursor cursor = reader.entries()) {
      reader.header().indexes().forEach(index -> keys.add(index.primaryKey()));
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof IndexInfo index) {
          keys.add(index.primaryKey());
        } else if (entry instanceof DocumentPart part) {
          part.close();
        }
      }
      cursor.finish();
    }
    return keys;
  }

  @Test
  void announcedDocumentsWaitUntilAllPrimaryKeysAreKnown() throws IOException {
    WriteOptions options = WriteOptions.DEFAULT.withPartBytes(10).withWorkers(1);
    try (DumpWriter writer = create(header(index("a"), keyless("b"), keyless("none")), options)) {
      writer.expect(List.of(summary("a", 2, 16), summary("b", 2, 16), summary("none", 0, 0)), 0);
      add(writer, "a", "{\"id\":1}", "{\"id\":2}");
      add(writer, "b", "{\"id\":3}", "{\"id\":4}");
      writer.finish();
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("indexes/b/metadata.json")).contains("\"primaryKey\":\"id\"");
    assertThat(dump.file("indexes/a/documents.jsonl")).isEqualTo("{\"id\":1}\n{\"id\":2}\n");
    assertThat(dump.file("indexes/b/documents.jsonl")).isEqualTo("{\"id\":3}\n{\"id\":4}\n");
    Files.delete(file());
    try (V6Writer writer =
        V6Writer.create(DumpSink.file(file()), header(keyless("a")), options, 0)) {
      writer.expect(List.of(summary("a", 2, 16)), 0);
      add(writer, "a", "{\"id\":1}", "{\"id\":2}");
      writer.finish();
      assertThat(writer.notices()).noneMatch(notice -> notice.contains("temporary"));
    }
  }

  @Test
  void idsAreCheckedAlsoWhereNobodyNamedThePrimaryKey() throws IOException {
    try (DumpWriter writer = create(header(keyless("a")))) {
      add(writer, "a", "{\"id\":\"a b\"}", "{\"id\":1.5}");
      assertThatExceptionOfType(RefusedIdsException.class)
          .isThrownBy(writer::finish)
          .withMessageContaining("ids of 1 document (other characters")
          .withMessageContaining("--map-ids");
    }
    assertThat(folder).isEmptyDirectory();
    WriteOptions options = WriteOptions.DEFAULT.with(FormatMeilisearch.IDS, "mapped");
    try (DumpWriter writer = create(header(keyless("a")), options)) {
      writer.expect(List.of(summary("a", 1, 12)), 0);
      add(writer, "a", "{\"id\":\"a b\"}");
      writer.finish();
    }
    assertThat(Unpacked.of(file()).file("indexes/a/documents.jsonl"))
        .isEqualTo("{\"_indexport_id\":\"a b\",\"id\":\"x-YSBi\"}\n");
  }

  @Test
  void whereThePrimaryKeyCannotBeToldNoDumpIsWritten() throws IOException {
    try (DumpWriter writer = create(header(keyless("a"), keyless("b"), keyless("c")))) {
      add(writer, "a", "{\"name\":1}", "{\"id\":1}");
      add(writer, "b", "{\"aId\":1,\"bId\":2}");
      add(writer, "c", "{\"id\":1,\"id\":2}");
      assertThatExceptionOfType(RefusedIdsException.class)
          .isThrownBy(writer::finish)
          .withMessageContaining(
              "index a: no primary key is named, and no name in its first document ends in 'id'")
          .withMessageContaining("index b: no primary key is named, and 2 names in its first")
          .withMessageContaining("such as \"aId\", \"bId\"")
          .withMessageContaining("index c: no primary key is named, and its first document is none")
          .withMessageContaining("--id-field")
          .withMessageNotContaining("--map-ids");
    }
    assertThat(folder).isEmptyDirectory();
    WriteOptions options = WriteOptions.DEFAULT.with(FormatMeilisearch.ID_FIELD, "name");
    try (DumpWriter writer = create(header(keyless("a"), keyless("none"), index("b")), options)) {
      add(writer, "a", "{\"name\":1,\"id\":2}");
      add(writer, "b", "{\"id\":2}");
      writer.finish();
      assertThat(writer.losses(IndexName.of("a"))).isEmpty();
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("indexes/a/metadata.json")).contains("\"primaryKey\":\"name\"");
    assertThat(dump.file("indexes/none/metadata.json")).contains("\"primaryKey\":null");
    assertThat(dump.file("indexes/b/metadata.json")).contains("\"primaryKey\":\"id\"");
  }

  @Test
  void aBrokenFirstDocumentIsToldAsSuch() throws IOException {
    try (DumpWriter writer = create(header(keyless("a")));
        DocumentSink sink = writer.documents(IndexName.of("a"))) {
      assertThatExceptionOfType(CorruptDumpException.class)
          .isThrownBy(() -> sink.add("{\"id\":}".getBytes(UTF_8)));
    }
  }

  @Test
  void idsMayGoUnchecked() throws IOException {
    WriteOptions options = WriteOptions.DEFAULT.with(FormatMeilisearch.IDS, "unchecked");
    IndexInfo outside = index("o").toBuilder().lines(Lines.ENVELOPE).build();
    DumpHeader header = header(index("a"), keyless("b"), keyless("c"), outside);
    try (DumpWriter writer = create(header, options)) {
      add(writer, "a", "{\"id\":\"a b\"}", "{}");
      add(writer, "b", "{\"movieID\":1}", "{}");
      add(writer, "c", "{\"name\":1}");
      try (DocumentSink sink = writer.documents(IndexName.of("o"))) {
        sink.add(outside("a b", "{}"));
      }
      writer.finish();
      assertThat(writer.losses(IndexName.of("b"))).containsExactly(MOVIE_ID);
      assertThat(writer.losses(IndexName.of("c")).get(0)).contains("will refuse this dump");
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("indexes/a/documents.jsonl")).isEqualTo("{\"id\":\"a b\"}\n{}\n");
    assertThat(dump.file("indexes/b/metadata.json")).contains("\"primaryKey\":null");
    assertThat(dump.file("indexes/o/documents.jsonl")).isEqualTo("{\"id\":\"a b\"}\n");
  }

  @Test
  void severalValuesAtThePrimaryKeyAreRefused() throws IOException {
    IndexInfo dotted = index("a").toBuilder().primaryKey("a.b").build();
    try (DumpWriter writer = create(header(dotted))) {
      add(writer, "a", "{\"a.b\":1}", "{\"a\":{\"b\":2}}", "{\"a.b\":1,\"a\":{\"b\":2}}");
      assertThatExceptionOfType(RefusedIdsException.class)
          .isThrownBy(writer::finish)
          .withMessageContaining("ids of 1 document (several values at the primary key \"a.b\")")
          .withMessageContaining("(document 3)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tasks",
        "tasks/update_files",
        "tasks/update_files/7.jsonl",
        "tasks/update_files/7.jsonl/a",
        "batches",
        "keys.jsonl",
        "keys.jsonl/a",
        "metadata.json/a",
        "chat-completions-settings",
        "chat-completions-settings/a.json",
        "dynamic-search-rules/a.json",
        "indexes",
        "indexes/a",
        "indexes/a/documents.jsonl",
        "indexes/a/settings.json/b",
        "indexes/other/a"
      })
  void filesThatNobodyKnowsAreNeverInTheWay(String path) throws IOException {
    try (DumpWriter writer = create(header(index("a")))) {
      assertThat(writer.takes("file:" + path, null)).isFalse();
      writer.add(section("file:" + path, Sensitivity.OPEN, "?"));
      add(writer, "a", "{\"id\":1}");
      writer.finish();
      assertThat(writer.notices())
          .anyMatch(notice -> notice.startsWith("file:" + path + ": left out"));
    }
    assertThat(Unpacked.of(file()).files())
        .containsOnlyKeys(
            "metadata.json",
            "keys.jsonl",
            "tasks/queue.jsonl",
            "indexes/a/metadata.json",
            "indexes/a/settings.json",
            "indexes/a/documents.jsonl");
  }

  @Test
  void otherFilesThatNobodyKnowsAreKept() throws IOException {
    List<String> paths =
        List.of("tasks.txt", "tasks/a", "tasks/update_files/a", "indexes/late", "indexes/a/b/c");
    try (DumpWriter writer = create(header(index("a")))) {
      for (String path : paths) {
        writer.add(section("file:" + path, Sensitivity.OPEN, "?"));
      }
      writer.declare(index("late"));
      writer.finish();
    }
    assertThat(Unpacked.of(file()).files())
        .containsKeys(paths.toArray(String[]::new))
        .containsKeys("tasks/queue.jsonl", "indexes/late-2/metadata.json");
  }

  @Test
  void twoSectionsOfOneFileAreAnError() throws IOException {
    for (List<String> names : List.of(List.of("keys", "keys"), List.of("file:a/b", "file:a"))) {
      try (DumpWriter writer = create(header())) {
        writer.add(section(names.get(0), Sensitivity.OPEN, ""));
        assertThatExceptionOfType(DumpException.class)
            .isThrownBy(() -> writer.add(section(names.get(1), Sensitivity.OPEN, "")))
            .withMessageContaining("section " + names.get(1))
            .withMessageContaining("is there already");
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatTheNewestEngineDoesNotTakeStaysAndIsTold() throws IOException {
    Settings settings = Settings.of("meilisearch", "6", "{\"pagination\":{\"maxTotalHits\":0}}");
    try (DumpWriter writer = create(header(index("a").toBuilder().settings(settings).build()))) {
      writer.add(section("dynamic-search-rules/1", Sensitivity.OPEN, "{}"));
      writer.add(section("dynamic-search-rules/2", Sensitivity.OPEN, "{}"));
      writer.finish();
      assertThat(writer.notices())
          .filteredOn(notice -> notice.startsWith("dynamic-search-rules: written as they are"))
          .hasSize(1);
      assertThat(writer.losses(IndexName.of("a")))
          .anyMatch(loss -> loss.startsWith("pagination.maxTotalHits: 0 stays"));
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("indexes/a/settings.json")).isEqualTo(settings.json());
    assertThat(dump.files()).containsKey("dynamic-search-rules/2.json");
  }

  @Test
  void sizesOfAnOlderEnginesFilesAreLeftOut() throws IOException {
    String sizes = "\"indexDbSize\":1,\"updateDbSize\":2,\"more\":3}";
    for (String version : List.of("V5", "V6")) {
      String kept = "{\"dumpVersion\":\"" + version + "\"," + sizes;
      DumpHeader header =
          new DumpHeader(
              "meilisearch",
              "0.29.0",
              null,
              MADE,
              List.of(),
              List.of(),
              Map.of("x-meilisearch", kept));
      try (DumpWriter writer = create(header, WriteOptions.DEFAULT)) {
        writer.finish();
      }
      assertThat(Unpacked.of(file()).file("metadata.json"))
          .endsWith(version.equals("V6") ? sizes : ".1234Z\",\"more\":3}");
      Files.delete(file());
    }
  }

  @Test
  void settingsOfOtherEnginesAreTranslated() throws IOException {
    Settings lucene =
        Settings.of(
            "lucene",
            null,
            "{\"fields\":[{\"path\":\"t\",\"type\":\"text\",\"roles\":[\"searchable\"]}],"
                + "\"stopWords\":[\"the\"]}");
    Settings odd = Settings.of("nobody", null, "{}");
    DumpHeader header =
        new DumpHeader(
            "lucene",
            "9",
            UID,
            MADE,
            List.of(
                index("a").toBuilder().settings(lucene).build(),
                index("b").toBuilder().settings(odd).build()),
            List.of(),
            Map.of());
    try (DumpWriter writer = create(header)) {
      writer.add(section("keys", Sensitivity.SENSITIVE, "Lucene's own"));
      writer.finish();
      assertThat(writer.losses(IndexName.of("b"))).anyMatch(loss -> loss.contains("'nobody'"));
      assertThat(writer.notices()).anyMatch(notice -> notice.startsWith("keys: left out"));
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("indexes/a/settings.json")).contains("\"stopWords\":[\"the\"]");
    assertThat(dump.file("indexes/b/settings.json")).isEqualTo("{}");
    assertThat(dump.file("keys.jsonl")).isEmpty();
    assertThat(dump.files()).doesNotContainKey("instance_uid.uuid");
    assertThat(dump.file("metadata.json")).contains("\"dbVersion\":\"1.50.0\"");
  }

  @Test
  void whatAnOlderEngineRefusesIsLeftOut() throws IOException {
    Settings settings =
        Settings.of(
            "meilisearch", "6", "{\"stopWords\":[],  \"chat\":{}, \"facetSearch\":true,\"n\":1}");
    WriteOptions options = WriteOptions.DEFAULT.with(FormatMeilisearch.TARGET_VERSION, "1.13");
    IndexInfo rules = index(".meili_dsr");
    try (DumpWriter writer =
        create(header(index("a").toBuilder().settings(settings).build(), rules), options)) {
      add(writer, "a", "{\"id\":1}");
      add(writer, ".meili_dsr", "{\"id\":1}", "{\"id\":\"a b\"}", "{}");
      writer.add(
          section(
              "keys", Sensitivity.SENSITIVE, "{\"actions\":[\"search\", \"export\"], \"n\":1}\n"));
      writer.add(
          Section.of(
              "tasks",
              null,
              MediaType.JSON_LINES,
              Sensitivity.SENSITIVE,
              "{\"uid\":1,\"type\":{\"export\":{}}}\n{\"uid\":2 ,\"type\":\"documentClear\"}"
                  .getBytes(UTF_8),
              List.of(new Attachment("1.jsonl", new ByteArrayInputStream(new byte[] {'1'})))));
      writer.add(section("webhooks", Sensitivity.SENSITIVE, "{}"));
      writer.add(section("network", Sensitivity.SENSITIVE, "{}"));
      writer.finish();
      assertThat(writer.losses(IndexName.of("a")))
          .anyMatch(loss -> loss.startsWith("chat: not known to Meilisearch 1.13"))
          .anyMatch(loss -> loss.startsWith("n: not known to Meilisearch 1.13"));
      assertThat(writer.losses(IndexName.of(".meili_dsr")))
          .anyMatch(loss -> loss.startsWith("the index is left out"));
      assertThat(writer.notices())
          .anyMatch(notice -> notice.startsWith("keys: the action \"export\""))
          .anyMatch(notice -> notice.startsWith("tasks: a task of the kind export"))
          .anyMatch(notice -> notice.startsWith("webhooks: left out"));
    }
    Unpacked dump = Unpacked.of(file());
    assertThat(dump.file("metadata.json")).contains("\"dbVersion\":\"1.13.0\"");
    assertThat(dump.file("indexes/a/settings.json"))
        .isEqualTo("{\"stopWords\":[], \"facetSearch\":true}");
    assertThat(dump.file("keys.jsonl")).isEqualTo("{\"actions\":[\"search\"], \"n\":1}\n");
    assertThat(dump.file("tasks/queue.jsonl"))
        .isEqualTo("{\"uid\":2 ,\"type\":\"documentClear\"}\n");
    assertThat(dump.files())
        .containsKey("network.json")
        .doesNotContainKeys("webhooks.json", "tasks/update_files/1.jsonl")
        .allSatisfy((name, text) -> assertThat(name).doesNotContain("dsr"));
  }

  @Test
  void optionsAreChecked() {
    for (Map.Entry<String, String> option :
        Map.of("target-version", "new", "ids", "some", "id-field", "", "original-id-field", "")
            .entrySet()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> create(header(), WriteOptions.DEFAULT.with(option.getKey(), option.getValue())))
          .withMessageContaining("option " + option.getKey());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(header(), WriteOptions.DEFAULT.with("target-version", "0.29")))
        .withMessageContaining("0.30");
  }
}
