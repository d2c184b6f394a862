package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.indexport.format.meilisearch.upgrade.IndexDates;
import org.indexport.format.meilisearch.upgrade.PendingTask;
import org.indexport.json.JsonObject;
import org.indexport.spi.TextBudget;

/** What a first pass over the log of updates of versions 2 to 5 tells. */
final class UpdateLog {
  static final String FILE = "updates/data.jsonl";

  private final int version;
  private final Predicate<String> isListed;
  private final IndexDates dates;
  private final TextBudget budget = new TextBudget();
  private final Map<String, PendingTask> pending = new HashMap<>();
  private long lines;

  /**
   * Starts with nothing.
   *
   * @param isListed which UUIDs, in lower case, are those of indexes: for versions 2 and 3
   */
  UpdateLog(int version, Predicate<String> isListed) {
    this.version = version;
    this.isListed = isListed;
    this.dates = new IndexDates(version);
  }

  /** Opens the log; called once. */
  @FunctionalInterface
  interface Pass {
    /** Calls back for each line. */
    void over(Descriptions.Line line) throws IOException;
  }

  void read(Pass pass) throws IOException {
    pass.over(this::add);
  }

  private void add(JsonObject line) throws IOException {
    long id = lines++;
    dates.add(line);
    PendingTask task = PendingTask.of(version, line, id);
    // What is to be done to other indexes is left out.
    if (task != null && (version > 3 || isListed.test(PendingTask.index(line)))) {
      budget.keep(FILE, 2L * task.content().length());
      pending.put(task.content(), task);
    }
  }

  IndexDates dates() {
    return dates;
  }

  /** Tasks that are not done, by the UUIDs of their documents. */
  Map<String, PendingTask> pending() {
    return pending;
  }

  boolean isEmpty() {
    return lines == 0;
  }
}
