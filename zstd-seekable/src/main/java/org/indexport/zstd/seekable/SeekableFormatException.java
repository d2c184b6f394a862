package org.indexport.zstd.seekable;

import java.io.IOException;

/** Bytes are not what the seekable format asks for, or not what their checksum says. */
public final class SeekableFormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient long offset;

  /** Says what is wrong at which byte of the file. */
  public SeekableFormatException(String message, long offset) {
    super(message + ", at byte " + offset);
    this.offset = offset;
  }

  /** Where in the file. */
  public long offset() {
    return offset;
  }
}
