package org.indexport.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives one bit of a stream wrong, as failing memory or storage does. One thread. */
public final class BitFlippingInputStream extends FilterInputStream {
  private final long place;
  private final int mask;
  private long position;

  /**
   * Damages a stream.
   *
   * @param in the stream; closed with this one
   * @param place the position of the byte, from 0
   * @param bit the bit of it, from 0, the lowest, to 7
   * @throws IllegalArgumentException if there is no such bit
   */
  public BitFlippingInputStream(InputStream in, long place, int bit) {
    super(in);
    if (bit < 0 || bit > 7) {
      throw new IllegalArgumentException("a bit from 0 to 7: " + bit);
    }
    this.place = place;
    this.mask = 1 << bit;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value < 0) {
      return value;
    }
    return position++ == place ? value ^ mask : value;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    int n = in.read(b, offset, length);
    if (n > 0) {
      if (place >= position && place < position + n) {
        b[offset + (int) (place - position)] ^= (byte) mask;
      }
      position += n;
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    position += skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
