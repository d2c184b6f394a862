package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));

  @BeforeEach
  void useFolder() {
    samples = new Samples(folder);
  }

  @Test
  void tellsEverythingOfADump() throws Exception {
    Outcome outcome = Outcome.of("inspect", "--json", samples.rich(), "--quiet");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).hasLineCount(1);
    JsonObject json = outcome.json();
    assertThat(json.string("format")).isEqualTo("v1");
    assertThat(json.string("version")).isEqualTo("1");
    assertThat(json.truth("complete")).isTrue();
    assertThat(json.raw("engine")).isEqualTo("{\"name\":\"lucene\",\"version\":\"9.12.3\"}");
    assertThat(json.string("createdAt")).isEqualTo("2026-01-31T12:00:00Z");
    assertThat(json.string("instanceUid")).isEqualTo("uid-1");
    assertThat(json.strings("namespaces")).containsExactlyInAnyOrder("cinema", "music", "empty");
    JsonObject movies = json.objects("indexes").get(0);
    assertThat(movies.string("namespace")).isEqualTo("cinema");
    assertThat(movies.string("name")).isEqualTo("movies");
    assertThat(movies.string("primaryKey")).isEqualTo("id");
    assertThat(movies.string("createdAt")).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(movies.raw("updatedAt")).isEqualTo("null");
    assertThat(movies.number("documents")).isEqualTo(3);
  }

  @Test
  void listsSectionsWithTheirRecords() throws Exception {
    Outcome outcome = Outcome.of("inspect", "--json", samples.rich());

    assertThat(outcome.json().objects("sections").toString())
        .contains("{\"name\":\"keys\",\"index\":null,\"records\":2,\"sensitive\":true")
        .contains(
            "{\"name\":\"aliases\",\"index\":\"cinema/movies\",\"records\":1,\"sensitive\":false");
  }

  @Test
  void showsSecretsOnlyWhenAsked() throws Exception {
    Path dump = samples.rich();

    assertThat(Outcome.of("inspect", "--json", dump).out())
        .contains("\"token\" : \"***\"")
        .doesNotContain("hush");
    assertThat(Outcome.of("inspect", "--json", dump, "--show-secrets").out())
        .contains("\"token\" : \"hush\"");
  }

  @Test
  void unknownValuesAreNull() throws Exception {
    Outcome outcome = Outcome.of("inspect", "--json", samples.movies());

    JsonObject json = outcome.json();
    assertThat(json.string("format")).isEqualTo("jsonl");
    for (String unknown : new String[] {"version", "complete", "createdAt", "instanceUid"}) {
      assertThat(json.raw(unknown)).as(unknown).isEqualTo("null");
    }
    JsonObject index = outcome.only("indexes");
    for (String unknown : new String[] {"namespace", "primaryKey", "documents", "settings"}) {
      assertThat(index.raw(unknown)).as(unknown).isEqualTo("null");
    }
  }

  @Test
  void countsWhenAsked() throws Exception {
    Outcome outcome = Outcome.of("inspect", "--json", "--count", samples.movies());

    assertThat(outcome.only("indexes").number("documents")).isEqualTo(3);
  }

  @Test
  void readsStandardInput() throws Exception {
    byte[] dump = Files.readAllBytes(samples.rich());

    Outcome outcome = Outcome.withInput(dump, "inspect", "-", "--json");

    assertThat(outcome.json().truth("complete")).isTrue();
    assertThat(outcome.json().objects("indexes")).hasSize(3);
  }

  @Test
  void tellsWhatIsKnownOfACutDump() throws Exception {
    Outcome outcome = Outcome.of("inspect", "--json", samples.cut(samples.rich()));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.json().truth("complete")).isFalse();
    assertThat(outcome.json().string("format")).isEqualTo("v1");
    assertThat(outcome.json().string("problem")).isNotNull();
  }

  @Test
  void tellsWhatIsKnownOfADumpCutAnywhere() throws Exception {
    byte[] dump = Files.readAllBytes(samples.rich());
    for (int length = dump.length - 1; length > 400; length -= 97) {
      Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(dump, length));

      Outcome outcome = Outcome.of("inspect", "--json", cut, "--from", "v1");

      assertThat(outcome.code()).as("cut at %d: %s", length, outcome.err()).isZero();
      assertThat(outcome.json().truth("complete")).as("cut at %d", length).isFalse();
    }
  }

  @Test
  void tellsPeopleInATable() throws Exception {
    Outcome outcome = Outcome.of("inspect", samples.rich());

    assertThat(outcome.out())
        .contains("complete    yes", "cinema/movies", "lucene 1", "aliases", "secret");
  }

  @Test
  void looksIntoAnEngine() throws Exception {
    Outcome.of("import", samples.movies(), samples.lucene("target"));

    Outcome outcome = Outcome.of("inspect", "--json", samples.lucene("target"));

    assertThat(outcome.json().truth("complete")).isTrue();
    assertThat(outcome.json().raw("engine")).startsWith("{\"name\":\"lucene\",\"version\":\"");
    assertThat(outcome.only("indexes").number("documents")).isEqualTo(3);
  }

  @Test
  void refusesWhatIsNoDump() throws Exception {
    Outcome outcome = Outcome.of("inspect", samples.file("junk", "hello"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("indexport: ").hasLineCount(1);
    assertThat(outcome.out()).isEmpty();
  }
}
