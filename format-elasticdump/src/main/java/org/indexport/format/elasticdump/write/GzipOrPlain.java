package org.indexport.format.elasticdump.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.indexport.format.elasticdump.files.DumpFileName.Packing;
import org.indexport.io.ParallelGzipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packs one gzip member, or nothing, into a stream that it leaves open. A member that is closed
 * without {@link #finish()} has no end, so that every tool can tell that it was abandoned.
 */
final class GzipOrPlain implements Closeable {
  /** Larger writes would make channels keep direct buffers of that size. */
  private static final int STEP = 128 << 10;

  private final OutputStream target;
  private final @Nullable ParallelGzipOutputStream gzip;

  private GzipOrPlain(OutputStream target, @Nullable ParallelGzipOutputStream gzip) {
    this.target = target;
    this.gzip = gzip;
  }

  static GzipOrPlain open(WriteChoices choices, OutputStream target, int workers) {
    if (choices.packing() == Packing.PLAIN) {
      return new GzipOrPlain(target, null);
    }
    OutputStream gate = new LeftOpen(target);
    return new GzipOrPlain(target, ParallelGzipOutputStream.to(gate, choices.level(), workers));
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    OutputStream out = gzip == null ? target : gzip;
    for (int at = 0; at < length; at += STEP) {
      out.write(bytes, offset + at, Math.min(STEP, length - at));
    }
  }

  /** Completes what was packed and hands it to the target. */
  void finish() throws IOException {
    if (gzip != null) {
      gzip.finish();
    }
    target.flush();
  }

  @Override
  public void close() throws IOException {
    if (gzip != null) {
      gzip.close();
    }
  }

  /** A stream that somebody else closes. */
  private static final class LeftOpen extends OutputStream {
    private final OutputStream target;

    LeftOpen(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      target.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }

    @Override
    public void close() {}
  }
}
