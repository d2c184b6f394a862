package org.indexport.format.v2.container;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.util.Objects;
import org.indexport.CorruptDumpException;

/**
 * Unpacks frames and verifies the checksum of their content. One per worker; one thread at a time.
 * Closing it frees native memory.
 */
public final class FrameUnpacker implements Closeable {
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();

  /** Starts. */
  public FrameUnpacker() {}

  /**
   * Unpacks all of a frame.
   *
   * @param target takes {@link PackedFrame#plainBytes()} bytes
   * @param at where the first goes
   * @throws CorruptDumpException if the frame is damaged, has more or fewer bytes than it tells, or
   *     others than its checksum tells
   * @throws IndexOutOfBoundsException if the target is too short
   */
  public void unpack(PackedFrame frame, byte[] target, int at) throws CorruptDumpException {
    int plainBytes = frame.plainBytes();
    Objects.checkFromIndexSize(at, plainBytes, target.length);
    int got;
    try {
      got =
          context.decompressByteArray(
              target, at, plainBytes, frame.bytes(), frame.from(), frame.length());
    } catch (ZstdException e) {
      CorruptDumpException damaged =
          frame.place().corrupt("a sound zstd frame", String.valueOf(e.getMessage()));
      damaged.initCause(e);
      throw damaged;
    }
    if (got != plainBytes) {
      throw frame.place().corrupt(plainBytes + " plain bytes", "" + got);
    }
  }

  /** The whole content in a new array; otherwise as {@link #unpack(PackedFrame, byte[], int)}. */
  public byte[] unpack(PackedFrame frame) throws CorruptDumpException {
    byte[] plain = new byte[frame.plainBytes()];
    unpack(frame, plain, 0);
    return plain;
  }

  @Override
  public void close() {
    context.close();
  }
}
