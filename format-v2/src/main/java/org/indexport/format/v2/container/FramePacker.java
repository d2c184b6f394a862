package org.indexport.format.v2.container;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.io.OutputStream;
import java.util.Objects;
import org.indexport.zstd.seekable.SeekTable;

/**
 * Packs plain bytes into frames. Equal bytes give equal frames. One per worker; one thread at a
 * time. Closing it frees native memory.
 */
public final class FramePacker implements Closeable {
  /** The level unless said otherwise. */
  public static final int DEFAULT_LEVEL = 3;

  // At the default level: a window of a whole part; and for less time what costs no more of the
  // size than that wins, a smaller table of short matches and none below six bytes.
  private static final int DEFAULT_WINDOW_LOG = 22;
  private static final int DEFAULT_CHAIN_LOG = 14;
  private static final int DEFAULT_MIN_MATCH = 6;

  /** Higher levels use windows that readers refuse. */
  public static final int MOST_LEVEL = 19;

  private final FrameBuffers buffers;
  private final ZstdCompressCtx context = new ZstdCompressCtx();

  /** Packs at {@link #DEFAULT_LEVEL}. */
  public FramePacker(FrameBuffers buffers) {
    this(buffers, DEFAULT_LEVEL);
  }

  /**
   * Chooses the level.
   *
   * @param buffers gives the frames' buffers
   * @param level zstd's compression level, 1 to 19
   * @throws IllegalArgumentException if it is another
   */
  public FramePacker(FrameBuffers buffers, int level) {
    if (level < 1 || level > MOST_LEVEL) {
      throw new IllegalArgumentException("level " + level + " is not one of 1 to " + MOST_LEVEL);
    }
    this.buffers = buffers;
    context.setLevel(level).setChecksum(true).setContentSize(true).setDictID(false);
    if (level == DEFAULT_LEVEL) {
      context
          .setWindowLog(DEFAULT_WINDOW_LOG)
          .setChainLog(DEFAULT_CHAIN_LOG)
          .setMinMatch(DEFAULT_MIN_MATCH);
    }
  }

  /**
   * Packs bytes, at least one, and computes the SHA-256 of the frame.
   *
   * @throws IllegalArgumentException if there are none, or more than 1 GiB
   * @throws IndexOutOfBoundsException if they do not lie in the array
   */
  public PackedFrame pack(byte[] plain, int from, int length) {
    PackedFrame frame = packUnhashed(plain, from, length);
    // Here, since this runs on a worker, while the frame may be asked on the writing thread.
    frame.sha256();
    return frame;
  }

  /** Packs without computing the SHA-256 of the frame; otherwise as {@link #pack}. */
  public PackedFrame packUnhashed(byte[] plain, int from, int length) {
    Objects.checkFromIndexSize(from, length, plain.length);
    if (length < 1 || length > SeekTable.MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("a frame of " + length + " bytes");
    }
    byte[] packed = buffers.take(FrameHeader.mostPackedBytes(length));
    int size = context.compressByteArray(packed, 0, packed.length, plain, from, length);
    return new PackedFrame(new Place("new frame", 0), packed, 0, size, length, buffers);
  }

  /** Starts a frame that is packed as it comes; ended before anything else is packed. */
  FrameOutput stream(int plainBytes, OutputStream out) {
    return new FrameOutput(context, plainBytes, out);
  }

  @Override
  public void close() {
    context.close();
  }
}
