package org.indexport.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Gives its bytes in small portions, as a slow network does: 1 byte, then 2, and so on up to a
 * largest portion, then 1 again. Never says that anything is available. One thread.
 */
public final class ThrottledInputStream extends FilterInputStream {
  private final int most;
  private int portion;

  /**
   * Slows a stream down.
   *
   * @param in the stream; closed with this one
   * @param most the largest portion in bytes
   * @throws IllegalArgumentException if it is below 1
   */
  public ThrottledInputStream(InputStream in, int most) {
    super(in);
    if (most < 1) {
      throw new IllegalArgumentException("at least one byte: " + most);
    }
    this.most = most;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    portion = portion % most + 1;
    return in.read(b, offset, Math.min(length, portion));
  }

  @Override
  public long skip(long n) throws IOException {
    portion = portion % most + 1;
    return in.skip(Math.min(n, portion));
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
