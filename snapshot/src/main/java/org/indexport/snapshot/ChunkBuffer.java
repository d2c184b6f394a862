package org.indexport.snapshot;

import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.PackedFrame;
import org.jspecify.annotations.Nullable;

/** Holds the plain bytes of a chunk, and then of another one. One thread at a time. */
final class ChunkBuffer {
  private static final int SMALL_SHARE = 16;

  private final int capacity;
  private byte[] bytes = {};
  private int length;
  private @Nullable DumpException failure;

  /**
   * An empty buffer.
   *
   * @param capacity the most bytes of a chunk; memory is taken when it is needed
   */
  ChunkBuffer(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Unpacks a chunk.
   *
   * @throws CorruptDumpException if it is damaged, or larger than the capacity
   */
  void fill(FrameUnpacker unpacker, PackedFrame frame) throws CorruptDumpException {
    length = frame.plainBytes();
    if (length > capacity) {
      throw new CorruptDumpException(
          frame.where(),
          "a chunk of at most " + capacity + " bytes",
          length + " bytes",
          "restore another snapshot");
    }
    unpacker.unpack(frame, reserve(length), 0);
  }

  /** The array, with room for so many bytes. */
  private byte[] reserve(int atLeast) {
    if (bytes.length < atLeast) {
      // A snapshot of small files needs no large buffers.
      int share = capacity / SMALL_SHARE;
      bytes = new byte[atLeast <= share ? share : capacity];
    }
    return bytes;
  }

  /** Tells that the chunk could not be had. */
  void fail(DumpException reason) {
    clear();
    failure = reason;
  }

  void clear() {
    length = 0;
    failure = null;
  }

  /** Why the chunk could not be had, or null if it is here. */
  @Nullable DumpException failure() {
    return failure;
  }

  /** The array, of which the first {@link #length()} bytes are the chunk. Not copied. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
