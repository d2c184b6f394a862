package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: signals and closed pipes. */
class ProcessTest {
  @TempDir Path folder;

  private ProcessBuilder process(Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(
        Stream.of("jdk.module.path", "java.class.path")
            .map(System::getProperty)
            .filter(path -> path != null && !path.isEmpty())
            .reduce((a, b) -> a + java.io.File.pathSeparator + b)
            .orElseThrow());
    command.add(Indexport.class.getName());
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command);
  }

  @Test
  void aSignalEndsAnImportInOrderAndItCanBeResumed() throws Exception {
    Path input = new Samples(folder).many("many.jsonl", 150_000);
    Path checkpoint = folder.resolve("checkpoint");
    Path err = folder.resolve("err");
    Object[] command = {
      "import",
      input,
      "lucene:" + folder.resolve("target"),
      "--checkpoint",
      checkpoint,
      "--trust-input",
      "-O",
      "max-fields=0",
      "--resume"
    };

    Process first =
        process(command)
            .redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (first.isAlive() && !Files.exists(checkpoint)) {
      Thread.sleep(10);
    }
    first.destroy();

    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).as(Files.readString(err)).isEqualTo(130);
    assertThat(Files.readString(err)).contains("go on with --resume");
    assertThat(checkpoint).exists();
    assertThat(Outcome.of(command).code()).isZero();
    assertThat(Outcome.of("diff", input, "lucene:" + folder.resolve("target")).code()).isZero();
  }

  @Test
  void anImportThatIsKilledAgainAndAgainEndsAsIfUndisturbed() throws Exception {
    Path input = new Samples(folder).many("many.jsonl", 150_000);
    Path checkpoint = folder.resolve("checkpoint");
    Object[] command = {
      "import",
      input,
      "lucene:" + folder.resolve("target"),
      "--primary-key",
      "id",
      "--checkpoint",
      checkpoint,
      "--checkpoint-every",
      "1MiB",
      "--resume",
      "--quiet"
    };
    Random random = new Random(7);

    for (int kill = 0; kill < 5; kill++) {
      Process process = process(command).inheritIO().start();
      while (process.isAlive() && !Files.exists(checkpoint)) {
        Thread.sleep(10);
      }
      process.waitFor(random.nextInt(1_500), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
    }

    assertThat(Outcome.of(command).code()).isZero();
    assertThat(Outcome.of("diff", input, "lucene:" + folder.resolve("target")).code()).isZero();
  }

  @Test
  void aSignalEndsASnapshotAndARepositoryThatLeaveNothing() throws Exception {
    String engine = "lucene:" + folder.resolve("engine");
    Path input = new Samples(folder).many("many.jsonl", 5_000);
    assertThat(Outcome.of("import", input, engine, "--quiet").code()).isZero();
    Path repo = folder.resolve("repo");
    assertThat(Outcome.of("repo", "init", repo).code()).isZero();

    Path snapshot = folder.resolve("snapshot");
    stop(folder, ".", "there is no new snapshot", "snapshot", engine, snapshot);
    stop(repo, "lease.json", "there is no new point", "repo", "add", engine, repo);

    assertThat(snapshot).doesNotExist();
    assertThat(Outcome.of("repo", "list", repo, "--json").json().objects("points")).isEmpty();
    assertThat(Outcome.of("repo", "add", engine, repo).code()).isZero();
    assertThat(Outcome.of("repo", "verify", repo).code()).isZero();
  }

  /** Stops a slow command as soon as a file appears, which must go. */
  private void stop(Path where, String start, String told, Object... command) throws Exception {
    Path err = folder.resolve("err");
    Process process =
        process(Stream.concat(Stream.of(command), Stream.of("--max-rate", "20KiB")).toArray())
            .redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (process.isAlive() && !hasFile(where, start)) {
      Thread.sleep(10);
    }
    process.destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(130);
    assertThat(Files.readString(err)).contains("interrupted; " + told).hasLineCount(1);
    assertThat(hasFile(where, start)).isFalse();
  }

  private static boolean hasFile(Path folder, String start) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(start));
    }
  }

  @Test
  void aClosedPipeEndsQuietly() throws Exception {
    Path input = new Samples(folder).many("many.jsonl", 50_000);

    Process cat = process("cat", input, "many", "--quiet").start();
    try (InputStream out = cat.getInputStream()) {
      assertThat(new String(out.readNBytes(10), StandardCharsets.UTF_8)).startsWith("{\"id\":0,");
    }

    assertThat(cat.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(cat.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(cat.exitValue()).isZero();
  }
}
