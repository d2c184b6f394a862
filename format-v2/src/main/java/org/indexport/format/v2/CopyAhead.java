package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has members read and checked by other threads while the one before is written. No more than
 * {@value #AHEAD} are held at a time.
 */
final class CopyAhead implements Closeable {
  /** Says which member comes next, null at the end. */
  @FunctionalInterface
  interface Members {
    @Nullable Callable<CopiedMember> next();
  }

  private static final int AHEAD = 6;

  /** Verifying a frame takes longer than writing it. */
  private static final int READERS = 2;

  private final Members members;
  private final ArrayDeque<Future<CopiedMember>> reading = new ArrayDeque<>();
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS,
          task -> {
            Thread thread = new Thread(task, "indexport-copy");
            thread.setDaemon(true);
            return thread;
          });

  CopyAhead(Members members) {
    this.members = members;
  }

  /** The next member, to be closed by the caller; null at the end. */
  @Nullable CopiedMember next() throws IOException {
    for (Callable<CopiedMember> more; reading.size() < AHEAD && (more = members.next()) != null; ) {
      reading.add(readers.submit(more));
    }
    Future<CopiedMember> first = reading.poll();
    if (first == null) {
      return null;
    }
    try {
      return first.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException("reading failed", cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a dump was copied");
    }
  }

  /** Ends the threads, without interrupting them: that would close the file they read. */
  @Override
  public void close() {
    reading.forEach(task -> task.cancel(false));
    readers.shutdown();
    boolean interrupted = false;
    while (!readers.isTerminated()) {
      try {
        readers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
