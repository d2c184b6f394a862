package org.indexport.testkit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Fails at a certain byte or at a certain call with an {@link InjectedFault}, and at every call
 * after that. One thread.
 */
public final class FailingInputStream extends FilterInputStream {
  private long bytesLeft;
  private long callsLeft;

  private FailingInputStream(InputStream in, long bytesLeft, long callsLeft) {
    super(in);
    this.bytesLeft = bytesLeft;
    this.callsLeft = callsLeft;
  }

  /**
   * Gives some bytes and then fails, also where the stream would have ended.
   *
   * @param in the stream; closed with this one
   * @param bytes how many bytes can be read
   */
  public static FailingInputStream afterBytes(InputStream in, long bytes) {
    return new FailingInputStream(in, bytes, Long.MAX_VALUE);
  }

  /**
   * Fails at a call.
   *
   * @param in the stream; closed with this one
   * @param call which call that reads or skips fails, from 1
   */
  public static FailingInputStream atCall(InputStream in, long call) {
    return new FailingInputStream(in, Long.MAX_VALUE, call - 1);
  }

  @Override
  public int read() throws IOException {
    check();
    int value = in.read();
    bytesLeft -= value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    check();
    int n = in.read(b, offset, (int) Math.min(length, bytesLeft));
    bytesLeft -= Math.max(n, 0);
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    check();
    long skipped = in.skip(Math.min(n, bytesLeft));
    bytesLeft -= skipped;
    return skipped;
  }

  private void check() throws InjectedFault {
    if (bytesLeft == 0 || callsLeft == 0) {
      throw new InjectedFault(null, "reading");
    }
    callsLeft--;
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
