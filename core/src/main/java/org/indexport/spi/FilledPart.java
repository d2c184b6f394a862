package org.indexport.spi;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.indexport.DocumentTotals;
import org.indexport.IndexInfo;
import org.indexport.json.EnvelopeLine;

/**
 * For authors of formats: a part that a {@link PartAssembler} has cut, and whoever was given it
 * owns. Its buffer is one of few that all open sinks share, so it is to be given back soon: by
 * {@link #release()} when its bytes are no longer needed, or by {@link #fail} when they could not
 * be written; by exactly one of them, once, on any thread.
 */
public final class FilledPart {
  private final PartAssembler assembler;
  private final IndexInfo index;
  private final long ordinal;
  private final byte[] buffer;
  private final int length;
  private final int[] lineEnds;
  private final DocumentTotals totals;
  private final AtomicBoolean released = new AtomicBoolean();

  FilledPart(
      PartAssembler assembler,
      IndexInfo index,
      long ordinal,
      byte[] buffer,
      int length,
      int[] lineEnds,
      DocumentTotals totals) {
    this.assembler = assembler;
    this.index = index;
    this.ordinal = ordinal;
    this.buffer = buffer;
    this.length = length;
    this.lineEnds = lineEnds;
    this.totals = totals;
  }

  /** The index that the lines belong to. */
  public IndexInfo index() {
    return index;
  }

  /** The part's position among the parts of its index, from 0. */
  public long ordinal() {
    return ordinal;
  }

  /**
   * Holds the lines, each with its line feed, from index 0 on; not to be used after the release.
   *
   * @throws IllegalStateException if the part was released
   */
  public byte[] buffer() {
    if (released.get()) {
      throw new IllegalStateException(this + " was released");
    }
    return buffer;
  }

  /** The length of the lines in bytes. */
  public int length() {
    return length;
  }

  /** How many lines there are. */
  public int lines() {
    return (int) totals.documents();
  }

  /**
   * Finds what a line holds that is an envelope, without looking for its end.
   *
   * @param line from 0
   * @param envelope takes where it lies in {@link #buffer()}
   * @throws IndexOutOfBoundsException if there are not as many lines
   * @throws IllegalStateException if the part was released
   */
  public void read(int line, EnvelopeLine envelope) {
    int start = line == 0 ? 0 : lineEnds[Objects.checkIndex(line, lines()) - 1] + 1;
    envelope.read(buffer(), start, lineEnds[line]);
  }

  /** What the documents add up to. */
  public DocumentTotals totals() {
    return totals;
  }

  /**
   * Gives the buffer back.
   *
   * @throws IllegalStateException if that was done before
   */
  public void release() {
    if (!tryRelease()) {
      throw new IllegalStateException(this + " was released before");
    }
  }

  /**
   * Gives the buffer back and makes all that is added to the assembler from now on fail, since this
   * part was not written.
   *
   * @param cause why
   * @throws IllegalStateException if the buffer was given back before
   */
  public void fail(Throwable cause) {
    assembler.failed(cause);
    release();
  }

  /** Gives the buffer back unless that was done before. */
  boolean tryRelease() {
    boolean first = released.compareAndSet(false, true);
    if (first) {
      assembler.released(buffer);
    }
    return first;
  }

  /** Its index and ordinal. */
  @Override
  public String toString() {
    return "part " + ordinal + " of index " + index.name();
  }
}
