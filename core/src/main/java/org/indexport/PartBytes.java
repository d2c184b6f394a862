package org.indexport;

import org.jspecify.annotations.Nullable;

/** The bytes of a part. */
final class PartBytes {
  private final byte[] buffer;
  private final int from;
  private final int to;
  private final int @Nullable [] bounds;
  private final boolean checked;

  private PartBytes(byte[] buffer, int from, int to, int @Nullable [] bounds, boolean checked) {
    this.buffer = buffer;
    this.from = from;
    this.to = to;
    this.bounds = bounds;
    this.checked = checked;
  }

  /** Documents that line breaks separate. */
  static PartBytes lines(byte[] buffer, int from, int to) {
    return new PartBytes(buffer, from, to, null, false);
  }

  /**
   * Documents that line breaks need not separate.
   *
   * @param bounds start, end and line number of each document
   */
  static PartBytes pieces(byte[] buffer, int size, int[] bounds) {
    return new PartBytes(buffer, 0, size, bounds, false);
  }

  /**
   * Documents that are known to be well formed and to have no line breaks.
   *
   * @param bounds start, end and line number of each document
   */
  static PartBytes checked(byte[] buffer, int size, int[] bounds) {
    return new PartBytes(buffer, 0, size, bounds, true);
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

  /** Start, end and line number of each document, or null where line breaks separate them. */
  int @Nullable [] bounds() {
    return bounds;
  }

  /** Whether documents need not be checked again. */
  boolean isChecked() {
    return checked;
  }
}
