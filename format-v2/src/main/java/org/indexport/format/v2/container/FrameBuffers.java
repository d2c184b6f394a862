package org.indexport.format.v2.container;

import java.util.ArrayDeque;

/**
 * Buffers for packed frames that are used again and again, since new arrays of this size cost a
 * heap dearly. It holds as many as were once in use together. Thread-safe.
 *
 * <p>{@link PackedFrame#close()} gives a frame's buffer back.
 */
public final class FrameBuffers {
  /** Less than this is cheap to make. */
  private static final int SMALL = 64 << 10;

  /** A usual part may be a little longer than 4 MiB. */
  private static final int USUAL = FrameHeader.mostPackedBytes((4 << 20) + (128 << 10));

  private final ArrayDeque<byte[]> free = new ArrayDeque<>();

  /** An empty pool. */
  public FrameBuffers() {}

  /** The size up to which taking a buffer costs the same. */
  static int usualBytes() {
    return USUAL;
  }

  byte[] take(int atLeast) {
    if (atLeast > SMALL && atLeast <= USUAL) {
      synchronized (free) {
        byte[] buffer = free.pollLast();
        if (buffer != null) {
          return buffer;
        }
      }
      return new byte[USUAL];
    }
    return new byte[atLeast];
  }

  void give(byte[] buffer) {
    if (buffer.length == USUAL) {
      synchronized (free) {
        free.addLast(buffer);
      }
    }
  }
}
