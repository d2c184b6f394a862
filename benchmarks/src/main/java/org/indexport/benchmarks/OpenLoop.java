package org.indexport.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Searches at fixed moments, whether or not the former ones were answered. How long one takes
 * counts from the moment at which it was to be sent, so that waiting behind a slow one counts too.
 */
final class OpenLoop implements Closeable {
  /** As many as the server has threads. */
  private static final int CONNECTIONS = 32;

  private final List<String> paths;
  private final List<SearchConnection> connections = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

  /**
   * Connects.
   *
   * @param paths what is asked for, in this order and then from the start again
   */
  OpenLoop(int port, List<String> paths) throws IOException {
    this.paths = paths;
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(new SearchConnection(port));
    }
  }

  /** Latencies in milliseconds. */
  static final class Latencies {
    private final double[] sorted;

    private Latencies(double[] measured) {
      sorted = measured.clone();
      Arrays.sort(sorted);
    }

    double quantile(double fraction) {
      return sorted[(int) Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))];
    }

    double max() {
      return sorted[sorted.length - 1];
    }

    @Override
    public String toString() {
      return String.format(
          "p50 %.2f ms, p99 %.2f ms, max %.1f ms", quantile(0.5), quantile(0.99), max());
    }
  }

  /** Searches for some time. */
  Latencies run(double perSecond, double seconds) throws IOException, InterruptedException {
    double[] latencies = new double[(int) Math.max(1, perSecond * seconds)];
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime() + 10_000_000;
    List<Future<?>> workers = new ArrayList<>();
    for (SearchConnection connection : connections) {
      workers.add(
          threads.submit(
              () -> {
                for (int i = next.getAndIncrement();
                    i < latencies.length;
                    i = next.getAndIncrement()) {
                  long scheduled = start + (long) (i * 1e9 / perSecond);
                  awaitMoment(scheduled);
                  connection.get(paths.get(i % paths.size()));
                  latencies[i] = (System.nanoTime() - scheduled) / 1e6;
                }
                return null;
              }));
    }
    for (Future<?> worker : workers) {
      try {
        worker.get();
      } catch (ExecutionException e) {
        throw new IOException("a search failed", e);
      }
    }
    return new Latencies(latencies);
  }

  private static void awaitMoment(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    for (SearchConnection connection : connections) {
      connection.close();
    }
  }
}
