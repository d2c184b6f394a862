package org.indexport.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import org.indexport.EngineVersion;

/**
 * The immutable files of one point in time. Thread-safe. Closing it lets the engine delete them;
 * channels that are still open then fail.
 */
public interface PinnedFiles extends Closeable {
  /** What wrote the files, and what is needed to use them. */
  EngineVersion engine();

  /** The files, in any order, each path once. */
  List<PinnedFile> files();

  /** Folders without files, as paths like those of files. */
  default List<String> emptyFolders() {
    return List.of();
  }

  /**
   * Opens a file at its start. Who reads it to its end has had the engine's own checksum verified,
   * if the file carries one.
   *
   * @param file one of {@link #files()}
   * @return to be closed by the caller; its reads throw {@link org.indexport.CorruptDumpException}
   *     where the content does not match the file's own checksum, and may give fewer or more bytes
   *     than {@link PinnedFile#length()} if somebody changed the file, which the reader must notice
   * @throws IOException if it cannot be opened
   */
  ReadableByteChannel open(PinnedFile file) throws IOException;
}
