package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.json.JsonObject;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.spi.PinnedFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoCommandTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));
  private String engine = "";
  private Path repo = Path.of("");

  @BeforeEach
  void makeARepository() throws Exception {
    samples = new Samples(folder);
    engine = samples.lucene("data");
    repo = samples.path("repo");
    assertThat(Outcome.of("import", samples.movies(), engine, "--quiet").code()).isZero();
    Outcome made = Outcome.of("repo", "init", repo, "--json");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.json().string("id")).hasSize(32);
  }

  private String add() throws Exception {
    Outcome added = Outcome.of("repo", "add", engine, repo, "--json");
    assertThat(added.code()).as(added.err()).isZero();
    return String.valueOf(added.json().string("point"));
  }

  private void addADocument() throws Exception {
    Path more = samples.file("movies.jsonl", "{\"id\":4,\"title\":\"Nostalghia\"}");
    assertThat(Outcome.of("import", more, engine, "--if-exists", "append", "--quiet").code())
        .isZero();
  }

  private List<String> listed() throws Exception {
    List<String> ids = new ArrayList<>();
    for (JsonObject point : Outcome.of("repo", "list", repo, "--json").json().objects("points")) {
      ids.add(String.valueOf(point.string("id")));
    }
    return ids;
  }

  private List<Path> blobs() throws IOException {
    try (Stream<Path> files = Files.walk(repo.resolve("blobs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void anyPointIsRestored() throws Exception {
    String first = add();
    Outcome.of("repo", "restore", repo, samples.path("copy"));
    addADocument();
    String second = add();

    assertThat(listed()).containsExactly(first, second);
    Outcome older =
        Outcome.of("repo", "restore", repo, samples.path("older"), "--point", first, "--json");
    assertThat(older.code()).as(older.err()).isZero();
    assertThat(older.json().string("point")).isEqualTo(first);
    assertThat(Outcome.of("restore", repo, samples.path("newer")).code()).isZero();
    assertThat(Outcome.of("diff", samples.lucene("older"), samples.lucene("copy")).code()).isZero();
    assertThat(Outcome.of("diff", samples.lucene("newer"), engine).code()).isZero();
    assertThat(Outcome.of("diff", samples.lucene("older"), engine).code()).isEqualTo(1);
  }

  @Test
  void whatIsKnownIsNotStoredAgain() throws Exception {
    Outcome first = Outcome.of("repo", "add", engine, repo, "--max-rate", "10MiB");
    assertThat(first.out()).hasLineCount(1).contains(", point 2", " new, stored ");

    Outcome second = Outcome.of("repo", "add", engine, repo, "--json");

    assertThat(second.json().number("newFiles")).isZero();
    assertThat(second.json().number("files")).isPositive();
    assertThat(Outcome.of("repo", "list", repo).out())
        .contains(": 2 points", "POINT", "NEW FILES", "lucene ");
  }

  @Test
  void unknownPointsAreWrongUsage() throws Exception {
    Outcome none = Outcome.of("repo", "restore", repo, samples.path("x"));
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("there is no point yet");
    String point = add();

    Outcome restored = Outcome.of("repo", "restore", repo, samples.path("x"), "--point", "older");
    assertThat(restored.code()).isEqualTo(2);
    assertThat(restored.err())
        .contains("no point 'older'; there is " + point, "indexport repo restore --help");
    assertThat(Outcome.of("repo", "forget", repo, point, "older").code()).isEqualTo(2);
    assertThat(listed()).containsExactly(point);
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void onlyRepositoriesAreUsedAndOnlyInTheRightOrder() throws Exception {
    assertThat(Outcome.of("repo", "init", repo).code()).isEqualTo(2);
    Outcome swapped = Outcome.of("repo", "add", repo, engine);
    assertThat(swapped.code()).isEqualTo(2);
    assertThat(swapped.err()).contains("is no engine", "lucene:");
    assertThat(Outcome.of("repo", "add", engine, engine).code()).isEqualTo(2);
    Outcome other = Outcome.of("repo", "add", engine, samples.path("other"));
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("indexport repo init").hasLineCount(1);
    assertThat(Outcome.of("repo", "add", samples.lucene("nothing"), repo).code()).isEqualTo(1);
    assertThat(Outcome.of("restore", samples.path("data"), samples.path("x")).code()).isEqualTo(1);
    Outcome verified = Outcome.of("verify", repo);
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.err()).contains("indexport repo verify");
    assertThat(Outcome.of("inspect", repo).code()).isEqualTo(1);
    assertThat(Outcome.of("convert", repo, samples.path("x")).code()).isEqualTo(1);
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void anIndexMayBeCalledRepository() throws Exception {
    Path dump = Files.createDirectory(samples.path("dump"));
    Files.writeString(dump.resolve("repository.json"), "[{\"id\":1}]");

    assertThat(Outcome.of("verify", dump).code()).isZero();
  }

  @Test
  void foreignPointsAreNotRestored() throws Exception {
    SnapshotRepository.open(repo).store(new OneFile("sonic", "1.4"));

    Outcome outcome = Outcome.of("repo", "restore", repo, samples.path("x"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("found one of sonic 1.4", "take a dump").hasLineCount(1);
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void whatIsKeptIsToldBeforehand() throws Exception {
    String first = add();
    String second = add();
    String third = add();

    Outcome dry =
        Outcome.of("repo", "forget", repo, "--keep-last", "2", "--keep-daily", "1", "--dry-run");
    assertThat(dry.out()).contains("would forget 1 point, 2 left", first).doesNotContain(second);
    assertThat(listed()).containsExactly(first, second, third);

    Outcome kept = Outcome.of("repo", "forget", repo, "--keep-last", "2", "--json");
    assertThat(kept.only("forgotten").string("id")).isEqualTo(first);
    assertThat(listed()).containsExactly(second, third);
    Outcome named = Outcome.of("repo", "forget", repo, third);
    assertThat(named.out()).contains("forgot 1 point, 1 left", third);
    assertThat(listed()).containsExactly(second);
  }

  @Test
  void forgettingNeedsToKnowWhat() throws Exception {
    String point = add();

    assertThat(Outcome.of("repo", "forget", repo).code()).isEqualTo(2);
    assertThat(Outcome.of("repo", "forget", repo, point, "--keep-last", "1").code()).isEqualTo(2);
    assertThat(Outcome.of("repo", "forget", repo, "--keep-last", "0").code()).isEqualTo(2);
    assertThat(Outcome.of("repo", "forget", repo, "--keep-daily", "-1").code()).isEqualTo(2);
    assertThat(listed()).containsExactly(point);
  }

  @Test
  void youngGarbageIsLeftAlone() throws Exception {
    String point = add();
    Outcome.of("repo", "forget", repo, point, "--quiet");

    Outcome outcome = Outcome.of("repo", "gc", repo, "--json");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.json().number("blobs")).isZero();
    assertThat(outcome.json().number("young")).isPositive();
    assertThat(Outcome.of("repo", "gc", repo).out()).contains("deleted 0 blobs", "too young");
  }

  @Test
  void aRepositoryIsVerified() throws Exception {
    add();
    Outcome sound = Outcome.of("repo", "verify", repo);
    assertThat(sound.code()).as(sound.err()).isZero();
    assertThat(sound.out()).contains(": sound, 1 point, read ");
    JsonObject part = Outcome.of("repo", "verify", repo, "--fraction", "2/3", "--json").json();
    assertThat(part.number("part")).isEqualTo(2);
    assertThat(part.number("blobsRead")).isLessThan(part.number("blobs"));
    assertThat(Outcome.of("repo", "verify", repo, "--fraction", "day/7").code()).isZero();
    for (String wrong : List.of("0/7", "8/7", "1/0", "1/99999", "half")) {
      assertThat(Outcome.of("repo", "verify", repo, "--fraction", wrong).code()).isEqualTo(2);
    }
  }

  @Test
  void missingIsIncompleteAndWrongIsDamaged() throws Exception {
    String point = add();
    List<Path> blobs = blobs();

    Files.delete(blobs.get(0));
    Outcome missing = Outcome.of("repo", "verify", repo, "--json");
    assertThat(missing.code()).isEqualTo(3);
    JsonObject problem = missing.only("problems");
    assertThat(problem.string("kind")).isEqualTo("missing");
    assertThat(problem.objects("hit").get(0).string("point")).isEqualTo(point);

    byte[] bytes = Files.readAllBytes(blobs.get(1));
    bytes[bytes.length - 1] ^= 1;
    Files.delete(blobs.get(1));
    Files.write(blobs.get(1), bytes);
    Outcome damaged = Outcome.of("repo", "verify", repo);
    assertThat(damaged.code()).isEqualTo(4);
    assertThat(damaged.out()).contains("DAMAGED").hasLineCount(1);
    assertThat(damaged.err()).hasLineCount(2).contains("of " + point);
    assertThat(Outcome.of("repo", "restore", repo, samples.path("x")).code()).isEqualTo(4);
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void whileSomebodyElseChangesItNothingIsChanged() throws Exception {
    String point = add();
    String[] during = new String[4];
    SnapshotRepository.open(repo)
        .store(
            () -> {
              Outcome refused = Outcome.of("repo", "add", engine, repo);
              during[0] = refused.code() + " " + refused.err();
              during[1] = "" + Outcome.of("repo", "gc", repo, "--quiet").code();
              during[2] = "" + Outcome.of("repo", "forget", repo, point, "--wait", "1").code();
              during[3] = "" + Outcome.of("repo", "list", repo).code();
              return pinned();
            });

    assertThat(during[0]).startsWith("1 ").contains("nobody changes the repository", "process ");
    assertThat(during).endsWith("1", "1", "0");
    assertThat(listed()).hasSize(2).startsWith(point);
  }

  private static PinnedFiles pinned() {
    return new OneFile("lucene", "9.0").pin();
  }
}
