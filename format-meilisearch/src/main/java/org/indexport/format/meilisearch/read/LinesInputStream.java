package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.format.meilisearch.upgrade.Complaints;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * JSON lines on their way: each is checked to be one object, and passed on as it is or as something
 * else. No more than one is held. A line that is wrong is damage, and left out where reading goes
 * on.
 */
final class LinesInputStream extends InputStream {
  /** Makes another line of one. */
  @FunctionalInterface
  interface Conversion {
    /** The line, or null to leave it out. */
    @Nullable String convert(JsonObject line, String where) throws IOException;
  }

  private static final int STEP = 64 << 10;

  private final InputStream in;
  private final String where;
  private final ReadOptions options;
  private final Complaints complaints;
  private final @Nullable Conversion conversion;
  private final int longest;
  private byte[] buffer = new byte[STEP];
  private int start;
  private int size;
  private boolean ended;
  private long number;
  private final ByteBuilder out = new ByteBuilder();
  private int taken;

  /**
   * Starts before the first line.
   *
   * @param conversion what becomes of lines; null when they stay
   * @param longest the length of the longest line
   */
  LinesInputStream(
      InputStream in,
      String where,
      ReadOptions options,
      Complaints complaints,
      @Nullable Conversion conversion,
      int longest) {
    this.in = in;
    this.where = where;
    this.options = options;
    this.complaints = complaints;
    this.conversion = conversion;
    this.longest = longest;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    while (taken == out.size()) {
      out.clear();
      taken = 0;
      if (!nextLine()) {
        return -1;
      }
    }
    int n = Math.min(length, out.size() - taken);
    System.arraycopy(out.array(), taken, bytes, offset, n);
    taken += n;
    return n;
  }

  private boolean nextLine() throws IOException {
    int end = start;
    while (true) {
      while (end < size && buffer[end] != '\n') {
        end++;
      }
      if (end < size || ended) {
        break;
      }
      end -= start;
      fill();
      end += start;
    }
    if (start == size) {
      return false;
    }
    number++;
    int next = Math.min(end + 1, size);
    int last = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
    pass(start, last, next);
    start = next;
    return true;
  }

  private void pass(int from, int to, int next) throws IOException {
    String place = where + ": line " + number;
    try {
      if (conversion == null) {
        // Not checked in place: that would turn line breaks within into blanks.
        JsonObject.parse(Arrays.copyOfRange(buffer, from, to), options.limits().maxDepth());
        out.write(buffer, from, next - from);
        return;
      }
      JsonObject line =
          JsonObject.parse(Arrays.copyOfRange(buffer, from, to), options.limits().maxDepth());
      String converted = conversion.convert(line, place);
      if (converted != null) {
        out.write(converted.getBytes(java.nio.charset.StandardCharsets.UTF_8)).write((byte) '\n');
      }
    } catch (MalformedJsonException e) {
      complaints.add(
          new CorruptDumpException(
              place,
              e.expected(),
              from == to ? "an empty line" : e.found(),
              "mend or remove this line, or take another copy"));
    }
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, size - start);
    size -= start;
    start = 0;
    if (size == buffer.length) {
      if (size > longest) {
        throw new LimitExceededException(
            where + ": line " + (number + 1),
            "a line of at most " + longest + " bytes",
            "a longer one",
            "raise the limit of metadata, and the heap, if the file is sound");
      }
      buffer = Arrays.copyOf(buffer, Math.min(2 * size, longest + STEP));
    }
    int n = -1;
    try {
      n = in.read(buffer, size, buffer.length - size);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      complaints.add(e);
      // What is left of a line is none.
      size = 0;
    }
    ended = n < 0;
    size += Math.max(0, n);
  }
}
