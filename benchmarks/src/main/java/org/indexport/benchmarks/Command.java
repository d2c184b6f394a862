package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command as a whole process of its own. */
final class Command {
  /** Where output goes that nobody wants. */
  static final Path NOWHERE = Path.of("/dev/null");

  private final List<String> words;
  private final String javaOptions;
  private final Path log;
  private final Path output;

  private Command(List<String> words, String javaOptions, Path log, Path output) {
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
    return new Command(words, String.join(" ", jvmOptions), log, log);
  }

  /** Another program, whose standard output goes to a file. */
  static Command other(Path log, Path output, String... words) {
    return new Command(List.of(words), "", log, output);
  }

  /** A class of the benchmarks, in a JVM of its own with the heap that it likes. */
  static Command ofClass(Path log, Class<?> main, List<String> arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    words.addAll(arguments);
    return new Command(words, "", log, NOWHERE);
  }

  /**
   * The best of some, each tried once.
   *
   * @param preparation what is done before each, and not measured
   */
  static Command fastest(List<Command> some, Race.Contestant preparation) throws Exception {
    Command fastest = some.get(0);
    double least = Double.MAX_VALUE;
    for (Command one : some) {
      preparation.run();
      long start = System.nanoTime();
      one.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("  %s: %.2f s%n", one, seconds);
      if (seconds < least) {
        least = seconds;
        fastest = one;
      }
    }
    return fastest;
  }

  /** The same with standard output to another file. */
  Command to(Path file) {
    return new Command(words, javaOptions, log, file);
  }

  /** The same under GNU time, which writes the largest resident set in KiB to a file. */
  Command reportingMemory(Path report) {
    List<String> timed = new ArrayList<>(List.of("/usr/bin/time", "-f", "%M", "-o"));
    timed.add(report.toString());
    timed.addAll(words);
    return new Command(timed, javaOptions, log, output);
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }

  Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("INDEXPORT_JAVA_OPTS", javaOptions);
    return builder
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectOutput(output.toFile())
        .start();
  }

  /** Runs to the end; anything but exit code 0 is a failure. */
  void run() throws IOException, InterruptedException {
    finish(start());
  }

  /**
   * Runs, and kills it unless it ends before; tells whether it was killed. Anything but being
   * killed or exit code 0 is a failure.
   */
  boolean runAndKillAfter(long milliseconds) throws IOException, InterruptedException {
    Process process = start();
    if (process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
      finish(process);
      return false;
    }
    process.destroyForcibly();
    process.waitFor();
    return true;
  }

  private void finish(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(2, TimeUnit.HOURS)) {
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "exit code " + process.exitValue() + " of " + words + "\n" + Files.readString(log));
    }
  }
}
