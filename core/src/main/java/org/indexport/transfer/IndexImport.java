package org.indexport.transfer;

import java.util.ArrayList;
import java.util.List;
import org.indexport.DocumentTotals;
import org.indexport.IndexInfo;
import org.indexport.Lines;
import org.indexport.transfer.Checkpoint.Creation;
import org.indexport.transfer.Checkpoint.IndexState;
import org.jspecify.annotations.Nullable;

/** One index on its way into the target. Thread-safe. */
final class IndexImport {
  private final IndexInfo source;
  private final IndexInfo target;
  private final List<String> losses;
  private final OrderGate gate = new OrderGate();
  private final boolean resumed;

  // Guarded by this.
  private Creation creation = Creation.BEGUN;
  private @Nullable Long baseline;
  private final OrdinalSet finished;
  private DocumentTotals read = DocumentTotals.NONE;
  private long filtered;
  private DocumentTotals acknowledged = DocumentTotals.NONE;
  private long rejected;

  IndexImport(IndexInfo source, IndexInfo target, List<String> losses, @Nullable IndexState from) {
    this.source = source;
    this.target = target;
    this.losses = new ArrayList<>(losses);
    this.resumed = from != null;
    if (from == null) {
      finished = new OrdinalSet();
    } else {
      creation = from.creation();
      baseline = from.baseline();
      finished = new OrdinalSet(from.finished());
      read = from.read();
      filtered = from.filtered();
      acknowledged = from.acknowledged();
      rejected = from.rejected();
    }
  }

  IndexInfo source() {
    return source;
  }

  /** The index as the target gets it. */
  IndexInfo target() {
    return target;
  }

  OrderGate gate() {
    return gate;
  }

  boolean isResumed() {
    return resumed;
  }

  /** Whether ids of its documents can repeat, so that their order matters. */
  boolean hasIds() {
    return source.lines() == Lines.ENVELOPE || source.primaryKey() != null;
  }

  synchronized Creation creation() {
    return creation;
  }

  synchronized void created(@Nullable Long documentsBefore) {
    creation = Creation.DONE;
    baseline = documentsBefore;
  }

  synchronized boolean isFinished(long ordinal) {
    return finished.contains(ordinal);
  }

  synchronized void finished(long ordinal, PartOutcome outcome) {
    finished.add(ordinal);
    read = read.plus(outcome.read());
    filtered += outcome.filtered();
    acknowledged = acknowledged.plus(outcome.acknowledged());
    rejected += outcome.rejected().size();
  }

  /** How many documents passed the filter so far. */
  synchronized long accepted() {
    return read.documents() - filtered;
  }

  synchronized DocumentTotals read() {
    return read;
  }

  synchronized IndexState state() {
    return new IndexState(
        creation, baseline, new OrdinalSet(finished), read, filtered, acknowledged, rejected);
  }

  /**
   * How many acknowledged documents took another's place.
   *
   * @param count how many documents the target's index has now
   */
  synchronized @Nullable Long replaced(@Nullable Long count) {
    return count == null || baseline == null
        ? null
        : (Long) (baseline + acknowledged.documents() - count);
  }

  synchronized IndexReport report(@Nullable Long replaced) {
    return new IndexReport(
        source.name(), target.name(), read, filtered, acknowledged, rejected, replaced, losses);
  }
}
