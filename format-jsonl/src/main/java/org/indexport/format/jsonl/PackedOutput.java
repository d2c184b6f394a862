package org.indexport.format.jsonl;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.indexport.io.ParallelGzipOutputStream;

/**
 * Packs one gzip member or one zstd frame, or nothing, into a stream that it leaves open. What is
 * closed without {@link #finish()} has no end, so that every tool can tell that it was abandoned.
 */
final class PackedOutput implements Closeable {
  private static final int ZSTD_LEVEL = 3;

  /** Larger writes would make channels keep direct buffers of that size. */
  private static final int STEP = 128 << 10;

  private final Gate gate;
  private final OutputStream packer;

  private PackedOutput(Gate gate, OutputStream packer) {
    this.gate = gate;
    this.packer = packer;
  }

  static PackedOutput open(Compression compression, OutputStream target, int workers)
      throws IOException {
    Gate gate = new Gate(target);
    return new PackedOutput(
        gate,
        switch (compression) {
          case NONE -> gate;
          case GZIP ->
              ParallelGzipOutputStream.to(gate, ParallelGzipOutputStream.DEFAULT_LEVEL, workers);
          case ZSTD -> zstd(gate, workers);
        });
  }

  private static OutputStream zstd(OutputStream target, int workers) throws IOException {
    // With at least one worker the bytes do not depend on their number.
    ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(target, ZSTD_LEVEL);
    zstd.setChecksum(true).setWorkers(workers);
    // Starts the frame, which would be left out if nothing followed.
    zstd.write(new byte[0]);
    return zstd;
  }

  void write(byte[] bytes, int length) throws IOException {
    for (int at = 0; at < length; at += STEP) {
      packer.write(bytes, at, Math.min(STEP, length - at));
    }
  }

  /** Completes what was packed and hands it to the target. */
  void finish() throws IOException {
    if (packer instanceof ParallelGzipOutputStream gzip) {
      gzip.finish();
    }
    packer.close();
  }

  /** Frees what packs. Without {@link #finish()} nothing more gets to the target. */
  @Override
  public void close() throws IOException {
    gate.shut = true;
    packer.close();
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
