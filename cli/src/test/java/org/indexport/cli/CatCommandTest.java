package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatCommandTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));

  @BeforeEach
  void useFolder() {
    samples = new Samples(folder);
  }

  @Test
  void writesTheBytesOfTheDocuments() throws Exception {
    assertThat(Outcome.of("cat", samples.movies(), "movies").out()).isEqualTo(Samples.MOVIES);
    assertThat(Outcome.of("cat", samples.rich(), "cinema/movies").out()).isEqualTo(Samples.MOVIES);
  }

  @Test
  void writesIds() throws Exception {
    assertThat(Outcome.of("cat", samples.rich(), "songs", "--ids").out())
        .isEqualTo("{\"id\":\"s1\",\"routing\":\"r\",\"source\":{\"title\":\"Ode\"}}\n");
    assertThat(Outcome.of("cat", folder.resolve("rich.dump"), "cinema/movies", "--ids").out())
        .startsWith("{\"id\":\"1\",\"source\":{\"id\":1,")
        .contains("{\"id\":\"two\",\"source\":");
  }

  @Test
  void aNameWithoutNamespaceMustBeTheOnlyOne() throws Exception {
    Outcome outcome = Outcome.of("cat", samples.rich(), "movies");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("cinema/movies").contains("music/movies");
  }

  @Test
  void anUnknownIndexIsWrongUsage() throws Exception {
    Outcome outcome = Outcome.of("cat", samples.movies(), "films");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("there is movies");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void stopsAtTheLimit() throws Exception {
    assertThat(Outcome.of("cat", samples.movies(), "movies", "--limit", 2).out())
        .isEqualTo(String.join("\n", Samples.MOVIES.lines().limit(2).toList()) + "\n");
  }

  @Test
  void refusesACutDumpBeforeTheFirstDocument() throws Exception {
    Outcome outcome = Outcome.of("cat", samples.cut(samples.rich()), "cinema/movies");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(line -> line.startsWith("indexport: "))).hasSize(2);
  }

  @Test
  void refusesADamagedDumpBeforeTheFirstDocument() throws Exception {
    Path damaged = samples.damaged(samples.rich(), "Mirror", "Nirror");

    Outcome outcome = Outcome.of("cat", damaged, "cinema/movies");

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void writesWhatIsWholeWhenAllowed() throws Exception {
    Path file = samples.file("movies.jsonl", Samples.MOVIES + "{\"id\":4,");

    assertThat(Outcome.of("cat", file, "movies").code()).isEqualTo(3);
    Outcome outcome = Outcome.of("cat", file, "movies", "--allow-incomplete");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out()).isEqualTo(Samples.MOVIES);
  }

  @Test
  void namesTheLineThatIsWrong() throws Exception {
    Path file = samples.file("movies.jsonl", "{\"id\":1}\n{\"id\":}\n{\"id\":3}\n");

    Outcome outcome = Outcome.of("cat", file, "movies");

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).contains("line 2, byte 7");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void readsStandardInputInOnePass() throws Exception {
    byte[] dump = Files.readAllBytes(samples.rich());

    Outcome outcome = Outcome.withInput(dump, "cat", "-", "cinema/movies");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo(Samples.MOVIES);
  }

  @Test
  void fillsInTheNameOfAStream() throws Exception {
    byte[] lines = Samples.MOVIES.getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertThat(Outcome.withInput(lines, "cat", "-", "documents").out()).isEqualTo(Samples.MOVIES);
    assertThat(Outcome.withInput(lines, "cat", "-", "films", "--index-name", "films").out())
        .isEqualTo(Samples.MOVIES);
  }

  @Test
  void readsAnEngine() throws Exception {
    Outcome.of("import", samples.movies(), samples.lucene("target"));

    assertThat(Outcome.of("cat", samples.lucene("target"), "movies").out().lines())
        .containsExactlyInAnyOrderElementsOf(Samples.MOVIES.lines().toList());
  }
}
