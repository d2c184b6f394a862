package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.indexport.json.JsonObject;
import org.indexport.snapshot.SnapshotFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotCommandsTest {
  @TempDir Path folder;
  private Samples samples = new Samples(Path.of(""));
  private String engine = "";
  private Path snapshot = Path.of("");

  @BeforeEach
  void loadAnEngine() throws Exception {
    samples = new Samples(folder);
    engine = samples.lucene("data");
    snapshot = samples.path("data.snapshot");
    assertThat(Outcome.of("import", samples.movies(), engine, "--quiet").code()).isZero();
  }

  private void take() {
    assertThat(Outcome.of("snapshot", engine, snapshot, "--quiet"))
        .isEqualTo(new Outcome(0, "", ""));
  }

  private Path cut(long bytes) throws Exception {
    return Files.write(
        samples.path("cut"), Arrays.copyOf(Files.readAllBytes(snapshot), (int) bytes));
  }

  private Path damaged() throws Exception {
    byte[] bytes = Files.readAllBytes(snapshot);
    bytes[bytes.length / 2] ^= 1;
    return Files.write(samples.path("damaged"), bytes);
  }

  private void assertNoTemporaryFiles() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void whatIsRestoredIsTheSame() throws Exception {
    Outcome taken = Outcome.of("snapshot", engine, snapshot, "--workers", "2", "--json");
    assertThat(taken.code()).as(taken.err()).isZero();
    assertThat(taken.json().string("command")).isEqualTo("snapshot");
    assertThat(taken.json().raw("engine")).startsWith("{\"name\":\"lucene\",\"version\":\"");
    assertThat(taken.json().number("storedBytes")).isEqualTo(Files.size(snapshot));

    Outcome restored = Outcome.of("restore", snapshot, samples.path("restored"), "--json");

    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(restored.json().number("files")).isEqualTo(taken.json().number("files"));
    assertThat(restored.json().number("bytes")).isEqualTo(taken.json().number("bytes"));
    assertThat(restored.json().string("createdAt")).isEqualTo(taken.json().string("createdAt"));
    assertThat(restored.json().raw("point")).isEqualTo("null");
    assertThat(Outcome.of("diff", engine, samples.lucene("restored")).code()).isZero();
    assertNoTemporaryFiles();
  }

  @Test
  void peopleAreToldInALine() {
    Outcome taken = Outcome.of("snapshot", engine, snapshot, "--max-rate", "10MiB");
    assertThat(taken.code()).isZero();
    assertThat(taken.err()).isEmpty();
    assertThat(taken.out()).hasLineCount(1).contains(engine + " → ", " files, ", ", lucene ");

    Outcome restored = Outcome.of("restore", snapshot, samples.path("restored"));

    assertThat(restored.out()).hasLineCount(1).contains(" → ", " files, ", "lucene ", " as of 2");
  }

  @Test
  void aSourceThatIsNoneIsRefused() throws Exception {
    Outcome path = Outcome.of("snapshot", samples.movies(), snapshot);
    assertThat(path.code()).isEqualTo(2);
    assertThat(path.err()).contains("is no engine", "lucene:", "try 'indexport snapshot --help'");
    Outcome missing = Outcome.of("snapshot", samples.lucene("nothing"), snapshot);
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("nothing").hasLineCount(1);
    assertThat(Outcome.of("snapshot", engine, snapshot, "-O", "x=1").code()).isEqualTo(2);
    assertThat(Outcome.of("snapshot", engine, snapshot, "--max-rate", "0").code()).isEqualTo(2);
    assertThat(Outcome.of("snapshot", engine, snapshot, "--workers", "0").code()).isEqualTo(2);
    assertThat(snapshot).doesNotExist();
    assertNoTemporaryFiles();
  }

  @Test
  void anOutputThatIsNoFileIsWrongUsage() {
    assertThat(Outcome.of("snapshot", engine, "-").code()).isEqualTo(2);
    assertThat(Outcome.of("snapshot", engine, folder).code()).isEqualTo(2);
    assertThat(Outcome.of("snapshot", engine, snapshot + "/").code()).isEqualTo(2);
    assertThat(Outcome.of("snapshot", engine, samples.lucene("x")).code()).isEqualTo(2);
    take();
    assertThat(Outcome.of("restore", snapshot, "-").code()).isEqualTo(2);
    assertThat(Outcome.of("restore", snapshot, samples.lucene("x")).code()).isEqualTo(2);
    assertThat(Outcome.of("restore", snapshot, samples.path("x"), "--point", "latest").code())
        .isEqualTo(2);
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void whatIsThereIsReplacedOnlyIfAsked() throws Exception {
    samples.file("data.snapshot", "precious");
    assertThat(Outcome.of("snapshot", engine, snapshot).code()).isEqualTo(2);
    assertThat(snapshot).hasContent("precious");
    assertThat(Outcome.of("snapshot", engine, snapshot, "--overwrite").code()).isZero();

    Path target = Files.createDirectory(samples.path("target"));
    assertThat(Outcome.of("restore", snapshot, target).code()).isZero();
    Files.writeString(target.resolve("more"), "precious");
    Outcome refused = Outcome.of("restore", snapshot, target);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--overwrite");
    assertThat(target.resolve("more")).hasContent("precious");
    assertThat(Outcome.of("restore", snapshot, target, "--overwrite").code()).isZero();
    assertThat(target.resolve("more")).doesNotExist();
  }

  @Test
  void aFolderThatHoldsTheSnapshotIsNotReplaced() {
    take();

    Outcome outcome = Outcome.of("restore", snapshot, folder, "--overwrite");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("holds the snapshot itself");
    assertThat(snapshot).exists();
  }

  @Test
  void whatIsNoWholeSnapshotIsNotRestored() throws Exception {
    take();
    Path target = samples.path("target");

    assertThat(Outcome.of("restore", cut(Files.size(snapshot) - 50), target).code()).isEqualTo(3);
    assertThat(Outcome.of("restore", damaged(), target).code()).isEqualTo(4);
    assertThat(Outcome.of("restore", samples.path("nothing"), target).err())
        .contains("no such file");
    Outcome dump = Outcome.of("restore", samples.rich(), target);
    assertThat(dump.code()).isEqualTo(1);
    assertThat(dump.err()).contains("import").hasLineCount(1);
    assertThat(target).doesNotExist();
    assertNoTemporaryFiles();
  }

  @Test
  void foreignAndNewerSnapshotsAreRefused() throws Exception {
    SnapshotFile.at(snapshot).store(new OneFile("sonic", "1.4"));
    Outcome foreign = Outcome.of("restore", snapshot, samples.path("x"));
    SnapshotFile.at(snapshot).store(new OneFile("lucene", "99.1"));
    Outcome newer = Outcome.of("restore", snapshot, samples.path("x"));

    assertThat(foreign.code()).isEqualTo(1);
    assertThat(foreign.err())
        .contains("expected a snapshot of lucene, found one of sonic 1.4", "take a dump")
        .hasLineCount(1);
    assertThat(newer.code()).isEqualTo(1);
    assertThat(newer.err()).contains("found one of lucene 99.1", "take a dump").hasLineCount(1);
    assertThat(samples.path("x")).doesNotExist();
  }

  @Test
  void snapshotsAreVerified() throws Exception {
    take();

    Outcome sound = Outcome.of("verify", snapshot);
    assertThat(sound.code()).isZero();
    assertThat(sound.out()).contains("(snapshot): complete, ", " files, ");
    assertThat(sound.err()).isEmpty();
    assertThat(Outcome.of("verify", snapshot, "--json").json().truth("complete")).isTrue();

    Outcome damaged = Outcome.of("verify", damaged(), "--json");
    assertThat(damaged.code()).isEqualTo(4);
    assertThat(damaged.json().string("verdict")).isEqualTo("damaged");
    assertThat(damaged.json().objects("damages")).isNotEmpty();
    assertThat(damaged.err()).startsWith("indexport: ");

    assertThat(Outcome.of("verify", snapshot, "--from", "v2").code()).isEqualTo(1);
  }

  @Test
  void cutSnapshotsAreIncompleteWhereverTheyEnd() throws Exception {
    take();
    long size = Files.size(snapshot);
    for (long length = size - 1; length > 600; length -= size / 7) {
      Outcome verified = Outcome.of("verify", cut(length), "--json");
      assertThat(verified.code()).as("%d of %d: %s", length, size, verified.err()).isEqualTo(3);
      assertThat(verified.json().string("format")).isEqualTo("snapshot");

      Outcome inspected = Outcome.of("inspect", cut(length), "--json");
      assertThat(inspected.code()).isZero();
      assertThat(inspected.json().string("format")).isEqualTo("snapshot");
      assertThat(inspected.json().truth("complete")).isFalse();
      assertThat(inspected.json().string("problem")).isNotNull();
    }
  }

  @Test
  void snapshotsAreInspected() throws Exception {
    take();

    JsonObject json = Outcome.of("inspect", snapshot, "--json").json();
    assertThat(json.string("format")).isEqualTo("snapshot");
    assertThat(json.truth("complete")).isTrue();
    assertThat(json.raw("engine")).startsWith("{\"name\":\"lucene\"");
    assertThat(json.number("files")).isPositive();
    assertThat(json.string("id")).hasSize(32);
    assertThat(Outcome.of("inspect", snapshot).out())
        .contains("format      snapshot", "engine      lucene ", "created     2");
  }

  @Test
  void commandsForDumpsNameTheOneForSnapshots() {
    take();

    Outcome outcome = Outcome.of("convert", snapshot, samples.path("x.dump"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("indexport restore SNAPSHOT DIR");
  }
}
