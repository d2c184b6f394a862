package org.indexport.format.v2.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.zstd.seekable.SeekTable;
import org.indexport.zstd.seekable.SeekableFormatException;

/** The end of a file: footer and seek table, and the bytes that were read to get them. */
final class Trailer {
  private static final int TAIL_BYTES = 64 << 10;
  private static final int SEEKABLE_MAGIC = 0x8F92_EAB1;

  /** The frames that every container has: one member, the manifest, and what belongs to it. */
  private static final int LEAST_FRAMES = 5;

  private final SeekTable table;
  private final Footer footer;
  private final byte[] tail;

  private Trailer(SeekTable table, Footer footer, byte[] tail) {
    this.table = table;
    this.footer = footer;
    this.tail = tail;
  }

  static Trailer read(RangeReader file, FrameLimits limits) throws IOException {
    Place end = new Place(file.name(), file.size());
    byte[] tail = tail(file, (int) Math.min(TAIL_BYTES, file.size()));
    if (tail.length < SeekTable.FOOTER_BYTES || !endsWithMagic(tail)) {
      throw end.truncated("a seek table as the last of a complete file");
    }
    try {
      int tableBytes = SeekTable.tableBytes(ByteBuffer.wrap(tail), file.size());
      limits.checkText(tableBytes, end);
      if (tableBytes + (long) Footer.BYTES > file.size()) {
        throw end.corrupt("a footer before the seek table", "nothing");
      }
      if (tableBytes + Footer.BYTES > tail.length) {
        tail = tail(file, tableBytes + Footer.BYTES);
      }
      int tableFrom = tail.length - tableBytes;
      SeekTable table =
          SeekTable.parse(ByteBuffer.wrap(tail, tableFrom, tableBytes).slice(), file.size());
      byte[] footer = Arrays.copyOfRange(tail, tableFrom - Footer.BYTES, tableFrom);
      Place footerPlace = end.at(file.size() - tableBytes - Footer.BYTES);
      checkTable(table, footerPlace, limits);
      return new Trailer(table, Footer.parse(footer, footerPlace), tail);
    } catch (SeekableFormatException e) {
      CorruptDumpException wrong =
          end.at(e.offset()).corrupt("a sound seek table", "" + e.getMessage());
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static byte[] tail(RangeReader file, int length) throws IOException {
    byte[] tail = new byte[length];
    file.read(file.size() - length, tail, 0, length);
    return tail;
  }

  private static boolean endsWithMagic(byte[] tail) {
    ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.getInt(tail.length - Integer.BYTES) == SEEKABLE_MAGIC;
  }

  private static void checkTable(SeekTable table, Place footer, FrameLimits limits)
      throws IOException {
    int last = table.frames() - 1;
    if (table.frames() < LEAST_FRAMES
        || !table.isChecksummed()
        || table.packedBytes(last) != Footer.BYTES
        || table.plainBytes(last) != 0
        || table.checksum(last) != Footer.CHECKSUM) {
      throw footer.corrupt("the footer as the last frame of the seek table", "something else");
    }
    limits.checkMembers(table.frames() / 2, footer);
    limits.checkExpansion(footer.position(), table.plainBytes(), footer);
  }

  /** The seek table, which adds up to the file's size. */
  SeekTable table() {
    return table;
  }

  /** The footer, of which only the form was checked. */
  Footer footer() {
    return footer;
  }

  /** The last bytes of the file. */
  byte[] tail() {
    return tail;
  }

  int manifestFrame() {
    return table.frames() - 3;
  }
}
