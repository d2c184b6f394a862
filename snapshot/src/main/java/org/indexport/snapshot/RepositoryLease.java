package org.indexport.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.indexport.snapshot.LeaseFile.Found;
import org.jspecify.annotations.Nullable;

/**
 * The right to change a repository, which one process has at a time; a thread gives a sign of life
 * every third of the time to live. Thread-safe.
 *
 * <p>How old the lease of another is, the clock tells. How long ago the last own sign of life was,
 * a clock tells that never jumps: after the time to live the lease counts as lost, whatever the
 * file says.
 *
 * <p>A lease spares work that would be lost. What keeps the repository whole if two have it is that
 * only one of them can publish the next generation.
 */
final class RepositoryLease implements Closeable {
  private static final long LONGEST_PAUSE_MILLIS = 500;
  private static final int RENEWALS = 3;
  private static final int MOST_TRIES = 10;

  private final RepositoryFolder folder;
  private final LeaseFile file;
  private final Duration timeToLive;
  private final LeaseContent content;

  // Guarded by this.
  private long renewedNanos;
  private boolean closed;
  private boolean lost;

  private RepositoryLease(
      RepositoryFolder folder, RepositoryOptions options, LeaseContent content, long takenNanos) {
    this.folder = folder;
    this.file = new LeaseFile(folder);
    this.timeToLive = options.leaseTimeToLive();
    this.content = content;
    this.renewedNanos = takenNanos;
  }

  /**
   * Takes the lease.
   *
   * @param purpose what is to be done, for the messages that others get
   * @throws LeaseHeldException if somebody else has it and keeps it for longer than is to be waited
   * @throws ClosedByInterruptException if the thread is interrupted while it waits
   */
  static RepositoryLease take(RepositoryFolder folder, RepositoryOptions options, String purpose)
      throws IOException {
    LeaseFile file = new LeaseFile(folder);
    long start = System.nanoTime();
    Duration usual = options.leaseTimeToLive();
    Found last = null;
    long lastNanos = start;
    int tries = 0;
    while (true) {
      Found found = file.find(usual);
      long now = System.nanoTime();
      if (found != null && (last == null || !found.isSame(last))) {
        last = found;
        lastNanos = now;
      }
      if (found == null || isOver(found, now - lastNanos, folder.now())) {
        RepositoryLease lease = tryTake(folder, options, purpose, found);
        if (lease != null) {
          return lease;
        }
        if (++tries < MOST_TRIES) {
          // Somebody else was faster: look who it is.
          continue;
        }
      }
      if (System.nanoTime() - start >= options.waitForLease().toNanos()) {
        throw file.refusal(found);
      }
      pause(usual);
    }
  }

  /**
   * Whether a lease need not be respected: by its date, which may lie in the future but then does
   * not make it older, or since it was watched for so long without a sign of life.
   */
  private static boolean isOver(Found found, long watchedNanos, Instant now) {
    Duration age = Duration.between(found.renewed(), now);
    return age.compareTo(found.timeToLive()) >= 0
        || Duration.ofNanos(watchedNanos).compareTo(found.timeToLive()) >= 0;
  }

  private static @Nullable RepositoryLease tryTake(
      RepositoryFolder folder, RepositoryOptions options, String purpose, @Nullable Found over)
      throws IOException {
    LeaseFile file = new LeaseFile(folder);
    if (over != null) {
      Found again = file.find(options.leaseTimeToLive());
      if (again != null && !again.isSame(over)) {
        return null;
      }
      file.delete();
    }
    Instant now = folder.now();
    String token = UUID.randomUUID().toString().replace("-", "");
    LeaseContent content =
        new LeaseContent(token, purpose, options.holder(), now, now, options.leaseTimeToLive());
    long takenNanos = System.nanoTime();
    if (!file.create(content)) {
      return null;
    }
    RepositoryLease lease = new RepositoryLease(folder, options, content, takenNanos);
    lease.startRenewing();
    return lease;
  }

  private static void pause(Duration timeToLive) throws ClosedByInterruptException {
    try {
      TimeUnit.MILLISECONDS.sleep(
          Math.max(1, Math.min(LONGEST_PAUSE_MILLIS, timeToLive.toMillis() / 10)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  private void startRenewing() {
    Thread thread = new Thread(this::renewUntilClosed, "indexport-lease");
    thread.setDaemon(true);
    thread.start();
  }

  private void renewUntilClosed() {
    while (awaitNextRenewal()) {
      try {
        renew();
      } catch (IOException | RuntimeException e) {
        // Tried again; if it does not help in time, the lease is lost.
      }
    }
  }

  private synchronized boolean awaitNextRenewal() {
    long pauseNanos = timeToLive.toNanos() / RENEWALS;
    long until = System.nanoTime() + pauseNanos;
    for (long left = pauseNanos; left > 0 && !closed; left = until - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        return false;
      }
    }
    return !closed && !lost;
  }

  /** Gives a sign of life, unless it comes too late. */
  synchronized void renew() throws IOException {
    if (closed || !isMine()) {
      return;
    }
    long now = System.nanoTime();
    file.renew(content.renewedAt(folder.now()));
    renewedNanos = now;
  }

  /** Whether nothing is known that speaks against it. Asks no file. */
  synchronized boolean isHeld() {
    lost |= System.nanoTime() - renewedNanos >= timeToLive.toNanos();
    return !lost && !closed;
  }

  private boolean isMine() throws IOException {
    if (isHeld()) {
      Found found = file.find(timeToLive);
      lost = found == null || !found.hasToken(content.token());
    }
    return !lost;
  }

  /**
   * Makes sure that others still respect this lease.
   *
   * @throws LeaseLostException if not
   */
  synchronized void check() throws IOException {
    if (closed || !isMine()) {
      throw new LeaseLostException(
          folder.root()
              + ": expected the lease of "
              + content.purpose()
              + " of "
              + content.taken()
              + ", found that it was lost; this process stood still for more than "
              + timeToLive
              + ", or the lease was removed: try again");
    }
  }

  /** Gives the lease back; if that fails it ends by itself. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    try {
      Uninterrupted.call(
          () -> {
            if (isMine()) {
              file.delete();
            }
            return content;
          });
    } catch (IOException e) {
      // Others have to wait for its end.
    }
    closed = true;
    notifyAll();
  }

  @Override
  public String toString() {
    return "lease of " + content.purpose();
  }
}
