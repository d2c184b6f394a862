package org.indexport.lifecycle;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Lets bytes pass at a steady rate, in steps of about ten milliseconds, until it is stopped; also
 * ends those who wait then. Thread-safe.
 */
final class Throttle {
  /** No limit. */
  static final long UNLIMITED = Long.MAX_VALUE;

  private static final int STEPS_PER_SECOND = 100;
  private static final long LARGEST_STEP = 64 << 10;

  /** What was not used in time can be used later, but not more of it than this. */
  private static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final long bytesPerSecond;
  private final double nanosPerByte;
  private long due;
  private volatile boolean stopped;

  Throttle(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanosPerByte = (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    this.due = System.nanoTime();
  }

  /** After how many bytes it is worth while to call {@link #pass}. */
  long step() {
    return Math.max(1, Math.min(LARGEST_STEP, bytesPerSecond / STEPS_PER_SECOND));
  }

  /** Ends all who wait, and who come. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Throws if it was stopped. */
  void check() throws InterruptedIOException {
    if (stopped) {
      throw new InterruptedIOException("canceled");
    }
  }

  /** Waits until so many bytes may pass. */
  void pass(long bytes) throws InterruptedIOException {
    check();
    if (bytesPerSecond != UNLIMITED) {
      await(bytes);
    }
  }

  private synchronized void await(long bytes) throws InterruptedIOException {
    long now = System.nanoTime();
    if (due - now < -CREDIT_NANOS) {
      due = now - CREDIT_NANOS;
    }
    due += Math.round(bytes * nanosPerByte);
    long mine = due;
    try {
      for (long left = mine - now; left > 0; left = mine - System.nanoTime()) {
        check();
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      check();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the engine was read");
    }
  }
}
