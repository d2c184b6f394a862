package org.indexport.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What was measured against which bar, as a table for {@code docs/benchmarks.md}. */
final class Scores {
  private final List<String> rows = new ArrayList<>();

  Scores(String title) {
    rows.add("| " + title + " | Indexport | peer | ratio | bar | |");
    rows.add("|---|---|---|---|---|---|");
  }

  /** As fast as the peer, more or less. */
  void speed(Race.Result race) {
    row(race, race.speed(), "-", "");
  }

  /** As fast as the peer, times a factor. */
  void speed(Race.Result race, double bar) {
    row(race, race.speed(), ">= " + bar, verdict(race.speed() >= bar));
  }

  /** In the peer's time, times a factor. */
  void time(Race.Result race, double bar) {
    row(race, race.time(), "<= " + bar, verdict(race.time() <= bar));
  }

  /** Not larger than the peer's, times a factor. */
  void size(String name, long bytes, String peer, long peerBytes, double bar) {
    double ratio = (double) bytes / peerBytes;
    rows.add(
        String.format(
            "| %s, `%s` | %,.1f MB | %,.1f MB | **%.3f x** | <= %s | %s |",
            name, peer, bytes / 1e6, peerBytes / 1e6, ratio, bar, verdict(ratio <= bar)));
  }

  private void row(Race.Result race, double ratio, String bar, String verdict) {
    rows.add(
        String.format(
            "| `%s`, `%s` | %.2f s | %.2f s | **%.2f x** | %s | %s |",
            race.name(), race.peer(), race.seconds(), race.peerSeconds(), ratio, bar, verdict));
  }

  private static String verdict(boolean holds) {
    return holds ? "holds" : "MISSED";
  }

  void print() {
    System.out.println();
    rows.forEach(System.out::println);
  }
}
