package org.indexport;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.indexport.PartDocuments.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * A bounded run of consecutive documents of one index: the unit of parallelism, of checksums and of
 * resuming. A {@link DumpCursor} returns it; who got it closes it, on any thread. One thread at a
 * time.
 *
 * <p>{@link #documents()} may be asked for again and again. The first full reading checks the
 * documents as the {@link ReadOptions} ask and counts and hashes them; later ones are cheap. Unlike
 * those of other cursors, a part's documents stay valid until the part is closed.
 */
public final class DocumentPart implements DumpEntry, Closeable {
  /**
   * Where a part's bytes come from, for messages.
   *
   * @param entry the file, or the file and the entry within it
   * @param line the number of the part's first line there, from 1
   * @param offset where the part starts there, in plain bytes
   * @param lastLine whether the last line has an end of its own, or the input ends with it
   */
  public record Origin(String entry, long line, long offset, LastLine lastLine) {}

  /** How the last line of a part ends. */
  public enum LastLine {
    /** With a line break, or with what else separates documents there. */
    ENDED,
    /** With the input: it may have been cut there. */
    OPEN
  }

  private final PartReading reading;
  private final IndexInfo index;
  private final long ordinal;
  private final int length;
  private final Origin origin;
  private final PartLoader loader;
  private @Nullable PartBytes bytes;
  private @Nullable DocumentTotals totals;
  private long checkedDocuments = -1;
  private @Nullable PartTable table;
  private boolean damaged;
  private boolean closed;

  DocumentPart(PartReading reading, IndexInfo index, long ordinal, PartBytes bytes, Origin origin) {
    this(reading, index, ordinal, bytes.to() - bytes.from(), PartLoader.LOADED, origin);
    this.bytes = bytes;
  }

  DocumentPart(
      PartReading reading,
      IndexInfo index,
      long ordinal,
      int length,
      PartLoader loader,
      Origin origin) {
    this.reading = reading;
    this.index = index;
    this.ordinal = ordinal;
    this.length = length;
    this.loader = loader;
    this.origin = origin;
  }

  /** The index that the documents belong to. */
  public IndexInfo index() {
    return index;
  }

  /** The position among the parts of this index, from 0; the same whenever the dump is read. */
  public long ordinal() {
    return ordinal;
  }

  /** The length of the part's lines in bytes. */
  public int bytes() {
    return length;
  }

  /** Where the part's bytes come from. */
  public Origin origin() {
    return origin;
  }

  /**
   * The documents from the first on. Closing the cursor does not close the part.
   *
   * @throws IllegalStateException if the part is closed
   */
  public DocumentCursor documents() {
    checkOpen();
    if (table != null) {
      return table.documents(this);
    }
    if (totals == null) {
      return new PartDocuments(this, reading, Purpose.COUNT);
    }
    return new PartDocuments(this, reading, damaged ? Purpose.REPEAT_DAMAGED : Purpose.REPEAT);
  }

  /**
   * What the documents add up to. Reads them if that was not done before.
   *
   * @throws CorruptDumpException if the bytes are not documents
   * @throws TruncatedDumpException if the input ends within one
   * @throws LimitExceededException if a document exceeds {@link ReadLimits}
   * @throws IllegalStateException if the part is closed
   * @throws IOException if the bytes were not read before, and reading them fails
   */
  public DocumentTotals totals() throws IOException {
    if (totals == null) {
      try (DocumentCursor documents = documents()) {
        while (documents.next() != null) {
          // Reading them is what counts them.
        }
      }
    }
    return Objects.requireNonNull(totals);
  }

  /**
   * Makes sure that the bytes are those that were written: by the digest that the dump has of this
   * part, or, where it has none, by reading all documents as {@link #totals()}.
   *
   * @return how many documents there are
   * @throws CorruptDumpException if the bytes are others, or not documents
   * @throws TruncatedDumpException if the input ends within them
   * @throws LimitExceededException if a document exceeds {@link ReadLimits}
   * @throws IllegalStateException if the part is closed
   * @throws IOException if reading fails
   */
  public long prove() throws IOException {
    long proven = loader.provenDocuments();
    if (proven < 0 || totals != null) {
      return totals().documents();
    }
    content();
    return damaged ? 0 : proven;
  }

  /**
   * Finds what is wrong, as {@link #prove()} does, but counts and hashes nothing that was not
   * counted before: cheaper where the dump has no digest of this part, and nothing to compare with.
   *
   * @return how many documents there are
   * @throws CorruptDumpException if the bytes are not documents, or others than were written
   * @throws TruncatedDumpException if the input ends within them
   * @throws LimitExceededException if a document exceeds {@link ReadLimits}
   * @throws IllegalStateException if the part is closed
   * @throws IOException if reading fails
   */
  public long check() throws IOException {
    if (totals != null || loader.provenDocuments() >= 0) {
      return prove();
    }
    checkOpen();
    if (checkedDocuments < 0) {
      long found = 0;
      try (DocumentCursor documents = new PartDocuments(this, reading, Purpose.CHECK)) {
        while (documents.next() != null) {
          found++;
        }
      }
      checkedDocuments = found;
    }
    return checkedDocuments;
  }

  /**
   * Writes the source of every document and a line feed behind it: all of them at once where the
   * dump proves that its lines are just that.
   *
   * @param out takes them
   * @throws IOException as {@link #totals()}, or if writing fails
   */
  public void writeSources(OutputStream out) throws IOException {
    if (loader.provenDocuments() >= 0 && index.lines() == Lines.SOURCE) {
      PartBytes lines = content();
      out.write(lines.buffer(), lines.from(), lines.to() - lines.from());
      return;
    }
    try (DocumentCursor documents = documents()) {
      for (Document document; (document = documents.next()) != null; ) {
        out.write(document.array(), document.offset(), document.length());
        out.write('\n');
      }
    }
  }

  /** The bytes, which are brought here if they were not needed before. */
  PartBytes content() throws IOException {
    checkOpen();
    PartBytes known = bytes;
    if (known == null) {
      known = load();
      bytes = known;
    }
    return known;
  }

  private PartBytes load() throws IOException {
    byte[] buffer = reading.buffer(length);
    try {
      loader.load(buffer);
      return PartBytes.lines(buffer, 0, length);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.release(buffer);
      reading.damaged(e);
      damaged = true;
      return PartBytes.lines(new byte[0], 0, 0);
    } catch (IOException | RuntimeException | Error e) {
      reading.release(buffer);
      throw e;
    }
  }

  /** Takes the account of the first full reading, and what spares later ones the scanning. */
  void counted(DocumentTotals counted, boolean withDamage, @Nullable PartTable found)
      throws IOException {
    if (totals == null) {
      boolean whole = !withDamage && !damaged;
      if (whole) {
        whole = check(counted);
      }
      totals = counted;
      table = found;
      damaged = !whole;
      reading.tally().add(index.name(), counted);
      if (damaged) {
        reading.tally().leaveOut(index.name());
      }
    }
  }

  private boolean check(DocumentTotals counted) throws IOException {
    try {
      loader.counted(counted);
      return true;
    } catch (CorruptDumpException e) {
      reading.damaged(e);
      return false;
    }
  }

  /** Whether the documents were read, so that {@link #totals()} costs nothing. */
  public boolean isCounted() {
    return totals != null;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("part " + ordinal + " of " + index.name() + " is closed");
    }
  }

  /** Frees the part's memory; its documents are not valid any more. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      table = null;
      if (totals == null) {
        reading.tally().leaveOut(index.name());
      }
      loader.close();
      reading.closed(bytes);
    }
  }

  @Override
  public String toString() {
    return "part " + ordinal + " of " + index.name();
  }
}
