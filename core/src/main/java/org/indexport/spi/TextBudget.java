package org.indexport.spi;

import org.indexport.LimitExceededException;

/**
 * Bounds the memory that metadata may take. A text is small beside what becomes of it: a list of
 * names of a few bytes each turns into objects of hundreds. One thread at a time.
 */
public final class TextBudget {
  private static final long HEAP = Runtime.getRuntime().maxMemory();

  /** What an element of an outer list or object takes in memory, generously. */
  private static final int ELEMENT_BYTES = 800;

  /** Deeper ones belong to settings, which stay text. */
  private static final int OUTER_DEPTH = 3;

  /** What an index takes in memory beside its text. */
  private static final int OBJECT_BYTES = 1_024;

  private long kept;

  /** Starts with nothing. */
  public TextBudget() {}

  /**
   * Takes account of a JSON text that is to be read and kept.
   *
   * @param where names the text in messages
   * @param text the text
   * @throws LimitExceededException if the heap is too small for it
   */
  public void charge(String where, byte[] text) throws LimitExceededException {
    long reading = 4L * text.length + (long) ELEMENT_BYTES * outerElements(text);
    if (reading > HEAP / 2) {
      throw exceeded(where, reading);
    }
    keep(where, 2L * text.length);
  }

  /**
   * Takes account of something that is to be kept.
   *
   * @param where names it in messages
   * @param bytes its size
   * @throws LimitExceededException if the heap is too small for all that is kept
   */
  public void keep(String where, long bytes) throws LimitExceededException {
    keepExactly(where, bytes + OBJECT_BYTES);
  }

  /** Takes account of something that is kept within something else, and adds no object. */
  void keepExactly(String where, long bytes) throws LimitExceededException {
    kept += bytes;
    if (kept > HEAP / 4) {
      throw exceeded(where, kept);
    }
  }

  private static LimitExceededException exceeded(String where, long needed) {
    return new LimitExceededException(
        where,
        "metadata that fits a heap of " + (HEAP >> 20) + " MiB",
        "metadata that needs about " + (needed >> 20) + " MiB of it",
        "give the program more memory if the file is sound");
  }

  /** Counts the commas of outer lists and objects; the text need not be well formed. */
  private static long outerElements(byte[] text) {
    long commas = 0;
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length; i++) {
      byte c = text[i];
      if (inString) {
        i += c == '\\' ? 1 : 0;
        inString = c != '"';
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == ',' && depth <= OUTER_DEPTH) {
        commas++;
      }
    }
    return commas;
  }
}
