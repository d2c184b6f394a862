package org.indexport.format.v2;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.PartList;
import org.indexport.PartSummary;

/** The parts of some indexes in the order of the file; in a folder, index after index. */
final class ListedParts {
  /**
   * A part.
   *
   * @param index its index
   * @param said what the manifest says of it
   * @param first the position of its first document
   */
  record Listed(IndexInfo index, PartSummary said, long first) {}

  /** The parts of one index from some part on. */
  private static final class Run {
    private final int order;
    private final IndexInfo index;
    private final PartList parts;
    private int position;
    private PartSummary part;
    private long first;

    Run(int order, IndexInfo index, PartList parts) {
      this.order = order;
      this.index = index;
      this.parts = parts;
      this.part = parts.get(0);
    }

    long offset() {
      return part.offset();
    }

    int order() {
      return order;
    }

    Listed listed() {
      return new Listed(index, part, first);
    }

    /** Goes on; false at the end. */
    boolean advance() {
      first += part.documents();
      position++;
      if (position == parts.size()) {
        return false;
      }
      part = parts.get(position);
      return true;
    }
  }

  private final PriorityQueue<Run> runs =
      new PriorityQueue<>(Comparator.comparingLong(Run::offset).thenComparingInt(Run::order));

  private boolean all = true;

  ListedParts(Manifest manifest, Predicate<IndexName> wanted) {
    Map<IndexName, IndexInfo> indexes = new HashMap<>();
    for (IndexInfo index : manifest.header().indexes()) {
      indexes.put(index.name(), index);
    }
    for (IndexSummary summary : manifest.indexes()) {
      PartList parts = Objects.requireNonNull(summary.parts());
      IndexInfo index = Objects.requireNonNull(indexes.get(summary.name()));
      if (!wanted.test(summary.name())) {
        all = false;
      } else if (parts.size() > 0) {
        runs.add(new Run(runs.size(), index, parts));
      }
    }
  }

  /** Whether every index was wanted. */
  boolean areAll() {
    return all;
  }

  boolean isAtEnd() {
    return runs.isEmpty();
  }

  /** Where the next part lies; behind everything at the end. */
  long nextOffset() {
    Run next = runs.peek();
    return next == null ? Long.MAX_VALUE : next.offset();
  }

  /** The next part; there must be one. */
  Listed next() {
    Run run = runs.remove();
    Listed listed = run.listed();
    if (run.advance()) {
      runs.add(run);
    }
    return listed;
  }
}
