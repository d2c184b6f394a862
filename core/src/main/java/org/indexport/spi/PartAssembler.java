package org.indexport.spi;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.indexport.DocumentSink;
import org.indexport.DocumentTotals;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.WriteOptions;
import org.jspecify.annotations.Nullable;

/**
 * For authors of formats: gathers documents of any number of sinks into parts of lines. (workers +
 * 1) buffers serve all sinks; when none is free the fullest sink is cut early, so that a thousand
 * open sinks cost no more than a few.
 *
 * <p>Call sequence: {@link #sink} for each stream of documents; close every sink; {@link
 * #finish()}. Thread-safe; each sink is one thread's.
 */
public final class PartAssembler implements Closeable {
  /** Takes the parts, one at a time. */
  @FunctionalInterface
  public interface Output {
    /**
     * Writes a part.
     *
     * @param index the index that the lines belong to
     * @param ordinal the part's position among the parts of the index, from 0
     * @param buffer holds the lines, each with its line feed; valid until the call returns
     * @param length their length in bytes, from index 0 on
     * @param totals what the documents add up to
     * @throws IOException if writing fails; no further part is written then
     */
    void write(IndexInfo index, long ordinal, byte[] buffer, int length, DocumentTotals totals)
        throws IOException;
  }

  private final int partBytes;
  private final int maxDepth;
  private final Output output;
  private final Semaphore buffersLeft;
  private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
  private final Set<PartSink> holders = ConcurrentHashMap.newKeySet();
  private final Set<PartSink> open = ConcurrentHashMap.newKeySet();

  // Guarded by outputLock.
  private final Object outputLock = new Object();
  private final Map<IndexName, Long> ordinals = new HashMap<>();
  private final Map<IndexName, DocumentTotals> totals = new HashMap<>();
  private @Nullable IOException failure;

  /**
   * Starts with nothing.
   *
   * @param options the size of parts and the number of workers
   * @param maxDepth how deep a document may nest
   * @param output takes the parts
   */
  public PartAssembler(WriteOptions options, int maxDepth, Output output) {
    this.partBytes = options.partBytes();
    this.maxDepth = maxDepth;
    this.output = output;
    this.buffersLeft = new Semaphore(options.workers() + 1);
  }

  /** Opens a sink whose lines are as {@link IndexInfo#lines()} says. */
  public DocumentSink sink(IndexInfo index) {
    PartSink sink = new PartSink(this, index, partBytes, maxDepth);
    open.add(sink);
    return sink;
  }

  /** What was written of an index so far. */
  public DocumentTotals totals(IndexName index) {
    synchronized (outputLock) {
      return totals.getOrDefault(index, DocumentTotals.NONE);
    }
  }

  /**
   * Ends the parts that were begun. Their documents are in the output afterwards.
   *
   * @throws IllegalStateException if a sink is open
   * @throws IOException if writing fails, now or before
   */
  public void finish() throws IOException {
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "documents of index "
              + open.iterator().next().name()
              + " are still being added; close that first");
    }
    synchronized (outputLock) {
      checkFailure();
    }
  }

  /** Forgets what was not written. */
  @Override
  public void close() {
    holders.clear();
    open.clear();
    free.clear();
  }

  /** A buffer for a sink that holds none; may cut another sink's part. The caller holds no lock. */
  byte[] acquire() throws IOException {
    while (!buffersLeft.tryAcquire()) {
      PartSink fullest = null;
      for (PartSink holder : holders) {
        if (fullest == null || holder.size() > fullest.size()) {
          fullest = holder;
        }
      }
      if (fullest == null || !fullest.giveUp()) {
        Thread.onSpinWait();
      }
    }
    byte[] buffer = free.poll();
    return buffer == null ? new byte[partBytes + (partBytes >> 6) + 1_024] : buffer;
  }

  void holds(PartSink sink) {
    holders.add(sink);
  }

  void release(PartSink sink, byte[] buffer) {
    holders.remove(sink);
    if (buffer.length <= 2L * partBytes + 1_024) {
      free.add(buffer);
    }
    buffersLeft.release();
  }

  void closed(PartSink sink) {
    open.remove(sink);
  }

  void write(IndexInfo index, byte[] buffer, int length, DocumentTotals more) throws IOException {
    synchronized (outputLock) {
      checkFailure();
      long ordinal = ordinals.merge(index.name(), 1L, Long::sum) - 1;
      try {
        output.write(index, ordinal, buffer, length, more);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
      totals.merge(index.name(), more, DocumentTotals::plus);
    }
  }

  private void checkFailure() throws IOException {
    if (failure != null) {
      throw new IOException("writing failed before", failure);
    }
  }
}
