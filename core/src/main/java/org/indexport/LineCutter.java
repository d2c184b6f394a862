package org.indexport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts lines into parts, at places that depend on the bytes alone. */
class LineCutter implements PartCutter {
  private static final int STEP = 64 << 10;

  /** Room for what an envelope puts around a document. */
  private static final int ENVELOPE_BYTES = 64 << 10;

  private final PartReading reading;
  private final InputStream in;
  private final IndexInfo index;
  private final String entry;
  private long ordinal;
  private long line = 1;
  private long offset;

  /** What was read beyond the last part. */
  private byte[] rest = new byte[0];

  /** The line feeds of what was read and is in no part yet. */
  private int lineFeeds;

  private boolean ended;

  LineCutter(
      PartReading reading, InputStream in, IndexInfo index, String entry, long firstOrdinal) {
    this.reading = reading;
    this.in = in;
    this.index = index;
    this.entry = entry;
    this.ordinal = firstOrdinal;
  }

  @Override
  public long nextOrdinal() {
    return ordinal;
  }

  @Override
  public @Nullable DocumentPart next() throws IOException {
    byte[] buffer = reading.buffer(PartReading.PART_BYTES + STEP + rest.length);
    try {
      int size = rest.length;
      System.arraycopy(rest, 0, buffer, 0, size);
      rest = new byte[0];
      size = fill(buffer, size, PartReading.PART_BYTES);
      int end = LineEnds.next(buffer, Math.min(size, PartReading.PART_BYTES - 1), size);
      while (end == size && !ended) {
        buffer = withRoom(buffer, size);
        int before = size;
        size = fill(buffer, size, size + 1);
        end = LineEnds.next(buffer, before, size);
      }
      if (size == 0) {
        reading.release(buffer);
        return null;
      }
      return cut(buffer, Math.min(end + 1, size), size);
    } catch (IOException | RuntimeException e) {
      reading.release(buffer);
      throw e;
    }
  }

  /** Told of the lines of each part before it is made. */
  boolean isCuttable(byte[] buffer, int end) {
    return true;
  }

  /** All that was read and is no part yet, where {@link #isCuttable} refused it; then the rest. */
  InputStream uncut() {
    return new SequenceInputStream(new ByteArrayInputStream(rest), in);
  }

  long line() {
    return line;
  }

  long offset() {
    return offset;
  }

  private @Nullable DocumentPart cut(byte[] buffer, int end, int size) {
    if (!isCuttable(buffer, end)) {
      rest = Arrays.copyOf(buffer, size);
      reading.release(buffer);
      return null;
    }
    rest = Arrays.copyOfRange(buffer, end, size);
    DocumentPart.LastLine lastLine =
        buffer[end - 1] == '\n' ? DocumentPart.LastLine.ENDED : DocumentPart.LastLine.OPEN;
    DocumentPart.Origin origin = new DocumentPart.Origin(entry, line, offset, lastLine);
    int beyond = LineEnds.count(buffer, end, size);
    line += lineFeeds - beyond;
    lineFeeds = beyond;
    offset += end;
    return reading.part(index, ordinal++, buffer, 0, end, origin);
  }

  /** Reads until there are at least {@code wanted} bytes or the stream ends. */
  private int fill(byte[] buffer, int size, int wanted) throws IOException {
    int filled = size;
    while (filled < wanted && !ended) {
      int n = in.read(buffer, filled, Math.min(STEP, buffer.length - filled));
      if (n < 0) {
        ended = true;
      } else {
        // Now, as the bytes are still in the processor's cache.
        lineFeeds += LineEnds.count(buffer, filled, filled + n);
        filled += n;
      }
    }
    return filled;
  }

  private byte[] withRoom(byte[] buffer, int size) throws LimitExceededException {
    ReadLimits limits = reading.options().limits();
    long lineLength = size - (long) PartReading.PART_BYTES;
    if (lineLength > limits.maxDocumentBytes() + (long) ENVELOPE_BYTES) {
      throw DocumentTooLarge.of(
          "%s: line %d".formatted(entry, line + lineFeeds), lineLength, limits);
    }
    if (size < buffer.length) {
      return buffer;
    }
    long most = limits.maxDocumentBytes() + (long) PartReading.PART_BYTES + 4L * ENVELOPE_BYTES;
    long more = Math.min(most, size + Math.max(STEP, (long) size / 2));
    byte[] larger = Arrays.copyOf(buffer, (int) Math.min(more, Integer.MAX_VALUE - 8));
    reading.release(buffer);
    return larger;
  }
}
