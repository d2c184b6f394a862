package org.indexport.transfer;

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
}
