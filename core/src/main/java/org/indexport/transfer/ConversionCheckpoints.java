package org.indexport.transfer;

import java.io.IOException;
import java.time.Duration;
import org.indexport.DumpWriter;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of one conversion: when they are due, and what the last one of an earlier run
 * tells to be written already. Documents of an index keep their order, so their number tells which.
 */
final class ConversionCheckpoints {
  private final DumpWriter writer;
  private final @Nullable String note;
  private final @Nullable Manifest before;
  private final long everyBytes;
  private final Duration interval;

  private int sectionsBefore;
  private long bytesSinceLast;
  private long lastNanos = System.nanoTime();

  /**
   * Starts.
   *
   * @param note tells this conversion from others, or null when there are no checkpoints
   * @param before what was written already, or null when nothing was
   */
  ConversionCheckpoints(
      DumpWriter writer,
      @Nullable String note,
      @Nullable Manifest before,
      long everyBytes,
      Duration interval) {
    this.writer = writer;
    this.note = note;
    this.before = before;
    this.everyBytes = everyBytes;
    this.interval = interval;
    this.sectionsBefore = before == null ? 0 : before.sections().size();
  }

  /** Whether an index was declared before. */
  boolean isDeclared(IndexName target) {
    return before != null && before.index(target) != null;
  }

  /** How many documents of an index were written before. */
  long documents(IndexName target) {
    IndexSummary summary = before == null ? null : before.index(target);
    return summary == null ? 0 : summary.documents();
  }

  /** Whether the next section was written before. */
  boolean passSection() {
    return sectionsBefore-- > 0;
  }

  /** Notes that so much was read, and takes a checkpoint if one is due. */
  void read(long bytes) throws IOException {
    bytesSinceLast += bytes;
    if (note != null
        && (bytesSinceLast >= everyBytes || System.nanoTime() - lastNanos >= interval.toNanos())) {
      take();
    }
  }

  /** Takes a checkpoint if there are any. */
  void take() throws IOException {
    if (note != null) {
      writer.checkpoint(note);
      bytesSinceLast = 0;
      lastNanos = System.nanoTime();
    }
  }
}
