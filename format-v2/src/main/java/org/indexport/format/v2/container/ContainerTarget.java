package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import org.indexport.DumpSink;
import org.indexport.DumpSink.Packing;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.jspecify.annotations.Nullable;

/**
 * Where a container goes: a stream, or a file or folder that appears when it is committed. While it
 * is being written nobody but its owner can open it, since a secret may come at any time; if none
 * came, it gets the usual permissions at last.
 */
final class ContainerTarget implements Closeable {
  /** What becomes of something that is closed without a commit. */
  private enum Leaving {
    NOTHING,
    /** Nothing as long as nothing of it is durable. */
    WHAT_IS_DURABLE,
    ALL
  }

  private final @Nullable Publication publication;
  private @Nullable OutputStream stream;
  private Leaving leaving;

  private ContainerTarget(
      @Nullable OutputStream stream, @Nullable Publication publication, Leaving leaving) {
    this.stream = stream;
    this.publication = publication;
    this.leaving = leaving;
  }

  /** Opens what leaves nothing without a commit. */
  static ContainerTarget open(DumpSink sink) throws IOException {
    if (sink.stream() != null) {
      return new ContainerTarget(sink.stream(), null, Leaving.NOTHING);
    }
    Path path = Objects.requireNonNull(sink.path());
    Existing existing = sink.existing();
    // In place is fine: without its closing part a container is seen to be incomplete.
    Publication publication =
        isFile(sink)
            ? Publication.openFile(path, existing, Unproven.WRITE_IN_PLACE)
            : Publication.openDirectory(path, existing, Unproven.WRITE_IN_PLACE);
    try {
      publication.hideUntilCommit();
      OutputStream stream = isFile(sink) ? publication.openStream() : null;
      return new ContainerTarget(stream, publication, Leaving.NOTHING);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, publication);
      throw e;
    }
  }

  /** Opens what can be resumed as soon as something of it is durable. */
  static ContainerTarget openResumable(DumpSink sink) throws IOException {
    Path path = resumablePath(sink);
    Existing existing = sink.existing();
    Publication publication =
        isFile(sink)
            ? Publication.openResumableFile(path, existing)
            : Publication.openResumableDirectory(path, existing);
    ContainerTarget target = new ContainerTarget(null, publication, Leaving.WHAT_IS_DURABLE);
    try {
      if (isFile(sink)) {
        target.openStreamAt(0);
      }
      return target;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, target);
      throw e;
    }
  }

  /** Takes up what was left. A file is then to be opened by {@link #openStreamAt}. */
  static ContainerTarget resume(DumpSink sink) throws IOException {
    Path path = resumablePath(sink);
    Existing existing = sink.existing();
    Publication publication =
        isFile(sink)
            ? Publication.resumeFile(path, existing)
            : Publication.resumeDirectory(path, existing);
    return new ContainerTarget(null, publication, Leaving.ALL);
  }

  private static boolean isFile(DumpSink sink) {
    return sink.packing() == Packing.FILE;
  }

  private static Path resumablePath(DumpSink sink) {
    Path path = sink.path();
    if (path == null) {
      throw new IllegalArgumentException("a stream cannot be resumed");
    }
    return path;
  }

  private Publication publication() {
    return Objects.requireNonNull(publication);
  }

  /** Cuts the file and goes on there. */
  void openStreamAt(long length) throws IOException {
    stream = publication().openStreamAt(length);
  }

  /** The stream or file to write to; {@link #close()} closes it. */
  OutputStream stream() {
    return Objects.requireNonNull(stream);
  }

  /** The file or folder to write to. */
  Path path() {
    return publication().path();
  }

  boolean isResumable() {
    return leaving != Leaving.NOTHING;
  }

  /** Makes what was written to the file durable, which from now on can be resumed. */
  void force() throws IOException {
    publication().force();
    leaving = Leaving.ALL;
  }

  /** Makes files of the folder durable, which from now on can be resumed. */
  void force(Collection<Path> files) throws IOException {
    publication().force(files);
    leaving = Leaving.ALL;
  }

  /** Lets what is written appear, for its owner's eyes only where it is to be kept private. */
  void commit(boolean isPrivate) throws IOException {
    if (publication == null) {
      stream().flush();
      return;
    }
    if (stream != null) {
      stream.close();
    }
    if (isPrivate) {
      publication.ownerOnly();
    }
    publication.commit();
    leaving = Leaving.ALL;
  }

  /** Leaves nothing at all. */
  void abandon() throws IOException {
    Closing.all(stream, publication == null ? null : publication::abandon);
  }

  /** Without a commit nothing is left but what can be resumed. */
  @Override
  public void close() throws IOException {
    if (leaving == Leaving.WHAT_IS_DURABLE) {
      abandon();
    } else {
      Closing.all(stream, publication);
    }
  }
}
