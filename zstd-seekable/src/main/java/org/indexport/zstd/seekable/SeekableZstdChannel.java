package org.indexport.zstd.seekable;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The plain content of a file in the seekable format, for reading at any position. It holds one
 * frame, packed and plain, at a time; what is read in order is decompressed once. Where the table
 * has checksums they are verified.
 *
 * <p>Closing it closes the file's channel. One thread at a time.
 */
public final class SeekableZstdChannel implements SeekableByteChannel {
  /** The largest frame that is read unless said otherwise, packed or plain. */
  public static final int DEFAULT_MAX_FRAME_BYTES = 128 << 20;

  private static final int NONE = -1;

  private final SeekableByteChannel file;
  private final SeekTable table;
  private final int maxFrameBytes;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();

  private byte[] plain = {};
  private byte @Nullable [] packed;
  private int loaded = NONE;
  private long position;
  private boolean open = true;

  private SeekableZstdChannel(SeekableByteChannel file, SeekTable table, int maxFrameBytes) {
    this.file = file;
    this.table = table;
    this.maxFrameBytes = maxFrameBytes;
  }

  /**
   * Opens a file.
   *
   * @throws SeekableFormatException if it has no sound seek table; the channel stays open
   * @throws IOException if reading fails; the channel stays open
   */
  public static SeekableZstdChannel open(SeekableByteChannel file) throws IOException {
    return open(file, DEFAULT_MAX_FRAME_BYTES);
  }

  /**
   * Opens a file.
   *
   * @param maxFrameBytes the most bytes of a frame, packed or plain, that memory is taken for
   * @throws SeekableFormatException if it has no sound seek table; the channel stays open
   * @throws IOException if reading fails; the channel stays open
   */
  public static SeekableZstdChannel open(SeekableByteChannel file, int maxFrameBytes)
      throws IOException {
    return new SeekableZstdChannel(file, SeekTable.read(file), maxFrameBytes);
  }

  /** The table. */
  public SeekTable table() {
    return table;
  }

  /**
   * Reads plain bytes from one frame.
   *
   * @return how many, or -1 at the end
   * @throws SeekableFormatException if a frame is damaged, not what the table says, or larger than
   *     allowed
   * @throws ClosedChannelException if the channel is closed
   * @throws IOException if reading fails
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    checkOpen();
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= table.plainBytes()) {
      return -1;
    }
    int frame = table.frameAt(position);
    load(frame);
    int from = (int) (position - table.position(frame));
    int count = Math.min(target.remaining(), table.plainBytes(frame) - from);
    target.put(plain, from, count);
    position += count;
    return count;
  }

  private void load(int frame) throws IOException {
    if (frame == loaded) {
      return;
    }
    loaded = NONE;
    long offset = table.offset(frame);
    long packedBytes = table.packedBytes(frame);
    int plainBytes = table.plainBytes(frame);
    if (packedBytes > maxFrameBytes || plainBytes > maxFrameBytes) {
      throw new SeekableFormatException(
          "frame " + frame + " is larger than the limit of " + maxFrameBytes + " bytes", offset);
    }
    if (packed == null || packed.length < packedBytes) {
      packed = new byte[(int) packedBytes];
    }
    if (plain.length < plainBytes) {
      plain = new byte[plainBytes];
    }
    ByteBuffer in = ByteBuffer.wrap(packed, 0, (int) packedBytes);
    file.position(offset);
    while (in.hasRemaining()) {
      if (file.read(in) < 0) {
        throw new SeekableFormatException("the file ends within frame " + frame, offset);
      }
    }
    decompress(frame, offset, (int) packedBytes, plainBytes);
    loaded = frame;
  }

  private void decompress(int frame, long offset, int packedBytes, int plainBytes)
      throws SeekableFormatException {
    int got;
    try {
      got = context.decompressByteArray(plain, 0, plainBytes, packed, 0, packedBytes);
    } catch (ZstdException e) {
      SeekableFormatException damaged =
          new SeekableFormatException("frame " + frame + ": " + e.getMessage(), offset);
      damaged.initCause(e);
      throw damaged;
    }
    if (got != plainBytes) {
      throw new SeekableFormatException(
          "frame " + frame + " has " + got + " plain bytes, the table says " + plainBytes, offset);
    }
    if (table.isChecksummed() && XxHash64.checksum(plain, 0, plainBytes) != table.checksum(frame)) {
      throw new SeekableFormatException(
          "the content of frame " + frame + " is not what its checksum says", offset);
    }
  }

  @Override
  public long position() throws IOException {
    checkOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    checkOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("position " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    checkOpen();
    return table.plainBytes();
  }

  /** Never: the channel is for reading. */
  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  /** Never: the channel is for reading. */
  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  private void checkOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      context.close();
      file.close();
    }
  }
}
