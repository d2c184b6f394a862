package org.indexport.benchmarks;

import java.util.Arrays;

/** Two contestants by turns in one run, since machines are noisy; medians and ratios. */
final class Race {
  /** One run of a contestant. */
  interface Contestant {
    void run() throws Exception;
  }

  /**
   * How it ended.
   *
   * @param seconds our median
   * @param peerSeconds the peer's median
   * @param speed the median of the rounds' ratios of the peer's time to ours
   * @param time the median of the rounds' ratios of our time to the peer's
   */
  record Result(
      String name, double seconds, String peer, double peerSeconds, double speed, double time) {}

  private final int rounds;
  private Contestant preparation = () -> {};

  Race(int rounds) {
    this.rounds = rounds;
  }

  /** What is done before each run and not measured, such as deleting what the last one left. */
  Race before(Contestant value) {
    this.preparation = value;
    return this;
  }

  /** Runs both, a first time without measuring; prints every round and how it ended. */
  Result run(String name, Contestant ours, String peerName, Contestant peer) throws Exception {
    double[] ourSeconds = new double[rounds];
    double[] peerSeconds = new double[rounds];
    double[] speeds = new double[rounds];
    double[] times = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      boolean peerFirst = (round & 1) == 0;
      double first = seconds(peerFirst ? peer : ours);
      double second = seconds(peerFirst ? ours : peer);
      if (round < 0) {
        continue;
      }
      ourSeconds[round] = peerFirst ? second : first;
      peerSeconds[round] = peerFirst ? first : second;
      speeds[round] = peerSeconds[round] / ourSeconds[round];
      times[round] = ourSeconds[round] / peerSeconds[round];
      System.out.printf(
          "  round %d: %s %.2f s, %s %.2f s%n",
          round + 1, name, ourSeconds[round], peerName, peerSeconds[round]);
    }
    Result result =
        new Result(
            name, median(ourSeconds), peerName, median(peerSeconds), median(speeds), median(times));
    System.out.printf(
        "  median: %s %.2f s, %s %.2f s; speed %.2f x %s%n",
        name, result.seconds(), peerName, result.peerSeconds(), result.speed(), peerName);
    return result;
  }

  /** What the last run left to be written to disk is not charged to the next. */
  private double seconds(Contestant contestant) throws Exception {
    preparation.run();
    new ProcessBuilder("sync").inheritIO().start().waitFor();
    long start = System.nanoTime();
    contestant.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
