package org.indexport.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output with a large buffer. Closing it flushes only. */
final class StandardOutput extends FilterOutputStream {
  private static final int BUFFER_BYTES = 256 << 10;

  StandardOutput(OutputStream out) {
    super(new BufferedOutputStream(new Piped(out), BUFFER_BYTES));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }

  /** Tells a closed pipe from other failures. */
  private static final class Piped extends FilterOutputStream {
    Piped(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw ClosedOutputException.isMeantBy(e) ? new ClosedOutputException(e) : e;
      }
    }
  }
}
