package org.indexport;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An unsigned number of 128 bits: one hash, or a sum of hashes.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record Hash128(long high, long low) {
  /** The sum of nothing. */
  public static final Hash128 ZERO = new Hash128(0, 0);

  private static final HexFormat HEX = HexFormat.of();

  /**
   * Reads what {@link #toString} writes; upper-case digits are accepted too.
   *
   * @throws IllegalArgumentException if the text is not 32 hexadecimal digits
   */
  public static Hash128 parse(String text) {
    if (text.length() != 32) {
      throw new IllegalArgumentException("expected 32 hexadecimal digits: " + text);
    }
    return new Hash128(
        HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
  }

  /** The sum modulo 2<sup>128</sup>. */
  public Hash128 plus(Hash128 other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new Hash128(high + other.high + carry, sum);
  }

  /** The difference modulo 2<sup>128</sup>. */
  public Hash128 minus(Hash128 other) {
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    return new Hash128(high - other.high - borrow, low - other.low);
  }

  /** The canonical form: 16 bytes, the most significant first. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /** 32 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
