package org.indexport.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What tests do with folders. */
final class Trees {
  private Trees() {}

  /** All below a folder, as paths with {@code /}, in order; a folder ends with one. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder))
          .map(path -> name(folder, path))
          .sorted()
          .toList();
    }
  }

  private static String name(Path folder, Path path) {
    String name = folder.relativize(path).toString().replace('\\', '/');
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? name + "/" : name;
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
