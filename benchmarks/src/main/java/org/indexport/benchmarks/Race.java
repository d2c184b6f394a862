package org.indexport.benchmarks;

import java.util.Arrays;

/** Two contestants by turns in one run, since machines are noisy; medians and their ratio. */
final class Race {
  /** One run of a contestant. */
  interface Contestant {
    void run() throws Exception;
  }

  private final int rounds;

  Race(int rounds) {
    this.rounds = rounds;
  }

  /** Runs both; prints every round and the ratio of the peer's median time to ours. */
  double run(String ourName, Contestant ours, String peerName, Contestant peer) throws Exception {
    double[] ourSeconds = new double[rounds];
    double[] peerSeconds = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      boolean peerFirst = (round & 1) == 0;
      double first = seconds(peerFirst ? peer : ours);
      double second = seconds(peerFirst ? ours : peer);
      if (round < 0) {
        continue;
      }
      ourSeconds[round] = peerFirst ? second : first;
      peerSeconds[round] = peerFirst ? first : second;
      System.out.printf(
          "  round %d: %s %.2f s, %s %.2f s%n",
          round + 1, ourName, ourSeconds[round], peerName, peerSeconds[round]);
    }
    double ratio = median(peerSeconds) / median(ourSeconds);
    System.out.printf(
        "  median: %s %.2f s, %s %.2f s; speed %.2f x %s%n",
        ourName, median(ourSeconds), peerName, median(peerSeconds), ratio, peerName);
    return ratio;
  }

  private static double seconds(Contestant contestant) throws Exception {
    long start = System.nanoTime();
    contestant.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
