package org.indexport.kuzzle;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks a server for many things, several at a time. */
final class Crew {
  /** A server answers best when it has a few requests at a time. */
  private static final int THREADS = 8;

  private Crew() {}

  /** What is done with one thing. */
  @FunctionalInterface
  interface Work<T, R> {
    R with(T thing) throws IOException;
  }

  /**
   * Does something with each of many things.
   *
   * @return what has come of each, in the order of the things
   * @throws IOException if it fails for one; the others are given up
   */
  static <T, R> List<R> withEach(List<T> things, Work<T, R> work) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(THREADS, things.size())),
            task -> {
              Thread thread = new Thread(task, "indexport-kuzzle");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (T thing : things) {
        futures.add(threads.submit(() -> work.with(thing)));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a server was asked");
    } finally {
      threads.shutdownNow();
    }
  }
}
