package org.indexport.lifecycle;

import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import org.indexport.spi.SnapshotStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of a running engine in the background, never two at a time: on demand, as behind
 * {@code POST /snapshots}, and for a {@link SnapshotSchedule}.
 *
 * <pre>{@code
 * SnapshotService snapshots = SnapshotService.builder(source, store).open();
 * CompletableFuture<SnapshotReport> snapshot = snapshots.takeNow();
 * }</pre>
 *
 * <p><b>A request while a snapshot is being taken</b> gets one that is taken right after it, which
 * all requests of that time share: the one under way may have been begun before what the request is
 * to keep. So a snapshot always holds everything that the engine acknowledged before it was asked
 * for.
 *
 * <p>A snapshot that fails, for whatever reason, leaves what was stored before as it was, is
 * reported, and does not disturb the next one. Thread-safe. To be closed by its owner; its thread
 * is a daemon, and gone when there is nothing to do.
 */
public final class SnapshotService implements Closeable {
  private final SnapshotSource source;
  private final SnapshotStore store;
  private final WhenClosed whenClosed;
  private final Duration closingTime;
  private final InstantSource clock;
  private final Announcements<SnapshotStatus> announcements;
  private final ThreadPoolExecutor executor = ServiceThreads.oneThread("indexport-snapshot");

  // Guarded by this.
  private SnapshotStatus status = SnapshotStatus.NONE;
  private @Nullable CompletableFuture<SnapshotReport> running;
  private @Nullable CompletableFuture<SnapshotReport> next;
  private boolean closed;

  private SnapshotService(Builder builder) {
    source = builder.source;
    store = builder.store;
    whenClosed = builder.whenClosed;
    closingTime = builder.closingTime;
    clock = builder.clock;
    announcements = new Announcements<>(builder.listener::changed);
  }

  /**
   * Starts a service.
   *
   * @param source the engine
   * @param store where its snapshots go
   */
  public static Builder builder(SnapshotSource source, SnapshotStore store) {
    return new Builder(source, store);
  }

  /**
   * Asks for a snapshot and returns at once.
   *
   * @return completes with what was stored, or exceptionally with the failure, which is a {@link
   *     CancellationException} if the service is closed before the snapshot was begun. To cancel or
   *     complete it has no effect on the snapshot.
   * @throws IllegalStateException if the service is closed
   */
  public synchronized CompletableFuture<SnapshotReport> takeNow() {
    checkOpen();
    if (running == null) {
      CompletableFuture<SnapshotReport> snapshot = new CompletableFuture<>();
      begin(snapshot);
      return snapshot.copy();
    }
    if (next == null) {
      next = new CompletableFuture<>();
    }
    return next.copy();
  }

  /**
   * Asks for a snapshot unless one is being taken or asked for.
   *
   * @return as {@link #takeNow()}, or empty
   * @throws IllegalStateException if the service is closed
   */
  public synchronized Optional<CompletableFuture<SnapshotReport>> takeIfIdle() {
    checkOpen();
    return running == null ? Optional.of(takeNow()) : Optional.empty();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the service for snapshots is closed");
    }
  }

  private synchronized void begin(CompletableFuture<SnapshotReport> snapshot) {
    // First, as there may be no thread to be had.
    executor.execute(() -> take(snapshot));
    running = snapshot;
  }

  /** What is known now. */
  public synchronized SnapshotStatus status() {
    return status;
  }

  private void take(CompletableFuture<SnapshotReport> snapshot) {
    announce(status().started(clock.instant()));
    SnapshotReport report = null;
    Throwable failure = null;
    try {
      report = Objects.requireNonNull(store.store(source), "report");
    } catch (Throwable e) {
      failure = e;
    }
    if (report != null) {
      end(status().taken(report));
      snapshot.complete(report);
    } else if (failure != null) {
      end(status().failed(clock.instant(), FailureText.of(failure), failure));
      snapshot.completeExceptionally(failure);
    }
  }

  private void announce(SnapshotStatus changed) {
    synchronized (this) {
      status = changed;
      announcements.add(changed);
    }
    announcements.deliver();
  }

  /** Ends one and begins the next one, if that is wanted. */
  private void end(SnapshotStatus changed) {
    synchronized (this) {
      running = null;
      CompletableFuture<SnapshotReport> wanted = next;
      next = null;
      if (wanted != null) {
        begin(wanted);
      }
      status = changed;
      announcements.add(changed);
    }
    announcements.deliver();
  }

  /**
   * Takes no more requests, cancels those that wait, and ends the snapshot that is being taken, by
   * the rule of {@link Builder#whenClosed}; to cancel it its thread is interrupted. Returns when
   * that is so, or when the time is over twice: a store that hangs keeps its thread. A thread that
   * is interrupted while it waits cancels the snapshot and waits no longer. Calling it again waits
   * again.
   */
  @Override
  public void close() {
    CompletableFuture<SnapshotReport> waiting;
    synchronized (this) {
      closed = true;
      waiting = next;
      next = null;
      executor.shutdown();
    }
    if (waiting != null) {
      waiting.completeExceptionally(
          new CancellationException("the service for snapshots was closed"));
    }
    if (whenClosed == WhenClosed.CANCEL) {
      interrupt();
    }
    if (!ServiceThreads.awaitEnd(executor, closingTime)) {
      interrupt();
      ServiceThreads.awaitEnd(executor, closingTime);
    }
  }

  private void interrupt() {
    if (!executor.shutdownNow().isEmpty()) {
      // It was about to be begun.
      CompletableFuture<SnapshotReport> begun;
      synchronized (this) {
        begun = running;
        running = null;
      }
      if (begun != null) {
        begun.completeExceptionally(
            new CancellationException("the service for snapshots was closed"));
      }
    }
  }

  /** Collects how a {@link SnapshotService} works. Not thread-safe. */
  public static final class Builder {
    private final SnapshotSource source;
    private final SnapshotStore store;
    private WhenClosed whenClosed = WhenClosed.CANCEL;
    private Duration closingTime = Duration.ofSeconds(30);
    private SnapshotServiceListener listener = SnapshotServiceListener.NONE;
    private InstantSource clock = InstantSource.system();

    private Builder(SnapshotSource source, SnapshotStore store) {
      this.source = Objects.requireNonNull(source, "source");
      this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets what becomes of a snapshot when the service is closed; default is to cancel it and to
     * wait for 30 seconds.
     *
     * @param value the rule
     * @param atMost how long closing waits until it cancels, and then until it gives up
     * @throws IllegalArgumentException if the time is negative
     */
    public Builder whenClosed(WhenClosed value, Duration atMost) {
      if (atMost.isNegative()) {
        throw new IllegalArgumentException("negative time: " + atMost);
      }
      whenClosed = Objects.requireNonNull(value, "whenClosed");
      closingTime = atMost;
      return this;
    }

    /** Sets who gets to know of snapshots; default is nobody. */
    public Builder listener(SnapshotServiceListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** Sets the clock for the times of the status; it may jump. Default is the system's. */
    public Builder clock(InstantSource value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** Opens the service; nothing is taken yet. */
    public SnapshotService open() {
      return new SnapshotService(this);
    }
  }
}
