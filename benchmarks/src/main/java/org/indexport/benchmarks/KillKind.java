package org.indexport.benchmarks;

/** Something that is killed while it is done, again and again. */
abstract class KillKind {
  private static final double LONGER = 1.03;
  private static final double SHORTER = 0.85;

  private final String name;
  private int kills;
  private int late;
  private long milliseconds;

  KillKind(String name) {
    this.name = name;
  }

  /** Does it once without a kill, to see how long it takes. */
  final void prepare() throws Exception {
    milliseconds = Math.max(1, undisturbed());
    System.out.printf("  %s: %,d ms undisturbed%n", name, milliseconds);
  }

  /**
   * Does it once and kills it somewhere on its way, which may be too late; then looks at all that
   * was left, and starts again.
   *
   * @param fraction where, from 0 to 1
   * @return whether it was not too late
   */
  final boolean kill(double fraction) throws Exception {
    boolean hit;
    try {
      hit = killAfter((long) (fraction * milliseconds));
    } catch (Violation e) {
      throw new Violation(name + ": " + e.getMessage());
    }
    kills += hit ? 1 : 0;
    late += hit ? 0 : 1;
    // The machine is not always as fast as it was at first.
    milliseconds = Math.max(1, Math.round(milliseconds * (hit ? LONGER : SHORTER)));
    return hit;
  }

  final int kills() {
    return kills;
  }

  /** How long it takes, in milliseconds. */
  abstract long undisturbed() throws Exception;

  abstract boolean killAfter(long moment) throws Exception;

  static long millisecondsSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  static void require(boolean holds, String otherwise) throws Violation {
    if (!holds) {
      throw new Violation(otherwise);
    }
  }

  @Override
  public final String toString() {
    return String.format(
        "%-28s %3d kills on its way, %2d more when it had ended", name, kills, late);
  }
}
