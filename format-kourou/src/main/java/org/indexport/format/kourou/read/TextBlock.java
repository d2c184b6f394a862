package org.indexport.format.kourou.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.PartReading;
import org.indexport.TruncatedDumpException;
import org.indexport.json.JsonSkip;
import org.indexport.json.UnexpectedBytesException;

/**
 * A text that is read block by block. A block starts where the one before was left, some bytes
 * after the start of a buffer of its own, so that what comes first in it may grow to the front. One
 * thread.
 */
final class TextBlock {
  /** Where a block starts in its buffer. */
  static final int START = 64;

  private static final int STEP = 64 << 10;

  /** What may lie around a document, generously. */
  private static final int AROUND = 1 << 20;

  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final PartReading reading;
  private final InputStream in;
  private final String entry;

  private byte[] bytes = {};
  private int position;
  private int size;
  private byte[] rest = {};
  private long line = 1;

  /** Where the buffer's first byte would be in the text. */
  private long origin;

  private long end;
  private boolean begun;
  private boolean ended;

  TextBlock(PartReading reading, InputStream in, String entry) {
    this.reading = reading;
    this.in = in;
    this.entry = entry;
  }

  /** Starts a block, of a size that small files do not fill. */
  void begin() throws IOException {
    origin = end - rest.length - START;
    int wanted = START + (begun ? PartReading.PART_BYTES + STEP + rest.length : STEP);
    bytes = reading.buffer(wanted);
    System.arraycopy(rest, 0, bytes, START, rest.length);
    size = START + rest.length;
    position = START;
    rest = new byte[0];
    fill(wanted);
    begun = true;
  }

  /** Ends the block at the position; the rest comes with the next one. */
  void end() {
    rest = Arrays.copyOfRange(bytes, position, size);
  }

  /** Whether there is room for more in this block. */
  boolean isOpen() {
    return position - START < PartReading.PART_BYTES;
  }

  /** Whether the text ends at the position. */
  boolean isAtEnd() {
    return position == size && ended;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return position;
  }

  void position(int next) {
    position = next;
  }

  /** Where what was read ends. */
  int size() {
    return size;
  }

  /** Whether the text ends where what was read does. */
  boolean isEnded() {
    return ended;
  }

  /** The line at the position. */
  long line() {
    return line;
  }

  void countLines(long more) {
    line += more;
  }

  /** Where the buffer's first byte would be in the text. */
  long origin() {
    return origin;
  }

  /** Lets the buffer have room for at least so many bytes. */
  void reserve(int wanted) {
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, wanted);
    }
  }

  private void fill(int wanted) throws IOException {
    reserve(wanted);
    while (size < wanted && !ended) {
      int n = in.read(bytes, size, Math.min(STEP, bytes.length - size));
      if (n < 0) {
        ended = true;
      } else {
        size += n;
        end += n;
      }
    }
  }

  /**
   * Reads more, as much again as there is of what starts at the position.
   *
   * @throws LimitExceededException if that is larger than documents may be
   */
  void more() throws IOException {
    int limit = reading.options().limits().maxDocumentBytes();
    long most = Math.min(position + (long) limit + AROUND, MOST_BYTES);
    if (size >= most) {
      throw tooLarge(size - position);
    }
    fill((int) Math.min(most, size + (long) Math.max(STEP, size - position)));
  }

  /** Where the line at the position ends: at its line feed, or with the text. */
  int lineEnd() throws IOException {
    int from = position;
    while (true) {
      int lineFeed = JsonSkip.find((byte) '\n', bytes, from, size);
      if (lineFeed < size || ended) {
        return lineFeed;
      }
      from = size;
      more();
    }
  }

  LimitExceededException tooLarge(int length) {
    return new LimitExceededException(
        where(),
        "a document of at most " + reading.options().limits().maxDocumentBytes() + " bytes",
        length + " or more",
        "raise the limit of documents if the file is sound");
  }

  String where() {
    return "%s: line %d (offset %d)".formatted(entry, line, origin + position);
  }

  /** Damage at a place of the buffer. */
  void corrupt(UnexpectedBytesException e) throws IOException {
    int lines = JsonSkip.lineFeeds(bytes, Math.min(position, e.offset()), e.offset());
    damaged(
        new CorruptDumpException(
            "%s: line %d (offset %d)".formatted(entry, line + lines, origin + e.offset()),
            e.expected(),
            e.found(),
            "mend or remove this line, or take another copy"));
  }

  /** That the text ends too early. */
  void truncated(String expected) throws IOException {
    damaged(
        new TruncatedDumpException(
            where(), expected, "the end of the file", "take a whole copy of the file"));
  }

  void damaged(DumpException damage) throws IOException {
    reading.damaged(damage);
  }
}
