package org.indexport.tar;

import java.util.Arrays;

/** Where the pieces of a sparse file lie, in the old form of GNU tar; the rest of it is zeros. */
final class SparseMap {
  private static final int PIECE = 24;
  private static final int HALF = 12;
  private static final int FIRST_PIECES = 386;
  private static final int FIRST_COUNT = 4;
  private static final int FIRST_CONTINUED = 482;
  private static final int REAL_SIZE = 483;
  private static final int MORE_COUNT = 21;
  private static final int MORE_CONTINUED = 504;

  /** So that headers cannot fill the memory. */
  private static final int MOST_PIECES = 1 << 16;

  private final long realSize;
  private long[] starts = new long[FIRST_COUNT];
  private long[] ends = new long[FIRST_COUNT];
  private int size;
  private boolean continued;
  private boolean wrong;
  private int present;

  /** Starts with the header of the file. */
  SparseMap(byte[] header) {
    realSize = UstarHeader.number(header, REAL_SIZE, HALF);
    addAll(header, FIRST_PIECES, FIRST_COUNT);
    continued = header[FIRST_CONTINUED] != 0;
  }

  /** Adds what a further block tells. */
  void add(byte[] block) {
    addAll(block, 0, MORE_COUNT);
    continued = block[MORE_CONTINUED] != 0;
  }

  private void addAll(byte[] block, int from, int count) {
    for (int i = 0; i < count; i++) {
      int at = from + i * PIECE;
      if (block[at] == 0) {
        return;
      }
      long start = UstarHeader.number(block, at, HALF);
      long length = UstarHeader.number(block, at + HALF, HALF);
      boolean sound = start >= 0 && length >= 0 && start <= Long.MAX_VALUE - length;
      wrong |= !sound || (size > 0 && start < ends[size - 1]);
      if (size == starts.length) {
        starts = Arrays.copyOf(starts, 2 * size);
        ends = Arrays.copyOf(ends, 2 * size);
      }
      starts[size] = start;
      ends[size++] = sound ? start + length : start;
    }
  }

  /** Whether there is another block. */
  boolean isContinued() {
    return continued;
  }

  boolean isTooLong() {
    return size > MOST_PIECES;
  }

  /** Whether pieces follow each other, lie within the file and add up to what the archive holds. */
  boolean isSound(long packedSize) {
    return !wrong
        && realSize >= 0
        && data() == packedSize
        && (size == 0 || ends[size - 1] <= realSize);
  }

  private long data() {
    long data = 0;
    for (int i = 0; i < size; i++) {
      data += ends[i] - starts[i];
    }
    return data;
  }

  long realSize() {
    return realSize;
  }

  /** How many zeros there are. */
  long holes() {
    return realSize - data();
  }

  /** How many zeros come at a position; positions may only grow. */
  long holeAt(long position) {
    while (present < size && ends[present] <= position) {
      present++;
    }
    long next = present < size ? starts[present] : realSize;
    return Math.max(0, next - position);
  }

  /** How much of a piece comes at a position that no hole is at. */
  long dataAt(long position) {
    return ends[present] - position;
  }
}
