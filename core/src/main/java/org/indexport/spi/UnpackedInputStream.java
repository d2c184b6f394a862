package org.indexport.spi;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.TruncatedDumpException;

/** Turns failures of a decompressor into damages; where those are passed over, ends there. */
final class UnpackedInputStream extends FilterInputStream {
  private final String name;
  private final Damages damages;
  private final byte[] single = new byte[1];
  private long plainBytes;
  private boolean ended;

  UnpackedInputStream(InputStream in, String name, Damages damages) {
    super(in);
    this.name = name;
    this.damages = damages;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    try {
      int n = in.read(bytes, offset, length);
      plainBytes += Math.max(n, 0);
      return n;
    } catch (EOFException e) {
      return endAt(
          new TruncatedDumpException(
              where(), "more of the compressed file", found(e), "take a whole copy of the file"),
          e);
    } catch (ZipException e) {
      return endAt(
          new CorruptDumpException(
              where(), "sound compressed bytes", found(e), "take another copy of the file"),
          e);
    }
  }

  private int endAt(DumpException damage, IOException cause) throws IOException {
    damage.initCause(cause);
    damages.note(damage);
    ended = true;
    return -1;
  }

  private String where() {
    return name + ": after " + plainBytes + " bytes of text";
  }

  private static String found(IOException e) {
    return "'" + e.getMessage() + "'";
  }

  @Override
  public long skip(long n) throws IOException {
    byte[] sink = new byte[(int) Math.max(0, Math.min(n, 8192))];
    return Math.max(0, read(sink, 0, sink.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
