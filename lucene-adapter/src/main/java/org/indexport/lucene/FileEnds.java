package org.indexport.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What Lucene's codecs write at both ends of a file, as {@code CodecUtil} documents it: at the
 * start a magic number, the codec's name, its version and the 16 bytes that identify the segment;
 * at the end the inverted magic number, a zero, and the CRC-32 of everything before it.
 *
 * @param isCodecFile whether one of the ends is Lucene's, so that both must be
 * @param segment the segment's identifier in hexadecimal digits, or null if there is none
 * @param checksum the checksum in the footer, or null if there is no footer
 */
record FileEnds(boolean isCodecFile, @Nullable String segment, @Nullable Long checksum) {
  /** How long the footer is. */
  static final int FOOTER_LENGTH = 16;

  /** How long the checksum is, which it does not cover itself. */
  static final int CHECKSUM_LENGTH = 8;

  private static final int MAGIC = 0x3fd76c17;
  private static final int LONGEST_NAME = 127;
  private static final int ID_LENGTH = 16;
  private static final int LONGEST_START = 4 + 1 + LONGEST_NAME + 4 + ID_LENGTH;

  /** Reads both ends of a file. */
  static FileEnds of(FileChannel file, long length) throws IOException {
    ByteBuffer start = read(file, 0, (int) Math.min(length, LONGEST_START));
    ByteBuffer footer = read(file, Math.max(0, length - FOOTER_LENGTH), FOOTER_LENGTH);
    boolean starts = start.remaining() >= 4 && start.getInt(0) == MAGIC;
    boolean ends = footer.remaining() == FOOTER_LENGTH && footer.getInt(0) == ~MAGIC;
    return new FileEnds(starts || ends, starts ? segment(start) : null, checksum(footer));
  }

  private static @Nullable String segment(ByteBuffer start) {
    if (start.remaining() < 5 || start.get(4) < 0) {
      return null;
    }
    int at = 4 + 1 + start.get(4) + 4;
    if (start.remaining() < at + ID_LENGTH) {
      return null;
    }
    byte[] id = new byte[ID_LENGTH];
    start.get(at, id);
    return HexFormat.of().formatHex(id);
  }

  /** The checksum in a footer, or null if it is no footer. */
  static @Nullable Long checksum(ByteBuffer footer) {
    return footer.remaining() == FOOTER_LENGTH
            && footer.getInt(0) == ~MAGIC
            && footer.getInt(4) == 0
            && footer.getInt(8) == 0
        ? footer.getLong(8)
        : null;
  }

  /** What no file of other content has, or null if the file does not say enough of itself. */
  @Nullable String identity(String name, long length) {
    return segment == null || checksum == null
        ? null
        : "%s/%s/%08x/%d".formatted(segment, name, checksum, length);
  }

  private static ByteBuffer read(FileChannel file, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    long at = from;
    while (bytes.hasRemaining()) {
      int n = file.read(bytes, at);
      if (n < 0) {
        break;
      }
      at += n;
    }
    return bytes.flip();
  }
}
