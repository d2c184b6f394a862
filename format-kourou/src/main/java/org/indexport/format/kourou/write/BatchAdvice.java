package org.indexport.format.kourou.write;

import org.jspecify.annotations.Nullable;

/**
 * Watches the lengths of lines and says with what {@code --batch-size} kourou imports all of them:
 * it loses batches that are larger than what a server takes, and the last batch where the number of
 * documents is a multiple of its size. One thread.
 */
final class BatchAdvice {
  /** How many documents the tool sends in a request, if it is not told. */
  static final int USUAL = 200;

  private static final int MOST = 1_000;

  /** What a server takes in a request, if it is not configured. */
  private static final long REQUEST_BYTES = 1 << 20;

  /** What a request holds beside documents. */
  private static final long AROUND = 2 << 10;

  private static final long SAFE_BYTES = 1_000_000;

  private final long[] lengths = new long[MOST];
  private long count;
  private long longest;
  private long sumOfUsual;
  private long largestOfUsual;

  // The longest run of lines, up to the last one, that fits.
  private long sum;
  private int run;
  private int safe = MOST;

  /** Counts a line. */
  void add(long length) {
    longest = Math.max(longest, length);
    sumOfUsual += length;
    if (count >= USUAL) {
      sumOfUsual -= at(count - USUAL);
    }
    largestOfUsual = Math.max(largestOfUsual, sumOfUsual);
    if (run == MOST) {
      sum -= at(count - run);
      run--;
    }
    sum += length;
    run++;
    while (sum > SAFE_BYTES && run > 1) {
      run--;
      sum -= at(count - run);
      safe = Math.min(safe, run);
    }
    lengths[(int) (count % MOST)] = length;
    count++;
  }

  private long at(long line) {
    return lengths[(int) (line % MOST)];
  }

  long count() {
    return count;
  }

  /** Whether the tool would lose the last batch as it is used usually. */
  private boolean losesLast() {
    return count >= 2 * USUAL && count % USUAL == 0;
  }

  /** What is to be known before importing, or null. */
  @Nullable String sentence() {
    if (longest > REQUEST_BYTES) {
      return "the longest line has %d bytes, more than a Kuzzle takes in a request unless its"
              .formatted(longest)
          + " server.maxRequestSize is raised; kourou loses that batch without an error";
    }
    boolean large = largestOfUsual + AROUND > REQUEST_BYTES;
    if (!large && !losesLast()) {
      return null;
    }
    String why =
        large
            ? "kourou loses batches that are larger than 1 MiB without an error"
            : "kourou loses the last batch where the number of documents, here %d, is a multiple of its size"
                .formatted(count);
    int size = safeSize();
    return size == 0
        ? why
            + "; no --batch-size avoids it: write with last-line=repeated, or import with indexport"
        : why + "; import with --batch-size " + size;
  }

  private int safeSize() {
    for (int size = safe; size > 0; size--) {
      if (count % size != 0 || count < 2L * size) {
        return size;
      }
    }
    return 0;
  }
}
