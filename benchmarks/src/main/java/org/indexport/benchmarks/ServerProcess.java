package org.indexport.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The example search server as a whole process, which is killed in the end. */
final class ServerProcess implements Closeable {
  private static final Path JAR =
      Path.of("examples", "search-server", "target", "search-server.jar").toAbsolutePath();
  private static final Pattern LISTENING =
      Pattern.compile("^listening on http://localhost:([0-9]+)$", Pattern.MULTILINE);
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Begins a start at any free port.
   *
   * @param log has what this process says, and nothing of former ones
   */
  static ServerProcess begin(Path log, List<String> jvmOptions, List<String> options)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(jvmOptions);
    words.addAll(List.of("-jar", JAR.toString(), "--http-addr", "localhost:0"));
    words.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("INDEXPORT_"));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new ServerProcess(builder.start(), log);
  }

  /** Starts it; ending instead of answering is a failure. */
  static ServerProcess start(Path log, List<String> jvmOptions, List<String> options)
      throws IOException, InterruptedException {
    ServerProcess server = begin(log, jvmOptions, options);
    if (!server.answers()) {
      throw new IOException("the server did not start: " + options + "\n" + server.said());
    }
    return server;
  }

  /** Waits until it answers; false if it ended instead. */
  boolean answers() throws IOException, InterruptedException {
    for (long start = System.nanoTime(); System.nanoTime() - start < PATIENCE_NANOS; ) {
      if (hasStarted()) {
        return true;
      }
      if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    throw new IOException("the server neither starts nor ends\n" + said());
  }

  /** Whether it has said that it answers. */
  boolean hasStarted() throws IOException {
    return LISTENING.matcher(said()).find();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code; only when it has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** Everything that it has said. */
  String said() throws IOException {
    return Files.readString(log);
  }

  int port() throws IOException {
    Matcher matcher = LISTENING.matcher(said());
    if (!matcher.find()) {
      throw new IOException("the server does not answer\n" + said());
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** How long its threads have run on processors, all together. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Kills it with SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
