package org.indexport.zstd.seekable;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Writes the seekable format: a frame after each so many plain bytes, and the table when it is
 * closed. Any zstd tool reads the result. It holds one frame, plain and packed.
 *
 * <p>One thread. Closing it writes the rest and the table, and closes the underlying stream; after
 * a failure it only closes that, and the file has no table.
 */
public final class SeekableZstdOutputStream extends OutputStream {
  private final OutputStream out;
  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private final SeekTable.Builder table = new SeekTable.Builder();
  private final byte[] plain;
  private final byte[] packed;
  private int size;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    FAILED,
    CLOSED
  }

  /** Frames of 4 MiB at level 3. */
  public SeekableZstdOutputStream(OutputStream out) {
    this(out, 4 << 20, 3);
  }

  /**
   * Chooses frames.
   *
   * @param frameBytes the plain bytes of a frame; smaller frames are found faster, larger ones pack
   *     better
   * @param level zstd's compression level
   * @throws IllegalArgumentException if the frame is empty or larger than the format allows
   */
  public SeekableZstdOutputStream(OutputStream out, int frameBytes, int level) {
    if (frameBytes < 1 || frameBytes > SeekTable.MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("frames of " + frameBytes + " bytes");
    }
    this.out = out;
    this.plain = new byte[frameBytes];
    this.packed = new byte[(int) Zstd.compressBound(frameBytes)];
    context.setLevel(level).setChecksum(true).setContentSize(true);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    int from = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, plain.length - size);
      System.arraycopy(bytes, from, plain, size, count);
      size += count;
      from += count;
      left -= count;
      if (size == plain.length) {
        endFrame();
      }
    }
  }

  /**
   * Ends a frame here, so that reading at this position starts with it. Does nothing when nothing
   * was written since the last one.
   *
   * @throws IOException if writing fails
   */
  public void endFrame() throws IOException {
    checkOpen();
    if (size == 0) {
      return;
    }
    int length = context.compressByteArray(packed, 0, packed.length, plain, 0, size);
    State before = state;
    state = State.FAILED;
    out.write(packed, 0, length);
    state = before;
    // A frame ends with the checksum of its content.
    int checksum = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt(length - 4);
    table.add(length, size, checksum);
    size = 0;
  }

  /** Flushes the underlying stream; what is not yet a whole frame stays here. */
  @Override
  public void flush() throws IOException {
    checkOpen();
    out.flush();
  }

  private void checkOpen() throws IOException {
    switch (state) {
      case OPEN -> {}
      case FAILED -> throw new IOException("writing failed before");
      case CLOSED -> throw new IOException("the stream is closed");
    }
  }

  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    try (OutputStream closed = out) {
      if (state == State.OPEN) {
        endFrame();
        ByteBuffer frame = table.build();
        closed.write(frame.array(), frame.arrayOffset(), frame.limit());
      }
    } finally {
      state = State.CLOSED;
      context.close();
    }
  }
}
