package org.indexport.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.indexport.zstd.seekable.SeekTable;
import org.indexport.zstd.seekable.SeekableFormatException;
import org.indexport.zstd.seekable.SeekableZstdChannel;
import org.jspecify.annotations.Nullable;

/** What must hold of a file in the seekable format, whether it is read in order or at random. */
final class SeekableAgreement {
  private static final int MOST_FRAME_BYTES = 1 << 20;
  private static final int MOST_READ_BYTES = 4 << 20;
  private static final int PLACES = 16;

  private SeekableAgreement() {}

  /** Tries a file. */
  static void check(byte[] file) throws IOException {
    content(file);
  }

  /** The content of a file, or null if it is not sound or too long. */
  static byte @Nullable [] content(byte[] file) throws IOException {
    checkTable(file);
    byte[] content;
    try (SeekableZstdChannel channel = open(file)) {
      content = readInOrder(channel);
    } catch (SeekableFormatException e) {
      readAtRandom(file, null);
      return null;
    }
    readAtRandom(file, content);
    return content.length < MOST_READ_BYTES ? content : null;
  }

  private static SeekableZstdChannel open(byte[] file) throws IOException {
    return SeekableZstdChannel.open(new MemoryChannel(file), MOST_FRAME_BYTES);
  }

  private static byte[] readInOrder(SeekableZstdChannel channel) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(100_000);
    while (out.size() < MOST_READ_BYTES) {
      int count = channel.read(buffer.clear());
      if (count < 0) {
        Finding.unless(out.size() == channel.size(), "%s bytes of %s", out.size(), channel.size());
        break;
      }
      Finding.unless(count > 0 && count == buffer.position(), "a read of %s bytes", count);
      out.write(buffer.array(), 0, count);
    }
    return out.toByteArray();
  }

  /** What comes at random is what came in order, as far as that was read. */
  private static void readAtRandom(byte[] file, byte @Nullable [] content) throws IOException {
    try (SeekableZstdChannel channel = open(file)) {
      long size = channel.size();
      ByteBuffer buffer = ByteBuffer.allocate(64);
      for (int i = PLACES; i >= 0; i--) {
        long position = size / PLACES * i;
        buffer.clear();
        int count = readOrNothing(channel.position(position), buffer);
        Finding.unless(count != 0, "nothing at %s of %s", position, size);
        if (content != null && count > 0 && position + count <= content.length) {
          int from = (int) position;
          Finding.unless(
              Arrays.equals(content, from, from + count, buffer.array(), 0, count),
              "other bytes at %s",
              position);
        }
      }
    } catch (SeekableFormatException e) {
      Finding.unless(content == null, "no table: %s", e);
    }
  }

  /** A damaged frame must not spoil the others. */
  private static int readOrNothing(SeekableByteChannel channel, ByteBuffer buffer)
      throws IOException {
    try {
      return channel.read(buffer);
    } catch (SeekableFormatException e) {
      return -1;
    }
  }

  private static void checkTable(byte[] file) throws IOException {
    SeekTable table;
    try {
      table = SeekTable.read(new MemoryChannel(file));
    } catch (SeekableFormatException e) {
      return;
    }
    long offset = 0;
    long position = 0;
    for (int frame = 0; frame < table.frames(); frame++) {
      Finding.unless(
          table.offset(frame) == offset && table.position(frame) == position,
          "frame %s elsewhere",
          frame);
      if (table.plainBytes(frame) > 0) {
        long last = position + table.plainBytes(frame) - 1;
        Finding.unless(
            table.frameAt(position) == frame && table.frameAt(last) == frame,
            "frame %s is not found",
            frame);
      }
      offset += table.packedBytes(frame);
      position += table.plainBytes(frame);
    }
    Finding.unless(
        position == table.plainBytes() && offset <= file.length, "%s bytes in all", position);
  }
}
