package org.indexport.transfer;

import org.indexport.IndexName;

/** Gets to know how a transfer goes on. What it throws stops the transfer. */
@FunctionalInterface
public interface TransferListener {
  /** Does nothing. */
  TransferListener NONE = (documents, bytes) -> {};

  /**
   * Called after each part, by one thread at a time.
   *
   * @param documents how many documents were read so far
   * @param bytes the sum of their lengths in bytes
   */
  void progressed(long documents, long bytes);

  /**
   * Called by conversions, exports and imports after each part, before {@link #progressed}, by the
   * same thread.
   *
   * @param index the index that was read, by its name in the input
   * @param documents how many documents of it were read so far, with those before an interruption
   */
  default void progressedIn(IndexName index, long documents) {}
}
