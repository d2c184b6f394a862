package org.indexport.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
    return number(block, field.offset(), field.length());
  }

  /** As {@link #number(byte[], Field)}, of any place. */
  static long number(byte[] block, int offset, int length) {
    boolean binary = (block[offset] & 0x80) != 0;
    return binary ? binary(block, offset, length) : octal(block, offset, length);
  }

  private static long binary(byte[] block, int offset, int length) {
    long value = block[offset] & 0x7f;
    for (int i = offset + 1; i < offset + length; i++) {
      if (value >>> (Long.SIZE - 1 - Byte.SIZE) != 0) {
        return -1;
      }
      value = value << Byte.SIZE | (block[i] & 0xff);
    }
    return value;
  }

  private static long octal(byte[] block, int offset, int length) {
    int from = offset;
    int to = offset + length;
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
    int last = field.end() - 1;
    block[last] = 0;
    putDigits(block, field.offset(), last, number);
  }

  /** Writes octal digits, since formatting would take longer than the rest of the header. */
  private static void putDigits(byte[] block, int from, int to, long number) {
    long left = number;
    for (int i = to - 1; i >= from; i--) {
      block[i] = (byte) ('0' + (left & 7));
      left >>>= 3;
    }
  }

  /** Marks a block, in which everything else is written, as the POSIX kind and as sound. */
  static void seal(byte[] block) {
    System.arraycopy(MAGIC, 0, block, Field.MAGIC.offset(), MAGIC.length);
    int from = Field.CHECKSUM.offset();
    int end = Field.CHECKSUM.end();
    Arrays.fill(block, from, end, (byte) ' ');
    int sum = sum(block);
    // Six digits, a zero byte and the blank that is left.
    block[end - 2] = 0;
    putDigits(block, from, end - 2, sum);
  }

  private static int sum(byte[] block) {
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    return sum;
  }
}
