package org.indexport.lifecycle;

import java.io.Closeable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has snapshots taken: the first one at once, then one after each interval. An interval begins when
 * the one before ends, whenever the snapshot comes to its end. Where a snapshot is still being
 * taken when the next one is due, that is left out, and so are those whose time passed while the
 * process did not run.
 *
 * <p>Intervals are measured by a clock that never jumps, so setting the system's clock changes
 * nothing. A snapshot that fails changes nothing either; {@link SnapshotService#status()} tells of
 * it.
 *
 * <p>Thread-safe. Closed by who started it, before the service is: closing it ends no snapshot. It
 * ends by itself when the service is closed.
 */
public final class SnapshotSchedule implements Closeable {
  /** A day. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofHours(24);

  private final SnapshotService service;
  private final long interval;
  private final Timer timer;
  private final long begun;

  // Guarded by this.
  private long due;
  private long skipped;
  private @Nullable Runnable cancellation;
  private boolean closed;

  /** Tells time that never jumps, and calls back later. */
  public interface Timer {
    /** Nanoseconds since some moment, the same one for all calls. */
    long nanoTime();

    /**
     * Has a task run once.
     *
     * @param delay after which time, more than none
     * @return what to call if it is not to be run any more; may be called in any case
     */
    Runnable after(Duration delay, Runnable task);
  }

  private SnapshotSchedule(SnapshotService service, Duration interval, Timer timer) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("snapshots every " + interval + "; more than no time");
    }
    this.service = Objects.requireNonNull(service, "service");
    this.interval = ServiceThreads.nanos(interval);
    this.timer = timer;
    this.begun = timer.nanoTime();
  }

  /**
   * Starts a schedule with a timer of its own, whose thread is a daemon.
   *
   * @throws IllegalArgumentException if the interval is not positive
   */
  public static SnapshotSchedule start(SnapshotService service, Duration interval) {
    return start(service, interval, new ThreadTimer());
  }

  /**
   * Starts a schedule.
   *
   * @param timer stays the caller's
   * @throws IllegalArgumentException if the interval is not positive
   */
  public static SnapshotSchedule start(SnapshotService service, Duration interval, Timer timer) {
    SnapshotSchedule schedule = new SnapshotSchedule(service, interval, timer);
    schedule.run();
    return schedule;
  }

  /** How many snapshots were due and left out since it was started. */
  public synchronized long skipped() {
    return skipped;
  }

  /** Takes the snapshot that is due and waits for the next one. */
  private synchronized void run() {
    if (closed) {
      return;
    }
    try {
      skipped += service.takeIfIdle().isPresent() ? 0 : 1;
    } catch (IllegalStateException e) {
      // The service was closed.
      close();
      return;
    } catch (OutOfMemoryError e) {
      // There is no thread to be had now; there may be when the next one is due.
      skipped++;
    }
    long elapsed = timer.nanoTime() - begun;
    long next = Math.max(due, elapsed / interval) + 1;
    skipped += next - due - 1;
    due = next;
    // A timer that is a little early must not make two of one.
    long delay = Math.max(1, saturatedProduct(due, interval) - elapsed);
    cancellation = timer.after(Duration.ofNanos(delay), this::run);
  }

  private static long saturatedProduct(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  /** Has no more snapshots taken. A second call does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    if (cancellation != null) {
      cancellation.run();
    }
    if (timer instanceof ThreadTimer own) {
      own.end();
    }
  }

  /** The platform's clock, and a thread. */
  private static final class ThreadTimer implements Timer {
    private final ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "indexport-schedule");
              thread.setDaemon(true);
              return thread;
            });

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
      long nanos = ServiceThreads.nanos(delay);
      Future<?> scheduled = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    }

    void end() {
      executor.shutdownNow();
    }
  }
}
