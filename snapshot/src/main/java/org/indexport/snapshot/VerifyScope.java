package org.indexport.snapshot;

/**
 * How much of a repository is read when it is verified. That everything is there is always looked
 * at.
 *
 * @param part which part of the blobs is read, from 0
 * @param parts of how many parts of about the same size
 */
public record VerifyScope(int part, int parts) {
  /** Reads everything. */
  public static final VerifyScope FULL = new VerifyScope(0, 1);

  private static final int MOST_PARTS = 10_000;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there are not 1 to 10,000 parts, or the part is none of
   *     them
   */
  public VerifyScope {
    if (parts < 1 || parts > MOST_PARTS || part < 0 || part >= parts) {
      throw new IllegalArgumentException("part " + part + " of " + parts);
    }
  }

  /**
   * One part of the blobs. Who verifies with a number that goes up by one each time, as that of the
   * day, has read everything after so many times.
   *
   * @param turn any number
   * @param parts of how many parts
   * @throws IllegalArgumentException if there are not 1 to 10,000 parts
   */
  public static VerifyScope rotating(long turn, int parts) {
    return new VerifyScope(parts < 1 ? 0 : (int) Math.floorMod(turn, (long) parts), parts);
  }

  /** Whether all is read. */
  public boolean isFull() {
    return parts == 1;
  }
}
