package org.indexport.format.v1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The dump of {@link Samples#everything()} as the first release wrote it. Once released it never
 * changes; {@link #main} makes it anew before that.
 */
final class GoldenFile {
  private static final String NAME = "v1-everything.dump";

  private GoldenFile() {}

  static byte[] bytes() throws IOException {
    try (InputStream in = GoldenFile.class.getResourceAsStream(NAME)) {
      return Objects.requireNonNull(in, NAME).readAllBytes();
    }
  }

  /** Writes the file into the folder that is named. */
  public static void main(String[] folder) throws IOException {
    Files.write(Path.of(folder[0], NAME), Samples.write(Samples.everything()));
  }
}
