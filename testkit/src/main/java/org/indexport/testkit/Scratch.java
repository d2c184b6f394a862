package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one test, on a file system that can fail and that knows what is open. */
final class Scratch implements Closeable {
  private final Path folder;
  private final FaultyFileSystem files;

  private Scratch(Path folder) {
    this.folder = folder;
    files = FaultyFileSystem.over(folder.getFileSystem());
  }

  static Scratch create() throws IOException {
    return new Scratch(Files.createTempDirectory("testkit"));
  }

  FaultyFileSystem files() {
    return files;
  }

  /** A path in the folder. */
  Path path(String name) {
    return files.path(folder.resolve(name));
  }

  /** The names of what lies in the folder. */
  List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  /** A file, or all files below a folder. */
  static List<Path> filesOf(Path output) throws IOException {
    try (Stream<Path> all = Files.walk(output)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Checks that nothing was left open, and deletes everything. */
  @Override
  public void close() throws IOException {
    try {
      assertThat(files.openFiles()).as("files left open").isEmpty();
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
