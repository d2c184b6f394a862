package org.indexport.format.v2.container;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Packs a content of known size into one frame that is written as it comes. Equal contents give
 * equal frames, however they are cut into calls. To be closed by {@link #close()} only when all of
 * the content was written.
 */
final class FrameOutput extends OutputStream {
  private final ZstdCompressCtx context;
  private final OutputStream out;
  private final int plainBytes;

  /** Gathers whole blocks, so that the frame does not depend on how its content comes. */
  private final ByteBuffer plain = ByteBuffer.allocateDirect(FrameHeader.MOST_BLOCK);

  private final ByteBuffer packed =
      ByteBuffer.allocateDirect(FrameHeader.mostPackedBytes(FrameHeader.MOST_BLOCK));

  private final byte[] copy = new byte[packed.capacity()];
  private final ContentDigest digest = new ContentDigest();
  private long position;

  /** The last four bytes, as a little-endian number. */
  private int last;

  /**
   * Starts a frame.
   *
   * @param context with all parameters set
   * @param plainBytes the length of the content
   * @param out where the frame goes; not closed here
   */
  FrameOutput(ZstdCompressCtx context, int plainBytes, OutputStream out) {
    this.context = context;
    this.plainBytes = plainBytes;
    this.out = out;
    context.setPledgedSrcSize(plainBytes);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    position += length;
    if (position > plainBytes) {
      throw different();
    }
    int at = from;
    while (at < from + length) {
      if (!plain.hasRemaining()) {
        pack(EndDirective.CONTINUE);
      }
      int fits = Math.min(plain.remaining(), from + length - at);
      plain.put(bytes, at, fits);
      at += fits;
    }
  }

  private static IllegalStateException different() {
    return new IllegalStateException("a content that is not the same when it is written again");
  }

  private void pack(EndDirective directive) throws IOException {
    plain.flip();
    boolean done;
    do {
      try {
        done = context.compressDirectByteBufferStream(packed, plain, directive);
      } catch (ZstdException e) {
        throw new IOException("zstd: " + e.getMessage(), e);
      }
      packed.flip();
      int length = packed.remaining();
      packed.get(copy, 0, length);
      packed.clear();
      count(length);
      out.write(copy, 0, length);
    } while (directive == EndDirective.END ? !done : plain.hasRemaining());
    plain.clear();
  }

  private void count(int length) {
    digest.write(copy, 0, length);
    for (int i = Math.max(0, length - Integer.BYTES); i < length; i++) {
      last = last >>> 8 | copy[i] << 24;
    }
  }

  /** Ends the frame. */
  @Override
  public void close() throws IOException {
    if (position != plainBytes) {
      throw different();
    }
    pack(EndDirective.END);
  }

  /** The frame's length, after its end. */
  long length() {
    return digest.size();
  }

  /** The checksum of the content, after the frame's end. */
  int checksum() {
    return last;
  }

  /** The SHA-256 of the frame; to be called once, after its end. */
  byte[] sha256() {
    return digest.sha256();
  }
}
