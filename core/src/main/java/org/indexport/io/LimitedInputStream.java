package org.indexport.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Passes a stream's bytes on and fails as soon as there is one byte more than a limit allows. All
 * bytes up to the limit are delivered first. Each further read fails too. Closing closes the inner
 * stream; marks are not supported. For one thread at a time.
 */
public final class LimitedInputStream extends FilterInputStream {
  private final long limit;
  private final Supplier<? extends IOException> exceeded;
  private long count;
  private boolean passed;

  private LimitedInputStream(InputStream in, long limit, Supplier<? extends IOException> exceeded) {
    super(Objects.requireNonNull(in, "in"));
    this.limit = limit;
    this.exceeded = Objects.requireNonNull(exceeded, "exceeded");
  }

  /**
   * Guards {@code in}.
   *
   * @param limit the most bytes that may be read, at least 0
   * @param exceeded makes the exception that a read beyond the limit throws
   * @throws IllegalArgumentException if the limit is negative
   */
  public static LimitedInputStream of(
      InputStream in, long limit, Supplier<? extends IOException> exceeded) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + " is negative");
    }
    return new LimitedInputStream(in, limit, exceeded);
  }

  /** How many bytes were delivered. */
  public long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    // Never an end after a failure: the input would look like a shorter one.
    int b = passed ? 0 : in.read();
    if (b >= 0) {
      if (count == limit) {
        passed = true;
        throw exceeded.get();
      }
      count++;
    }
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (count == limit) {
      return read();
    }
    int n = in.read(bytes, offset, (int) Math.min(length, limit - count));
    count += Math.max(n, 0);
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(Math.min(n, limit - count));
    count += skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(in.available(), limit - count);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public synchronized void mark(int readLimit) {}

  @Override
  public synchronized void reset() throws IOException {
    throw new IOException("mark and reset are not supported");
  }
}
