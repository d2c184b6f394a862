package org.indexport.zstd.seekable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a file's frames, as they stand in the skippable frame at its end. Immutable.
 *
 * <p>A position is a byte of the plain content, an offset one of the file. A skippable frame has an
 * entry too, with a plain size of 0.
 *
 * <p>Source: the seekable format of zstd, version 0.1.0.
 */
public final class SeekTable {
  /** The most frames that the format allows. */
  public static final int MAX_FRAMES = 0x800_0000;

  /** The most plain bytes of a frame that the format allows. */
  public static final int MAX_FRAME_BYTES = 0x4000_0000;

  /** The bytes of the footer, the file's last. */
  public static final int FOOTER_BYTES = 9;

  private static final int SKIPPABLE_MAGIC = 0x184D_2A5E;
  private static final int FOOTER_MAGIC = 0x8F92_EAB1;
  private static final int HEADER_BYTES = 8;
  private static final int CHECKSUM_FLAG = 0x80;
  private static final int RESERVED_BITS = 0x7C;

  /** Ends of frames, in the file and in the plain content. */
  private final long[] offsets;

  private final long[] positions;
  private final int @Nullable [] checksums;

  private SeekTable(long[] offsets, long[] positions, int @Nullable [] checksums) {
    this.offsets = offsets;
    this.positions = positions;
    this.checksums = checksums;
  }

  /**
   * Reads the table at the end of a file, with one read if it has up to about 5,000 frames, else
   * with two.
   *
   * @param channel its position is changed
   * @throws SeekableFormatException if there is no table, or its sizes are not those of the file
   * @throws IOException if reading fails
   */
  public static SeekTable read(SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    ByteBuffer tail = Channels.read(channel, Math.max(0, size - (64 << 10)), size);
    int tableBytes = tableBytes(tail, size);
    if (tableBytes > tail.capacity()) {
      tail = Channels.read(channel, size - tableBytes, size);
    }
    tail.position(tail.limit() - tableBytes);
    return parse(tail.slice().order(ByteOrder.LITTLE_ENDIAN), size);
  }

  /**
   * The length of the table's frame, from the last bytes of a file.
   *
   * @param tail at least the {@link #FOOTER_BYTES} last bytes, up to its limit
   * @param fileBytes the size of the file
   * @throws SeekableFormatException if it does not end in a table
   */
  public static int tableBytes(ByteBuffer tail, long fileBytes) throws SeekableFormatException {
    if (fileBytes < HEADER_BYTES + FOOTER_BYTES || tail.remaining() < FOOTER_BYTES) {
      throw new SeekableFormatException("too short for a seek table", fileBytes);
    }
    ByteBuffer footer = tail.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    footer.position(footer.limit() - FOOTER_BYTES);
    long frames = footer.getInt() & 0xFFFF_FFFFL;
    int descriptor = footer.get();
    if (footer.getInt() != FOOTER_MAGIC) {
      throw new SeekableFormatException("no seek table's magic number", fileBytes - 4);
    }
    if ((descriptor & RESERVED_BITS) != 0) {
      throw new SeekableFormatException("a seek table of an unknown kind", fileBytes - 5);
    }
    long bytes = HEADER_BYTES + frames * entryBytes(descriptor) + FOOTER_BYTES;
    if (frames > MAX_FRAMES || bytes > fileBytes) {
      throw new SeekableFormatException(
          "a seek table of " + frames + " frames does not fit", fileBytes - FOOTER_BYTES);
    }
    return (int) bytes;
  }

  private static int entryBytes(int descriptor) {
    return (descriptor & CHECKSUM_FLAG) == 0 ? 8 : 12;
  }

  /**
   * Parses the table's whole frame.
   *
   * @param table exactly the frame
   * @param fileBytes the size of the file that ends with it
   * @throws SeekableFormatException if it is not one, or its sizes are not those of the file
   */
  public static SeekTable parse(ByteBuffer table, long fileBytes) throws SeekableFormatException {
    long start = fileBytes - table.remaining();
    if (tableBytes(table, fileBytes) != table.remaining()) {
      throw new SeekableFormatException("a seek table of another size", start);
    }
    ByteBuffer in = table.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int frames = in.getInt(in.limit() - FOOTER_BYTES);
    int descriptor = in.get(in.limit() - 5);
    if (in.getInt() != SKIPPABLE_MAGIC) {
      throw new SeekableFormatException("no skippable frame before the seek table", start);
    }
    if (in.getInt() != table.remaining() - HEADER_BYTES) {
      throw new SeekableFormatException("the seek table's frame has another size", start + 4);
    }
    long[] offsets = new long[frames];
    long[] positions = new long[frames];
    int[] checksums = (descriptor & CHECKSUM_FLAG) == 0 ? null : new int[frames];
    long offset = 0;
    long position = 0;
    for (int i = 0; i < frames; i++) {
      long entry = start + in.position() - table.position();
      offset += in.getInt() & 0xFFFF_FFFFL;
      long plain = in.getInt() & 0xFFFF_FFFFL;
      if (plain > MAX_FRAME_BYTES || offset > start) {
        throw new SeekableFormatException("frame " + i + " has an impossible size", entry);
      }
      position += plain;
      offsets[i] = offset;
      positions[i] = position;
      if (checksums != null) {
        checksums[i] = in.getInt();
      }
    }
    if (offset != start) {
      throw new SeekableFormatException(
          "the frames' sizes add up to " + offset + ", the table begins elsewhere", start);
    }
    return new SeekTable(offsets, positions, checksums);
  }

  /** The number of frames. */
  public int frames() {
    return offsets.length;
  }

  /** Whether there are checksums. */
  public boolean isChecksummed() {
    return checksums != null;
  }

  /** The bytes of the whole plain content. */
  public long plainBytes() {
    return positions.length == 0 ? 0 : positions[positions.length - 1];
  }

  /** The first byte of a frame in the file. */
  public long offset(int frame) {
    return frame == 0 ? 0 : offsets[frame - 1];
  }

  /** The bytes of a frame in the file; up to 2^32 - 1. */
  public long packedBytes(int frame) {
    return offsets[frame] - offset(frame);
  }

  /** The first byte of a frame in the plain content. */
  public long position(int frame) {
    return frame == 0 ? 0 : positions[frame - 1];
  }

  /** The plain bytes of a frame. */
  public int plainBytes(int frame) {
    return (int) (positions[frame] - position(frame));
  }

  /**
   * The lower half of the XXH64 of a frame's plain bytes.
   *
   * @throws IllegalStateException if there are no checksums
   */
  public int checksum(int frame) {
    if (checksums == null) {
      throw new IllegalStateException("a seek table without checksums");
    }
    return checksums[frame];
  }

  /**
   * The frame that holds a byte of the plain content.
   *
   * @throws IndexOutOfBoundsException if the content has no such byte
   */
  public int frameAt(long position) {
    if (position < 0 || position >= plainBytes()) {
      throw new IndexOutOfBoundsException("position " + position + " of " + plainBytes());
    }
    // The first frame that ends behind the position; frames without content end before it.
    int low = 0;
    int high = positions.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (positions[middle] > position) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Collects the sizes of frames as they are written. Not thread-safe. */
  public static final class Builder {
    private int[] entries = new int[64 * 3];
    private int frames;

    /** An empty table with checksums. */
    public Builder() {}

    /**
     * Adds the next frame.
     *
     * @param packedBytes its size in the file
     * @param plainBytes the size of its content
     * @param checksum the lower half of the XXH64 of its content, as at the end of a frame that has
     *     a content checksum
     * @throws IllegalArgumentException if a size is more than the format allows
     * @throws IllegalStateException if there are more frames than it allows
     */
    public Builder add(long packedBytes, int plainBytes, int checksum) {
      if (packedBytes < 0
          || packedBytes > 0xFFFF_FFFFL
          || plainBytes < 0
          || plainBytes > MAX_FRAME_BYTES) {
        throw new IllegalArgumentException("frame of " + packedBytes + " and " + plainBytes);
      }
      if (frames == MAX_FRAMES) {
        throw new IllegalStateException("more than " + MAX_FRAMES + " frames");
      }
      int at = 3 * frames++;
      if (at == entries.length) {
        entries = Arrays.copyOf(entries, 2 * at);
      }
      entries[at] = (int) packedBytes;
      entries[at + 1] = plainBytes;
      entries[at + 2] = checksum;
      return this;
    }

    /** The number of frames so far. */
    public int frames() {
      return frames;
    }

    /** The table's frame, to be written at the very end. */
    public ByteBuffer build() {
      int bytes = HEADER_BYTES + 12 * frames + FOOTER_BYTES;
      ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      out.putInt(SKIPPABLE_MAGIC).putInt(bytes - HEADER_BYTES);
      out.asIntBuffer().put(entries, 0, 3 * frames);
      out.position(HEADER_BYTES + 12 * frames);
      out.putInt(frames).put((byte) CHECKSUM_FLAG).putInt(FOOTER_MAGIC);
      return out.flip();
    }
  }
}
