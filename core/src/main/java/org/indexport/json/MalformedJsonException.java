package org.indexport.json;

import java.io.IOException;

/**
 * Bytes are not the JSON that they should be. The place is known as an index in the array that was
 * passed; whoever knows the file and the line wraps this into an exception that names them.
 */
public sealed class MalformedJsonException extends IOException
    permits DepthExceededException, TooLongException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String expected;
  private final String found;

  MalformedJsonException(long offset, String expected, String found) {
    super("expected " + expected + ", found " + found);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** An exception about the byte at {@code offset}, or about the end of the input there. */
  static MalformedJsonException at(byte[] buffer, int offset, int end, String expected) {
    return new MalformedJsonException(offset, expected, describe(buffer, offset, end));
  }

  private static String describe(byte[] buffer, int offset, int end) {
    if (offset >= end) {
      return "the end of the input";
    }
    int c = buffer[offset] & 0xff;
    return c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c);
  }

  /** The index, in the array that was passed, of the first byte that is wrong. */
  public long offset() {
    return offset;
  }

  /** What should be there, as it stands in the message. */
  public String expected() {
    return expected;
  }

  /** What is there, as it stands in the message. */
  public String found() {
    return found;
  }
}
