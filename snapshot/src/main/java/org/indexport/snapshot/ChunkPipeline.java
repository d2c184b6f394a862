package org.indexport.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.io.Closing;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the chunks of files by several threads and hands over those of each file in order.
 *
 * <p>Chunks are given out to the workers in the order of the files. A worker unpacks its chunk
 * alone; what must go in order, one of those who work on a file does for all. So a single large
 * file keeps several threads busy, and so do many small ones. Memory is bounded by the number of
 * workers.
 */
final class ChunkPipeline {
  /** Takes one file, by one thread at a time. Closed again if anything fails. */
  interface Receiver extends Closeable {
    /**
     * Takes the next chunk.
     *
     * @param chunk not to be kept
     */
    void chunk(ChunkBuffer chunk) throws IOException;

    /**
     * Is told, in its place, of a chunk that is damaged or missing.
     *
     * @param index which
     * @param reason to be thrown unless the rest is wanted nevertheless
     */
    default void lost(int index, DumpException reason) throws IOException {
      throw reason;
    }

    /** Is called after the last chunk, and closes what was opened. */
    void end() throws IOException;
  }

  /** Begins with a file. */
  @FunctionalInterface
  interface Receivers {
    /**
     * Makes the receiver of a file. Called by one thread at a time.
     *
     * @param index which of the files
     */
    Receiver begin(int index) throws IOException;
  }

  private final List<PlannedFile> files;
  private final Receivers receivers;
  private final BlockingQueue<ChunkBuffer> free;

  // Guarded by this.
  private int nextFile;
  private int nextChunk;
  private @Nullable ChunkOrder present;

  /** Files of which not all was handed over, to be closed after a failure. */
  private final List<ChunkOrder> begun = new ArrayList<>();

  /** One chunk of a file; of an empty file there is none. */
  private record Task(PlannedFile file, ChunkOrder order, int chunk) {
    boolean isEmptyFile() {
      return file.frames().count() == 0;
    }
  }

  private ChunkPipeline(
      List<PlannedFile> files, int mostChunkBytes, int workers, Receivers receivers) {
    this.files = files;
    this.receivers = receivers;
    List<ChunkBuffer> buffers = new ArrayList<>();
    // More than workers, so that some chunks can wait for the one before them.
    for (int i = 0; i < workers + Math.max(2, workers / 2); i++) {
      buffers.add(new ChunkBuffer(mostChunkBytes));
    }
    this.free = new ArrayBlockingQueue<>(buffers.size(), false, buffers);
  }

  /**
   * Hands over all files.
   *
   * @param files where chunks come from
   * @param mostChunkBytes the most plain bytes of a chunk
   * @param workers how many threads
   * @throws ClosedByInterruptException if the calling thread is interrupted
   * @throws IOException the first failure; then all threads have ended and all is closed
   */
  static void run(List<PlannedFile> files, int mostChunkBytes, int workers, Receivers receivers)
      throws IOException {
    ChunkPipeline pipeline = new ChunkPipeline(files, mostChunkBytes, workers, receivers);
    try {
      Workers.run("indexport-unpack", Collections.nCopies(workers, pipeline::work));
    } catch (IOException | RuntimeException | Error e) {
      pipeline.closeAll(e);
      throw e;
    }
  }

  private synchronized void closeAll(Throwable reason) {
    Closing.after(reason, begun.toArray(ChunkOrder[]::new));
  }

  private void work() throws IOException, InterruptedException {
    try (FrameUnpacker unpacker = new FrameUnpacker()) {
      while (true) {
        // First a buffer, then a chunk: so the first chunk that is missing always has one.
        ChunkBuffer buffer = free.take();
        Task task = next();
        if (task == null) {
          free.add(buffer);
          return;
        }
        handOver(task, buffer, unpacker);
      }
    }
  }

  private void handOver(Task task, ChunkBuffer buffer, FrameUnpacker unpacker) throws IOException {
    if (task.isEmptyFile()) {
      free.add(buffer);
      task.order().end();
      return;
    }
    buffer.clear();
    try (PackedFrame frame = task.file().frames().read(task.chunk())) {
      buffer.fill(unpacker, frame);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      buffer.fail(e);
    }
    task.order().take(task.chunk(), buffer);
  }

  private synchronized @Nullable Task next() throws IOException {
    ChunkOrder order = present;
    if (order == null || nextChunk >= files.get(nextFile - 1).frames().count()) {
      if (nextFile == files.size()) {
        return null;
      }
      order = new ChunkOrder(receivers.begin(nextFile), files.get(nextFile).frames().count(), free);
      nextFile++;
      nextChunk = 0;
      present = order;
      begun.removeIf(ChunkOrder::isEnded);
      begun.add(order);
    }
    return new Task(files.get(nextFile - 1), order, nextChunk++);
  }
}
