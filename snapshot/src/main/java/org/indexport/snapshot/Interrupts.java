package org.indexport.snapshot;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** What callers are told whose thread was interrupted. */
final class Interrupts {
  private Interrupts() {}

  /**
   * Looks whether the thread was interrupted, which it stays.
   *
   * @throws ClosedByInterruptException if so
   */
  static void check() throws ClosedByInterruptException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
  }

  /** The failure, or what stands for all failures of a thread that was interrupted. */
  static IOException told(IOException failure) {
    if (failure instanceof ClosedByInterruptException || !Thread.currentThread().isInterrupted()) {
      return failure;
    }
    ClosedByInterruptException interrupted = new ClosedByInterruptException();
    interrupted.addSuppressed(failure);
    return interrupted;
  }
}
