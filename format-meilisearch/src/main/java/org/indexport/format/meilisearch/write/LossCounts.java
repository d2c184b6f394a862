package org.indexport.format.meilisearch.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts losses of many lines by what was lost, so that a report has one sentence for each. */
final class LossCounts {
  private static final int MOST = 1_000;

  private final Map<String, Long> counts = new LinkedHashMap<>();

  void add(String loss) {
    counts.merge(counts.size() < MOST ? loss : "others", 1L, Long::sum);
  }

  /** Each loss with how often it was met. */
  List<String> sentences() {
    return counts.entrySet().stream()
        .map(
            e ->
                e.getValue() == 1
                    ? e.getKey()
                    : "%s (%,d times)".formatted(e.getKey(), e.getValue()))
        .toList();
  }
}
