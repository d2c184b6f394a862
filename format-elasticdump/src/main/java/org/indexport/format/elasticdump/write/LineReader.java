package org.indexport.format.elasticdump.write;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Gives one line after the other in a buffer of its own. One thread; the caller closes the input.
 */
final class LineReader {
  private static final int FIRST_BYTES = 256 << 10;

  /** As long as an array can be; no line that we have written is. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_BYTES];
  private int filled;
  private int start;
  private int end;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line; false after the last. */
  boolean next() throws IOException {
    start = end;
    int i = start;
    while (true) {
      while (i < filled && buffer[i] != '\n') {
        i++;
      }
      if (i < filled) {
        end = i + 1;
        return true;
      }
      int moved = start;
      if (!fill()) {
        end = filled;
        return start < filled;
      }
      i -= moved - start;
    }
  }

  /** Reads more, for which the present line moves to the front; false at the end. */
  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      start = 0;
      end = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(MOST_BYTES, 2L * filled));
    }
    int n = in.read(buffer, filled, buffer.length - filled);
    filled += Math.max(n, 0);
    return n >= 0;
  }

  /** Holds the line until the next call. */
  byte[] buffer() {
    return buffer;
  }

  /** Where the line starts. */
  int start() {
    return start;
  }

  /** Where it ends, after its line feed. */
  int end() {
    return end;
  }
}
