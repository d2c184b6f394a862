package org.indexport.format.elasticdump.read;

import org.indexport.IndexInfo;

/** What a cursor knows of one index while it reads. One thread. */
final class Slot {
  private final IndexInfo index;
  private final boolean wanted;
  private long nextOrdinal;
  private boolean extras;

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

  /** The ordinal of the next part, which is not taken by this. */
  long ordinal() {
    return nextOrdinal;
  }

  /** Goes on after parts that somebody else has numbered. */
  void ordinal(long next) {
    nextOrdinal = next;
  }

  /** Notes that a hit has members that envelopes have no place for. */
  void noteExtras() {
    extras = true;
  }

  /** Whether there were such hits since this was asked last. */
  boolean takeExtras() {
    boolean noted = extras;
    extras = false;
    return noted;
  }
}
