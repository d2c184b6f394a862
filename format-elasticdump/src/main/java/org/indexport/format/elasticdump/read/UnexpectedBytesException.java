package org.indexport.format.elasticdump.read;

import java.io.IOException;

/** Bytes are not what they should be; whoever knows the file and the line says where. */
final class UnexpectedBytesException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String expected;
  private final String found;

  UnexpectedBytesException(int offset, String expected, String found) {
    super("expected " + expected + ", found " + found);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** About the byte at an index of a buffer. */
  static UnexpectedBytesException at(byte[] buffer, int offset, String expected) {
    int c = buffer[offset] & 0xff;
    String found = c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c);
    return new UnexpectedBytesException(offset, expected, found);
  }

  /** The index in the buffer. */
  int offset() {
    return offset;
  }

  String expected() {
    return expected;
  }

  String found() {
    return found;
  }
}
