package org.indexport.files;

import org.indexport.IndexInfo;

/** An index while its documents are read: whether they are wanted, and its parts. One thread. */
public final class IndexParts {
  private final IndexInfo index;
  private final boolean wanted;
  private long ordinal;

  IndexParts(IndexInfo index, boolean wanted) {
    this.index = index;
    this.wanted = wanted;
  }

  /** The index. */
  public IndexInfo index() {
    return index;
  }

  /** Whether its documents are asked for. */
  public boolean isWanted() {
    return wanted;
  }

  /** The ordinal of the next part, which is taken by this. */
  public long takeOrdinal() {
    return ordinal++;
  }

  /** The ordinal of the next part, which is not taken by this. */
  public long ordinal() {
    return ordinal;
  }

  /** Goes on after parts that somebody else has numbered. */
  public void ordinal(long next) {
    ordinal = next;
  }
}
