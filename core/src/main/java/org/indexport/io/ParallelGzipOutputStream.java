package org.indexport.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes one standard gzip member, compressing on several threads. Any gzip reads it. The bytes
 * depend on the input and the level alone: neither on the number of workers, nor on how the input
 * is cut into calls, nor on the time.
 *
 * <p>Write, then call {@link #finish()}, then {@link #close()}. {@code finish()} alone makes the
 * member complete: {@code close()} without it ends the threads, closes the target and writes no
 * trailer, so that an abandoned output is told from a whole one by every gzip.
 *
 * <p>Even one worker is a thread of its own, so that making the bytes and compressing them overlap.
 * The workers are daemon threads, started as blocks come and ended by {@code finish()} or {@code
 * close()}. The target is only touched by the thread that calls this stream's methods. About 330
 * KiB of memory are taken for each of (workers + 2) blocks.
 *
 * <p>For one thread at a time. After a failure of the target or of a worker each further {@code
 * write} and {@code finish} throws an {@link IOException} with that failure as its cause; {@code
 * close()} still frees everything.
 */
public final class ParallelGzipOutputStream extends OutputStream {
  /** The level of {@link #to(OutputStream)}, which is also the gzip command's. */
  public static final int DEFAULT_LEVEL = 6;

  // No name, no time (so equal input gives equal output), operating system "unknown".
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private enum State {
    OPEN,
    FINISHED,
    CLOSED
  }

  private final OutputStream target;
  private final DeflateWorkers workers;
  private final CRC32 crc = new CRC32();
  private DeflateBlock current;
  private long plainBytes;
  private boolean headerWritten;
  private State state = State.OPEN;
  private @Nullable IOException failure;

  private ParallelGzipOutputStream(OutputStream target, DeflateWorkers workers) {
    this.target = target;
    this.workers = workers;
    this.current = Objects.requireNonNull(workers.free());
  }

  /**
   * Compresses into {@code target} at {@link #DEFAULT_LEVEL} with a worker for each processor.
   * Nothing is written before the first block is full or {@link #finish()} is called.
   */
  public static ParallelGzipOutputStream to(OutputStream target) {
    return to(target, DEFAULT_LEVEL, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Compresses into {@code target}, which is closed by {@link #close()}.
   *
   * @param level from 0 (stored) to 9 (smallest)
   * @param workers the number of threads that compress, at least 1
   * @throws IllegalArgumentException if the level or the number of workers is out of range
   */
  public static ParallelGzipOutputStream to(OutputStream target, int level, int workers) {
    Objects.requireNonNull(target, "target");
    if (level < 0 || level > 9) {
      throw new IllegalArgumentException("level " + level + " is not from 0 to 9");
    }
    if (workers < 1 || workers > 1024) {
      throw new IllegalArgumentException("workers " + workers + " is not from 1 to 1024");
    }
    return new ParallelGzipOutputStream(target, new DeflateWorkers(level, workers));
  }

  /**
   * Takes one byte.
   *
   * @throws IOException if the target or a worker failed, now or before
   * @throws IllegalStateException after {@link #finish()} or {@link #close()}
   */
  @Override
  public void write(int b) throws IOException {
    checkWritable();
    current.append((byte) b);
    if (current.full()) {
      turnOver();
    }
  }

  /**
   * Takes bytes; they are copied before this returns.
   *
   * @throws IOException if the target or a worker failed, now or before
   * @throws IllegalStateException after {@link #finish()} or {@link #close()}
   */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkWritable();
    int end = offset + length;
    for (int at = offset; at < end; ) {
      at += current.append(bytes, at, end - at);
      if (current.full()) {
        turnOver();
      }
    }
  }

  /**
   * Does nothing: where blocks end must not depend on the caller's habits. What was written reaches
   * the target as blocks fill, the rest with {@link #finish()}.
   */
  @Override
  public void flush() {}

  /**
   * Completes the member: compresses what is left, writes the trailer, flushes the target and ends
   * the threads. The target stays open. A second call does nothing.
   *
   * @throws IOException if the target or a worker failed, now or before; the member is incomplete
   * @throws IllegalStateException after {@link #close()}
   */
  public void finish() throws IOException {
    if (state == State.FINISHED) {
      return;
    }
    checkWritable();
    try {
      current.markLast();
      submitCurrent();
      while (workers.pending()) {
        writeOut(workers.next());
      }
      writeTrailer();
      target.flush();
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    } catch (Error e) {
      failed(e);
      throw e;
    }
    state = State.FINISHED;
    workers.stop();
  }

  /**
   * Ends the threads and closes the target. Without {@link #finish()} before, the member stays
   * without its end. A second call does nothing.
   *
   * @throws IOException if closing the target fails
   */
  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    try {
      workers.stop();
    } finally {
      target.close();
    }
  }

  private void checkWritable() throws IOException {
    if (state != State.OPEN) {
      throw new IllegalStateException("the gzip stream is already finished or closed");
    }
    if (failure != null) {
      throw new IOException("an earlier write failed: " + failure.getMessage(), failure);
    }
  }

  /** Hands the full block to the workers and makes room for the next. */
  private void turnOver() throws IOException {
    try {
      DeflateBlock previous = current;
      submitCurrent();
      for (DeflateBlock packed; (packed = workers.poll()) != null; ) {
        writeOut(packed);
      }
      DeflateBlock next = workers.free();
      while (next == null) {
        writeOut(workers.next());
        next = workers.free();
      }
      next.startAfter(previous);
      current = next;
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    } catch (Error e) {
      failed(e);
      throw e;
    }
  }

  private void submitCurrent() {
    crc.update(current.plain(), current.plainOffset(), current.plainLength());
    plainBytes += current.plainLength();
    workers.submit(current);
  }

  private void writeOut(DeflateBlock block) throws IOException {
    if (!headerWritten) {
      target.write(HEADER);
      headerWritten = true;
    }
    target.write(block.packed(), 0, block.packedLength());
    workers.release(block);
  }

  private void writeTrailer() throws IOException {
    byte[] trailer = new byte[8];
    putInt(trailer, 0, (int) crc.getValue());
    putInt(trailer, 4, (int) plainBytes);
    target.write(trailer);
  }

  private static void putInt(byte[] bytes, int offset, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[offset + i] = (byte) (value >>> (8 * i));
    }
  }

  /** Remembers the failure: some bytes may be lost, so nothing may follow. */
  private IOException failed(Throwable e) {
    failure = e instanceof IOException io ? io : new IOException("writing gzip failed", e);
    return failure;
  }
}
