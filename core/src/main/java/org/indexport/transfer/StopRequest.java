package org.indexport.transfer;

import java.io.InterruptedIOException;

/** Carries the wish to stop from any thread to the one that works. */
final class StopRequest {
  private volatile boolean wanted;

  void stop() {
    wanted = true;
  }

  /** Throws if stopping was asked for, or the thread was interrupted. */
  void check() throws InterruptedIOException {
    if (wanted || Thread.interrupted()) {
      throw new InterruptedIOException("stopped before the end of the input");
    }
  }
}
