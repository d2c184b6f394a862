package org.indexport;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A SHA-256 digest.
 *
 * @param first its bytes 0 to 7, the first of which is the most significant
 * @param second its bytes 8 to 15
 * @param third its bytes 16 to 23
 * @param fourth its bytes 24 to 31
 */
public record Sha256(long first, long second, long third, long fourth) {
  /** The length of a digest. */
  public static final int BYTES = 32;

  private static final HexFormat HEX = HexFormat.of();

  /**
   * A digest as {@link java.security.MessageDigest} gives it.
   *
   * @throws IllegalArgumentException if it is not 32 bytes
   */
  public static Sha256 of(byte[] digest) {
    if (digest.length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 digest of " + digest.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new Sha256(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /**
   * Reads what {@link #toString} writes; upper-case digits are accepted too.
   *
   * @throws IllegalArgumentException if the text is not 64 hexadecimal digits
   */
  public static Sha256 parse(String text) {
    if (text.length() != 2 * BYTES) {
      throw new IllegalArgumentException("expected 64 hexadecimal digits: " + text);
    }
    return of(HEX.parseHex(text));
  }

  /** The 32 bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  /** 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HEX.formatHex(toBytes());
  }
}
