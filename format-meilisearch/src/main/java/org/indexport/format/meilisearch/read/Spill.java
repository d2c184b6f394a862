package org.indexport.format.meilisearch.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.format.meilisearch.FormatMeilisearch;

/** A stream kept in a temporary file, packed as it came, so that it can be read more than once. */
final class Spill implements Closeable {
  private final Path file;
  private final DumpSource source;
  private final long bytes;

  private Spill(Path file, long bytes) {
    this.file = file;
    this.source = DumpSource.path(file);
    this.bytes = bytes;
  }

  /** Takes all of a stream, up to a limit. */
  static Spill of(DumpSource stream, long limit) throws IOException {
    // Readable by its owner only, which is what this method promises.
    Path file = Files.createTempFile("indexport-", ".dump");
    try {
      return new Spill(file, copy(stream, file, limit));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static long copy(DumpSource stream, Path file, long limit) throws IOException {
    long size = 0;
    byte[] buffer = new byte[64 << 10];
    // The stream stays open: whoever gave it to the source closes it.
    InputStream in = stream.open();
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n; (n = in.read(buffer)) >= 0; ) {
        size += n;
        if (size > limit) {
          throw new LimitExceededException(
              stream.name(),
              "a stream of at most " + limit + " bytes, which is kept in a temporary file",
              "more",
              "save it to a file and read that, or raise the option "
                  + FormatMeilisearch.SPILL_LIMIT);
        }
        out.write(buffer, 0, n);
      }
    }
    return size;
  }

  DumpSource source() {
    return source;
  }

  /** What was done, for people. */
  String notice(String name) {
    return ("%s: %d bytes are kept in a temporary file while they are read, since the files of a"
            + " dump may lie in any order")
        .formatted(name, bytes);
  }

  @Override
  public void close() throws IOException {
    source.close();
    Files.deleteIfExists(file);
  }
}
