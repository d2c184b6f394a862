package org.indexport.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends early, as a copy that was broken off does. One thread. */
public final class TruncatedInputStream extends FilterInputStream {
  private long left;

  /**
   * Cuts a stream.
   *
   * @param in the stream; closed with this one
   * @param length how many bytes are left of it
   */
  public TruncatedInputStream(InputStream in, long length) {
    super(in);
    left = length;
  }

  @Override
  public int read() throws IOException {
    int value = left == 0 ? -1 : in.read();
    left -= value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int n = in.read(b, offset, (int) Math.min(length, left));
    left -= Math.max(n, 0);
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(Math.min(n, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(in.available(), left);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
