package org.indexport.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** Numbers as people read them, in the same way all over the world. */
final class Figures {
  private static final double MILLION = 1e6;

  private Figures() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String score(double score) {
    return String.format(Locale.ROOT, "%.2f", score);
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / MILLION);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1e3);
  }

  /** The bytes of a file, or of all files in a folder. */
  static long sizeOf(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      long sum = 0;
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }
}
