package org.indexport.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes golden files. No test calls it: it is for the {@code main} method of a format's {@link
 * GoldenFiles}. Files of a released format are not to be written again, but new cases are added.
 */
public final class GoldenWriter {
  /** What is said of the files, beside them. */
  static final String EXPECTED = "expected.json";

  private final GoldenFiles files;

  private GoldenWriter(GoldenFiles files) {
    this.files = files;
  }

  /**
   * Writes dumps and what is expected of them.
   *
   * @param names the cases to write again; without any, those are written that are missing
   * @return the names of what was written, in order
   * @throws IllegalArgumentException if there is no case of a name
   * @throws IOException if writing fails
   */
  public static List<String> write(GoldenFiles files, List<String> names) throws IOException {
    return new GoldenWriter(files).write(names);
  }

  private List<String> write(List<String> names) throws IOException {
    names.forEach(files::golden);
    Files.createDirectories(files.folder());
    List<String> written = new ArrayList<>();
    for (GoldenCase each : files.cases()) {
      Path path = files.path(each.name());
      if (names.isEmpty() ? Files.notExists(path) : names.contains(each.name())) {
        delete(path);
        make(each, path);
        written.add(each.name());
      }
    }
    Files.writeString(files.folder().resolve(EXPECTED), GoldenExpectations.of(files));
    return written;
  }

  private void make(GoldenCase golden, Path path) throws IOException {
    String base = golden.base();
    if (base == null) {
      new Dumping(files).write(golden.content(), path);
      return;
    }
    copy(files.path(base), path);
    for (GoldenVariant variant : files.variants()) {
      if (variant.name().equals(golden.name())) {
        variant.change().apply(path);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
