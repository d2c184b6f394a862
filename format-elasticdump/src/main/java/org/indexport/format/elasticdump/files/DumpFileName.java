package org.indexport.format.elasticdump.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a file in a folder says. Index names stand there raw, so {@code x.mapping.json}
 * is the mapping of {@code x} or the documents of {@code x.mapping}: the name tells the first, the
 * content decides.
 *
 * @param index the index
 * @param type what the file holds
 * @param part the number of the part where the file is one of several, else -1
 */
public record DumpFileName(String index, FileType type, int part) {
  private static final String JSON = ".json";
  private static final String GZIP = ".gz";
  private static final Pattern SPLIT = Pattern.compile("(?s)(.*)\\.split-(\\d{1,9})");

  /** Reads a name; null if the tool would not have given it. */
  public static @Nullable DumpFileName of(String fileName) {
    String plain = withoutEnd(fileName, GZIP);
    if (!plain.endsWith(JSON)) {
      return null;
    }
    String stem = withoutEnd(plain, JSON);
    Matcher split = SPLIT.matcher(stem);
    int part = -1;
    if (split.matches()) {
      stem = split.group(1);
      part = Integer.parseInt(split.group(2));
    }
    if (stem.isEmpty()) {
      return null;
    }
    for (FileType type : FileType.ofFolders()) {
      if (type != FileType.DATA
          && stem.endsWith(type.suffix())
          && stem.length() > type.suffix().length()) {
        return new DumpFileName(withoutEnd(stem, type.suffix()), type, part);
      }
    }
    return new DumpFileName(stem, FileType.DATA, part);
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  /** The same file taken for documents, of an index whose name ends like a type. */
  public DumpFileName asData() {
    return new DumpFileName(index + type.suffix(), FileType.DATA, part);
  }

  /** Whether a file of this name is compressed, if it is as it seems. */
  public static boolean isPacked(String fileName) {
    return fileName.endsWith(GZIP);
  }

  /** The name of a file, whole and not split. */
  public static String of(String index, FileType type, Packing packing) {
    return index + type.suffix() + JSON + (packing == Packing.GZIP ? GZIP : "");
  }

  /**
   * The name of one of several parts: its number stands before the name's last extension, as the
   * tool has it.
   */
  public static String ofPart(String fileName, int part, Packing packing) {
    String plain = withoutEnd(fileName, GZIP);
    int dot = plain.lastIndexOf('.');
    int end = dot > 0 ? dot : plain.length();
    return plain.substring(0, end)
        + ".split-"
        + part
        + plain.substring(end)
        + (packing == Packing.GZIP ? GZIP : "");
  }

  /** Whether a name would be read as one of several parts. */
  public static boolean looksSplit(String index) {
    return SPLIT.matcher(index).find();
  }

  /** What is left of the name of a single file without its ends. */
  public static String stem(String fileName) {
    return withoutEnd(withoutEnd(fileName, GZIP), JSON);
  }

  /** How files are packed. */
  public enum Packing {
    /** Not at all. */
    PLAIN,
    /** As gzip. */
    GZIP
  }
}
