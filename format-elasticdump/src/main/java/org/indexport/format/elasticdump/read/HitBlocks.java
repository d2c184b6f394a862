package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.PartReading;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.json.JsonSkip;
import org.indexport.json.UnexpectedBytesException;
import org.indexport.spi.Damages;
import org.jspecify.annotations.Nullable;

/**
 * Reads hits in blocks. They lie one on a line, as the tool writes them, or with any blanks within
 * and between them, or in one JSON array. A block ends with the first hit that ends at or after
 * {@link PartReading#PART_BYTES}, so where it does depends on the bytes alone.
 */
final class HitBlocks {
  /** Takes a hit that was scanned, and may change it where it lies. */
  @FunctionalInterface
  interface Taker {
    /**
     * Takes a hit.
     *
     * @param hit what was found
     * @param line the number of the line that it starts on
     * @throws UnexpectedBytesException if it cannot be used
     */
    void take(HitScanner hit, long line) throws IOException;
  }

  /** A block. */
  static final class Block {
    private final byte[] buffer;
    private final int size;
    private final long line;
    private final long offset;
    private final boolean lined;

    private Block(byte[] buffer, int size, long line, long offset, boolean lined) {
      this.buffer = buffer;
      this.size = size;
      this.line = line;
      this.offset = offset;
      this.lined = lined;
    }

    /** Holds it from index 0 on. */
    byte[] buffer() {
      return buffer;
    }

    /** Its length. */
    int size() {
      return size;
    }

    /** The number of its first line. */
    long line() {
      return line;
    }

    /** Where it starts in the text. */
    long offset() {
      return offset;
    }

    /** Whether each line is a hit, or blank. */
    boolean lined() {
      return lined;
    }
  }

  private static final int STEP = 64 << 10;

  /** What a hit may hold beside its document, generously. */
  private static final int AROUND = 1 << 20;

  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private enum State {
    START,
    VALUES,
    FIRST_ELEMENT,
    ELEMENT,
    SEPARATOR,
    AFTER_ARRAY
  }

  private final InputStream in;
  private final String entry;
  private final ReadLimits limits;
  private final Damages damages;
  private final IntFunction<byte[]> buffers;
  private final HitScanner scanner;

  private State state = State.START;
  private boolean begun;
  private boolean ended;
  private byte[] buffer = {};
  private byte[] rest = {};
  private int size;
  private int position;
  private int hits;
  private long line = 1;
  private long offset;

  /** The line of the block's last hit. */
  private long lastLine;

  private boolean lined;

  /** How many damaged bytes of the block were not kept. */
  private long dropped;

  /**
   * Starts at the start of a text.
   *
   * @param in the text; not closed here
   * @param entry names it in messages
   * @param limits the largest document
   * @param damages is told what is wrong; the next line is gone on with then
   * @param buffers gives buffers of at least a size, which belong to the blocks
   */
  HitBlocks(
      InputStream in,
      String entry,
      ReadLimits limits,
      Damages damages,
      IntFunction<byte[]> buffers) {
    this.in = in;
    this.entry = entry;
    this.limits = limits;
    this.damages = damages;
    this.buffers = buffers;
    this.scanner = new HitScanner(limits.maxDepth());
  }

  /** Reads the next block, or returns null after the last; a block may be without hits. */
  @Nullable Block next(Taker taker) throws IOException {
    if (state == State.AFTER_ARRAY && ended && rest.length == 0) {
      return null;
    }
    buffer = buffers.apply(begun ? PartReading.PART_BYTES + STEP + rest.length : STEP);
    System.arraycopy(rest, 0, buffer, 0, rest.length);
    size = rest.length;
    rest = new byte[0];
    position = 0;
    hits = 0;
    lined = true;
    lastLine = 0;
    dropped = 0;
    long firstLine = line;
    // Most files of a cluster are small.
    fill(begun ? PartReading.PART_BYTES + STEP : STEP);
    if (!begun && !ended) {
      fill(PartReading.PART_BYTES + STEP);
    }
    begun = true;
    boolean more = size > 0;
    while (position < PartReading.PART_BYTES && more) {
      more = step(taker);
    }
    if (position < size) {
      rest = Arrays.copyOfRange(buffer, position, size);
    }
    Block block = new Block(buffer, position, firstLine, offset, lined && state != State.SEPARATOR);
    offset += position + dropped;
    return hits == 0 && ended && rest.length == 0 && position == 0 ? end(block) : block;
  }

  private @Nullable Block end(Block last) throws IOException {
    checkEnd();
    return last.size() == 0 ? null : last;
  }

  /** An array that was begun must end. */
  private void checkEnd() throws IOException {
    if (state == State.FIRST_ELEMENT || state == State.ELEMENT || state == State.SEPARATOR) {
      state = State.AFTER_ARRAY;
      damages.note(truncated("the end of the array"));
    }
    state = State.AFTER_ARRAY;
  }

  /** Goes on by one token or hit; false at the end of the text. */
  private boolean step(Taker taker) throws IOException {
    int c = skipBlanks();
    if (c < 0) {
      if (ended) {
        checkEnd();
      }
      return false;
    }
    try {
      switch (state) {
        case START -> {
          state = c == '[' ? State.FIRST_ELEMENT : State.VALUES;
          position += c == '[' ? 1 : 0;
          lined = c != '[';
        }
        case VALUES -> hit(c, taker);
        case FIRST_ELEMENT, ELEMENT -> {
          if (c == ']' && state == State.FIRST_ELEMENT) {
            position++;
            state = State.AFTER_ARRAY;
          } else {
            lined = false;
            if (hit(c, taker)) {
              state = State.SEPARATOR;
            }
          }
        }
        case SEPARATOR -> {
          if (c != ',' && c != ']') {
            throw UnexpectedBytesException.at(buffer, position, "',' or ']' after a hit");
          }
          position++;
          state = c == ',' ? State.ELEMENT : State.AFTER_ARRAY;
        }
        case AFTER_ARRAY ->
            throw UnexpectedBytesException.at(buffer, position, "nothing after the array");
      }
    } catch (UnexpectedBytesException e) {
      damages.note(corrupt(e));
      recover();
    }
    return true;
  }

  /** Takes a hit; false if the text ends within it. */
  private boolean hit(int first, Taker taker) throws IOException {
    if (first != '{') {
      throw UnexpectedBytesException.at(
          buffer, position, "a hit, as {\"_index\":…,\"_source\":{…}}");
    }
    while (!scanner.scan(buffer, position, size, ended)) {
      if (ended) {
        damages.note(truncated("the end of a hit"));
        recover();
        return false;
      }
      long most = Math.min(position + (long) limits.maxDocumentBytes() + AROUND, MOST_BYTES);
      if (size >= most) {
        throw tooLarge(size - position);
      }
      // As much again as there is, so that a large one is not scanned too often.
      fill((int) Math.min(most, size + (long) Math.max(STEP, size - position)));
    }
    if (scanner.sourceLength() > limits.maxDocumentBytes()) {
      throw tooLarge(scanner.sourceLength());
    }
    int lineFeeds = scanner.lineFeeds();
    taker.take(scanner, line);
    lined &= lineFeeds == 0 && line > lastLine;
    lastLine = line;
    hits++;
    position = scanner.end();
    line += lineFeeds;
    return true;
  }

  /** Passes over the rest of the line, or of an array, where the next hit cannot be told. */
  private void recover() throws IOException {
    lined = false;
    if (state != State.VALUES) {
      state = State.AFTER_ARRAY;
      ended = true;
      position = size;
      return;
    }
    while (true) {
      int lineFeed = JsonSkip.find((byte) '\n', buffer, position, size);
      if (lineFeed < size) {
        position = lineFeed;
        return;
      }
      dropped += size - position;
      size = position;
      if (ended) {
        return;
      }
      fill(size + STEP);
    }
  }

  /** The byte after blanks, or -1 at the end of the text, or of a block of nothing but blanks. */
  private int skipBlanks() throws IOException {
    while (true) {
      while (position < size && JsonSkip.isBlank(buffer[position])) {
        line += buffer[position] == '\n' ? 1 : 0;
        position++;
      }
      if (position < size) {
        return buffer[position] & 0xff;
      }
      if (hits == 0) {
        // Between hits nothing needs to be kept, however many blanks there are.
        offset += size;
        position = 0;
        size = 0;
      }
      if (ended || position >= PartReading.PART_BYTES) {
        return -1;
      }
      fill(size + STEP);
    }
  }

  /** Reads until there are at least so many bytes, or the text ends. */
  private void fill(int wanted) throws IOException {
    if (wanted > buffer.length) {
      grow(wanted);
    }
    while (size < wanted && !ended) {
      int n = in.read(buffer, size, Math.min(STEP, buffer.length - size));
      if (n < 0) {
        ended = true;
      } else {
        size += n;
      }
    }
  }

  private void grow(int wanted) {
    long larger = Math.max(wanted, buffer.length + buffer.length / 2L);
    buffer = Arrays.copyOf(buffer, (int) Math.min(larger, MOST_BYTES));
  }

  private String where() {
    return "%s: line %d (offset %d)".formatted(entry, line, offset + dropped + position);
  }

  private LimitExceededException tooLarge(int bytes) {
    return new LimitExceededException(
        where(),
        "a document of at most " + limits.maxDocumentBytes() + " bytes",
        bytes + " or more",
        "raise the limit of documents if the file is sound");
  }

  private CorruptDumpException corrupt(UnexpectedBytesException e) {
    int lines = JsonSkip.lineFeeds(buffer, Math.min(position, e.offset()), e.offset());
    return new CorruptDumpException(
        "%s: line %d (offset %d)".formatted(entry, line + lines, offset + dropped + e.offset()),
        e.expected(),
        e.found(),
        "mend or remove this line, or take another copy");
  }

  private DumpException truncated(String expected) {
    return new TruncatedDumpException(
        where(), expected, "the end of the file", "take a whole copy of the file");
  }
}
