package org.indexport;

/**
 * An engine and its version: what wrote the files of a snapshot, or what is to use them. Versions
 * are compared by their numbers, as in {@code 9.12.3}; what follows the first character that is
 * neither digit nor dot does not count.
 *
 * @param name the engine's name in lower case, such as {@code lucene}
 * @param version its version, at least one number
 */
public record EngineVersion(String name, String version) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the name is blank or the version does not start with a
   *     digit
   */
  public EngineVersion {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an engine without name");
    }
    if (version.isEmpty() || !Character.isDigit(version.charAt(0))) {
      throw new IllegalArgumentException("a version starts with a digit, not: " + version);
    }
  }

  /**
   * Makes sure that this engine can use files that were written by another: the same engine, of
   * this version or an older one.
   *
   * @param writer what wrote the files
   * @param where the snapshot, for the message
   * @throws IncompatibleSnapshotException if it is a foreign or a newer engine
   */
  public void checkCanUse(EngineVersion writer, String where) throws IncompatibleSnapshotException {
    if (!writer.name.equals(name)) {
      throw new IncompatibleSnapshotException(
          where,
          "a snapshot of " + name,
          "one of " + writer,
          "a snapshot belongs to its engine; to move the data, start "
              + writer.name
              + " on it, take a dump there and import that");
    }
    if (isOlderThan(writer)) {
      throw new IncompatibleSnapshotException(
          where,
          "a snapshot of " + this + " or older",
          "one of " + writer,
          "restore it with that version; to move the data to this one, take a dump there and"
              + " import that");
    }
  }

  private boolean isOlderThan(EngineVersion other) {
    String[] mine = numbers(version);
    String[] theirs = numbers(other.version);
    for (int i = 0; i < Math.max(mine.length, theirs.length); i++) {
      int order = compare(i < mine.length ? mine[i] : "", i < theirs.length ? theirs[i] : "");
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  private static String[] numbers(String version) {
    int end = 0;
    while (end < version.length() && (isDigit(version.charAt(end)) || version.charAt(end) == '.')) {
      end++;
    }
    return version.substring(0, end).split("\\.", -1);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** By value, whatever the length; an absent number is 0. */
  private static int compare(String a, String b) {
    String left = a.replaceFirst("^0+", "");
    String right = b.replaceFirst("^0+", "");
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
