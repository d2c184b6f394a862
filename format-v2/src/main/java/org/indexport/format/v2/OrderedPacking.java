package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.spi.FilledPart;
import org.jspecify.annotations.Nullable;

/**
 * Packs parts on several threads and has them written in the order in which they came. As many
 * packed parts as there are workers, and one more, may wait for their turn.
 */
final class OrderedPacking implements Closeable {
  /** Writes a part. Called by one thread at a time. */
  @FunctionalInterface
  interface Target {
    /**
     * Writes a part.
     *
     * @param part its buffer was released already
     * @param frame the packed part, closed afterwards by the caller
     */
    void write(FilledPart part, PackedFrame frame) throws IOException;
  }

  /** A part on its way. */
  private static final class Packing {
    final FilledPart part;
    @Nullable PackedFrame frame;

    Packing(FilledPart part) {
      this.part = part;
    }
  }

  private final Target target;
  private final int level;
  private final FrameBuffers buffers = new FrameBuffers();
  private final ConcurrentLinkedQueue<FramePacker> packers = new ConcurrentLinkedQueue<>();
  private final Semaphore room;
  private final ExecutorService workers;

  /** Guards what follows. */
  private final Object order = new Object();

  private final ArrayDeque<Packing> waiting = new ArrayDeque<>();
  private long taken;
  private long written;
  private @Nullable Throwable failure;
  private boolean told;

  /**
   * Starts the threads.
   *
   * @param count how many
   * @param level zstd's level
   */
  OrderedPacking(int count, int level, Target target) {
    this.target = target;
    this.level = level;
    this.room = new Semaphore(count + 1);
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "indexport-pack-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Takes a part; waits until there is room. One thread at a time. */
  void take(FilledPart part) throws IOException {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while documents were written");
    }
    Packing packing = new Packing(part);
    synchronized (order) {
      checkUsable();
      taken++;
      waiting.addLast(packing);
    }
    workers.execute(() -> pack(packing));
  }

  private void pack(Packing packing) {
    PackedFrame frame;
    try {
      frame = pack(packing.part);
    } catch (RuntimeException | Error e) {
      packing.part.fail(e);
      fail(e);
      return;
    }
    packing.part.release();
    try {
      synchronized (order) {
        packing.frame = frame;
        writeReady();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private PackedFrame pack(FilledPart part) {
    FramePacker known = packers.poll();
    FramePacker packer = known == null ? new FramePacker(buffers, level) : known;
    try {
      return packer.pack(part.buffer(), 0, part.length());
    } finally {
      packers.add(packer);
    }
  }

  private void writeReady() throws IOException {
    for (Packing first; (first = waiting.peek()) != null && failure == null; ) {
      PackedFrame frame = first.frame;
      if (frame == null) {
        return;
      }
      waiting.remove();
      try (frame) {
        target.write(first.part, frame);
      }
      written++;
      order.notifyAll();
      room.release();
    }
  }

  private void fail(Throwable cause) {
    synchronized (order) {
      if (failure != null) {
        return;
      }
      failure = cause;
      order.notifyAll();
    }
    // Nobody waits for room, or for a buffer, that will never come.
    room.release(Integer.MAX_VALUE / 2);
  }

  /** Waits until everything that was taken so far is written. */
  void awaitWritten() throws IOException {
    synchronized (order) {
      long upTo = taken;
      while (written < upTo && failure == null) {
        try {
          order.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while documents were written");
        }
      }
      checkUsable();
    }
  }

  /** The cause itself is thrown once, to whom comes first. */
  private void checkUsable() throws IOException {
    Throwable cause = failure;
    if (cause instanceof IOException e && !told) {
      told = true;
      throw e;
    }
    if (cause != null) {
      throw new IOException("writing failed before", cause);
    }
  }

  /** Ends the threads; what was not written is forgotten. */
  @Override
  public void close() {
    fail(new IOException("the dump was closed before all documents were written"));
    workers.shutdownNow();
    boolean interrupted = false;
    while (!workers.isTerminated()) {
      try {
        // A part that is being packed is in memory: it does not take long.
        workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    packers.forEach(FramePacker::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
