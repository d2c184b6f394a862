package org.indexport.lifecycle;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process that tries to lock files, and holds them until it is killed. */
final class OtherProcess implements Closeable {
  private static final String PROGRAM =
      """
      import java.nio.channels.FileChannel;
      import java.nio.file.Path;
      import java.nio.file.StandardOpenOption;

      class Locker {
        public static void main(String[] files) throws Exception {
          boolean all = true;
          for (String file : files) {
            FileChannel channel =
                FileChannel.open(
                    Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            all &= channel.tryLock() != null;
          }
          System.out.println(all);
          System.in.read();
        }
      }
      """;

  private final Process process;
  private final boolean hasLock;

  private OtherProcess(Process process, boolean hasLock) {
    this.process = process;
    this.hasLock = hasLock;
  }

  static OtherProcess locking(Path... files) throws IOException {
    Path source = Files.createTempFile("Locker", ".java");
    try {
      Files.writeString(source, PROGRAM);
      List<String> command = new java.util.ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:TieredStopAtLevel=1");
      command.add(source.toString());
      for (Path file : files) {
        command.add(file.toString());
      }
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      return new OtherProcess(process, Boolean.parseBoolean(out.readLine()));
    } finally {
      Files.delete(source);
    }
  }

  boolean hasLock() {
    return hasLock;
  }

  /** Kills it and waits until it is gone. */
  @Override
  public void close() throws IOException {
    try {
      process.destroyForcibly();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IOException("a killed process lives on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
