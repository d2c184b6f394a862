package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyCommandsTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));
  private Path rich = Path.of("");

  @BeforeEach
  void writeADump() throws Exception {
    samples = new Samples(folder);
    rich = folder.resolve("rich.v2");
    assertThat(Outcome.of("convert", samples.rich(), rich, "--to", "v2").code()).isZero();
  }

  private void same(Object one, Object other) {
    assertThat(Outcome.of("diff", one, other).code()).isZero();
  }

  @Test
  void unpackAndPackKeepEverything() throws Exception {
    Outcome unpacked = Outcome.of("unpack", rich, samples.path("unpacked"), "--json");
    assertThat(unpacked.code()).isZero();
    assertThat(samples.path("unpacked")).isDirectory();
    same(rich, samples.path("unpacked"));

    Outcome packed = Outcome.of("pack", samples.path("unpacked"), samples.path("packed.dump"));
    assertThat(packed.code()).isZero();
    assertThat(packed.out()).contains("cinema/movies", "4 documents");
    assertThat(samples.path("packed.dump")).isRegularFile();
    same(rich, samples.path("packed.dump"));
    JsonObject movies = unpacked.json().objects("indexes").get(0);
    assertThat(movies.string("name")).isEqualTo("movies");
    assertThat(movies.number("documents")).isEqualTo(3);
    assertThat(movies.number("parts")).isEqualTo(1);
    assertThat(unpacked.json().strings("sections")).containsExactly("keys", "aliases");
    assertThat(unpacked.json().string("id")).hasSize(32);
  }

  @Test
  void packingTheWrongWayRoundIsWrongUsage() {
    assertThat(Outcome.of("pack", rich, samples.path("x")).code()).isEqualTo(2);
    assertThat(Outcome.of("pack", rich, "-").code()).isEqualTo(2);
    Outcome.of("unpack", rich, samples.path("unpacked"));
    assertThat(Outcome.of("unpack", samples.path("unpacked"), samples.path("x")).code())
        .isEqualTo(2);
    assertThat(Outcome.of("pack", samples.path("unpacked"), samples.path("x") + "/").code())
        .isEqualTo(2);
    assertThat(Outcome.of("unpack", rich, "-").code()).isEqualTo(2);
    assertThat(Outcome.of("unpack", "-", samples.path("x")).code()).isEqualTo(2);
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void aFilterKeepsWhatIsNamed() throws Exception {
    Path songs = samples.path("songs.dump");

    Outcome outcome = Outcome.of("filter", rich, songs, "--index", "song*", "--json");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.only("indexes").string("name")).isEqualTo("songs");
    assertThat(outcome.json().strings("sections")).containsExactly("keys");
    assertThat(Outcome.of("verify", songs, "--deep").code()).isZero();
    assertThat(Outcome.of("inspect", songs).out()).doesNotContain("movies");
  }

  @Test
  void aFilterOfSectionsOnly() throws Exception {
    Outcome none = Outcome.of("filter", rich, samples.path("none"), "--no-sections", "--json");
    assertThat(none.json().strings("sections")).isEmpty();
    assertThat(none.json().objects("indexes")).hasSize(3);
    Outcome some = Outcome.of("filter", rich, samples.path("some"), "--sections", "ali*", "--json");
    assertThat(some.json().strings("sections")).containsExactly("aliases");
  }

  @Test
  void aFilterThatNamesNothingIsWrongUsage() {
    assertThat(Outcome.of("filter", rich, samples.path("x")).code()).isEqualTo(2);
    Outcome unknown = Outcome.of("filter", rich, samples.path("x"), "--index", "books");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("books");
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void mergingGivesAllOfThem() throws Exception {
    Path movies = samples.path("movies.dump");
    Path others = samples.path("others.dump");
    Outcome.of("filter", rich, movies, "--index", "cinema/movies");
    Outcome.of("filter", rich, others, "--index", "music/*", "--no-sections");

    Outcome merged = Outcome.of("merge", movies, others, samples.path("all.dump"));

    assertThat(merged.code()).isZero();
    same(rich, samples.path("all.dump"));
    assertThat(Outcome.of("verify", samples.path("all.dump"), "--deep").code()).isZero();
  }

  @Test
  void whatIsLeftOutOfAMergeIsSaid() {
    Outcome.of("filter", rich, samples.path("one"), "--index", "cinema/*");
    Outcome.of("filter", rich, samples.path("two"), "--index", "music/*");

    Outcome merged = Outcome.of("merge", samples.path("one"), samples.path("two"), folder + "/m");

    assertThat(merged.code()).isZero();
    assertThat(merged.err()).contains("left out: section keys of ");
  }

  @Test
  void equalNamesAreNotMerged() {
    Outcome merged = Outcome.of("merge", rich, rich, samples.path("all.dump"));

    assertThat(merged.code()).isEqualTo(1);
    assertThat(merged.err()).contains("cinema/movies", "music/songs");
    assertThat(samples.path("all.dump")).doesNotExist();
    assertThat(Outcome.of("merge", rich, samples.path("x")).code()).isEqualTo(2);
  }

  @Test
  void otherFormatsAreConvertedFirst() throws Exception {
    Outcome outcome = Outcome.of("filter", samples.movies(), samples.path("x"), "--no-sections");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("format v2", "format jsonl", "indexport convert");
    Outcome engine =
        Outcome.of("filter", samples.lucene("index"), samples.path("x"), "--no-sections");
    assertThat(engine.code()).isEqualTo(2);
  }

  @Test
  void whatIsThereIsReplacedOnlyIfAsked() throws Exception {
    Path target = samples.file("there", "precious");

    assertThat(Outcome.of("filter", rich, target, "--no-sections").code()).isEqualTo(2);
    assertThat(target).hasContent("precious");
    assertThat(Outcome.of("filter", rich, target, "--no-sections", "--overwrite").code()).isZero();
    assertThat(Outcome.of("verify", target).code()).isZero();
  }

  @Test
  void standardOutputTakesACopy() throws Exception {
    Outcome.of("unpack", rich, samples.path("unpacked"));

    Path packed = samples.path("packed");
    try (java.io.OutputStream out = Files.newOutputStream(packed)) {
      Terminal terminal =
          new Terminal(
              java.io.InputStream.nullInputStream(),
              out,
              new java.io.ByteArrayOutputStream(),
              false);
      String[] arguments = {"pack", samples.path("unpacked").toString(), "-"};
      assertThat(Indexport.run(terminal, arguments)).isZero();
    }

    same(rich, packed);
  }

  @Test
  void aDamagedDumpIsNotCopied() throws Exception {
    byte[] bytes = Files.readAllBytes(rich);
    Path cut = Files.write(samples.path("cut"), java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(Outcome.of("unpack", cut, samples.path("x")).code()).isEqualTo(3);
    assertThat(samples.path("x")).doesNotExist();
  }
}
