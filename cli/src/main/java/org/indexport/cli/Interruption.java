package org.indexport.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;

/** Carries the wish to stop from a signal to the command that runs. Thread-safe. */
final class Interruption {
  private boolean wanted;
  private Runnable action = () -> {};
  private Closeable leftover = () -> {};

  /** Names what is to be done when the wish comes; done at once when it has come already. */
  void onRequest(Runnable stop) {
    boolean now;
    synchronized (this) {
      action = stop;
      now = wanted;
    }
    if (now) {
      stop.run();
    }
  }

  /** Wishes the command to stop. */
  void request() {
    Runnable stop;
    synchronized (this) {
      wanted = true;
      stop = action;
    }
    stop.run();
  }

  /** Names what is to be cleared away if the command does not end by itself. */
  synchronized void onGivingUp(Closeable value) {
    leftover = value;
  }

  /** Clears away what a command leaves that hangs, waiting for its input. */
  synchronized void giveUp() throws IOException {
    leftover.close();
  }

  synchronized boolean isWanted() {
    return wanted;
  }

  /** Throws if stopping is wanted. */
  void check() throws InterruptedIOException {
    if (isWanted()) {
      throw new InterruptedIOException("interrupted");
    }
  }

  /** As {@link #check()}, where checked exceptions cannot pass. */
  void checkUnchecked() {
    if (isWanted()) {
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
  }
}
