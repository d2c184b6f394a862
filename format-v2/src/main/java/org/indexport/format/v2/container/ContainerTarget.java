package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import org.indexport.DumpSink;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Unproven;
import org.jspecify.annotations.Nullable;

/**
 * Where a container goes: a stream, or a file or folder that appears when it is committed. While it
 * is being written nobody but its owner can open it, since a secret may come at any time; if none
 * came, it gets the usual permissions at last.
 */
final class ContainerTarget implements Closeable {
  private final @Nullable OutputStream stream;
  private final @Nullable Publication publication;
  private final @Nullable PosixFileAttributes usual;

  private ContainerTarget(
      @Nullable OutputStream stream,
      @Nullable Publication publication,
      @Nullable PosixFileAttributes usual) {
    this.stream = stream;
    this.publication = publication;
    this.usual = usual;
  }

  static ContainerTarget open(DumpSink sink) throws IOException {
    if (sink.stream() != null) {
      return new ContainerTarget(sink.stream(), null, null);
    }
    Path path = Objects.requireNonNull(sink.path());
    boolean isFile = sink.packing() == DumpSink.Packing.FILE;
    // In place is fine: without its closing part a container is seen to be incomplete.
    Publication publication =
        isFile
            ? Publication.openFile(path, sink.existing(), Unproven.WRITE_IN_PLACE)
            : Publication.openDirectory(path, sink.existing(), Unproven.WRITE_IN_PLACE);
    try {
      PosixFileAttributes usual = attributes(publication.path());
      publication.ownerOnly();
      OutputStream stream = isFile ? publication.openStream() : null;
      return new ContainerTarget(stream, publication, usual);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, publication);
      throw e;
    }
  }

  private static @Nullable PosixFileAttributes attributes(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? Files.readAttributes(path, PosixFileAttributes.class)
        : null;
  }

  /** The stream or file to write to; {@link #close()} closes it. */
  OutputStream stream() {
    return Objects.requireNonNull(stream);
  }

  /** The folder to write into. */
  Path folder() {
    return Objects.requireNonNull(publication).path();
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
    if (!isPrivate && usual != null) {
      PosixFileAttributeView view =
          Files.getFileAttributeView(publication.path(), PosixFileAttributeView.class);
      view.setGroup(usual.group());
      view.setPermissions(usual.permissions());
    }
    publication.commit();
  }

  /** Without a commit nothing is left. */
  @Override
  public void close() throws IOException {
    Closing.all(stream, publication);
  }
}
