package org.indexport.http;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many requests may be on their way at a time, and how long they may be: one step more after a
 * row of good ones, as long as that lets more through; half when the server asks for patience, and
 * then a pause for all. Thread-safe.
 */
public final class Pace {
  /** So many good requests in a row are a reason to try more. */
  static final int ROW = 20;

  private static final int FEWEST_BYTES = 64 << 10;
  private static final int FIRST_CONNECTIONS = 2;

  /** How much more has to get through for a further connection to be kept. */
  private static final double WORTH = 1.05;

  /** So many rows pass before a connection that was not worth it is tried again. */
  private static final int ROWS_OF_REST = 10;

  private final int mostConnections;
  private final Patience patience;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private int connections;
  private int bytes;
  private int mostBytes;
  private int underWay;
  private long pauseUntil;
  private int pausesInARow;

  /** Counts the cuts: what was sent before one is no reason for the next. */
  private int cuts;

  private int goodOnes;
  private long rowBytes;
  private long rowStart;
  private double throughputBefore;
  private boolean trying;
  private int rest;

  /** What became of a request. */
  public enum End {
    /** The server has done what was asked. */
    GOOD,
    /** It asks for patience. */
    OVERLOADED,
    /** It is not there. */
    UNREACHED,
    /** Neither good nor a matter of pace. */
    OTHER
  }

  /**
   * A request on its way.
   *
   * @param cuts how many cuts there were when it started
   */
  public record Turn(int cuts) {}

  /**
   * Starts with two connections, or one, and the most bytes.
   *
   * @param mostConnections the upper bound of requests on their way
   * @param mostBytes the upper bound of the length of a body
   * @param patience how long pauses are
   */
  public Pace(int mostConnections, int mostBytes, Patience patience) {
    this.mostConnections = mostConnections;
    this.mostBytes = mostBytes;
    this.patience = patience;
    connections = Math.min(FIRST_CONNECTIONS, mostConnections);
    bytes = mostBytes;
    rowStart = System.nanoTime();
    pauseUntil = rowStart;
  }

  /** The length of the longest body that is advisable now. */
  public int bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /** How many requests may be on their way now. */
  int connections() {
    lock.lock();
    try {
      return connections;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a request may start. It must be {@link #end}ed.
   *
   * @throws InterruptedIOException if the thread is interrupted
   */
  public Turn begin() throws InterruptedIOException {
    lock.lock();
    try {
      while (true) {
        long pause = pauseUntil - System.nanoTime();
        if (pause > 0) {
          changed.await(pause, TimeUnit.NANOSECONDS);
        } else if (underWay >= connections) {
          changed.await();
        } else {
          underWay++;
          return new Turn(cuts);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the server");
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a request.
   *
   * @param sent the length of its body
   * @param wish how long the server wishes to be left alone, or null
   */
  public void end(Turn turn, End end, long sent, @Nullable Duration wish) {
    lock.lock();
    try {
      underWay--;
      switch (end) {
        case GOOD -> good(sent);
        case OVERLOADED -> overloaded(turn, patience.longest(), wish);
        case UNREACHED -> overloaded(turn, patience.longestUnreached(), null);
        case OTHER -> {}
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The server, or what is before it, takes no body of this length. */
  public void tooLarge(long sent) {
    lock.lock();
    try {
      mostBytes = (int) Math.max(FEWEST_BYTES, Math.min(mostBytes, sent / 2));
      bytes = Math.min(bytes, mostBytes);
    } finally {
      lock.unlock();
    }
  }

  private void good(long sent) {
    pausesInARow = 0;
    rowBytes += sent;
    if (++goodOnes >= ROW) {
      long now = System.nanoTime();
      endRow(rowBytes / (double) Math.max(1, now - rowStart));
      startRow(now);
    }
  }

  private void startRow(long now) {
    goodOnes = 0;
    rowBytes = 0;
    rowStart = now;
  }

  private void endRow(double throughput) {
    if (trying) {
      trying = false;
      if (throughput < throughputBefore * WORTH) {
        connections = Math.max(1, connections - 1);
        rest = ROWS_OF_REST;
      }
    } else if (rest > 0) {
      rest--;
    } else if (bytes < mostBytes) {
      bytes = (int) Math.min(mostBytes, 2L * bytes);
    } else if (connections < mostConnections) {
      connections++;
      trying = true;
    }
    throughputBefore = throughput;
  }

  private void overloaded(Turn turn, Duration longest, @Nullable Duration wish) {
    long now = System.nanoTime();
    startRow(now);
    trying = false;
    if (turn.cuts == cuts) {
      cuts++;
      if (connections > 1) {
        connections /= 2;
      } else {
        bytes = Math.max(FEWEST_BYTES, bytes / 2);
      }
      pausesInARow++;
    }
    long pause = pause(longest.toNanos());
    if (wish != null) {
      pause = Math.max(pause, Math.min(wish.toNanos(), longest.toNanos()));
    }
    pauseUntil = Math.max(pauseUntil, now + pause);
  }

  private long pause(long longest) {
    int doublings = Math.min(20, Math.max(0, pausesInARow - 1));
    long pause = Math.min(longest, patience.first().toNanos() << doublings);
    return pause - (long) (pause * 0.3 * ThreadLocalRandom.current().nextDouble());
  }
}
