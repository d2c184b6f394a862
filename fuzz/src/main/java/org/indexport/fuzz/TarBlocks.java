package org.indexport.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;

/** Tar headers with anything in them but a wrong checksum. */
final class TarBlocks {
  static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE = 124;
  private static final int SIZE_BYTES = 12;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int OWNER = 265;

  private TarBlocks() {}

  /**
   * A header.
   *
   * @param name its first 100 bytes are taken
   * @param size the text of the size
   */
  static byte[] header(byte[] name, byte type, byte[] size) {
    byte[] block = new byte[BLOCK];
    System.arraycopy(name, 0, block, 0, Math.min(name.length, NAME_BYTES));
    put(block, 100, "0000644");
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    System.arraycopy(size, 0, block, SIZE, Math.min(size.length, SIZE_BYTES));
    put(block, 136, "00000000000");
    block[TYPE] = type;
    put(block, MAGIC, "ustar\00000");
    put(block, OWNER, "indexport");
    seal(block);
    return block;
  }

  static byte[] size(long size) {
    return String.format(Locale.ROOT, "%011o", size).getBytes(ISO_8859_1);
  }

  private static void seal(byte[] block) {
    Arrays.fill(block, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    put(block, CHECKSUM, String.format(Locale.ROOT, "%06o\0 ", sum));
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
