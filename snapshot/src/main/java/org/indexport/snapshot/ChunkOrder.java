package org.indexport.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/** Brings the chunks of one file, which come in any order and from any thread, into order. */
final class ChunkOrder implements Closeable {
  private final ChunkPipeline.Receiver receiver;
  private final int count;
  private final BlockingQueue<ChunkBuffer> free;

  // Guarded by this.
  private final Map<Integer, ChunkBuffer> waiting = new HashMap<>();
  private int next;
  private boolean isHandedOver;

  private volatile boolean ended;

  /**
   * Starts before the first chunk.
   *
   * @param count how many chunks there are
   * @param free takes buffers that are not needed any more
   */
  ChunkOrder(ChunkPipeline.Receiver receiver, int count, BlockingQueue<ChunkBuffer> free) {
    this.receiver = receiver;
    this.count = count;
    this.free = free;
  }

  /**
   * Takes a chunk, and hands over all that now have their turn, unless another thread is just
   * handing over and will do so.
   */
  void take(int index, ChunkBuffer chunk) throws IOException {
    if (!isTurn(index, chunk)) {
      return;
    }
    int at = index;
    for (ChunkBuffer turn; (turn = nextTurn()) != null; at++) {
      DumpException failure = turn.failure();
      if (failure == null) {
        receiver.chunk(turn);
      } else {
        receiver.lost(at, failure);
      }
      free.add(turn);
    }
  }

  private synchronized boolean isTurn(int index, ChunkBuffer chunk) {
    waiting.put(index, chunk);
    if (isHandedOver || index != next) {
      return false;
    }
    isHandedOver = true;
    return true;
  }

  private synchronized @Nullable ChunkBuffer nextTurn() throws IOException {
    ChunkBuffer chunk = waiting.remove(next);
    if (chunk != null) {
      next++;
      return chunk;
    }
    isHandedOver = false;
    if (next == count) {
      end();
    }
    return null;
  }

  /** Ends the file, of which all chunks were handed over. */
  void end() throws IOException {
    receiver.end();
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  /** To be called after a failure, when no thread works any more. */
  @Override
  public void close() throws IOException {
    receiver.close();
  }
}
