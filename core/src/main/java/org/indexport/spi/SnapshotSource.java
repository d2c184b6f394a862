package org.indexport.spi;

import java.io.IOException;

/**
 * The files of an engine, to be copied as they are while the engine goes on. Thread-safe; holds
 * nothing but what its pins hold.
 */
public interface SnapshotSource {
  /**
   * Holds the files of one point in time, of which nothing is missing and nothing changes until the
   * pin is closed. Everything that the engine acknowledged before this call is in them.
   *
   * @return to be closed by the caller
   * @throws IOException if the engine fails
   */
  PinnedFiles pin() throws IOException;
}
