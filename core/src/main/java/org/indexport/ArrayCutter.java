package org.indexport;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a JSON array of objects into parts. It only follows brackets and strings; the objects are
 * checked when the part is read.
 */
final class ArrayCutter implements PartCutter {
  private static final int STEP = 64 << 10;
  private static final String NEXT_STEP = "mend the file, or take another copy";

  private enum State {
    /** No array at all: objects with nothing but blanks between them. */
    VALUES,
    BEFORE_ARRAY,
    FIRST_ELEMENT,
    ELEMENT,
    SEPARATOR,
    AFTER_ARRAY
  }

  private final PartReading reading;
  private final InputStream in;
  private final IndexInfo index;
  private final String entry;
  private long ordinal;
  private State state = State.BEFORE_ARRAY;
  private boolean ended;

  private byte[] buffer = new byte[0];
  private int size;
  private int position;
  private int line = 1;
  private long offset;
  private int[] bounds = new int[0];
  private int boundsSize;
  private byte[] rest = new byte[0];

  ArrayCutter(PartReading reading, InputStream in, IndexInfo index, String entry) {
    this.reading = reading;
    this.in = in;
    this.index = index;
    this.entry = entry;
  }

  /** Cuts objects that are separated by blanks, going on at a place within the stream. */
  static ArrayCutter ofValues(
      PartReading reading,
      InputStream in,
      IndexInfo index,
      String entry,
      long ordinal,
      long line,
      long offset) {
    ArrayCutter cutter = new ArrayCutter(reading, in, index, entry);
    cutter.state = State.VALUES;
    cutter.ordinal = ordinal;
    cutter.line = (int) Math.min(Integer.MAX_VALUE / 2, line);
    cutter.offset = offset;
    return cutter;
  }

  @Override
  public long nextOrdinal() {
    return ordinal;
  }

  @Override
  public @Nullable DocumentPart next() throws IOException {
    buffer = reading.buffer(PartReading.PART_BYTES + STEP + rest.length);
    System.arraycopy(rest, 0, buffer, 0, rest.length);
    size = rest.length;
    position = 0;
    bounds = new int[1_024];
    boundsSize = 0;
    try {
      while (position < PartReading.PART_BYTES && step()) {
        // Each step takes one token between the elements, or one element.
      }
    } catch (CorruptDumpException | TruncatedDumpException e) {
      giveUp(e);
    } catch (IOException | RuntimeException e) {
      reading.release(buffer);
      throw e;
    }
    rest = Arrays.copyOfRange(buffer, position, size);
    if (boundsSize == 0 && state == State.AFTER_ARRAY) {
      reading.release(buffer);
      return null;
    }
    PartBytes bytes = PartBytes.pieces(buffer, position, Arrays.copyOf(bounds, boundsSize));
    DocumentPart.Origin origin =
        new DocumentPart.Origin(entry, line, offset, DocumentPart.LastLine.ENDED);
    offset += position;
    return reading.part(index, ordinal++, bytes, origin);
  }

  /**
   * Where damage is skipped, keeps the elements before it: where the next one starts is unknown.
   */
  private void giveUp(DumpException damage) throws IOException {
    try {
      reading.damaged(damage);
    } catch (IOException refused) {
      reading.release(buffer);
      throw refused;
    }
    if (state == State.VALUES && !ended) {
      position = LineEnds.next(buffer, position, size);
      return;
    }
    state = State.AFTER_ARRAY;
    ended = true;
    position = size;
  }

  /** Goes on by one token or element; false at the end of the input. */
  private boolean step() throws IOException {
    int c = skipBlanks();
    switch (state) {
      case VALUES -> {
        if (c < 0) {
          state = State.AFTER_ARRAY;
          return false;
        }
        element(c);
      }
      case BEFORE_ARRAY -> {
        take(c, c == '[', "a JSON array");
        state = State.FIRST_ELEMENT;
      }
      case FIRST_ELEMENT, ELEMENT -> {
        if (c == ']' && state == State.FIRST_ELEMENT) {
          position++;
          state = State.AFTER_ARRAY;
        } else {
          element(c);
          state = State.SEPARATOR;
        }
      }
      case SEPARATOR -> {
        take(c, c == ',' || c == ']', "',' or ']' after an object");
        state = c == ',' ? State.ELEMENT : State.AFTER_ARRAY;
      }
      case AFTER_ARRAY -> {
        if (c >= 0) {
          throw unexpected(c, "nothing after the array");
        }
        return false;
      }
    }
    return true;
  }

  private void take(int c, boolean expected, String what) throws IOException {
    if (!expected) {
      throw unexpected(c, what);
    }
    position++;
  }

  /** Takes one object and notes where it lies. */
  private void element(int first) throws IOException {
    if (first != '{') {
      throw unexpected(first, "an object");
    }
    int start = position;
    int startLine = line;
    int depth = 0;
    do {
      int c = current();
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == '"') {
        skipString();
      } else if (c == '\n') {
        line++;
      } else if (c < 0) {
        throw unexpected(c, "the end of the object that starts in line " + startLine);
      }
      position++;
    } while (depth > 0);
    if (boundsSize + 3 > bounds.length) {
      bounds = Arrays.copyOf(bounds, bounds.length * 2);
    }
    bounds[boundsSize++] = start;
    bounds[boundsSize++] = position;
    bounds[boundsSize++] = startLine;
  }

  /** Goes from a string's opening quote to its closing one. */
  private void skipString() throws IOException {
    int c;
    do {
      position++;
      c = current();
      if (c == '\\') {
        position++;
        current();
      } else if (c == '\n') {
        line++;
      } else if (c < 0) {
        throw unexpected(c, "the end of a string");
      }
    } while (c != '"');
  }

  private int skipBlanks() throws IOException {
    int c = current();
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      line += c == '\n' ? 1 : 0;
      position++;
      // Between elements nothing needs to be kept, however many blanks there are.
      if (position == size && boundsSize == 0) {
        offset += position;
        position = 0;
        size = 0;
      }
      c = current();
    }
    return c;
  }

  /** The byte at the position, or -1 at the end of the input. */
  private int current() throws IOException {
    if (position < size) {
      return buffer[position] & 0xff;
    }
    return fill() ? buffer[position] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    if (size == buffer.length) {
      grow();
    }
    while (!ended) {
      int n = in.read(buffer, size, Math.min(STEP, buffer.length - size));
      if (n < 0) {
        ended = true;
      } else if (n > 0) {
        size += n;
        return true;
      }
    }
    return false;
  }

  private void grow() throws LimitExceededException {
    ReadLimits limits = reading.options().limits();
    long most = limits.maxDocumentBytes() + (long) PartReading.PART_BYTES + 4L * STEP;
    if (size >= most) {
      throw DocumentTooLarge.of(
          "%s: line %d".formatted(entry, line), size - (long) PartReading.PART_BYTES, limits);
    }
    byte[] larger = Arrays.copyOf(buffer, (int) Math.min(most, size + Math.max(STEP, size / 2L)));
    reading.release(buffer);
    buffer = larger;
  }

  private DumpException unexpected(int c, String expected) {
    String where = "%s: line %d (offset %d)".formatted(entry, line, offset + position);
    if (c == -1 && ended) {
      return new TruncatedDumpException(
          where, expected, "the end of the input", "take a whole copy of the file");
    }
    String found =
        c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c & 0xff);
    return new CorruptDumpException(where, expected, found, NEXT_STEP);
  }
}
