package org.indexport.format.kourou.read;

import org.indexport.IndexInfo;

/** A collection while its documents are read. */
final class Slot {
  private final IndexInfo index;
  private final boolean wanted;
  private long nextOrdinal;

  Slot(IndexInfo index, boolean wanted) {
    this.index = index;
    this.wanted = wanted;
  }

  IndexInfo index() {
    return index;
  }

  boolean isWanted() {
    return wanted;
  }

  /** The ordinal of the next part. */
  long takeOrdinal() {
    return nextOrdinal++;
  }
}
