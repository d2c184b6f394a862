package org.indexport.layout;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.TruncatedDumpException;
import org.jspecify.annotations.Nullable;

/**
 * Ends where its inner stream is damaged, after the last whole line: what a cut left of a line must
 * not be taken for a document. Closing it does nothing.
 */
public final class WholeLinesInputStream extends InputStream {
  /** Takes note of damage. */
  @FunctionalInterface
  public interface Damaged {
    /**
     * What was wrong.
     *
     * @throws IOException to pass it on
     */
    void note(DumpException damage) throws IOException;
  }

  private static final int STEP = 64 << 10;

  /** What an envelope may put around a document, generously. */
  private static final int AROUND = 256 << 10;

  private final InputStream in;
  private final int longestLine;
  private final Damaged damaged;
  private byte[] held = new byte[STEP];
  private int from;
  private int whole;
  private int size;
  private boolean ended;

  /**
   * Starts at a line's start.
   *
   * @param in the lines
   * @param largestDocument whoever reads refuses larger ones, so that they are not held back
   * @param damaged is told what was wrong
   */
  public WholeLinesInputStream(InputStream in, int largestDocument, Damaged damaged) {
    this.in = in;
    this.longestLine = largestDocument + AROUND;
    this.damaged = damaged;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    while (from == whole && !ended) {
      fill();
    }
    if (from == whole) {
      return -1;
    }
    int n = Math.min(length, whole - from);
    System.arraycopy(held, from, bytes, offset, n);
    from += n;
    return n;
  }

  private void fill() throws IOException {
    System.arraycopy(held, whole, held, 0, size - whole);
    size -= whole;
    from = 0;
    whole = 0;
    if (size == held.length) {
      held = Arrays.copyOf(held, Math.min(size + Math.max(STEP, size / 2), longestLine + STEP));
    }
    int n = readOrEnd();
    if (n < 0) {
      ended = true;
      return;
    }
    int before = size;
    size += n;
    for (int i = size; i > before && whole == 0; i--) {
      whole = held[i - 1] == '\n' ? i : 0;
    }
    if (size > longestLine) {
      whole = size;
    }
  }

  private int readOrEnd() throws IOException {
    @Nullable DumpException damage;
    try {
      int n = in.read(held, size, held.length - size);
      if (n < 0) {
        whole = size;
      }
      return n;
    } catch (CorruptDumpException | TruncatedDumpException e) {
      damage = e;
    }
    damaged.note(damage);
    return -1;
  }
}
