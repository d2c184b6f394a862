package org.indexport.format.jsonl;

import java.util.List;
import java.util.Locale;
import org.indexport.IndexName;

/** Names of files to names of indexes and back. */
final class FileNames {
  private static final String WRITTEN_SUFFIX = ".jsonl";
  private static final List<String> KNOWN_SUFFIXES = List.of(WRITTEN_SUFFIX, ".ndjson", ".json");

  private FileNames() {}

  /** Whether a file of this name is one of those that are read in a folder. */
  static boolean isKnown(String fileName) {
    String unpacked = unpacked(fileName);
    return !fileName.startsWith(".") && stem(unpacked).length() < unpacked.length();
  }

  /** Whether nothing is left of a file name without its suffixes. */
  static boolean isSuffixOnly(String fileName) {
    return stem(unpacked(fileName)).isEmpty();
  }

  /**
   * The index that a file of this name holds: the name without its suffixes, and unescaped if it
   * can be.
   *
   * @throws IllegalArgumentException if nothing is left of the name, or it is not Unicode
   */
  static IndexName index(String fileName) {
    String stem = stem(unpacked(fileName));
    if (stem.indexOf('%') >= 0) {
      try {
        return IndexName.of(IndexName.unescape(stem));
      } catch (IllegalArgumentException e) {
        // Somebody else's percent sign.
        return IndexName.of(stem);
      }
    }
    return IndexName.of(stem);
  }

  /** The name of the file for an index. */
  static String of(IndexName index, Compression compression) {
    return IndexName.escape(index.name()) + WRITTEN_SUFFIX + compression.suffix();
  }

  private static String unpacked(String fileName) {
    int packed = Compression.ofName(fileName).suffix().length();
    return fileName.substring(0, fileName.length() - packed);
  }

  private static String stem(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    for (String suffix : KNOWN_SUFFIXES) {
      if (lower.endsWith(suffix)) {
        return fileName.substring(0, fileName.length() - suffix.length());
      }
    }
    return fileName;
  }
}
