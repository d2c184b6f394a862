package org.indexport;

import org.jspecify.annotations.Nullable;

/** The bytes of a part. */
final class PartBytes {
  private final byte[] buffer;
  private final int from;
  private final int to;
  private final int @Nullable [] bounds;

  /**
   * Wraps them.
   *
   * @param buffer holds them
   * @param from where they start
   * @param to where they end
   * @param bounds start, end and line number of each document where line breaks do not separate
   *     them, else null
   */
  PartBytes(byte[] buffer, int from, int to, int @Nullable [] bounds) {
    this.buffer = buffer;
    this.from = from;
    this.to = to;
    this.bounds = bounds;
  }

  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int @Nullable [] bounds() {
    return bounds;
  }
}
