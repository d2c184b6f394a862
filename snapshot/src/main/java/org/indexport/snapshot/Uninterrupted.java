package org.indexport.snapshot;

import java.io.IOException;

/**
 * Does what must be done also by a thread that was interrupted, to which channels close themselves
 * otherwise.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** What is to be done. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /** Runs it; afterwards the thread is interrupted as before. */
  static <T> T call(Action<T> action) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return action.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
