package org.indexport.bytes;

/**
 * Eight bytes in a word, the first of them lowest, of which some are marked by their highest bit.
 */
public final class MarkedBytes {
  /** Byte {@code 7 - k} is {@code k}, so that a shift by {@code k} bytes brings {@code k} up. */
  private static final long PLACES = 0x0001_0203_0405_0607L;

  private MarkedBytes() {}

  /**
   * Which byte is the first that is marked. Unlike {@link Long#numberOfTrailingZeros} it is fast
   * also where the compiler knows no instruction for it, as the JDK's quick compiler does not.
   *
   * @param marks not zero, and no other bits than the highest ones of bytes
   * @return 0 to 7
   */
  public static int first(long marks) {
    return (int) ((((marks & -marks) >>> 7) * PLACES) >>> 56);
  }
}
