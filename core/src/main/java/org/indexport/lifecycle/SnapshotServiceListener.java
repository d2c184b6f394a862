package org.indexport.lifecycle;

/** Gets to know what becomes of snapshots, for logs and metrics. */
@FunctionalInterface
public interface SnapshotServiceListener {
  /** Does nothing. */
  SnapshotServiceListener NONE = status -> {};

  /**
   * Called when a snapshot was begun and when it came to its end, in this order, by one thread at a
   * time. It should return soon, and must not wait for a snapshot or close the service. What it
   * throws goes to the thread's handler of uncaught exceptions and does no harm otherwise.
   *
   * @param status what is known now
   */
  void changed(SnapshotStatus status);
}
