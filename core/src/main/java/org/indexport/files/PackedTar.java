package org.indexport.files;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.io.Closing;
import org.indexport.io.ExpansionGuard;
import org.indexport.spi.PlainText;

/** Opens tars, whether they are gzipped or not; their first byte tells. */
public final class PackedTar {
  private static final int GZIP = 0x1f;
  private static final long RATIO_FROM = 64L << 20;

  private PackedTar() {}

  /**
   * Opens a tar from its start. Closing it leaves a stream that the source was given open.
   *
   * @param source the file or stream
   * @param name names it in messages
   * @param limits how far it may expand
   * @param gzip unpacks it
   * @throws TruncatedDumpException if there is nothing
   * @throws IOException if reading fails
   */
  public static InputStream open(
      DumpSource source, String name, ReadLimits limits, PlainText.Unpacking gzip)
      throws IOException {
    InputStream opened = source.open();
    InputStream packed = source.isRewindable() ? opened : new KeptOpenInputStream(opened);
    try {
      return plain(packed, name, limits, gzip);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, packed);
      throw e;
    }
  }

  private static InputStream plain(
      InputStream packed, String name, ReadLimits limits, PlainText.Unpacking gzip)
      throws IOException {
    PushbackInputStream in = new PushbackInputStream(packed, 1);
    int first = in.read();
    if (first < 0) {
      throw new TruncatedDumpException(
          name, "a gzipped tar", "an empty file", "take a whole copy of the file");
    }
    in.unread(first);
    if (first != GZIP) {
      return new BufferedInputStream(in, 64 << 10);
    }
    int ratio = limits.maxExpansionRatio();
    ExpansionGuard guard =
        ExpansionGuard.of(
            Long.MAX_VALUE,
            ratio,
            RATIO_FROM,
            () ->
                new LimitExceededException(
                    name,
                    "at most " + ratio + " times as many bytes after unpacking",
                    "more",
                    "raise the limit of expansion if the file is sound"));
    return guard.plain(gzip.open(guard.packed(in)));
  }

  /** Leaves the closing to the source. */
  private static final class KeptOpenInputStream extends FilterInputStream {
    KeptOpenInputStream(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
