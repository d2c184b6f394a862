package org.indexport.format.v2.container;

import org.indexport.ReadLimits;

/** What members may be called, so that both packings can have them everywhere. */
final class AllowedNames {
  /** What a folder adds to the names of payload members. */
  static final String PACKED = ".zst";

  /** The longest name, so that readers with default limits accept what a folder makes of it. */
  static final int LONGEST = ReadLimits.DEFAULT.maxNameBytes() - PACKED.length();

  /** The longest segment in a folder: what file systems take for the name of a file. */
  static final int LONGEST_IN_FOLDER = 255;

  private AllowedNames() {}

  static boolean isAllowed(String name) {
    return name.length() <= LONGEST && !name.endsWith(PACKED) && hasAllowedSegments(name);
  }

  /** Letters, digits and {@code _-%}, and dots, with which no segment starts; none is empty. */
  private static boolean hasAllowedSegments(String name) {
    boolean starting = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (starting ? !isInside(c) : !isInside(c) && c != '.' && c != '/') {
        return false;
      }
      starting = c == '/';
    }
    return !starting;
  }

  private static boolean isInside(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '%';
  }

  /**
   * Makes sure that a name can be written.
   *
   * @throws IllegalArgumentException if not
   */
  static void check(String name) {
    if (!isAllowed(name)) {
      throw new IllegalArgumentException("not a name of a member: " + shown(name));
    }
  }

  static String shown(String name) {
    String start = name.length() > 80 ? name.substring(0, 80) + "…" : name;
    return start.replaceAll("[^ -~…]", "?");
  }
}
