package org.indexport.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses blocks on threads of its own and gives them back in the order they came. All methods
 * are for one owner thread; only {@link #work()} runs elsewhere.
 */
final class DeflateWorkers {
  static final String THREAD_PREFIX = "indexport-gzip-";

  private final int level;
  private final int workers;

  // The owner thread's.
  private final List<Thread> threads = new ArrayList<>();
  private final ArrayDeque<DeflateBlock> free = new ArrayDeque<>();
  private final ArrayDeque<DeflateBlock> inOrder = new ArrayDeque<>();
  private int blocks;

  // Guarded by the lock.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final ArrayDeque<DeflateBlock> waiting = new ArrayDeque<>();
  private final Set<DeflateBlock> done = new HashSet<>();
  private @Nullable Throwable failure;
  private boolean stopped;

  DeflateWorkers(int level, int workers) {
    this.level = level;
    this.workers = workers;
  }

  /** A block to fill, or null while all (workers + 2) are under way. */
  @Nullable DeflateBlock free() {
    DeflateBlock block = free.pollLast();
    if (block == null && blocks < workers + 2) {
      block = new DeflateBlock();
      blocks++;
    }
    return block;
  }

  void release(DeflateBlock block) {
    free.addLast(block);
  }

  void submit(DeflateBlock block) {
    if (threads.size() < workers) {
      startThread();
    }
    inOrder.addLast(block);
    lock.lock();
    try {
      waiting.addLast(block);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether blocks were submitted that {@link #next()} has not yet given back. */
  boolean pending() {
    return !inOrder.isEmpty();
  }

  /** The next block in order if it is compressed already, else null. */
  @Nullable DeflateBlock poll() throws IOException {
    lock.lock();
    try {
      checkFailure();
      DeflateBlock head = inOrder.peekFirst();
      return head != null && done.remove(head) ? inOrder.removeFirst() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next block in order. */
  DeflateBlock next() throws IOException {
    lock.lock();
    try {
      checkFailure();
      while (!done.remove(inOrder.getFirst())) {
        progress.await();
        checkFailure();
      }
      return inOrder.removeFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a block to be compressed");
    } finally {
      lock.unlock();
    }
  }

  /** Ends the threads and waits for them, which takes no longer than compressing one block. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      waiting.clear();
      work.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      interrupted |= joinFully(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean joinFully(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private void startThread() {
    Thread thread = new Thread(this::work, THREAD_PREFIX + (threads.size() + 1));
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void checkFailure() throws IOException {
    if (failure != null) {
      throw new IOException("compressing failed", failure);
    }
  }

  private void work() {
    Deflater deflater = null;
    try {
      deflater = new Deflater(level, true);
      for (DeflateBlock block; (block = take()) != null; ) {
        block.deflate(deflater);
        give(block);
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      if (deflater != null) {
        deflater.end();
      }
    }
  }

  private @Nullable DeflateBlock take() {
    lock.lock();
    try {
      while (!stopped && waiting.isEmpty()) {
        work.awaitUninterruptibly();
      }
      return waiting.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  private void give(DeflateBlock block) {
    lock.lock();
    try {
      done.add(block);
      progress.signal();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      progress.signal();
    } finally {
      lock.unlock();
    }
  }
}
