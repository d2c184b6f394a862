package org.indexport.format.jsonl;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.ZipException;
import org.indexport.LimitExceededException;
import org.jspecify.annotations.Nullable;

/**
 * Reads zstd frames strictly, as {@link org.indexport.io.GzipMembersInputStream} reads gzip: an
 * input that ends inside a frame throws {@link EOFException}, wrong bytes throw {@link
 * ZipException}. Skippable frames are skipped. (The library's own stream takes an input that is cut
 * in a later frame for whole.)
 *
 * <p>After an exception each further read throws it again. For one thread at a time, but {@link
 * #close()} may come from any.
 */
final class ZstdFramesInputStream extends InputStream {
  private static final int INPUT_BYTES = 128 << 10;

  /** What every decoder must support, by the format's own advice, is 8 MiB; tools go up to this. */
  private static final int WINDOW_LOG_MAX = 27;

  private final InputStream in;
  private final String entry;
  private final byte[] single = new byte[1];
  private final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES).limit(0);
  private boolean insideFrame;
  private boolean unflushed;
  private @Nullable IOException failure;

  /** Held while native code runs, so that closing does not free what it works with. */
  private final Object lock = new Object();

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private boolean closed;

  ZstdFramesInputStream(InputStream in, String entry) {
    this.in = in;
    this.entry = entry;
    context.setLongMax(WINDOW_LOG_MAX);
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (failure != null) {
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    try {
      return readFrames(ByteBuffer.wrap(bytes, offset, length));
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private int readFrames(ByteBuffer plain) throws IOException {
    int start = plain.position();
    while (plain.position() == start) {
      if (!unflushed && !input.hasRemaining() && !fill()) {
        if (insideFrame) {
          throw new EOFException("zstd input ends inside a frame");
        }
        return -1;
      }
      boolean frameEnded = decompress(plain);
      insideFrame = !frameEnded;
      unflushed = !frameEnded && !plain.hasRemaining();
    }
    return plain.position() - start;
  }

  private boolean decompress(ByteBuffer plain) throws IOException {
    synchronized (lock) {
      if (closed) {
        throw new IOException("the zstd stream is closed");
      }
      try {
        return context.decompressByteBufferStream(plain, input);
      } catch (ZstdException e) {
        throw describe(e);
      }
    }
  }

  private IOException describe(ZstdException e) {
    long code = e.getErrorCode();
    if (code == Zstd.errFrameParameterWindowTooLarge()) {
      LimitExceededException tooLarge =
          new LimitExceededException(
              entry + ": zstd frame",
              "a window of at most 128 MiB",
              "a larger one",
              "pack the file again without --long above 27");
      tooLarge.initCause(e);
      return tooLarge;
    }
    IOException failure =
        code == Zstd.errMemoryAllocation()
            ? new IOException("not enough memory to unpack zstd")
            : new ZipException("zstd: " + e.getMessage());
    failure.initCause(e);
    return failure;
  }

  private boolean fill() throws IOException {
    int n = in.read(input.array(), 0, INPUT_BYTES);
    input.position(0).limit(Math.max(n, 0));
    return n >= 0;
  }

  /** Closes the inner stream and frees native memory. A second call does nothing. */
  @Override
  public void close() throws IOException {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      context.close();
    }
    in.close();
  }
}
