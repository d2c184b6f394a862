package org.indexport.format.v2;

import java.io.Closeable;
import java.util.ArrayDeque;
import org.indexport.CorruptDumpException;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.PackedFrame;

/**
 * Unpacks frames on any thread, several at a time. It keeps as many unpackers as were once in use
 * together, as each has native memory. Thread-safe.
 */
final class Unpackers implements Closeable {
  private final ArrayDeque<FrameUnpacker> free = new ArrayDeque<>();
  private boolean closed;

  /**
   * Unpacks a frame to the start of a buffer.
   *
   * @param target takes {@link PackedFrame#plainBytes()} bytes
   * @throws CorruptDumpException if the frame is damaged
   */
  void unpack(PackedFrame frame, byte[] target) throws CorruptDumpException {
    FrameUnpacker unpacker = take();
    try {
      unpacker.unpack(frame, target, 0);
    } finally {
      give(unpacker);
    }
  }

  private synchronized FrameUnpacker take() {
    FrameUnpacker known = free.pollLast();
    return known == null ? new FrameUnpacker() : known;
  }

  private synchronized void give(FrameUnpacker unpacker) {
    if (closed) {
      unpacker.close();
    } else {
      free.addLast(unpacker);
    }
  }

  /** Frees those that are not in use; the others are freed when they no longer are. */
  @Override
  public synchronized void close() {
    closed = true;
    free.forEach(FrameUnpacker::close);
    free.clear();
  }
}
