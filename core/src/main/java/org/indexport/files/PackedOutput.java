package org.indexport.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.indexport.io.ParallelGzipOutputStream;

/**
 * Packs one gzip member, or what else a packer makes, or nothing, into a stream that it leaves
 * open. What is closed without {@link #finish()} has no end, so that every tool can tell that it
 * was abandoned. One thread.
 */
public final class PackedOutput implements Closeable {
  /** Starts to pack. */
  @FunctionalInterface
  public interface Packer {
    /** Packs nothing. */
    Packer NONE = target -> target;

    /** Makes gzip members, of a level from 1 to 9, by so many threads. */
    static Packer gzip(int level, int workers) {
      return target -> ParallelGzipOutputStream.to(target, level, workers);
    }

    /**
     * Packs into a stream, and closes it when it is closed itself.
     *
     * @throws IOException if writing fails
     */
    OutputStream into(OutputStream target) throws IOException;
  }

  /** Larger writes would make channels keep direct buffers of that size. */
  private static final int STEP = 128 << 10;

  private final Gate gate;
  private final OutputStream packed;

  private PackedOutput(Gate gate, OutputStream packed) {
    this.gate = gate;
    this.packed = packed;
  }

  /**
   * Starts.
   *
   * @param target is left open
   * @throws IOException if writing fails
   */
  public static PackedOutput open(Packer packer, OutputStream target) throws IOException {
    Gate gate = new Gate(target);
    return new PackedOutput(gate, packer.into(gate));
  }

  /**
   * Packs bytes.
   *
   * @throws IOException if writing fails
   */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int at = 0; at < length; at += STEP) {
      packed.write(bytes, offset + at, Math.min(STEP, length - at));
    }
  }

  /**
   * Completes what was packed and hands it to the target. Called once, after the last byte.
   *
   * @throws IOException if writing fails
   */
  public void finish() throws IOException {
    if (packed instanceof ParallelGzipOutputStream gzip) {
      gzip.finish();
    }
    packed.close();
  }

  /** Frees what packs. Without {@link #finish()} nothing more gets to the target. */
  @Override
  public void close() throws IOException {
    gate.shut = true;
    packed.close();
  }

  /** Keeps the target open, and unspoilt by what a packer writes when it is closed. */
  private static final class Gate extends OutputStream {
    private final OutputStream target;
    private boolean shut;

    Gate(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      if (!shut) {
        target.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!shut) {
        target.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      if (!shut) {
        target.flush();
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
