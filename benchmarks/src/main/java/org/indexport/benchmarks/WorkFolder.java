package org.indexport.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone afterwards. */
final class WorkFolder implements Closeable {
  private final Path folder;

  private WorkFolder(Path folder) {
    this.folder = folder;
  }

  static WorkFolder in(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new WorkFolder(Files.createTempDirectory(parent, "benchmark"));
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** A path where nothing is. */
  Path fresh(String name) throws IOException {
    delete(file(name));
    return file(name);
  }

  /**
   * Leaves memory for the system's cache as a copy leaves it. A virtual machine has to fetch memory
   * that was free for long from its host first, which can take ten times as long as a copy, and
   * hits whoever writes first.
   */
  void readyMemory(long bytes) throws IOException {
    Path file = fresh("memory");
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = bytes; left > 0; left -= block.length) {
        out.write(block);
      }
    }
    Files.delete(file);
  }

  /** The bytes of all files below. */
  static long bytes(Path root) throws IOException {
    long sum = 0;
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(root)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : deepestFirst) {
      Files.delete(one);
    }
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }
}
