package org.indexport.examples.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the quickstart works: a temporary folder that closing deletes, or one to be kept. */
final class WorkFolder implements Closeable {
  private enum Fate {
    DELETED,
    KEPT
  }

  private final Path path;
  private final Fate fate;

  private WorkFolder(Path path, Fate fate) {
    this.path = path;
    this.fate = fate;
  }

  /** Makes a temporary folder; it is deleted too when the program is interrupted. */
  static WorkFolder temporary() throws IOException {
    WorkFolder folder =
        new WorkFolder(Files.createTempDirectory("indexport-quickstart-"), Fate.DELETED);
    Runtime.getRuntime().addShutdownHook(new Thread(folder::deleteWhatIsLeft));
    return folder;
  }

  /**
   * Makes a folder that stays.
   *
   * @throws IOException if it is there and not empty, since none of its files is to be lost
   */
  static WorkFolder kept(Path path) throws IOException {
    Files.createDirectories(path);
    try (Stream<Path> content = Files.list(path)) {
      if (content.findAny().isPresent()) {
        throw new IOException(path + ": expected no folder or an empty one; choose another");
      }
    }
    return new WorkFolder(path, Fate.KEPT);
  }

  Path path() {
    return path;
  }

  /** What becomes of it, for people. */
  String describe() {
    return fate == Fate.KEPT
        ? "All files are in " + path + "."
        : "All files are in " + path + " until the end; --keep DIR keeps them.";
  }

  @Override
  public void close() throws IOException {
    if (fate == Fate.DELETED && Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void deleteWhatIsLeft() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("Left behind: " + path + ": " + e.getMessage());
    }
  }
}
