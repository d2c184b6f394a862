package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.indexport.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));

  @BeforeEach
  void useFolder() {
    samples = new Samples(folder);
  }

  private List<String> files() throws Exception {
    try (var all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void goesThereAndBack() throws Exception {
    Path dump = folder.resolve("movies.dump");
    Path back = folder.resolve("back.jsonl.gz");

    assertThat(Outcome.of("convert", samples.movies(), dump, "--to", "v1").code()).isZero();
    assertThat(Outcome.of("convert", dump, back, "--to", "jsonl").code()).isZero();

    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(back))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(Samples.MOVIES);
    }
    assertThat(Outcome.of("diff", samples.movies(), back).code()).isZero();
  }

  @Test
  void reportsAsJson() throws Exception {
    Outcome outcome =
        Outcome.of(
            "convert", samples.movies(), folder.resolve("d"), "--to", "v1", "--json", "--quiet");

    JsonObject index = outcome.only("indexes");
    assertThat(index.number("read")).isEqualTo(3);
    assertThat(index.number("acknowledged")).isEqualTo(3);
    for (String none : new String[] {"filtered", "rejected", "replaced", "reformatted"}) {
      assertThat(index.number(none)).as(none).isZero();
    }
    assertThat(index.string("hash")).matches("[0-9a-f]{32}");
    assertThat(index.raw("idHash")).isEqualTo("null");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void writesToStandardOutputAndReportsBeside() throws Exception {
    Outcome outcome = Outcome.of("convert", samples.movies(), "-", "--to", "jsonl", "--json");

    assertThat(outcome.out()).isEqualTo(Samples.MOVIES);
    assertThat(outcome.err()).contains("\"command\":\"convert\"");
  }

  @Test
  void readsStandardInput() throws Exception {
    byte[] lines = Samples.MOVIES.getBytes(StandardCharsets.UTF_8);
    Path dump = folder.resolve("d");

    Outcome outcome =
        Outcome.withInput(
            lines, "convert", "-", dump, "--to", "v1", "--index-name", "films", "--quiet");

    assertThat(outcome.code()).isZero();
    assertThat(Outcome.of("cat", dump, "films").out()).isEqualTo(Samples.MOVIES);
  }

  @Test
  void refusesAnExistingOutput() throws Exception {
    Path there = samples.file("there", "precious");

    Outcome outcome = Outcome.of("convert", samples.movies(), there, "--to", "v1");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(there).hasContent("precious");
    assertThat(Outcome.of("convert", samples.movies(), there, "--to", "v1", "--overwrite").code())
        .isZero();
    assertThat(Outcome.of("verify", there).code()).isZero();
  }

  @Test
  void neverReplacesAFolderThatIsNoDump() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("a.jsonl"), "{}\n");
    Files.writeString(home.resolve("letter.txt"), "dear");

    Outcome outcome =
        Outcome.of("convert", samples.movies(), home + "/", "--to", "jsonl", "--overwrite");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(home.resolve("letter.txt")).hasContent("dear");
  }

  @Test
  void replacesAFolderThatIsOne() throws Exception {
    String target = folder.resolve("out") + "/";
    Path input = samples.movies();
    Outcome.of("convert", input, target, "--to", "jsonl");

    Outcome outcome =
        Outcome.of("convert", input, target, "--to", "jsonl", "--overwrite", "--limit", 1);

    assertThat(outcome.code()).isZero();
    assertThat(folder.resolve("out/movies.jsonl")).content().hasLineCount(1);
  }

  @Test
  void leavesNothingOfADamagedInput() throws Exception {
    Path damaged = samples.damaged(samples.rich(), "Mirror", "Nirror");
    List<String> before = files();

    assertThat(Outcome.of("convert", damaged, folder.resolve("o"), "--to", "v1").code())
        .isEqualTo(4);
    Outcome piped = Outcome.of("convert", damaged, "-", "--to", "v1");

    assertThat(piped.code()).isEqualTo(4);
    assertThat(piped.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void leavesNothingOfACutStream() throws Exception {
    byte[] cut = Files.readAllBytes(samples.cut(samples.rich()));
    List<String> before = files();

    Outcome outcome = Outcome.withInput(cut, "convert", "-", folder.resolve("o"), "--to", "v1");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void usesWhatIsWholeWhenAllowed() throws Exception {
    Path file = samples.file("movies.jsonl", Samples.MOVIES + "{\"id\":4,");
    Path output = folder.resolve("o");

    Outcome outcome =
        Outcome.of("convert", file, output, "--to", "v1", "--allow-incomplete", "--json");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.json().number("exitCode")).isEqualTo(3);
    assertThat(outcome.json().strings("damages")).hasSize(1);
    assertThat(Outcome.of("cat", output, "movies").out()).isEqualTo(Samples.MOVIES);
  }

  @Test
  void flattensNamespaces() throws Exception {
    Outcome outcome =
        Outcome.of("convert", samples.rich(), folder.resolve("out"), "--to", "jsonl", "--drop-ids");

    assertThat(outcome.code()).isZero();
    try (var all = Files.list(folder.resolve("out"))) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "cinema__movies.jsonl", "music__songs.jsonl", "music__movies.jsonl");
    }
  }

  @Test
  void refusesNamesThatCollide() throws Exception {
    Outcome outcome =
        Outcome.of(
            "convert",
            samples.rich(),
            folder.resolve("out"),
            "--to",
            "jsonl",
            "--drop-ids",
            "--flatten",
            "{name}");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("cinema/movies", "music/movies");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void selectsAndRenames() throws Exception {
    Path dump = samples.rich();
    Path output = folder.resolve("o");

    Outcome outcome =
        Outcome.of(
            "convert",
            dump,
            output,
            "--to",
            "v1",
            "--index",
            "mov*",
            "--rename",
            "cinema/movies=films",
            "--json");

    assertThat(outcome.code()).isZero();
    List<JsonObject> indexes = outcome.json().objects("indexes");
    assertThat(indexes)
        .extracting(index -> index.string("name"))
        .containsExactly("films", "movies");
    assertThat(indexes.get(0).string("source")).isEqualTo("cinema/movies");
    assertThat(Outcome.of("sections", output, "films:aliases").out()).contains("films");
    assertThat(Outcome.of("convert", dump, "x", "--to", "v1", "--index", "none").code())
        .isEqualTo(2);
  }

  @Test
  void leavesSectionsOutWhenAsked() throws Exception {
    Path dump = samples.rich();
    Outcome.of("convert", dump, folder.resolve("a"), "--to", "v1", "--no-sections");
    Outcome.of("convert", dump, folder.resolve("b"), "--to", "v1", "--sections", "al*");
    Outcome.of("convert", dump, folder.resolve("c"), "--to", "v1", "--settings-only");

    assertThat(Outcome.of("sections", folder.resolve("a"), "--json").json().objects("sections"))
        .isEmpty();
    assertThat(
            Outcome.of("sections", folder.resolve("b"), "--json").only("sections").string("name"))
        .isEqualTo("aliases");
    assertThat(Outcome.of("cat", folder.resolve("c"), "cinema/movies").out()).isEmpty();
    assertThat(Outcome.of("settings", folder.resolve("c"), "cinema/movies").code()).isZero();
  }

  @Test
  void limitsEachIndex() throws Exception {
    Outcome outcome =
        Outcome.of(
            "convert", samples.movies(), "-", "--to", "jsonl", "--limit", 2, "--json", "--quiet");

    assertThat(outcome.out()).hasLineCount(2);
    assertThat(outcome.err()).contains("\"read\":3,\"filtered\":1,\"acknowledged\":2");
  }

  @Test
  void splicesIdsInAndRejectsClashes() throws Exception {
    Path dump = samples.rich();
    Path rejects = folder.resolve("rejects");
    Path output = folder.resolve("o.jsonl");

    assertThat(Outcome.of("convert", dump, output, "--to", "jsonl", "--index", "songs").code())
        .isEqualTo(2);
    Outcome spliced =
        Outcome.of(
            "convert", dump, output, "--to", "jsonl", "--index", "songs", "--id-field", "_id");
    assertThat(spliced.code()).isZero();
    assertThat(output).hasContent("{\"_id\":\"s1\",\"title\":\"Ode\"}");
    Outcome clash =
        Outcome.of(
            "convert",
            dump,
            folder.resolve("p.jsonl"),
            "--to",
            "jsonl",
            "--index",
            "songs",
            "--id-field",
            "title",
            "--rejects",
            rejects,
            "--json");

    assertThat(clash.code()).isEqualTo(5);
    assertThat(clash.only("indexes").number("rejected")).isEqualTo(1);
    assertThat(clash.only("rejections").string("id")).isEqualTo("s1");
    assertThat(rejects).content().contains("\"id\":\"s1\"", "{\"title\":\"Ode\"}");
  }

  @Test
  void refusesWrongUsage() throws Exception {
    Path movies = samples.movies();
    Path o = folder.resolve("o");

    assertThat(Outcome.of("convert", movies).code()).isEqualTo(2);
    assertThat(Outcome.of("convert", movies, samples.lucene("x"), "--to", "v1").code())
        .isEqualTo(2);
    assertThat(Outcome.of("convert", movies, o, "--to", "v1", "-O", "what=1").code()).isEqualTo(2);
    assertThat(Outcome.of("convert", movies, o, "--to", "v1", "--checkpoint", "c").code())
        .isEqualTo(2);
    assertThat(Outcome.of("convert", movies, o, "--to", "v1", "--limit", "-1").code()).isEqualTo(2);
    assertThat(Outcome.of("convert", movies, o, "--to", "v1", "--created-at", "now").code())
        .isEqualTo(2);
    assertThat(Outcome.of("convert", movies, o, "--to", "what").code()).isEqualTo(1);
    assertThat(o).doesNotExist();
  }

  @Test
  void writesV2UnlessToldOtherwise() throws Exception {
    Path movies = samples.movies();
    Path file = folder.resolve("movies.dump");
    String packing = folder.resolve("movies") + "/";

    assertThat(Outcome.of("convert", movies, file).code()).isZero();
    assertThat(Outcome.of("convert", movies, packing).code()).isZero();
    assertThat(folder.resolve("movies/manifest.json")).exists();
    assertThat(Outcome.of("verify", file, "--json").json().string("format")).isEqualTo("v2");
    assertThat(Outcome.of("diff", file, packing).code()).isZero();
  }

  @Test
  void keepsNoCheckpointOfWhatIsFinished() throws Exception {
    Path movies = samples.movies();
    Path checkpoint = folder.resolve("checkpoint");
    Path file = folder.resolve("movies.dump");

    assertThat(Outcome.of("convert", movies, file, "--checkpoint", checkpoint, "--resume").code())
        .isZero();
    assertThat(Outcome.of("verify", file, "--deep").code()).isZero();
    assertThat(checkpoint).doesNotExist();
    Outcome again = Outcome.of("convert", movies, file, "--checkpoint", checkpoint, "--resume");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("an earlier run has finished it");
  }

  @Test
  void notesTheGivenTime() throws Exception {
    Path output = folder.resolve("o");
    Outcome.of(
        "convert",
        samples.movies(),
        output,
        "--to",
        "v1",
        "--created-at",
        "2026-01-31T12:00:00+01:00");

    assertThat(Outcome.of("inspect", "--json", output).json().string("createdAt"))
        .isEqualTo("2026-01-31T11:00:00Z");
  }

  @Test
  void readsAnEngine() throws Exception {
    Outcome.of("import", samples.movies(), samples.lucene("target"));

    Outcome outcome =
        Outcome.of("convert", samples.lucene("target"), "-", "--to", "jsonl", "--quiet");

    assertThat(outcome.out().lines())
        .containsExactlyInAnyOrderElementsOf(Samples.MOVIES.lines().toList());
  }
}
