package org.indexport.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A stream that takes one step per read: some bytes, nothing, a wait or a failure. After the steps
 * it is at its end.
 */
final class ScriptedInputStream extends InputStream {
  /** Returns the bytes that a read gives. */
  interface Step {
    byte[] take() throws IOException;
  }

  private final ArrayDeque<Step> steps = new ArrayDeque<>();
  private byte[] rest = new byte[0];

  /** How often the stream was closed. */
  int closed;

  /** What closing does besides. */
  Step onClose = () -> new byte[0];

  ScriptedInputStream then(Step step) {
    steps.add(step);
    return this;
  }

  ScriptedInputStream then(byte... bytes) {
    return then(() -> bytes);
  }

  /** Gives {@code bytes} in pieces of at most {@code most}, with an empty read before each. */
  static ScriptedInputStream trickle(byte[] bytes, int most) {
    ScriptedInputStream stream = new ScriptedInputStream();
    for (int at = 0; at < bytes.length; at += most) {
      stream.then().then(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + most)));
    }
    return stream;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n;
    do {
      n = read(one, 0, 1);
    } while (n == 0);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (rest.length == 0) {
      Step step = steps.poll();
      if (step == null) {
        return -1;
      }
      rest = step.take();
    }
    int n = Math.min(length, rest.length);
    System.arraycopy(rest, 0, bytes, offset, n);
    rest = Arrays.copyOfRange(rest, n, rest.length);
    return n;
  }

  @Override
  public void close() throws IOException {
    closed++;
    onClose.take();
  }
}
