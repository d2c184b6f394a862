package org.indexport.format.meilisearch.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.Section.Sensitivity;
import org.indexport.Settings;
import org.indexport.TruncatedDumpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dumps of version 6 hold is given as it is. */
class V6Test {
  private static final String DOCUMENTS = "indexes/books/documents.jsonl";
  private static final ReadOptions LENIENT = ReadOptions.DEFAULT.with(Damage.SKIP);

  @TempDir Path folder;

  private Dumped read(Map<String, String> files) throws IOException {
    return Dumped.of(TarBuilder.write(folder, new TarBuilder().files(files).packed()));
  }

  private Dumped lenient(Map<String, String> files) throws IOException {
    Path file = TarBuilder.write(folder, new TarBuilder().files(files).packed());
    return Dumped.of(DumpSource.path(file), LENIENT);
  }

  private static Map<String, String> with(String name, String content) {
    Map<String, String> files = SampleDumps.v6();
    files.put(name, content);
    return files;
  }

  @Test
  void headerKeepsWhatItDoesNotKnow() throws IOException {
    Dumped dump = read(SampleDumps.v6());
    assertThat(dump.header.instanceUid()).isEqualTo("cb887dcc-34b3-48d1-addd-9815ae721a81");
    assertThat(dump.header.extensions())
        .isEqualTo(Map.of("x-meilisearch", "{\"dumpVersion\":\"V6\",\"extra\":[1]}"));
    assertThat(dump.index("books").settings())
        .isNotNull()
        .returns(SampleDumps.SETTINGS, Settings::json);
    assertThat(dump.index("books").updatedAt()).isEqualTo(Instant.parse("2026-07-01T09:30:00Z"));
    assertThat(dump.index("books").extensions().get("x-meilisearch"))
        .isEqualTo("{\"updatedAt\":\"2026-07-01T11:30:00+02:00\",\"more\":1}");
    assertThat(dump.index("other").extensions().get("x-meilisearch"))
        .contains("\"directory\":\"folder\"");
    assertThat(dump.sensitivities)
        .containsEntry("keys", Sensitivity.SENSITIVE)
        .containsEntry("tasks", Sensitivity.SENSITIVE)
        .containsEntry("file:notes/read.me", Sensitivity.SENSITIVE)
        .containsEntry("experimental-features", Sensitivity.OPEN)
        .containsEntry("dynamic-search-rules/1", Sensitivity.OPEN);
  }

  @Test
  void secretsInSettingsAreFound() throws IOException {
    String settings = "{\"embedders\":{\"d\":{\"source\":\"rest\",\"apiKey\":\"s\"}}}";
    Dumped dump = read(with("indexes/books/settings.json", settings));
    assertThat(dump.index("books").settings())
        .isNotNull()
        .returns(List.of("/embedders/d/apiKey"), Settings::secrets);
  }

  @Test
  void internalIndexesAreMarked() throws IOException {
    Dumped dump = read(with("indexes/books/metadata.json", SampleDumps.index(".meili_dsr", null)));
    assertThat(dump.index(".meili_dsr").isInternal()).isTrue();
    assertThat(read(SampleDumps.v6()).index("books").isInternal()).isFalse();
  }

  @Test
  void documentsAreSeparatedByAnyBlanks() throws IOException {
    Dumped dump =
        read(with(DOCUMENTS, "\n{\"a\":1}\r\n\r\n  {\"a\":\n [2.0]\n}{\"a\":\"} {\"} \t{\"a\":4}"));
    assertThat(dump.documents.get("books"))
        .containsExactly("{\"a\":1}", "{\"a\":  [2.0] }", "{\"a\":\"} {\"}", "{\"a\":4}");
    assertThatThrownBy(() -> read(with(DOCUMENTS, "{\"a\":1}\n[]\n")))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining(DOCUMENTS + ": line 2");
    assertThatThrownBy(() -> read(with(DOCUMENTS, "{\"a\":1}\n{\"a\":\n")))
        .isInstanceOf(TruncatedDumpException.class);
    Dumped lenient = lenient(with(DOCUMENTS, "{\"a\":1}\nnone\n{\"a\":2}\n{\"a\":tru}\n"));
    assertThat(lenient.documents.get("books")).containsExactly("{\"a\":1}", "{\"a\":2}");
    assertThat(lenient.damages).hasSize(2);
  }

  @Test
  void linesAreCheckedAndKept() throws IOException {
    assertThatThrownBy(() -> read(with("keys.jsonl", "{\"uid\":1}\n\n{}\n")))
        .hasMessageContaining("keys.jsonl: line 2")
        .hasMessageContaining("an empty line");
    Dumped dump = lenient(with("keys.jsonl", "{\"uid\":1}\n\n{\"a\":}\n{ }\r\n"));
    assertThat(dump.sections).containsEntry("keys", "{\"uid\":1}\n{ }\r\n");
    assertThat(dump.damages).hasSize(2);
    assertThat(read(with("keys.jsonl", "")).sections).containsEntry("keys", "");
    assertThatThrownBy(() -> read(with("network.json", "[]"))).hasMessageContaining("network.json");
    assertThat(lenient(with("network.json", "[]")).sections).doesNotContainKey("network");
  }

  @Test
  void theUidOfTheInstanceIsNothingElse() throws IOException {
    String uid = "cb887dcc-34b3-48d1-addd-9815ae721a81";
    assertThatThrownBy(() -> read(with("instance_uid.uuid", uid + "\n")))
        .hasMessageContaining("instance_uid.uuid");
    assertThat(lenient(with("instance_uid.uuid", uid + "\n")).header.instanceUid()).isEqualTo(uid);
  }

  @Test
  void requiredFilesAreMissed() throws IOException {
    for (String name : SampleDumps.v6().keySet()) {
      Map<String, String> files = SampleDumps.v6();
      files.remove(name);
      boolean required =
          name.startsWith("indexes/")
              || name.equals("metadata.json")
              || name.equals("keys.jsonl")
              || name.equals("tasks/queue.jsonl");
      if (required) {
        assertThatThrownBy(() -> read(files)).as(name).hasMessageContaining(name);
        Dumped dump = lenient(files);
        assertThat(dump.damages).as(name).isNotEmpty();
        assertThat(dump.header.indexes()).as(name).hasSize(2);
      } else {
        assertThat(read(files).damages).isEmpty();
      }
    }
  }

  @Test
  void twoFoldersOfOneUidAreOneIndex() throws IOException {
    Map<String, String> files =
        with("indexes/folder/metadata.json", SampleDumps.index("books", "isbn"));
    files.put("indexes/folder/settings.json", SampleDumps.SETTINGS);
    files.put("indexes/folder/documents.jsonl", "{\"isbn\":3}\n");
    Dumped dump = read(files);
    assertThat(dump.header.indexes()).hasSize(1);
    assertThat(dump.documents.get("books")).hasSize(3).contains("{\"isbn\":3}");
    assertThat(dump.notices).singleElement().asString().contains("indexes/folder", "books");
    assertThat(dump.ordinals.get("books")).containsExactly(0L, 1L);
  }

  @Test
  void twoFoldersOfOneUidThatDifferAreRefused() throws IOException {
    Map<String, String> settings =
        with("indexes/folder/metadata.json", SampleDumps.index("books", "isbn"));
    Map<String, String> key =
        with("indexes/folder/metadata.json", SampleDumps.index("books", "other"));
    key.put("indexes/folder/settings.json", SampleDumps.SETTINGS);
    for (Map<String, String> files : List.of(settings, key)) {
      assertThatThrownBy(() -> read(files)).hasMessageContaining("each index once");
      files.put("indexes/folder/documents.jsonl", "{\"isbn\":3}\n");
      Dumped dump = lenient(files);
      assertThat(dump.header.indexes()).hasSize(1);
      assertThat(dump.documents.get("books")).hasSize(3);
      assertThat(dump.damages).hasSize(1);
    }
  }

  @Test
  void descriptionsThatAreCutAreDamage() throws IOException {
    String settings = "indexes/folder/settings.json";
    Map<String, String> files = SampleDumps.v6();
    files.remove("indexes/folder/documents.jsonl");
    files.remove(settings);
    files.put(settings, "{\"stopWords\":[\"" + "a".repeat(2_000) + "\"]}");
    byte[] whole = new TarBuilder().files(files).plain();
    byte[] cut = TarBuilder.pack(Arrays.copyOf(whole, whole.length - 1_200));
    Path file = TarBuilder.write(folder, cut);
    assertThatThrownBy(() -> Dumped.of(file)).isInstanceOf(TruncatedDumpException.class);
    Dumped dump = Dumped.of(DumpSource.path(file), LENIENT);
    assertThat(dump.header.indexes()).hasSize(2);
    assertThat(dump.index("other").settings()).isNull();
    assertThat(dump.documents.get("books")).hasSize(2);
    assertThat(dump.damages).anyMatch(damage -> damage.toString().contains(settings));
  }

  @Test
  void descriptionsThatAreTooLongAreRefused() throws IOException {
    ReadLimits all = ReadLimits.DEFAULT;
    ReadOptions few =
        LENIENT.with(
            new ReadLimits(
                all.maxDocumentBytes(),
                all.maxDepth(),
                all.maxNameBytes(),
                all.maxEntries(),
                all.maxIndexes(),
                300,
                all.maxExpansionRatio()));
    Map<String, String> files =
        with("indexes/folder/settings.json", "{\"a\":\"" + "a".repeat(400) + "\"}");
    Path file = TarBuilder.write(folder, new TarBuilder().files(files).packed());
    assertThatThrownBy(() -> Dumped.of(DumpSource.path(file), few))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("indexes/folder/settings.json");
  }

  @Test
  void whatComesBeforeACutIsSalvaged() throws IOException {
    Map<String, String> files = SampleDumps.v6();
    String documents = "{\"isbn\":12345}\n".repeat(100);
    files.remove(DOCUMENTS);
    TarBuilder tar = new TarBuilder().files(files).file(DOCUMENTS, documents);
    byte[] whole = tar.plain();
    byte[] cut = Arrays.copyOf(whole, whole.length - 1_000);
    Path file = TarBuilder.write(folder, TarBuilder.pack(cut));
    assertThatThrownBy(() -> Dumped.of(file)).isInstanceOf(TruncatedDumpException.class);
    Dumped dump = Dumped.of(DumpSource.path(file), LENIENT);
    assertThat(dump.documents.get("books"))
        .isNotEmpty()
        .hasSizeLessThan(100)
        .containsOnly("{\"isbn\":12345}");
    assertThat(dump.damages).isNotEmpty();
    assertThat(dump.sections).containsKeys("keys", "tasks", "network");
  }
}
