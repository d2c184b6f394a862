package org.indexport.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command as a whole process of its own. */
final class Command {
  private final List<String> words;
  private final String javaOptions;
  private final Path log;
  private final File output;

  private Command(List<String> words, String javaOptions, Path log, File output) {
    this.words = words;
    this.javaOptions = javaOptions;
    this.log = log;
    this.output = output;
  }

  /** The command line as a user runs it, from a checkout. */
  static Command indexport(Path log, List<String> jvmOptions, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of("indexport").toAbsolutePath().toString());
    words.addAll(List.of(arguments));
    return new Command(words, String.join(" ", jvmOptions), log, log.toFile());
  }

  /** Another program, whose standard output goes to a file. */
  static Command other(Path log, Path output, String... words) {
    return new Command(List.of(words), "", log, output.toFile());
  }

  Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("INDEXPORT_JAVA_OPTS", javaOptions);
    return builder
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectOutput(output)
        .start();
  }

  /** Runs to the end; anything but exit code 0 is a failure. */
  void run() throws IOException, InterruptedException {
    Process process = start();
    if (!process.waitFor(1, TimeUnit.HOURS)) {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "exit code " + process.exitValue() + " of " + words + "\n" + Files.readString(log));
    }
  }
}
