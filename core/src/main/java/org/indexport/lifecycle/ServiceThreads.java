package org.indexport.lifecycle;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of services. */
final class ServiceThreads {
  private static final long IDLE_SECONDS = 10;

  private ServiceThreads() {}

  /** One daemon thread for one task after the other; none while there is nothing to do. */
  static ThreadPoolExecutor oneThread(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * Waits for the end of a pool that takes no more tasks; a thread that is interrupted does not
   * wait, and stays so.
   *
   * @return whether it has ended
   */
  static boolean awaitEnd(ThreadPoolExecutor executor, Duration atMost) {
    try {
      return executor.awaitTermination(nanos(atMost), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** In nanoseconds; what is longer than can be told is as long as can be told. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
