package org.indexport.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.indexport.DumpSink;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Unproven;
import org.jspecify.annotations.Nullable;

/**
 * Where a dump goes: a stream, or a file that appears when it is committed. While a file is being
 * written nobody but its owner can open it, since a secret may come at any time; if none came, it
 * gets the usual permissions at last. One thread.
 */
public final class FileTarget implements Closeable {
  private final OutputStream stream;
  private final @Nullable Publication publication;

  private FileTarget(OutputStream stream, @Nullable Publication publication) {
    this.stream = stream;
    this.publication = publication;
  }

  /**
   * Starts to write.
   *
   * @throws org.indexport.ExistingTargetException if the file exists and may not be replaced
   * @throws IOException if writing fails
   */
  public static FileTarget open(DumpSink sink) throws IOException {
    OutputStream given = sink.stream();
    if (given != null) {
      return new FileTarget(given, null);
    }
    // In place is fine: a gzip member without its end is seen to be incomplete.
    Publication publication =
        Publication.openFile(
            Objects.requireNonNull(sink.path()), sink.existing(), Unproven.WRITE_IN_PLACE);
    try {
      publication.hideUntilCommit();
      return new FileTarget(publication.openStream(), publication);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, publication);
      throw e;
    }
  }

  /** What to write to; {@link #close()} closes it. */
  public OutputStream stream() {
    return stream;
  }

  /**
   * Lets the file, which is written, appear, for its owner's eyes only where it holds secrets.
   *
   * @throws IOException if writing fails
   */
  public void commit(Secrecy secrecy) throws IOException {
    if (publication == null) {
      stream.flush();
      return;
    }
    stream.close();
    if (secrecy == Secrecy.SECRETS) {
      publication.ownerOnly();
    }
    publication.commit();
  }

  /** Without a commit no file is left. */
  @Override
  public void close() throws IOException {
    Closing.all(stream, publication);
  }

  /** What a dump turned out to hold. */
  public enum Secrecy {
    /** Everybody may read it whom the platform lets. */
    NOTHING_SECRET,
    /** Only its owner may read it. */
    SECRETS
  }
}
