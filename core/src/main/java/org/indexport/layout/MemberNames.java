package org.indexport.layout;

import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.ReadLimits;

/** The names of members: how they are written, and what they say. All of them are ASCII. */
public final class MemberNames {
  /** The member that tells what the dump is. */
  public static final String METADATA = "metadata.json";

  /** The closing account. */
  public static final String MANIFEST = "manifest.json";

  private static final String INDEXES = "indexes";
  private static final String SECTIONS = "sections";
  private static final String ATTACHMENTS = "attachments";
  private static final String INDEX = "index.json";
  private static final String SECTION = "section.json";
  private static final String DOCUMENTS = "documents";
  private static final String CONTENT = "content";

  private static final String LINES = ".jsonl";

  // Neither formats nor patterns: what these need is linked and compiled at each start.
  private static final int DIGITS = 6;
  private static final int SECTION_DIGITS = 4;
  private static final int MOST_DIGITS = 18;

  private static final int MOST_SHOWN = 40;

  private MemberNames() {}

  /**
   * Makes sure that a reader with default limits accepts a name.
   *
   * @throws IllegalArgumentException if it does not
   */
  public static void checkLength(String path) {
    // The rest is room for the folder of a section.
    int most = ReadLimits.DEFAULT.maxNameBytes() - 256;
    if (path.length() > most) {
      throw new IllegalArgumentException(
          "a name that takes %d bytes in the archive, of at most %d: %.60s…"
              .formatted(path.length(), most, path));
    }
  }

  /** The name of an index's description. */
  public static String index(IndexName index) {
    return INDEXES + "/" + index.path() + "/" + INDEX;
  }

  /** The name of the part of this ordinal, which counts from 0; names count from 1. */
  public static String documents(IndexName index, long ordinal) {
    return INDEXES
        + "/"
        + index.path()
        + "/"
        + DOCUMENTS
        + "-"
        + padded(ordinal + 1, DIGITS)
        + LINES;
  }

  /** The name is there for people; the number tells sections apart. */
  public static String sectionFolder(long number, String name) {
    String shown = name.length() > MOST_SHOWN ? name.substring(0, MOST_SHOWN) : name;
    return SECTIONS + "/" + padded(number, SECTION_DIGITS) + "-" + IndexName.escape(shown);
  }

  /** The number that tells a section of this folder from others, or a large one if it has none. */
  public static long sectionNumber(String folder) {
    String start = SECTIONS + "/";
    long number =
        folder.startsWith(start)
            ? number(folder, start.length(), folder.indexOf('-'), SECTION_DIGITS)
            : -1;
    return number < 0 ? Long.MAX_VALUE : number;
  }

  /** The name of a section's description. */
  public static String section(String folder) {
    return folder + "/" + SECTION;
  }

  /** The name of a piece of a section's content, counted from 1. */
  public static String content(String folder, long number, String extension) {
    return folder + "/" + CONTENT + "-" + padded(number, DIGITS) + "." + extension;
  }

  /** The name of a piece of an attachment, counted from 1. */
  public static String attachment(String folder, String name, long number) {
    return folder + "/" + ATTACHMENTS + "/" + IndexName.escape(name) + "/" + padded(number, DIGITS);
  }

  /**
   * What a name says.
   *
   * @param where names the dump in messages
   * @param path the name
   * @throws CorruptDumpException if it is nearly the name of something that may not be ignored
   */
  public static Member.Role roleOf(String where, String path) throws CorruptDumpException {
    if (path.equals(METADATA)) {
      return new Member.Metadata();
    }
    if (path.equals(MANIFEST)) {
      return new Member.Closing();
    }
    String[] segments = path.split("/", -1);
    if (segments[0].equals(INDEXES) && (segments.length == 3 || segments.length == 4)) {
      return ofIndex(where, path, segments);
    }
    if (segments[0].equals(SECTIONS) && segments.length >= 3) {
      return ofSection(where, path, segments);
    }
    return new Member.Other();
  }

  /**
   * What a name says, if it is spelled as this class spells it: with numbers from 1 that have six
   * digits unless they need more, and nothing escaped that need not be.
   *
   * @param where names the dump in messages
   * @param path the name
   * @throws CorruptDumpException if it is spelled otherwise, or {@link #roleOf} refuses it
   */
  public static Member.Role exactRoleOf(String where, String path) throws CorruptDumpException {
    Member.Role role = roleOf(where, path);
    String exact = path;
    if (role instanceof Member.Index index) {
      exact = index(index.name());
    } else if (role instanceof Member.Documents documents) {
      exact = documents(documents.index(), counted(where, path, documents.number()) - 1);
    } else if (role instanceof Member.SectionContent content) {
      String extension = path.substring(path.lastIndexOf('.') + 1);
      exact = content(content.folder(), counted(where, path, content.number()), extension);
    } else if (role instanceof Member.SectionAttachment piece) {
      String name = attachmentName(where, path, piece.escapedName());
      exact = attachment(piece.folder(), name, counted(where, path, piece.number()));
    }
    if (!path.equals(exact)) {
      throw misnamed(where, path, "the spelling " + exact);
    }
    return role;
  }

  private static long counted(String where, String path, long number) throws CorruptDumpException {
    if (number < 1) {
      throw misnamed(where, path, "a number that counts from 1");
    }
    return number;
  }

  private static String attachmentName(String where, String path, String escaped)
      throws CorruptDumpException {
    try {
      return IndexName.unescape(escaped);
    } catch (IllegalArgumentException e) {
      throw misnamed(where, path, "an attachment's name whose special bytes are written as %XX");
    }
  }

  private static Member.Role ofIndex(String where, String path, String[] segments)
      throws CorruptDumpException {
    String file = segments[segments.length - 1];
    if (file.equals(INDEX)) {
      return new Member.Index(name(where, path, segments));
    }
    long part = file.endsWith(LINES) ? numberAfter(DOCUMENTS, file, LINES.length()) : -1;
    if (part >= 0) {
      return new Member.Documents(name(where, path, segments), part);
    }
    if (file.startsWith(DOCUMENTS)) {
      throw misnamed(where, path, "documents-NNNNNN.jsonl with at least six digits");
    }
    return new Member.Other();
  }

  private static IndexName name(String where, String path, String[] segments)
      throws CorruptDumpException {
    try {
      String name = IndexName.unescape(segments[segments.length - 2]);
      return segments.length == 3
          ? IndexName.of(name)
          : IndexName.of(IndexName.unescape(segments[1]), name);
    } catch (IllegalArgumentException e) {
      throw misnamed(where, path, "an index name whose special bytes are written as %XX");
    }
  }

  private static Member.Role ofSection(String where, String path, String[] segments)
      throws CorruptDumpException {
    String folder = segments[0] + "/" + segments[1];
    if (segments.length == 3) {
      return segments[2].equals(SECTION)
          ? new Member.SectionHead(folder)
          : ofContent(where, path, folder, segments[2]);
    }
    if (segments.length == 5 && segments[2].equals(ATTACHMENTS)) {
      long piece = number(segments[4], 0, segments[4].length(), DIGITS);
      if (piece < 0) {
        throw misnamed(where, path, "an attachment's piece NNNNNN of at least six digits");
      }
      return new Member.SectionAttachment(folder, segments[3], piece);
    }
    return new Member.Other();
  }

  private static Member.Role ofContent(String where, String path, String folder, String file)
      throws CorruptDumpException {
    int extension = file.indexOf('.') + 1;
    long piece =
        isAlphanumeric(file, extension)
            ? numberAfter(CONTENT, file, file.length() - extension + 1)
            : -1;
    if (piece >= 0) {
      return new Member.SectionContent(folder, piece);
    }
    if (file.startsWith(CONTENT)) {
      throw misnamed(where, path, "content-NNNNNN.EXT with at least six digits");
    }
    return new Member.Other();
  }

  /** The number in {@code START-NNNNNN}, which so many characters follow; -1 if it is none. */
  private static long numberAfter(String start, String file, int following) {
    return file.startsWith(start) && file.startsWith("-", start.length())
        ? number(file, start.length() + 1, file.length() - following, DIGITS)
        : -1;
  }

  /** The number that is written in a range of a text; -1 if it is none, or of too few digits. */
  private static long number(String text, int from, int to, int fewest) {
    if (to - from < fewest || to - from > MOST_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = 10 * number + c - '0';
    }
    return number;
  }

  private static boolean isAlphanumeric(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return from > 0 && from < text.length();
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  private static CorruptDumpException misnamed(String where, String path, String expected) {
    return new CorruptDumpException(where, expected, path, "rename this member");
  }
}
