package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));

  @BeforeEach
  void useFolder() {
    samples = new Samples(folder);
  }

  @Test
  void whatComesOutIsWhatWentIn() throws Exception {
    Path dump = samples.rich();
    String target = samples.lucene("target");

    assertThat(Outcome.of("import", dump, target, "--no-sections").code()).isZero();
    Outcome outcome = Outcome.of("diff", dump, target, "--no-sections", "--documents-only");

    assertThat(outcome.out()).contains("are equal");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void reportsAsJson() throws Exception {
    Path twice = samples.file("m.jsonl", "{\"id\":1}\n{\"id\":2}\n{\"id\":1,\"a\":1}\n");

    Outcome outcome =
        Outcome.of(
            "import", twice, samples.lucene("target"), "--json", "--quiet", "--primary-key", "id");

    assertThat(outcome.code()).isZero();
    JsonObject index = outcome.only("indexes");
    assertThat(index.number("read")).isEqualTo(3);
    assertThat(index.number("acknowledged")).isEqualTo(3);
    assertThat(index.number("replaced")).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void refusesExistingIndexes() throws Exception {
    Path movies = samples.movies();
    String target = samples.lucene("target");
    Outcome.of("import", movies, target, "--primary-key", "id");

    Outcome refused = Outcome.of("import", movies, target, "--primary-key", "id");
    Outcome appended =
        Outcome.of(
            "import", movies, target, "--primary-key", "id", "--if-exists", "append", "--json");
    Outcome replaced =
        Outcome.of("import", movies, target, "--limit", 1, "--if-exists", "replace", "--json");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--if-exists");
    assertThat(appended.only("indexes").number("replaced")).isEqualTo(3);
    assertThat(replaced.code()).isZero();
    assertThat(Outcome.of("cat", target, "movies").out()).hasLineCount(1);
  }

  @Test
  void leavesTheTargetAloneWhenTheInputIsDamaged() throws Exception {
    Path damaged = samples.damaged(samples.rich(), "Mirror", "Nirror");
    Path cut = samples.cut(folder.resolve("rich.dump"));

    assertThat(Outcome.of("import", damaged, samples.lucene("target")).code()).isEqualTo(4);
    assertThat(Outcome.of("import", cut, samples.lucene("target")).code()).isEqualTo(3);

    assertThat(folder.resolve("target")).doesNotExist();
  }

  @Test
  void takesWhatIsWholeWhenAllowed() throws Exception {
    Path file = samples.file("movies.jsonl", Samples.MOVIES + "{\"id\":4,");

    Outcome outcome =
        Outcome.of("import", file, samples.lucene("target"), "--allow-incomplete", "--json");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.only("indexes").number("acknowledged")).isEqualTo(3);
  }

  @Test
  void goesOnFromACheckpoint() throws Exception {
    Path movies = samples.movies();
    Path checkpoint = folder.resolve("checkpoint");
    Object[] command = {
      "import", movies, samples.lucene("target"), "--checkpoint", checkpoint, "--quiet", "--json"
    };

    assertThat(Outcome.of(command).code()).isZero();
    assertThat(checkpoint).exists();
    assertThat(Outcome.of(command).code()).isEqualTo(2);
    Object[] resuming = java.util.Arrays.copyOf(command, command.length + 1);
    resuming[command.length] = "--resume";
    Outcome resumed = Outcome.of(resuming);

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.only("indexes").number("acknowledged")).isEqualTo(3);
    assertThat(Outcome.of("diff", movies, samples.lucene("target")).code()).isZero();
  }

  @Test
  void resumesOnlyWithACheckpointAndTheSameInput() throws Exception {
    Path checkpoint = folder.resolve("checkpoint");
    String target = samples.lucene("target");
    Outcome.of("import", samples.movies(), target, "--checkpoint", checkpoint);
    Path other = samples.file("movies.jsonl", "{\"id\":9}\n");

    assertThat(Outcome.of("import", other, target, "--resume").code()).isEqualTo(2);
    Outcome outcome = Outcome.of("import", other, target, "--checkpoint", checkpoint, "--resume");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("the input that the import began with");
    byte[] lines = Samples.MOVIES.getBytes(StandardCharsets.UTF_8);
    assertThat(
            Outcome.withInput(lines, "import", "-", target, "--checkpoint", folder.resolve("c2"))
                .code())
        .isEqualTo(1);
  }

  @Test
  void writesRejectedDocumentsDown() throws Exception {
    // Lucene cannot hold an id as long as this one.
    String id = "x".repeat(40_000);
    Path input = samples.file("m.jsonl", "{\"id\":\"" + id + "\"}\n{\"id\":\"fine\"}\n");
    Path rejects = folder.resolve("rejects");

    Outcome outcome =
        Outcome.of(
            "import",
            input,
            samples.lucene("target"),
            "--primary-key",
            "id",
            "--rejects",
            rejects,
            "--json");

    assertThat(outcome.code()).isEqualTo(5);
    JsonObject index = outcome.only("indexes");
    assertThat(index.number("rejected")).isEqualTo(1);
    assertThat(index.number("acknowledged")).isEqualTo(1);
    assertThat(rejects).content().contains(id).hasLineCount(1);
  }

  @Test
  void changesNothingInADryRun() throws Exception {
    Outcome outcome =
        Outcome.of("import", samples.movies(), samples.lucene("target"), "--dry-run", "--json");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.only("indexes").number("read")).isEqualTo(3);
    assertThat(folder.resolve("target")).doesNotExist();
  }

  @Test
  void putsIndexesIntoANamespace() throws Exception {
    Outcome.of("import", samples.movies(), samples.lucene("target"), "--namespace", "cinema");

    assertThat(Outcome.of("cat", samples.lucene("target"), "cinema/movies").out()).hasLineCount(3);
  }

  @Test
  void showsProgressWhereItIsWanted() throws Exception {
    Path movies = samples.movies();

    assertThat(Outcome.of("import", movies, samples.lucene("a")).err()).contains("3 documents");
    assertThat(Outcome.onTerminal("import", movies, samples.lucene("b")).err()).contains("\r");
    assertThat(Outcome.of("import", movies, samples.lucene("c"), "--quiet").err()).isEmpty();
  }

  @Test
  void refusesWrongUsage() throws Exception {
    Path movies = samples.movies();
    String target = samples.lucene("target");

    assertThat(Outcome.of("import", movies, folder.resolve("t")).code()).isEqualTo(2);
    assertThat(Outcome.of("import", movies, target, "--workers", 0).code()).isEqualTo(2);
    assertThat(Outcome.of("import", movies, target, "--batch-docs", 0).code()).isEqualTo(2);
    assertThat(Outcome.of("import", movies, target, "--batch-bytes", "0").code()).isEqualTo(2);
    assertThat(Outcome.of("import", movies, target, "--batch-bytes", "x").code()).isEqualTo(2);
    assertThat(Outcome.of("import", movies, target, "--if-exists", "x").code()).isEqualTo(2);
    assertThat(Outcome.of("import", movies, target, "--settings-only", "--documents-only").code())
        .isEqualTo(2);
    assertThat(folder.resolve("target")).doesNotExist();
  }

  @Test
  void dumpsWhatItLoaded() throws Exception {
    String target = samples.lucene("target");
    Outcome.of("import", samples.movies(), target, "--batch-docs", 2, "--batch-bytes", "1KiB");
    Path dump = folder.resolve("again.dump");

    Outcome outcome = Outcome.of("dump", target, dump, "--to", "v1", "--json");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.only("indexes").number("acknowledged")).isEqualTo(3);
    assertThat(Outcome.of("diff", target, dump).code()).isZero();
    assertThat(Outcome.of("inspect", "--json", dump).json().string("createdAt")).isNotNull();
    assertThat(Outcome.of("dump", dump, folder.resolve("x"), "--to", "v1").code()).isEqualTo(2);
    assertThat(Files.exists(folder.resolve("x"))).isFalse();
  }
}
