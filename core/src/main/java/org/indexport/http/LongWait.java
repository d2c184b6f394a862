package org.indexport.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When people should be told that a server is waited for: when nothing has gone well for ten
 * seconds, and each minute from then on. Thread-safe.
 */
final class LongWait {
  private static final long FIRST = TimeUnit.SECONDS.toNanos(10);
  private static final long NEXT = TimeUnit.SECONDS.toNanos(60);

  private final LongSupplier clock;
  private boolean waiting;
  private long due;

  /**
   * Starts with nothing waited for.
   *
   * @param clock the time in nanoseconds since whenever
   */
  LongWait(LongSupplier clock) {
    this.clock = clock;
  }

  /** Something was in vain; tells whether people should know by now. */
  synchronized boolean isDue() {
    long now = clock.getAsLong();
    if (!waiting) {
      waiting = true;
      due = now + FIRST;
    }
    if (now - due < 0) {
      return false;
    }
    due = now + NEXT;
    return true;
  }

  /** Something went well. */
  synchronized void over() {
    waiting = false;
  }
}
