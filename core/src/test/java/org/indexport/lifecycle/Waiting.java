package org.indexport.lifecycle;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gate that a test opens. */
final class Waiting {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** Called by who is to be held up. */
  void pass() throws InterruptedIOException {
    entered.countDown();
    try {
      if (!opened.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted at the gate");
    }
  }

  /** Waits until somebody is held up. */
  void awaitEntered() throws InterruptedException {
    if (!entered.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody came to the gate");
    }
  }

  void open() {
    opened.countDown();
  }
}
