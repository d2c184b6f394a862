package org.indexport.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.jspecify.annotations.Nullable;

/**
 * Walks a dump a few parts ahead: parts are checked and counted by other threads before they are
 * returned, still in file order. Whoever gets a part closes it.
 */
final class PartPrefetch implements Closeable {
  private static final int MOST_THREADS = 4;

  private final DumpCursor cursor;
  private final int threads =
      Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors() - 1));
  private final ExecutorService executor;
  private final Queue<Counted> ahead = new ArrayDeque<>();
  private @Nullable DumpEntry held;
  private boolean ended;

  private record Counted(DocumentPart part, Future<?> counting) {}

  /** Starts where the cursor is, which is not closed. */
  PartPrefetch(DumpCursor cursor) {
    this.cursor = cursor;
    this.executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "indexport-prefetch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * As {@link DumpCursor#next()}, but for parts that are {@linkplain DocumentPart#totals counted}.
   */
  @Nullable DumpEntry next() throws IOException {
    try {
      while (ahead.size() <= threads && held == null && !ended) {
        fetch();
      }
    } catch (IOException | RuntimeException e) {
      // What is wrong in a part that comes before that place is told first.
      while (!ahead.isEmpty()) {
        counted().close();
      }
      throw e;
    }
    if (!ahead.isEmpty()) {
      return counted();
    }
    DumpEntry entry = held;
    held = null;
    return entry;
  }

  private void fetch() throws IOException {
    DumpEntry entry = cursor.next();
    if (entry instanceof DocumentPart part) {
      ahead.add(new Counted(part, executor.submit(part::totals)));
    } else {
      held = entry;
      ended = entry == null;
    }
  }

  private DocumentPart counted() throws IOException {
    Counted first = ahead.element();
    try {
      first.counting().get();
      return ahead.remove().part();
    } catch (ExecutionException e) {
      ahead.remove().part().close();
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the input was read");
    }
  }

  private static IOException rethrown(@Nullable Throwable failure) {
    if (failure instanceof IOException e) {
      return e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return new IOException(failure);
  }

  /** Ends the threads and closes parts that nobody has got. */
  @Override
  public void close() {
    executor.shutdownNow();
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        // A part that is being counted is in memory: it does not take long.
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    ahead.forEach(left -> left.part().close());
    ahead.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
