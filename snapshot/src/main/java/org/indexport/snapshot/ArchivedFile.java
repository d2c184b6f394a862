package org.indexport.snapshot;

import java.util.Locale;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.Sha256;

/**
 * A file as the manifest of a snapshot file has it.
 *
 * @param path where it lies below the engine's folder
 * @param length its length in bytes: the sum of its parts
 * @param sha256 the digest of all its bytes
 * @param parts what it was cut into; none if it is empty
 */
record ArchivedFile(String path, long length, Sha256 sha256, FileParts parts) {
  private static final String FOLDER = "files";

  /** Room for the name's last segment, and for what other packings add. */
  private static final int RESERVED = 64;

  /** The name of the member with a part, which counts from 0; names count from 1. */
  static String member(String path, int part) {
    return String.format(Locale.ROOT, "%s/%s/%06d", FOLDER, escaped(path), part + 1L);
  }

  private static String escaped(String path) {
    StringBuilder escaped = new StringBuilder();
    for (String segment : path.split("/", -1)) {
      escaped.append(escaped.length() == 0 ? "" : "/").append(IndexName.escape(segment));
    }
    return escaped.toString();
  }

  /** Whether members can be called after a path. */
  static boolean isShortEnough(String path) {
    return escaped(path).length() <= ReadLimits.DEFAULT.maxNameBytes() - RESERVED;
  }
}
