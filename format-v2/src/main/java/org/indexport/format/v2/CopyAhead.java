package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has members read and checked by another thread while the one before is written. No more than
 * {@value #AHEAD} are held at a time.
 */
final class CopyAhead implements Closeable {
  /** Gives one member after the other, null at the end. */
  @FunctionalInterface
  interface Members {
    @Nullable CopiedMember next() throws IOException;
  }

  private static final int AHEAD = 3;

  private final Members members;
  private final ArrayDeque<Future<@Nullable CopiedMember>> reading = new ArrayDeque<>();
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "indexport-copy");
            thread.setDaemon(true);
            return thread;
          });

  CopyAhead(Members members) {
    this.members = members;
    for (int i = 0; i < AHEAD; i++) {
      reading.add(reader.submit(members::next));
    }
  }

  /** The next member, to be closed by the caller; null at the end. */
  @Nullable CopiedMember next() throws IOException {
    Future<@Nullable CopiedMember> first = reading.remove();
    reading.add(reader.submit(members::next));
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

  /** Ends the thread, without interrupting it: that would close the file it reads. */
  @Override
  public void close() {
    reading.forEach(task -> task.cancel(false));
    reader.shutdown();
    boolean interrupted = false;
    while (!reader.isTerminated()) {
      try {
        reader.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
