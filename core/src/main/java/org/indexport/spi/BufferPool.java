package org.indexport.spi;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that all sinks of an assembler share. Each is free, or held by a sink that gathers a
 * part in it, or on its way: between two of these, or with the output. Thread-safe. What it throws
 * once writing failed names the cause.
 */
final class BufferPool {
  private final int bufferBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();

  /** In an order, so that of sinks equally full it is not chance that tells which one is cut. */
  private final Set<PartSink> holders = new LinkedHashSet<>();

  private int left;
  private int taken;

  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  /**
   * Starts full; memory is taken when it is needed.
   *
   * @param buffers how many
   * @param bufferBytes the length of each
   */
  BufferPool(int buffers, int bufferBytes) {
    this.left = buffers;
    this.bufferBytes = bufferBytes;
  }

  /**
   * A buffer for a sink that holds none. Waits for one that is on its way; where all of them are
   * held, the fullest sink has to give up its own. The caller holds no sink's lock.
   */
  byte[] acquire() throws IOException {
    while (true) {
      PartSink fullest = null;
      lock.lock();
      try {
        checkUsable();
        if (left > 0) {
          return take();
        }
        if (holders.size() == taken) {
          fullest = fullest();
        } else {
          changed.await();
        }
      } catch (InterruptedException e) {
        throw interrupted();
      } finally {
        lock.unlock();
      }
      if (fullest != null) {
        fullest.giveUp();
      }
    }
  }

  private byte[] take() {
    left--;
    taken++;
    byte[] buffer = free.pollLast();
    return buffer == null ? new byte[bufferBytes] : buffer;
  }

  private @Nullable PartSink fullest() {
    PartSink fullest = null;
    for (PartSink holder : holders) {
      if (fullest == null || holder.size() > fullest.size()) {
        fullest = holder;
      }
    }
    return fullest;
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for documents to be written");
  }

  /** Notes that a sink gathers its part in a buffer that it acquired. */
  void hold(PartSink sink) {
    change(() -> holders.add(sink));
  }

  /** Notes that the buffer of a sink is on its way to the output, or back. */
  void pass(PartSink sink) {
    change(() -> holders.remove(sink));
  }

  /** Takes back a buffer that no sink holds, or a larger one that was used in its place. */
  void release(byte[] buffer) {
    change(
        () -> {
          left++;
          taken--;
          if (!closed && buffer.length == bufferBytes) {
            free.addLast(buffer);
          }
        });
  }

  /** Waits until the output has given back everything. */
  void awaitReleased() throws IOException {
    lock.lock();
    try {
      while (taken > holders.size() && failure == null && !closed) {
        changed.await();
      }
      checkUsable();
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting, now and later. The first cause stays. */
  void fail(Throwable cause) {
    change(
        () -> {
          if (failure == null) {
            failure = cause;
          }
        });
  }

  /** Ends all waiting, now and later, and lets go of the memory. */
  void close() {
    change(
        () -> {
          closed = true;
          free.clear();
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Makes sure that something can be written.
   *
   * @throws IOException if writing failed, or nothing more is to be written
   */
  void checkUsable() throws IOException {
    Throwable cause = failure;
    if (cause != null) {
      throw new IOException("writing failed before", cause);
    }
    if (closed) {
      throw new IOException("the dump was closed before all documents were written");
    }
  }
}
