package org.indexport.elastic;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which documents of a shard were read, told by the numbers of the operations that wrote them: each
 * live document of a shard has one of its own, whatever order and slice it is met in. One bit for
 * each. Thread-safe.
 */
final class ShardClaims {
  private static final int BLOCK_BITS = 12;
  private static final int WORDS = 1 << (BLOCK_BITS - 6);

  /** Stands for all blocks whose documents were all read. */
  private static final long[] FULL = new long[WORDS];

  static {
    Arrays.fill(FULL, -1);
  }

  private final Map<Long, long[]> blocks = new HashMap<>();
  private long lastNumber = -1;
  private long @Nullable [] lastBlock;

  /** Notes a document as read; false if it was noted before. */
  synchronized boolean claim(long seqNo) {
    long number = seqNo >>> BLOCK_BITS;
    long[] block = number == lastNumber ? lastBlock : null;
    if (block == null) {
      block = blocks.computeIfAbsent(number, n -> new long[WORDS]);
      lastNumber = number;
      lastBlock = block;
    }
    int word = (int) (seqNo >>> 6) & (WORDS - 1);
    long bit = 1L << seqNo;
    if ((block[word] & bit) != 0) {
      return false;
    }
    block[word] |= bit;
    if (block[word] == -1 && Arrays.equals(block, FULL)) {
      blocks.put(number, FULL);
      lastBlock = FULL;
    }
    return true;
  }

  /** A number below which every document was read, if there are such, else 0. */
  synchronized long firstUnclaimed() {
    long number = 0;
    while (blocks.get(number) == FULL) {
      number++;
    }
    long[] block = blocks.get(number);
    long first = number << BLOCK_BITS;
    for (int word = 0; block != null && word < WORDS; word++) {
      if (block[word] != -1) {
        return first + 64L * word + Long.numberOfTrailingZeros(~block[word]);
      }
    }
    return first;
  }
}
