package org.indexport.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.indexport.DocumentPart;
import org.indexport.DocumentTotals;
import org.jspecify.annotations.Nullable;

/**
 * Hands parts to the threads that send them; holds the reader back while all have enough. Used by
 * one thread.
 */
final class PartDispatcher implements Closeable {
  private final Selection selection;
  private final ImportOptions options;
  private final @Nullable BatchSender sender;
  private final CheckpointFile checkpoint;
  private final TransferListener listener;
  private final int workers;
  private final ExecutorService threads;
  private final Semaphore places;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  // Guarded by this.
  private long documents;
  private long bytes;

  PartDispatcher(
      Selection selection,
      ImportOptions options,
      int concurrency,
      @Nullable BatchSender sender,
      CheckpointFile checkpoint,
      TransferListener listener) {
    this.selection = selection;
    this.options = options;
    this.sender = sender;
    this.checkpoint = checkpoint;
    this.listener = listener;
    this.workers = selection.needsOrder() ? 1 : Math.min(options.workers(), concurrency);
    this.places = new Semaphore(workers + 1);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            workers,
            task -> {
              Thread thread = new Thread(task, "indexport-import-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  CheckpointFile checkpoint() {
    return checkpoint;
  }

  /** Takes a part over; waits while too many are in flight. */
  void dispatch(IndexImport index, DocumentPart part) throws IOException {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      part.close();
      throw new InterruptedIOException("stopped before the end of the input");
    }
    if (failure.get() != null) {
      part.close();
      places.release();
      throwFailure();
    }
    OrderGate.Pass pass = workers > 1 && index.hasIds() ? index.gate().enter() : null;
    threads.execute(() -> send(index, part, pass));
  }

  private void send(IndexImport index, DocumentPart part, OrderGate.@Nullable Pass pass) {
    boolean sent = false;
    try (part) {
      if (failure.get() == null) {
        PartOutcome outcome =
            new PartImport(index, part, pass, selection, options, sender, checkpoint.idPrefix())
                .send();
        checkpoint.finished(index, part.ordinal(), outcome);
        sent = true;
        progressed(index, outcome.read());
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    } finally {
      if (pass != null && sent) {
        index.gate().leave(pass);
      } else if (pass != null) {
        index.gate().fail(pass);
      }
      places.release();
    }
  }

  private synchronized void progressed(IndexImport index, DocumentTotals read) {
    documents += read.documents();
    bytes += read.bytes();
    listener.progressedIn(index.source().name(), index.read().documents());
    listener.progressed(documents, bytes);
  }

  /**
   * Waits until all parts are sent.
   *
   * @throws IOException if one could not be
   */
  void awaitAll() throws IOException {
    places.acquireUninterruptibly(workers + 1);
    places.release(workers + 1);
    throwFailure();
  }

  /** Waits for what is in flight after the reading thread has failed. */
  void drainAfter(Exception cause) {
    places.acquireUninterruptibly(workers + 1);
    places.release(workers + 1);
    Throwable other = failure.get();
    if (other != null && other != cause && other != cause.getCause()) {
      cause.addSuppressed(other);
    }
  }

  private void throwFailure() throws IOException {
    Throwable cause = failure.get();
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(1, TimeUnit.HOURS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
