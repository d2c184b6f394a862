package org.indexport.spi;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.indexport.DocumentSink;
import org.indexport.DocumentTotals;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.PartReading;
import org.indexport.WriteOptions;

/**
 * For authors of formats: gathers documents of any number of sinks into parts of lines. (workers +
 * 1) buffers serve all sinks and the output; who needs one waits for the output, and where sinks
 * hold all of them the fullest is cut early, so that a thousand open sinks cost no more than a few.
 * Where one thread feeds all sinks, the places of cuts depend on the documents, the size of parts
 * and, only if more than two sinks hold an unfinished part at a time, the number of workers; never
 * on how fast the output is.
 *
 * <p>Call sequence: {@link #continueAt} where a dump is continued; {@link #sink} for each stream of
 * documents; close every sink; {@link #finish()}; {@link #close()}. Thread-safe; each sink is one
 * thread's.
 */
public final class PartAssembler implements Closeable {
  /** Takes the parts. */
  @FunctionalInterface
  public interface Output {
    /**
     * Takes a part, which is the output's from now on: it may write it now or on another thread
     * later, in an order of its own, and has to {@link FilledPart#release() release} it without
     * waiting for parts to come. Calls come one at a time and, of each index, in the order of
     * ordinals. They may block; sinks wait then.
     *
     * @param part the part
     * @throws IOException if writing failed; no further part is given then, and this one is
     *     released if it was not
     */
    void take(FilledPart part) throws IOException;
  }

  private final int partBytes;
  private final int maxDepth;
  private final Output output;
  private final BufferPool pool;
  private final Set<PartSink> open = ConcurrentHashMap.newKeySet();

  /** Guards what follows, and the calls of the output. */
  private final Object outputLock = new Object();

  private final Map<IndexName, Long> ordinals = new HashMap<>();
  private final Map<IndexName, DocumentTotals> totals = new HashMap<>();

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
    this.pool = new BufferPool(options.workers() + 1, partBytes + (partBytes >> 6) + 1_024);
  }

  /**
   * Starts with nothing, for files in which nothing is left of parts: they are small then, as they
   * stay in the processor's cache from the filling of a part to its writing.
   *
   * @param options the number of workers, and the size of parts if that is smaller
   * @param maxDepth how deep a document may nest
   * @param output takes the parts
   */
  public static PartAssembler ofSmallParts(WriteOptions options, int maxDepth, Output output) {
    int partBytes = Math.min(options.partBytes(), PartReading.SMALL_PART_BYTES);
    return new PartAssembler(options.withPartBytes(partBytes), maxDepth, output);
  }

  /**
   * Goes on after parts that were written earlier.
   *
   * @param index the index
   * @param ordinal the ordinal of its next part
   * @param before what its earlier parts add up to
   */
  public void continueAt(IndexName index, long ordinal, DocumentTotals before) {
    synchronized (outputLock) {
      ordinals.put(index, ordinal);
      totals.put(index, before);
    }
  }

  /** Opens a sink whose lines are as {@link IndexInfo#lines()} says. */
  public DocumentSink sink(IndexInfo index) {
    PartSink sink = new PartSink(this, pool, index, partBytes, maxDepth);
    open.add(sink);
    return sink;
  }

  /** What the parts of an index add up to that the output was given so far. */
  public DocumentTotals totals(IndexName index) {
    synchronized (outputLock) {
      return totals.getOrDefault(index, DocumentTotals.NONE);
    }
  }

  /**
   * Cuts what open sinks hold and waits until the output has released it and all before. Documents
   * that are added meanwhile may or may not be among it.
   *
   * @throws IOException if writing fails, now or before, or the thread is interrupted
   */
  public void flush() throws IOException {
    List<PartSink> sinks = new ArrayList<>(open);
    for (PartSink sink : sinks) {
      sink.giveUp();
    }
    pool.awaitReleased();
  }

  /**
   * Waits until the output has released every part.
   *
   * @throws IllegalStateException if a sink is open
   * @throws IOException if writing fails, now or before, or the thread is interrupted
   */
  public void finish() throws IOException {
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "documents of index "
              + open.iterator().next().name()
              + " are still being added; close that first");
    }
    pool.awaitReleased();
  }

  /**
   * Forgets what the output was not given; waits for nothing. Who waits for a buffer is set free
   * and gets an exception.
   */
  @Override
  public void close() {
    open.clear();
    pool.close();
  }

  void closed(PartSink sink) {
    open.remove(sink);
  }

  /** Gives the output a part whose buffer no sink holds any more. */
  void cut(IndexInfo index, byte[] buffer, int length, int[] lineEnds, DocumentTotals more)
      throws IOException {
    synchronized (outputLock) {
      long ordinal = ordinals.getOrDefault(index.name(), 0L);
      FilledPart part = new FilledPart(this, index, ordinal, buffer, length, lineEnds, more);
      try {
        pool.checkUsable();
        ordinals.put(index.name(), ordinal + 1);
        output.take(part);
      } catch (IOException | RuntimeException | Error e) {
        pool.fail(e);
        part.tryRelease();
        throw e;
      }
      totals.merge(index.name(), more, DocumentTotals::plus);
    }
  }

  void failed(Throwable cause) {
    pool.fail(cause);
  }

  void released(byte[] buffer) {
    pool.release(buffer);
  }
}
