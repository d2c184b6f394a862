package org.indexport.spi;

import java.io.IOException;

/** Where snapshots go: a single file or a repository. Thread-safe. */
@FunctionalInterface
public interface SnapshotStore {
  /**
   * Takes a snapshot and keeps it. It counts only if this returns; otherwise what was there before
   * is as it was. A thread that is interrupted stops soon and leaves nothing.
   *
   * @param source pinned once, for the length of the call
   * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted
   * @throws IOException if the engine or the storage fails
   */
  SnapshotReport store(SnapshotSource source) throws IOException;
}
