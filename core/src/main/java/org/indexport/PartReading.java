package org.indexport;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * For authors of formats: what the parts of one {@link DumpCursor} have in common – options,
 * buffers, the tally, and the list of damages. Make one per cursor. Thread-safe.
 *
 * <p>A format that finds lines in a stream takes {@link #lines}, one that finds a JSON array takes
 * {@link #array}; one that has parts of its own fills a {@link #buffer}, or brings a {@link
 * PartLoader}, and calls {@code part}.
 */
public final class PartReading {
  /** The plain bytes after which streams are cut into parts, at the next document's end. */
  public static final int PART_BYTES = 4 << 20;

  /** The plain bytes of parts that are cut while nothing of a file depends on where. */
  public static final int SMALL_PART_BYTES = 1 << 20;

  private static final int SLACK = 128 << 10;
  private static final int KEPT_BYTES = 2 * PART_BYTES;

  /** Less than this is cheap to make. */
  private static final int SMALL_BYTES = 64 << 10;

  /** More would fill the memory of who salvages what is hopeless. */
  private static final int LISTED_DAMAGES = 10_000;

  private final ReadOptions options;
  private final DumpTally tally = new DumpTally();
  private final List<DumpException> damages = new ArrayList<>();
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private final AtomicInteger open = new AtomicInteger();

  /** Starts with nothing read. */
  public PartReading(ReadOptions options) {
    this.options = options;
  }

  /** The options that the dump is read with. */
  public ReadOptions options() {
    return options;
  }

  /** What was counted so far. */
  public DumpTally tally() {
    return tally;
  }

  /**
   * Cuts lines into parts: each ends with the first line that ends at or after {@link #PART_BYTES}.
   * The stream is read to its end and not closed.
   *
   * @param in the lines
   * @param index the index they belong to
   * @param entry names the stream in messages
   * @param firstOrdinal the ordinal of the first part
   */
  public PartCutter lines(InputStream in, IndexInfo index, String entry, long firstOrdinal) {
    return new LineCutter(this, in, index, entry, firstOrdinal);
  }

  /**
   * Cuts a JSON array of objects into parts, each after the first object that ends at or after
   * {@link #PART_BYTES}. The stream is read to its end and not closed.
   *
   * @param in the JSON text
   * @param index the index that the objects belong to
   * @param entry names the stream in messages
   */
  public PartCutter array(InputStream in, IndexInfo index, String entry) {
    return new ArrayCutter(this, in, index, entry);
  }

  /**
   * Cuts a stream of JSON objects that any blanks may separate. Where each line is one object, as
   * is usual, parts are those of {@link #lines}; from the first part on where it is not, each
   * object is looked for. The stream is read to its end and not closed.
   *
   * @param in the JSON text
   * @param index the index that the objects belong to
   * @param entry names the stream in messages
   * @param firstOrdinal the ordinal of the first part
   */
  public PartCutter values(InputStream in, IndexInfo index, String entry, long firstOrdinal) {
    return new ValueCutter(this, in, index, entry, firstOrdinal);
  }

  /** A buffer of at least this size, which {@link #part} takes over. */
  public byte[] buffer(int size) {
    if (size <= SMALL_BYTES) {
      return new byte[size];
    }
    synchronized (free) {
      byte[] buffer = free.pollLast();
      if (buffer != null && buffer.length >= size) {
        return buffer;
      }
    }
    // Of two sizes mostly, so that the next part can use it again.
    int usual = size <= SMALL_PART_BYTES ? SMALL_PART_BYTES : PART_BYTES;
    return new byte[Math.max(size, usual + SLACK)];
  }

  /**
   * A part whose lines are at hand.
   *
   * @param index the index they belong to
   * @param ordinal the part's position among the parts of the index
   * @param buffer holds the lines; it belongs to the part from now on
   * @param from where they start
   * @param to where they end
   * @param origin where they come from
   */
  public DocumentPart part(
      IndexInfo index, long ordinal, byte[] buffer, int from, int to, DocumentPart.Origin origin) {
    return part(index, ordinal, PartBytes.lines(buffer, from, to), origin);
  }

  /**
   * A part whose documents are not separated by line feeds.
   *
   * @param index the index they belong to
   * @param ordinal the part's position among the parts of the index
   * @param buffer holds them from its start; it belongs to the part from now on
   * @param size how much of the buffer is used
   * @param bounds for each document where its line starts, where that ends, and its number
   * @param origin where they come from
   */
  public DocumentPart part(
      IndexInfo index,
      long ordinal,
      byte[] buffer,
      int size,
      int[] bounds,
      DocumentPart.Origin origin) {
    return part(index, ordinal, PartBytes.pieces(buffer, size, bounds), origin);
  }

  /**
   * A part whose documents were {@linkplain Document#isChecked() checked}.
   *
   * @param index the index they belong to
   * @param ordinal the part's position among the parts of the index
   * @param buffer holds them from its start; it belongs to the part from now on
   * @param size how much of the buffer is used
   * @param bounds for each document where its line starts, where that ends, and its number
   * @param origin where they come from
   */
  public DocumentPart checkedPart(
      IndexInfo index,
      long ordinal,
      byte[] buffer,
      int size,
      int[] bounds,
      DocumentPart.Origin origin) {
    return part(index, ordinal, PartBytes.checked(buffer, size, bounds), origin);
  }

  /**
   * A part whose lines are brought when they are first needed, by the thread that needs them: so
   * they are unpacked by as many threads as read parts.
   *
   * @param index the index they belong to
   * @param ordinal the part's position among the parts of the index
   * @param length their length in bytes
   * @param loader brings them; it belongs to the part from now on
   * @param origin where they come from
   */
  public DocumentPart part(
      IndexInfo index, long ordinal, int length, PartLoader loader, DocumentPart.Origin origin) {
    open.incrementAndGet();
    return new DocumentPart(this, index, ordinal, length, loader, origin);
  }

  DocumentPart part(IndexInfo index, long ordinal, PartBytes bytes, DocumentPart.Origin origin) {
    open.incrementAndGet();
    return new DocumentPart(this, index, ordinal, bytes, origin);
  }

  /** Takes back the buffer of a part that is closed. */
  void closed(@Nullable PartBytes bytes) {
    open.decrementAndGet();
    if (bytes != null) {
      release(bytes.buffer());
    }
  }

  /**
   * For {@link DumpCursor#finish()}: parts that are open may not have been counted yet.
   *
   * @throws IllegalStateException if a part is open
   */
  public void checkPartsClosed() {
    int left = open.get();
    if (left > 0) {
      throw new IllegalStateException("parts that are open: " + left);
    }
  }

  /** Takes a buffer back that no part has taken over. */
  public void release(byte[] buffer) {
    if (buffer.length >= SMALL_PART_BYTES && buffer.length <= KEPT_BYTES) {
      synchronized (free) {
        free.addLast(buffer);
      }
    }
  }

  /** What was wrong so far; first come first, and beyond 10,000 only that there was more. */
  public List<DumpException> damages() {
    synchronized (damages) {
      return List.copyOf(damages);
    }
  }

  /**
   * Answers damage as the options ask: throws it, or notes it so that reading can go on.
   *
   * @throws IOException the damage, where it is refused
   */
  public void damaged(DumpException damage) throws IOException {
    if (options.damage() == ReadOptions.Damage.REFUSE) {
      throw damage;
    }
    synchronized (damages) {
      if (damages.size() < LISTED_DAMAGES) {
        damages.add(damage);
      } else if (damages.size() == LISTED_DAMAGES) {
        damages.add(new CorruptDumpException("more damage was found than is listed here"));
      }
    }
  }
}
