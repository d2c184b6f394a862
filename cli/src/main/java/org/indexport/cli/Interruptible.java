package org.indexport.cli;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Runs what ends in order when its thread is interrupted, so that a signal ends it. */
final class Interruptible {
  private Interruptible() {}

  /** What is run. */
  @FunctionalInterface
  interface Task<T> {
    T run() throws IOException;
  }

  /**
   * Runs in this thread.
   *
   * @param left what an interruption leaves, for the message
   * @throws InterruptedIOException if the user wanted it to stop before it was done
   */
  static <T> T run(Terminal terminal, String left, Task<T> task) throws IOException {
    Interruption interruption = terminal.interruption();
    interruption.onRequest(Thread.currentThread()::interrupt);
    try {
      return task.run();
    } catch (IOException | RuntimeException e) {
      if (!interruption.isWanted()) {
        throw e;
      }
      InterruptedIOException told = new InterruptedIOException("interrupted; " + left);
      told.initCause(e);
      throw told;
    } finally {
      interruption.onRequest(() -> {});
      // What follows, the report above all, is for the user to have.
      Thread.interrupted();
    }
  }
}
