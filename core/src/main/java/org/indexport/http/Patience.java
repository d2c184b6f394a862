package org.indexport.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long to go on asking a server that does not answer, or that asks for patience.
 *
 * @param first the first pause
 * @param longest the longest pause; each is twice the one before
 * @param total how long after the first failure in a row the last attempt may start
 */
public record Patience(Duration first, Duration longest, Duration total) {
  /** From half a second to a minute, for five minutes. */
  public static final Patience DEFAULT =
      new Patience(Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofMinutes(5));

  /** Asking a server that cannot be reached is no burden to it. */
  private static final Duration UNREACHED = Duration.ofSeconds(4);

  /** How long to go on, if somebody has said so; else null. */
  public @Nullable Duration chosen() {
    return total.equals(DEFAULT.total) ? null : total;
  }

  /** The same pauses for another time. */
  public Patience withTotal(Duration other) {
    return new Patience(first, longest, other);
  }

  /** The longest pause when the server cannot be reached. */
  public Duration longestUnreached() {
    return UNREACHED.compareTo(longest) < 0 ? UNREACHED : longest;
  }

  /** Starts with no failure. */
  public Waiting start() {
    return new Waiting(this);
  }

  /** A row of failures. One thread. */
  public static final class Waiting {
    private final Patience patience;
    private long firstFailure;
    private int failures;

    private Waiting(Patience patience) {
      this.patience = patience;
    }

    /** Something went well: the row of failures ends. */
    public void succeeded() {
      failures = 0;
    }

    /**
     * Waits after a failure.
     *
     * @param wish how long the server wishes to be left alone, or null
     * @return false at once when patience is at its end
     * @throws InterruptedIOException if the thread is interrupted
     */
    public boolean pause(@Nullable Duration wish) throws InterruptedIOException {
      return pause(wish, patience.longest);
    }

    /**
     * Waits after a failure to reach the server, which being asked again soon does not burden: so
     * it is noticed soon when it is there again.
     *
     * @return false at once when patience is at its end
     * @throws InterruptedIOException if the thread is interrupted
     */
    public boolean pauseUnreached() throws InterruptedIOException {
      return pause(null, patience.longestUnreached());
    }

    private boolean pause(@Nullable Duration wish, Duration longest) throws InterruptedIOException {
      long now = System.nanoTime();
      if (failures++ == 0) {
        firstFailure = now;
      }
      long nanos = longest.toNanos();
      if (failures < 20) {
        nanos = Math.min(nanos, patience.first.toNanos() << (failures - 1));
      }
      nanos -= (long) (nanos * 0.3 * ThreadLocalRandom.current().nextDouble());
      if (wish != null) {
        nanos = Math.max(nanos, Math.min(wish.toNanos(), patience.total.toNanos()));
      }
      if (now - firstFailure + nanos > patience.total.toNanos()) {
        return false;
      }
      try {
        Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while a server was given time");
      }
    }
  }
}
