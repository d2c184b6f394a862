package org.indexport.json;

import java.io.IOException;

/** Bytes are not what they should be; whoever knows the file and the line says where. */
public final class UnexpectedBytesException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String expected;
  private final String found;

  /**
   * About bytes of a buffer.
   *
   * @param offset their index there
   * @param expected what should be there, as it stands in messages
   * @param found what is there, as it stands in messages
   */
  public UnexpectedBytesException(int offset, String expected, String found) {
    super("expected " + expected + ", found " + found);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** About the byte at an index of a buffer. */
  public static UnexpectedBytesException at(byte[] buffer, int offset, String expected) {
    int c = buffer[offset] & 0xff;
    String found = c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : String.format("byte 0x%02x", c);
    return new UnexpectedBytesException(offset, expected, found);
  }

  /** The index in the buffer. */
  public int offset() {
    return offset;
  }

  /** What should be there. */
  public String expected() {
    return expected;
  }

  /** What is there. */
  public String found() {
    return found;
  }
}
