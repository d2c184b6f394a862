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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.Section.Attachment;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.WriteOptions;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V6WriterTest {
  private static final Instant MADE = Instant.parse("2026-07-01T10:00:00.123400Z");
  private static final String UID = "0e0a1b1c-1111-4222-8333-444455556666";

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

  @Test
  void saysWhatTheEngineWillDoWithoutPrimaryKey() throws IOException {
    IndexInfo none = index("a").toBuilder().primaryKey(null).build();
    IndexInfo alsoNone = index("b").toBuilder().primaryKey(null).build();
    try (DumpWriter writer = create(header(none, alsoNone))) {
      add(writer, "a", "{\"movieID\":1}", "{}");
      add(writer, "b", "{\"name\":1}");
      writer.finish();
      assertThat(writer.losses(IndexName.of("a")))
          .containsExactly(
              "primaryKey: none is named; Meilisearch will take \"movieID\", after the first"
                  + " document");
      assertThat(writer.losses(IndexName.of("b")).get(0)).contains("will refuse this dump");
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
      add(writer, ".meili_dsr", "{\"id\":1}");
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
