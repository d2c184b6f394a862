package org.indexport.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Stops decompression bombs: compares what comes out of a decompressor with what went in.
 *
 * <pre>{@code
 * ExpansionGuard guard = ExpansionGuard.of(1L << 40, 1_100, 1 << 20, () -> new LimitExceeded(...));
 * InputStream plain = guard.plain(GzipMembersInputStream.allMembers(guard.packed(in)));
 * }</pre>
 *
 * <p>A decompressor reads its input in blocks, so the ratio is judged by what it has taken, a
 * little more than it has used. The two streams may be read by different threads.
 */
public final class ExpansionGuard {
  private final long plainLimit;
  private final long ratioLimit;
  private final long ratioFrom;
  private final Supplier<? extends IOException> exceeded;
  private final AtomicLong packedBytes = new AtomicLong();
  private final AtomicLong plainBytes = new AtomicLong();
  private volatile boolean passed;

  private ExpansionGuard(
      long plainLimit, long ratioLimit, long ratioFrom, Supplier<? extends IOException> exceeded) {
    this.plainLimit = plainLimit;
    this.ratioLimit = ratioLimit;
    this.ratioFrom = ratioFrom;
    this.exceeded = exceeded;
  }

  /**
   * A guard with limits.
   *
   * @param plainLimit the most plain bytes, at least 0
   * @param ratioLimit the most plain bytes per packed byte, at least 1
   * @param ratioFrom plain bytes up to which the ratio is not looked at, at least 0
   * @param exceeded makes the exception that is thrown beyond a limit; may ask this guard's counts
   * @throws IllegalArgumentException if a number is below its least
   */
  public static ExpansionGuard of(
      long plainLimit, long ratioLimit, long ratioFrom, Supplier<? extends IOException> exceeded) {
    if (plainLimit < 0 || ratioLimit < 1 || ratioFrom < 0) {
      throw new IllegalArgumentException(
          "limits out of range: plain "
              + plainLimit
              + ", ratio "
              + ratioLimit
              + " from "
              + ratioFrom);
    }
    Objects.requireNonNull(exceeded, "exceeded");
    return new ExpansionGuard(plainLimit, ratioLimit, ratioFrom, exceeded);
  }

  /** The stream that the decompressor shall read; closing it closes {@code in}. */
  public InputStream packed(InputStream in) {
    return new Counted(in) {
      @Override
      void counted(int n) {
        packedBytes.addAndGet(n);
      }
    };
  }

  /**
   * The stream that the consumer shall read; closing it closes {@code in}. A read that passes a
   * limit, and each further one, throws the exception of {@link #of}'s {@code exceeded}.
   */
  public InputStream plain(InputStream in) {
    return new Counted(in) {
      @Override
      void counted(int n) throws IOException {
        check(plainBytes.addAndGet(n));
      }

      @Override
      void ended() throws IOException {
        // Never an end after a failure: the content would look like a shorter one.
        if (passed) {
          throw exceeded.get();
        }
      }
    };
  }

  /** How many bytes the decompressor has taken. */
  public long packedBytes() {
    return packedBytes.get();
  }

  /** How many bytes came out of it. */
  public long plainBytes() {
    return plainBytes.get();
  }

  private void check(long plain) throws IOException {
    // The same as plain > ratioLimit * packed, which could overflow.
    boolean tooDense = plain > ratioFrom && (plain - 1) / ratioLimit >= packedBytes.get();
    if (tooDense || plain > plainLimit) {
      passed = true;
    }
    if (passed) {
      throw exceeded.get();
    }
  }

  private abstract static class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(Objects.requireNonNull(in, "in"));
    }

    abstract void counted(int n) throws IOException;

    void ended() throws IOException {}

    @Override
    public int read() throws IOException {
      int b = in.read();
      if (b >= 0) {
        counted(1);
      } else {
        ended();
      }
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = in.read(bytes, offset, length);
      if (n > 0) {
        counted(n);
      } else if (n < 0) {
        ended();
      }
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      // Read, since a skip could jump over the end of the input and would not be exact then.
      byte[] sink = new byte[(int) Math.max(0, Math.min(n, 8192))];
      return Math.max(0, read(sink, 0, sink.length));
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
}
