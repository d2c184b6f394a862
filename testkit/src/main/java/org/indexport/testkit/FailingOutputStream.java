package org.indexport.testkit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Fails at a certain byte or at a certain call with an {@link InjectedFault}, and at every call
 * after that, as a full disk or a closed pipe does. What was written before has arrived. Closing
 * does not fail. One thread.
 */
public final class FailingOutputStream extends FilterOutputStream {
  private long bytesLeft;
  private long callsLeft;

  private FailingOutputStream(OutputStream out, long bytesLeft, long callsLeft) {
    super(out);
    this.bytesLeft = bytesLeft;
    this.callsLeft = callsLeft;
  }

  /**
   * Takes some bytes and then fails.
   *
   * @param out the stream; closed with this one
   * @param bytes how many bytes can be written
   */
  public static FailingOutputStream afterBytes(OutputStream out, long bytes) {
    return new FailingOutputStream(out, bytes, Long.MAX_VALUE);
  }

  /**
   * Fails at a call.
   *
   * @param out the stream; closed with this one
   * @param call which call that writes or flushes fails, from 1
   */
  public static FailingOutputStream atCall(OutputStream out, long call) {
    return new FailingOutputStream(out, Long.MAX_VALUE, call - 1);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    count();
    int taken = (int) Math.min(length, bytesLeft);
    out.write(b, offset, taken);
    bytesLeft -= taken;
    if (taken < length) {
      throw new InjectedFault(null, "writing");
    }
  }

  @Override
  public void flush() throws IOException {
    count();
    out.flush();
  }

  private void count() throws InjectedFault {
    if (callsLeft == 0) {
      throw new InjectedFault(null, "writing");
    }
    callsLeft--;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
