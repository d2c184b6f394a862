package org.indexport.format.meilisearch.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.transfer.DumpConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps that engines wrote, against what is known of them. */
class RealDumpsTest {
  static final Path FOLDER = folder();

  private static Path folder() {
    URL readme = Objects.requireNonNull(RealDumpsTest.class.getResource("/meilisearch/README.md"));
    try {
      return Objects.requireNonNull(Path.of(readme.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<JsonNode> dumps() throws IOException {
    List<JsonNode> dumps = new ArrayList<>();
    Dumped.JSON.readTree(FOLDER.resolve("expected.json").toFile()).get("dumps").forEach(dumps::add);
    return dumps;
  }

  private static Path file(JsonNode expected) {
    return FOLDER.resolve(expected.get("file").asText());
  }

  private static @Nullable Instant instant(JsonNode node) {
    return node.isNull() ? null : Instant.parse(node.asText());
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.asText();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void contentIsRecognised(JsonNode expected) throws IOException {
    try (DumpSource source = DumpSource.path(file(expected))) {
      MatchStrength match = new FormatMeilisearch().probe(Probe.of(source));
      assertThat(match).isGreaterThanOrEqualTo(MatchStrength.STRONG);
      assertThat(DumpFormats.load().sniff(source).id()).isEqualTo("meilisearch");
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void headersAreAsExpected(JsonNode expected) throws IOException {
    Dumped dump = Dumped.of(file(expected));
    assertThat(dump.version).isEqualTo(expected.get("dumpVersion").asText());
    assertThat(dump.header.engineName()).isEqualTo("meilisearch");
    assertThat(dump.header.engineVersion()).isEqualTo(expected.get("dbVersion").asText());
    assertThat(dump.header.createdAt()).isEqualTo(instant(expected.get("dumpDate")));
    assertThat(dump.header.instanceUid()).isEqualTo(text(expected.get("instanceUid")));
    assertThat(dump.damages).isEmpty();
    if (dump.version.equals("V1")) {
      assertThat(dump.notices)
          .hasSize(3)
          .anyMatch(notice -> notice.endsWith("as the engine does: 3 (\"wordsPosition\")"))
          .anyMatch(notice -> notice.contains(": tasks: ranking rules"))
          .anyMatch(notice -> notice.contains(": tasks: updates that were not done"));
    } else {
      assertThat(dump.notices).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void indexesAreAsExpected(JsonNode expected) throws IOException {
    Dumped dump = Dumped.of(file(expected));
    assertThat(dump.header.indexes()).hasSize(expected.get("indexes").size());
    for (JsonNode index : expected.get("indexes")) {
      String uid = index.get("uid").asText();
      IndexInfo info = dump.index(uid);
      assertThat(info.primaryKey()).isEqualTo(text(index.get("primaryKey")));
      assertThat(info.createdAt()).as(uid).isEqualTo(instant(index.get("createdAt")));
      assertThat(info.updatedAt()).as(uid).isEqualTo(instant(index.get("updatedAt")));
      assertThat(dump.documents.get(uid)).hasSize(index.get("documents").asInt());
      assertThat(Dumped.digest(dump.documents.getOrDefault(uid, List.of())))
          .isEqualTo(index.get("documentsSha256").asText());
      assertThat(patched(dump.settings(uid))).as(uid).isEqualTo(index.get("settingsV6"));
    }
  }

  /** What the engine assumes of settings of version 6, which are given as they are. */
  private static JsonNode patched(JsonNode settings) {
    for (JsonNode embedder : settings.path("embedders")) {
      if (embedder.path("source").asText().equals("huggingFace") && !embedder.has("pooling")) {
        ((ObjectNode) embedder).put("pooling", "forceMean");
      }
    }
    return settings;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void sectionsAreAsExpected(JsonNode expected) throws IOException {
    Dumped dump = Dumped.of(file(expected));
    assertThat(dump.sections.keySet()).noneMatch(name -> name.startsWith("file:"));
    assertThat(dump.lines("keys")).hasSize(expected.get("keys").asInt());
    assertThat(dump.lines("tasks")).hasSize(expected.get("tasksAfterUpgrade").asInt());
    Map<String, Integer> byStatus = new TreeMap<>();
    dump.lines("tasks")
        .forEach(task -> byStatus.merge(task.get("status").asText(), 1, Integer::sum));
    assertThat(Dumped.JSON.<JsonNode>valueToTree(byStatus))
        .isEqualTo(expected.get("tasksByStatus"));
    Map<String, Long> payloads = new TreeMap<>();
    dump.attachments
        .getOrDefault("tasks", Map.of())
        .forEach(
            (name, content) -> payloads.put(name.replace(".jsonl", ""), content.lines().count()));
    Map<String, Long> expectedPayloads = new TreeMap<>();
    expected
        .get("updateFiles")
        .properties()
        .forEach(file -> expectedPayloads.put(file.getKey(), file.getValue().asLong()));
    assertThat(payloads).isEqualTo(expectedPayloads);
    compare(dump, "experimental-features", expected.get("experimentalFeatures"));
    compare(dump, "network", expected.get("network"));
    compare(dump, "webhooks", expected.get("webhooks"));
  }

  private static void compare(Dumped dump, String section, @Nullable JsonNode expected)
      throws IOException {
    if (expected == null || expected.isNull()) {
      assertThat(dump.sections).doesNotContainKey(section);
    } else {
      assertThat(Dumped.JSON.readTree(dump.sections.get(section))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void tasksAndKeysAreAsExpected(JsonNode expected) throws IOException {
    Dumped dump = Dumped.of(file(expected));
    JsonNode all = Dumped.JSON.readTree(FOLDER.resolve("expected-tasks-v6.json").toFile());
    String file = expected.get("file").asText();
    List<JsonNode> tasks = dump.lines("tasks");
    if (dump.version.equals("V6")) {
      // Given as they are: older engines do not write a member that would be null.
      tasks.forEach(task -> ((ObjectNode) task).putIfAbsent("batchUid", NullNode.getInstance()));
    }
    assertThat(tasks).isEqualTo(list(all.get("tasks").get(file).get("tasks")));
    List<JsonNode> keys = dump.lines("keys");
    if (file.equals("v4.dump")) {
      keys.forEach(key -> ((ObjectNode) key).put("uid", "[new-uuid]"));
    }
    assertThat(keys).isEqualTo(list(all.get("keys").get(file)));
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void streamsGiveTheSameAndLeaveNothing(JsonNode expected) throws IOException {
    Dumped ofPath = Dumped.of(file(expected));
    long before = temporaryFiles();
    DumpSource stream = DumpSource.stream("a stream", Files.newInputStream(file(expected)));
    Dumped ofStream = Dumped.of(stream, ReadOptions.DEFAULT);
    assertThat(ofStream.header).isEqualTo(ofPath.header);
    assertThat(ofStream.documents).isEqualTo(ofPath.documents);
    assertThat(ofStream.sections).isEqualTo(ofPath.sections);
    assertThat(ofStream.attachments).isEqualTo(ofPath.attachments);
    assertThat(ofStream.notices).hasSize(ofPath.notices.size() + 1);
    assertThat(ofStream.notices.get(0)).contains("temporary file");
    assertThat(temporaryFiles()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void asVersion6EverythingStaysEqual(JsonNode expected, @TempDir Path folder) throws IOException {
    FormatMeilisearch format = new FormatMeilisearch();
    Path written = folder.resolve("out.dump");
    try (DumpSource source = DumpSource.path(file(expected));
        DumpReader reader = format.open(source, ReadOptions.DEFAULT)) {
      DumpConverter converter = DumpConverter.from(reader).to(format);
      try (DumpWriter writer =
          format.create(DumpSink.file(written), converter.header(), WriteOptions.DEFAULT)) {
        converter.into(writer);
      }
    }
    Dumped before = Dumped.of(file(expected));
    Dumped after = Dumped.of(written);
    assertThat(after.version).isEqualTo("V6");
    assertThat(after.documents).isEqualTo(before.documents);
    assertThat(after.sections).isEqualTo(before.sections);
    assertThat(after.sensitivities).isEqualTo(before.sensitivities);
    assertThat(after.attachments).isEqualTo(before.attachments);
    assertThat(after.header.instanceUid()).isEqualTo(before.header.instanceUid());
    assertThat(after.header.indexes()).hasSameSizeAs(before.header.indexes());
    for (IndexInfo index : before.header.indexes()) {
      IndexInfo read = after.index(index.name().name());
      assertThat(read.primaryKey()).isEqualTo(index.primaryKey());
      assertThat(read.settings()).isEqualTo(index.settings());
      // Version 6 has no way to say that a date is unknown.
      Instant unknown = after.header.createdAt();
      assertThat(read.createdAt()).isEqualTo(orElse(index.createdAt(), unknown));
      assertThat(read.updatedAt()).isEqualTo(orElse(index.updatedAt(), unknown));
    }
  }

  private static @Nullable Instant orElse(@Nullable Instant known, @Nullable Instant other) {
    return known == null ? other : known;
  }

  private static long temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().endsWith(".dump")).count();
    }
  }
}
