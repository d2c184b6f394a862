package org.indexport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.indexport.bytes.MarkedBytes;

/** Finds and counts line feeds, eight bytes at a time. */
final class LineEnds {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_SEVENS = 0x7f7f7f7f7f7f7f7fL;

  private LineEnds() {}

  /** The index of the first line feed in a range, or {@code to}. */
  static int next(byte[] b, int from, int to) {
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long found = matches((long) LONGS.get(b, i));
      if (found != 0) {
        return i + MarkedBytes.first(found);
      }
    }
    while (i < to && b[i] != '\n') {
      i++;
    }
    return i;
  }

  /** The number of line feeds in a range. */
  static int count(byte[] b, int from, int to) {
    int count = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      count += Long.bitCount(matches((long) LONGS.get(b, i)));
    }
    for (; i < to; i++) {
      count += b[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  /** The highest bit of each byte that is a line feed. */
  private static long matches(long word) {
    long x = word ^ LINE_FEEDS;
    return ~(((x & LOW_SEVENS) + LOW_SEVENS) | x | LOW_SEVENS);
  }
}
