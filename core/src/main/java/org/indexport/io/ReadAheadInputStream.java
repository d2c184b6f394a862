package org.indexport.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inner stream on a thread of its own, some blocks ahead of the consumer, so that for
 * instance inflating and parsing overlap. What the inner stream gave can be read at once; a block
 * need not be full for that.
 *
 * <p>An exception of the inner stream, checked or not, is thrown to the consumer after all bytes
 * that came before it, and again by each further read.
 *
 * <p>The daemon thread starts with the stream and ends at the inner stream's end, its failure, or
 * {@link #close()}. The inner stream belongs to that thread until then. One thread at a time may
 * read; {@code close()} may come from any thread and makes a waiting read fail.
 */
public final class ReadAheadInputStream extends InputStream {
  static final String THREAD_NAME = "indexport-read-ahead";

  private static final int DEFAULT_BLOCKS = 4;
  private static final int DEFAULT_BLOCK_SIZE = 256 * 1024;
  private static final long GRACE_MILLIS = 100;
  private static final long LAST_GRACE_MILLIS = 1000;

  private final InputStream in;
  private final Thread thread;
  private final byte[][] blocks;
  private final int[] lengths;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filledOne = lock.newCondition();
  private final Condition usedOne = lock.newCondition();
  // Guarded by the lock. Counted are blocks ever filled and ever used up; block n is at
  // n % blocks.length, and the bytes it has so far are in lengths.
  private long filled;
  private long used;
  private boolean consumerWaits;
  private boolean ended;
  private @Nullable Throwable failure;

  // Set under the lock.
  private volatile boolean closed;

  // The consumer's: what it has of block "used".
  private byte[] current = new byte[0];
  private int position;
  private int limit;

  private ReadAheadInputStream(InputStream in, int blocks, int blockSize) {
    this.in = in;
    this.blocks = new byte[blocks][blockSize];
    this.lengths = new int[blocks];
    this.thread = new Thread(this::fillBlocks, THREAD_NAME);
    thread.setDaemon(true);
  }

  /** Reads {@code in} up to 1 MiB ahead. */
  public static ReadAheadInputStream of(InputStream in) {
    return of(in, DEFAULT_BLOCKS, DEFAULT_BLOCK_SIZE);
  }

  /**
   * Reads {@code in} ahead. All memory, {@code blocks} × {@code blockSize} bytes, is taken now.
   *
   * @param blocks at least 2
   * @param blockSize in bytes, at least 1
   * @throws IllegalArgumentException if a number is too small
   */
  public static ReadAheadInputStream of(InputStream in, int blocks, int blockSize) {
    Objects.requireNonNull(in, "in");
    if (blocks < 2 || blockSize < 1) {
      throw new IllegalArgumentException(
          "needs at least 2 blocks of 1 byte, not " + blocks + " of " + blockSize);
    }
    ReadAheadInputStream stream = new ReadAheadInputStream(in, blocks, blockSize);
    stream.thread.start();
    return stream;
  }

  /**
   * Reads one byte, waiting for it if need be.
   *
   * @throws IOException as {@link #read(byte[], int, int)}
   */
  @Override
  public int read() throws IOException {
    return hasMore() ? current[position++] & 0xff : -1;
  }

  /**
   * Reads bytes, waiting until there is at least one.
   *
   * @throws InterruptedIOException if the thread is interrupted while it waits; nothing is lost
   * @throws IOException what the inner stream threw, or after {@link #close()}
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int n = Math.min(length, limit - position);
    System.arraycopy(current, position, bytes, offset, n);
    position += n;
    return n;
  }

  /** How many bytes can be read without asking the other thread. */
  @Override
  public int available() {
    return limit - position;
  }

  /**
   * Ends the thread and closes the inner stream, once. A thread that is inside the inner stream is
   * interrupted; if that does not free it within {@value #GRACE_MILLIS} ms, the inner stream is
   * closed under it. A thread that even then stays in a native read is left behind as a daemon. A
   * second call does nothing.
   *
   * @throws IOException if closing the inner stream fails
   */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      filledOne.signalAll();
      usedOne.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    boolean interrupted = awaitThread(GRACE_MILLIS);
    try {
      in.close();
    } finally {
      interrupted |= awaitThread(LAST_GRACE_MILLIS);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the thread's end; whether the caller was interrupted meanwhile. */
  private boolean awaitThread(long millis) {
    boolean interrupted = false;
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      try {
        thread.join(left);
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private boolean hasMore() throws IOException {
    return (position < limit && !closed) || awaitBytes();
  }

  /** Waits for further bytes; false at the end. */
  private boolean awaitBytes() throws IOException {
    lock.lock();
    try {
      while (!closed && !takeBytes()) {
        if (ended) {
          throwFailure();
          return false;
        }
        consumerWaits = true;
        filledOne.await();
      }
      if (closed) {
        throw new IOException("the stream is closed");
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for bytes read ahead");
    } finally {
      consumerWaits = false;
      lock.unlock();
    }
  }

  /** Takes what there is beyond the used-up bytes, giving back a block that has no more. */
  private boolean takeBytes() {
    int index = (int) (used % blocks.length);
    if (limit == lengths[index] && filled > used) {
      lengths[index] = 0;
      position = 0;
      limit = 0;
      used++;
      usedOne.signal();
      index = (int) (used % blocks.length);
    }
    current = blocks[index];
    limit = lengths[index];
    return position < limit;
  }

  private void throwFailure() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    } else if (failure != null) {
      throw new IOException("reading ahead failed", failure);
    }
  }

  private void fillBlocks() {
    Throwable thrown = null;
    try {
      boolean more = true;
      while (more) {
        int index = awaitFreeBlock();
        more = index >= 0 && fill(index);
      }
    } catch (Throwable e) {
      thrown = e;
    }
    end(thrown);
  }

  /** The index of the block to fill, or -1 when closed. */
  private int awaitFreeBlock() {
    lock.lock();
    try {
      while (!closed && filled - used == blocks.length) {
        usedOne.awaitUninterruptibly();
      }
      return closed ? -1 : (int) (filled % blocks.length);
    } finally {
      lock.unlock();
    }
  }

  /** Fills one block, or less of it when closed or at the end, which is false. */
  private boolean fill(int index) throws IOException {
    byte[] block = blocks[index];
    int length = 0;
    while (length < block.length && !closed) {
      int n = in.read(block, length, block.length - length);
      if (n < 0) {
        return false;
      }
      length += n;
      publish(index, length);
    }
    return true;
  }

  /** Shows the consumer how much of a block it may read. */
  private void publish(int index, int length) {
    lock.lock();
    try {
      lengths[index] = length;
      if (length == blocks[index].length) {
        filled++;
      }
      if (consumerWaits) {
        filledOne.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable Throwable thrown) {
    lock.lock();
    try {
      failure = thrown;
      ended = true;
      filledOne.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
