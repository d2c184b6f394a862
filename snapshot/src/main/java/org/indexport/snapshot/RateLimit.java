package org.indexport.snapshot;

import java.util.concurrent.TimeUnit;

/** Lets no more bytes pass in a second than allowed, evenly. Thread-safe. */
final class RateLimit {
  private final double nanosPerByte;
  private long free = System.nanoTime();

  /**
   * A limit.
   *
   * @param bytesPerSecond how many; 0 for no limit
   */
  RateLimit(long bytesPerSecond) {
    this.nanosPerByte = bytesPerSecond == 0 ? 0 : 1e9 / bytesPerSecond;
  }

  /** Waits until so many bytes may pass. */
  void pass(int bytes) throws InterruptedException {
    if (nanosPerByte > 0) {
      TimeUnit.NANOSECONDS.sleep(waiting(bytes));
    }
  }

  private synchronized long waiting(int bytes) {
    long now = System.nanoTime();
    // What was not used is lost, so that a pause is not followed by a rush.
    long start = free - now > 0 ? free : now;
    free = start + (long) (bytes * nanosPerByte);
    return start - now;
  }
}
