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
 * Walks a dump a few parts ahead: parts are read by other threads before they are returned, still
 * in file order. Call {@link #next()} until null, then {@link DumpCursor#finish()}; whoever gets a
 * part closes it. One thread.
 */
public final class PartPrefetch implements Closeable {
  private static final int MOST_THREADS = 4;

  private final DumpCursor cursor;
  private final int threads;
  private final Reading reading;
  private final ExecutorService executor;
  private final Queue<Counted> ahead = new ArrayDeque<>();
  private @Nullable DumpEntry held;
  private boolean ended;

  private record Counted(DocumentPart part, Future<?> reading) {}

  /** What is done with a part before it is returned. */
  @FunctionalInterface
  private interface Reading {
    void read(DocumentPart part) throws IOException;
  }

  private PartPrefetch(DumpCursor cursor, int threads, Reading reading) {
    this.cursor = cursor;
    this.threads = Math.max(1, Math.min(MOST_THREADS, threads));
    this.reading = reading;
    this.executor =
        Executors.newFixedThreadPool(
            this.threads,
            task -> {
              Thread thread = new Thread(task, "indexport-prefetch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Has parts {@linkplain DocumentPart#totals() counted} before they are returned.
   *
   * @param cursor stays the caller's, and must not be asked for entries by anybody else
   */
  public static PartPrefetch counting(DumpCursor cursor) {
    // The thread that takes the parts has work to do too.
    return new PartPrefetch(cursor, processors() - 1, DocumentPart::totals);
  }

  /**
   * Has parts {@linkplain DocumentPart#prove() proven} before they are returned.
   *
   * @param cursor stays the caller's, and must not be asked for entries by anybody else
   */
  public static PartPrefetch proving(DumpCursor cursor) {
    return new PartPrefetch(cursor, processors(), DocumentPart::prove);
  }

  /**
   * Has parts {@linkplain DocumentPart#check() checked} before they are returned.
   *
   * @param cursor stays the caller's, and must not be asked for entries by anybody else
   */
  public static PartPrefetch checking(DumpCursor cursor) {
    return new PartPrefetch(cursor, processors(), DocumentPart::check);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * As {@link DumpCursor#next()}, but for parts that were read.
   *
   * @throws IOException if reading fails; what is wrong first is told first
   */
  public @Nullable DumpEntry next() throws IOException {
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
      ahead.add(
          new Counted(
              part,
              executor.submit(
                  () -> {
                    reading.read(part);
                    return null;
                  })));
    } else {
      held = entry;
      ended = entry == null;
    }
  }

  private DocumentPart counted() throws IOException {
    Counted first = ahead.element();
    try {
      first.reading().get();
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
