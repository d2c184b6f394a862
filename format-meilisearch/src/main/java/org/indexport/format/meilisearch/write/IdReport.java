package org.indexport.format.meilisearch.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.IndexName;
import org.indexport.json.JsonText;

/** What was met of ids in one index, with examples. Thread-safe. */
final class IdReport {
  private static final int EXAMPLES = 3;
  private static final int MOST_SHOWN = 60;

  /** What there can be to tell. */
  enum Finding {
    /** The engine refuses the id. */
    REFUSED,
    /** The id outside of the document and the member inside differ. */
    CONFLICT,
    /** The id became another. */
    MAPPED,
    /** The id was put into the document. */
    INSERTED,
    /** Routing or version were dropped. */
    DROPPED
  }

  private record Key(Finding finding, String reason) {}

  private static final class Count {
    long documents;
    final List<String> examples = new ArrayList<>();
  }

  private final Map<Key, Count> counts = new LinkedHashMap<>();

  synchronized void add(Finding finding, String reason, long document, String id) {
    Count count = counts.computeIfAbsent(new Key(finding, reason), key -> new Count());
    count.documents++;
    if (count.examples.size() < EXAMPLES) {
      String shown = id.length() > MOST_SHOWN ? id.substring(0, MOST_SHOWN) + "…" : id;
      count.examples.add("%s (document %,d)".formatted(JsonText.quote(shown), document));
    }
  }

  /** Whether the dump must not be written. */
  synchronized boolean isRefused() {
    return counts.keySet().stream()
        .anyMatch(k -> k.finding() == Finding.REFUSED || k.finding() == Finding.CONFLICT);
  }

  /** What stands in the way, with counts and examples. */
  synchronized List<String> refusals(IndexName index) {
    List<String> all = new ArrayList<>();
    counts.forEach(
        (key, count) -> {
          if (key.finding() == Finding.REFUSED || key.finding() == Finding.CONFLICT) {
            all.add(
                "index %s: ids of %s (%s), such as %s"
                    .formatted(
                        index,
                        documents(count.documents),
                        key.reason(),
                        String.join(", ", count.examples)));
          }
        });
    return all;
  }

  /** What was changed, with counts and examples. */
  synchronized List<String> losses(String primaryKey) {
    List<String> all = new ArrayList<>();
    counts.forEach(
        (key, count) -> {
          String examples = String.join(", ", count.examples);
          switch (key.finding()) {
            case MAPPED ->
                all.add(
                    "ids: mapped in %s (%s), such as %s"
                        .formatted(documents(count.documents), key.reason(), examples));
            case INSERTED ->
                all.add(
                    "ids: put into %s as the member %s"
                        .formatted(documents(count.documents), JsonText.quote(primaryKey)));
            case DROPPED ->
                all.add("routing or version: no place for that of " + documents(count.documents));
            default -> {
              // Those are in the exception that ends the dump.
            }
          }
        });
    return all;
  }

  private static String documents(long count) {
    return count == 1 ? "1 document" : "%,d documents".formatted(count);
  }
}
