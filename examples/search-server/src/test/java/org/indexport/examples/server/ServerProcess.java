package org.indexport.examples.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own. */
final class ServerProcess implements Closeable {
  private static final Pattern LISTENING = Pattern.compile("listening on http://localhost:(\\d+)");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts one, and waits until it answers or has ended. */
  static ServerProcess start(Path folder, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ServerCommand.class.getName());
    command.addAll(TestServer.in(folder));
    command.add("--http-addr=localhost:0");
    command.addAll(arguments);
    Path log = Files.createTempFile(folder, "server", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("INDEXPORT_"));
    builder.environment().putAll(environment);
    ServerProcess server = new ServerProcess(builder.start(), log);
    long start = System.nanoTime();
    while (server.process.isAlive() && !LISTENING.matcher(server.log()).find()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        server.close();
        throw new AssertionError("neither started nor ended: " + server.log());
      }
      pause();
    }
    return server;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  boolean isRunning() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  Client client() throws IOException {
    Matcher matcher = LISTENING.matcher(log());
    if (!matcher.find()) {
      throw new AssertionError("not listening: " + log());
    }
    return new Client(Integer.parseInt(matcher.group(1)));
  }

  /** Asks it to end and returns how it did. */
  int terminate() throws IOException {
    process.destroy();
    return exitCode();
  }

  int exitCode() throws IOException {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Kills it. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    exitCode();
  }
}
