package org.indexport.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of a snapshot.
 *
 * @param path where it lies below the engine's folder, with {@code /} between segments
 * @param length its length in bytes
 * @param identity a text that no file of other content ever has, at any time, or null if the engine
 *     cannot tell; an incremental snapshot does not read a file again whose identity it knows
 */
public record PinnedFile(String path, long length, @Nullable String identity) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the path is not relative, has an empty segment, {@code .}
   *     or {@code ..}, a backslash or NUL, or the length is negative
   */
  public PinnedFile {
    if (!isPath(path)) {
      throw new IllegalArgumentException("not a path below a folder: " + path);
    }
    if (length < 0) {
      throw new IllegalArgumentException("a file of " + length + " bytes");
    }
  }

  /** Whether this is a path that stays below the folder it is resolved against. */
  public static boolean isPath(String path) {
    return path.indexOf('\\') < 0
        && path.indexOf('\0') < 0
        && Arrays.stream(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }
}
