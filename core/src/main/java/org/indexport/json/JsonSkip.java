package org.indexport.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.indexport.bytes.MarkedBytes;

/**
 * Passes over JSON by brackets and strings alone, in buffers that may not hold all of it. What is
 * passed over is checked by whoever reads it; here it only matters where it ends.
 */
public final class JsonSkip {
  /** The bytes do not reach to the end of what is passed over. */
  public static final int INCOMPLETE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long LOW_SEVENS = 0x7f7f_7f7f_7f7f_7f7fL;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long LINE_FEEDS = '\n' * ONES;

  private JsonSkip() {}

  /** Whether a byte is JSON's whitespace. */
  public static boolean isBlank(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** The index of the first byte of a range that is none of JSON's whitespace, or its end. */
  public static int blanks(byte[] b, int from, int to) {
    int i = from;
    while (i < to && isBlank(b[i])) {
      i++;
    }
    return i;
  }

  /**
   * The index after a string's closing quote, or {@link #INCOMPLETE}.
   *
   * @param from the index after its opening quote
   * @throws UnexpectedBytesException at a line break, which no string holds
   */
  public static int string(byte[] b, int from, int to) throws UnexpectedBytesException {
    int i = from;
    while (i < to) {
      if (i + Long.BYTES <= to) {
        long word = (long) LONGS.get(b, i);
        long special =
            matches(word ^ QUOTES) | matches(word ^ BACKSLASHES) | matches(word ^ LINE_FEEDS);
        if (special == 0) {
          i += Long.BYTES;
          continue;
        }
        i += MarkedBytes.first(special);
      }
      byte c = b[i];
      if (c == '"') {
        return i + 1;
      }
      if (c == '\n') {
        throw UnexpectedBytesException.at(b, i, "the end of a string");
      }
      i += c == '\\' ? 2 : 1;
    }
    return INCOMPLETE;
  }

  /** The highest bit of each byte that is zero. */
  private static long matches(long word) {
    return ~(((word & LOW_SEVENS) + LOW_SEVENS) | word | LOW_SEVENS) & HIGH_BITS;
  }

  /** The index of the first of such bytes in a range, or its end. */
  public static int find(byte wanted, byte[] b, int from, int to) {
    long all = (wanted & 0xff) * ONES;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long found = matches((long) LONGS.get(b, i) ^ all);
      if (found != 0) {
        return i + MarkedBytes.first(found);
      }
    }
    while (i < to && b[i] != wanted) {
      i++;
    }
    return i;
  }

  /** How many line feeds a range holds. */
  public static int lineFeeds(byte[] b, int from, int to) {
    int count = 0;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      count += Long.bitCount(matches((long) LONGS.get(b, i) ^ LINE_FEEDS));
    }
    for (; i < to; i++) {
      count += b[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  /**
   * The index after a value, or {@link #INCOMPLETE}; a number or word that reaches to the end of
   * the range may be incomplete.
   *
   * @param from where the value starts
   * @throws UnexpectedBytesException if none starts there, or a string in it holds a line break
   */
  public static int value(byte[] b, int from, int to) throws UnexpectedBytesException {
    byte first = b[from];
    if (first == '"') {
      return string(b, from + 1, to);
    }
    if (first == '{' || first == '[') {
      return container(b, from + 1, to);
    }
    int i = from;
    while (i < to && !endsScalar(b[i])) {
      i++;
    }
    if (i == from) {
      throw UnexpectedBytesException.at(b, i, "a value");
    }
    return i == to ? INCOMPLETE : i;
  }

  private static boolean endsScalar(byte c) {
    return switch (c) {
      case ' ', '\n', '\r', '\t', ',', ':', '{', '}', '[', ']', '"' -> true;
      default -> false;
    };
  }

  private static int container(byte[] b, int from, int to) throws UnexpectedBytesException {
    int open = 1;
    int i = from;
    while (i < to) {
      switch (b[i++]) {
        case '"' -> {
          i = string(b, i, to);
          if (i < 0) {
            return INCOMPLETE;
          }
        }
        case '{', '[' -> open++;
        case '}', ']' -> {
          if (--open == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return INCOMPLETE;
  }
}
