package org.indexport.snapshot;

import java.util.Arrays;
import org.indexport.Sha256;
import org.indexport.format.v2.container.Placement;

/** The packed parts of a file in order, in 48 bytes each. Filled by one thread, then immutable. */
final class FileParts {
  /** What a part takes in memory. */
  static final int BYTES_EACH = 6 * Long.BYTES;

  private static final int STRIDE = 6;
  private static final long LOW = 0xFFFF_FFFFL;

  private long[] numbers = new long[STRIDE];
  private int count;

  /**
   * Adds a part.
   *
   * @param at where its frame lies, which has less than 2 GiB
   */
  void add(int plainBytes, Placement at, Sha256 sha256) {
    int from = count * STRIDE;
    if (from == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.addExact(from, Math.max(STRIDE, count / 2 * STRIDE)));
    }
    numbers[from] = at.offset();
    numbers[from + 1] = (at.packedBytes() << 32) | plainBytes;
    numbers[from + 2] = sha256.first();
    numbers[from + 3] = sha256.second();
    numbers[from + 4] = sha256.third();
    numbers[from + 5] = sha256.fourth();
    count++;
  }

  int count() {
    return count;
  }

  /** Where the frame of a part lies. */
  Placement placement(int part) {
    return new Placement(numbers[part * STRIDE], numbers[part * STRIDE + 1] >>> 32);
  }

  int plainBytes(int part) {
    return (int) (numbers[part * STRIDE + 1] & LOW);
  }

  /** The digest of the packed frame of a part. */
  Sha256 sha256(int part) {
    int from = part * STRIDE;
    return new Sha256(numbers[from + 2], numbers[from + 3], numbers[from + 4], numbers[from + 5]);
  }
}
