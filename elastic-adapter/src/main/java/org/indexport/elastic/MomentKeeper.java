package org.indexport.elastic;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps points in time: asks for those whose turn has not come, so that the server keeps them too,
 * and gives all of them back in the end. Thread-safe.
 */
final class MomentKeeper implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(MomentKeeper.class);

  private final Set<PointInTime> open = new LinkedHashSet<>();
  private final Thread thread;
  private final long pause;
  private boolean closed;

  /**
   * Starts with none.
   *
   * @param keepAlive how long the server keeps one that nobody asks for
   */
  MomentKeeper(Duration keepAlive) {
    pause = Math.max(1, keepAlive.toMillis() / 10);
    thread = new Thread(this::keepAll, "indexport-moments");
    thread.setDaemon(true);
  }

  /** Begins to ask. */
  void start() {
    thread.start();
  }

  /**
   * Keeps one more.
   *
   * @throws IllegalStateException if this is closed
   */
  synchronized void add(PointInTime moment) {
    if (closed) {
      giveBack(List.of(moment));
      throw new IllegalStateException("the source is closed");
    }
    open.add(moment);
  }

  /** Gives one back. */
  void release(PointInTime moment) {
    synchronized (this) {
      if (!open.remove(moment)) {
        return;
      }
    }
    giveBack(List.of(moment));
  }

  private void keepAll() {
    try {
      while (true) {
        Thread.sleep(pause);
        for (PointInTime moment : all()) {
          moment.keep();
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized List<PointInTime> all() throws InterruptedException {
    if (closed) {
      throw new InterruptedException();
    }
    return List.copyOf(open);
  }

  private static void giveBack(List<PointInTime> moments) {
    for (PointInTime moment : moments) {
      try {
        moment.close();
      } catch (IOException e) {
        // The server forgets all of them by itself, and would not answer for the others either.
        LOG.debug("index {}: giving back its point in time", moment.index().name(), e);
        return;
      }
    }
  }

  /** Gives all back. */
  @Override
  public void close() {
    List<PointInTime> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(open);
      open.clear();
    }
    thread.interrupt();
    giveBack(all);
  }
}
