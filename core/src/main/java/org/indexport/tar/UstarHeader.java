package org.indexport.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The block of 512 bytes before each file of a tar, as POSIX describes it under "ustar". */
public final class UstarHeader {
  /** Where a value lies. */
  enum Field {
    NAME(0, 100),
    MODE(100, 8),
    USER_ID(108, 8),
    GROUP_ID(116, 8),
    LENGTH(124, 12),
    MODIFIED(136, 12),
    CHECKSUM(148, 8),
    MAGIC(257, 8),
    OWNER(265, 32),
    DEVICE_MAJOR(329, 8),
    DEVICE_MINOR(337, 8),
    PREFIX(345, 155);

    private final int offset;
    private final int length;

    Field(int offset, int length) {
      this.offset = offset;
      this.length = length;
    }

    int offset() {
      return offset;
    }

    int length() {
      return length;
    }

    int end() {
      return offset + length;
    }
  }

  /** The length of a block. */
  public static final int SIZE = 512;

  /** Where the one byte lies that says what kind of entry it is. */
  static final int TYPE = 156;

  private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r', 0, '0', '0'};
  private static final int MAGIC_BYTES = 6;

  private UstarHeader() {}

  /** Whether a block is of the POSIX kind, whose names have a prefix. */
  static boolean isPosix(byte[] block) {
    int from = Field.MAGIC.offset();
    return Arrays.equals(block, from, from + MAGIC_BYTES, MAGIC, 0, MAGIC_BYTES);
  }

  /**
   * Whether a block matches its checksum; some old programs summed up signed bytes.
   *
   * @param block at least {@link #SIZE} bytes
   */
  public static boolean isSound(byte[] block) {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < SIZE; i++) {
      boolean own = i >= Field.CHECKSUM.offset() && i < Field.CHECKSUM.end();
      byte b = own ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    long stored = number(block, Field.CHECKSUM);
    return stored == unsigned || stored == signed;
  }

  /**
   * A number in octal digits, or, as GNU tar writes large ones, in binary with the first bit set;
   * negative if it is none, or does not fit a long.
   */
  static long number(byte[] block, Field field) {
    return (block[field.offset()] & 0x80) != 0 ? binary(block, field) : octal(block, field);
  }

  private static long binary(byte[] block, Field field) {
    long value = block[field.offset()] & 0x7f;
    for (int i = field.offset() + 1; i < field.end(); i++) {
      if (value >>> (Long.SIZE - 1 - Byte.SIZE) != 0) {
        return -1;
      }
      value = value << Byte.SIZE | (block[i] & 0xff);
    }
    return value;
  }

  private static long octal(byte[] block, Field field) {
    int from = field.offset();
    int to = field.end();
    while (from < to && block[from] == ' ') {
      from++;
    }
    while (to > from && (block[to - 1] == ' ' || block[to - 1] == 0)) {
      to--;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      if (block[i] < '0' || block[i] > '7') {
        return -1;
      }
      value = value << 3 | (block[i] - '0');
    }
    return value;
  }

  /** Writes a text that fits. */
  static void put(byte[] block, Field field, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, field.offset(), bytes.length);
  }

  /** Writes a number that fits, in octal digits and a closing zero byte. */
  static void put(byte[] block, Field field, long number) {
    put(block, field, String.format(Locale.ROOT, "%0" + (field.length() - 1) + "o", number));
  }

  /** Marks a block, in which everything else is written, as the POSIX kind and as sound. */
  static void seal(byte[] block) {
    System.arraycopy(MAGIC, 0, block, Field.MAGIC.offset(), MAGIC.length);
    Arrays.fill(block, Field.CHECKSUM.offset(), Field.CHECKSUM.end(), (byte) ' ');
    long sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, Field.CHECKSUM, String.format(Locale.ROOT, "%06o\0 ", sum));
  }
}
