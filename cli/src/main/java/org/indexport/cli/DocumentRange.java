package org.indexport.cli;

/**
 * Some of the documents of an index, by position.
 *
 * @param from the first, counted from 0
 * @param to the one after the last
 */
record DocumentRange(long from, long to) {
  /** Reads {@code FROM:TO}, of which either may be left out. */
  static DocumentRange parse(String text) {
    int colon = text.indexOf(':');
    try {
      String first = text.substring(0, Math.max(0, colon));
      String last = text.substring(colon + 1);
      long from = first.isEmpty() ? 0 : Long.parseLong(first);
      long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
      if (colon >= 0 && from >= 0 && from <= to) {
        return new DocumentRange(from, to);
      }
    } catch (NumberFormatException e) {
      // Told below, as everything else that is no range.
    }
    throw new UsageException(
        "--range: expected FROM:TO such as 1000000:1000010, found '%s'".formatted(text));
  }
}
