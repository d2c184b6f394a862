package org.indexport.snapshot;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Threads that work on one thing together: when one fails, all stop. */
final class Workers {
  /** What one thread does. */
  @FunctionalInterface
  interface Work {
    /**
     * Works until all is done.
     *
     * @throws InterruptedException if the thread is interrupted, since another has failed
     * @throws IOException if it fails
     */
    void run() throws IOException, InterruptedException;
  }

  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Throwable failure;

  private Workers() {}

  /**
   * Runs everything, each on a thread of its own, and waits until all threads have ended.
   *
   * @param name what the threads are called
   * @throws ClosedByInterruptException if the calling thread is interrupted; it still is then
   * @throws IOException the first failure
   */
  static void run(String name, List<Work> works) throws IOException {
    Workers workers = new Workers();
    for (Work work : works) {
      Thread thread = new Thread(() -> workers.work(work), name);
      thread.setDaemon(true);
      workers.threads.add(thread);
    }
    workers.runAll();
  }

  private void runAll() throws IOException {
    List<Thread> started = new ArrayList<>();
    try {
      for (Thread thread : threads) {
        thread.start();
        started.add(thread);
      }
    } catch (RuntimeException | Error e) {
      // No more threads are to be had.
      fail(e);
    }
    boolean interrupted = false;
    for (Thread thread : started) {
      interrupted |= join(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  /** Waits for the end of a thread whatever happens; whether this one was interrupted meanwhile. */
  private boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        fail(new ClosedByInterruptException());
      }
    }
  }

  private void work(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      fail(new ClosedByInterruptException());
    } catch (Throwable e) {
      fail(e);
    }
  }

  private synchronized void fail(Throwable reason) {
    if (failure == null) {
      failure = reason;
      threads.forEach(Thread::interrupt);
    } else if (!(reason instanceof ClosedByInterruptException
        || reason instanceof InterruptedIOException)) {
      failure.addSuppressed(reason);
    }
  }

  private synchronized void rethrow() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }
}
