package org.indexport;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.spi.WriteCheckpoint;

/**
 * The front door: opens and creates dumps of every format that is on the module or class path.
 *
 * <pre>{@code
 * try (DumpReader dump = Dumps.open(path)) {
 *   for (IndexInfo index : dump.header().indexes()) {
 *     try (DocumentCursor documents = dump.documents(index.name())) {
 *       for (Document document; (document = documents.next()) != null; ) { … }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A program with class loaders of its own uses {@link DumpFormats#load(ClassLoader)}.
 */
public final class Dumps {
  private Dumps() {}

  /**
   * Opens a file or folder, whose format is told by content.
   *
   * @throws UnknownFormatException if no format recognises it
   * @throws DumpException if it cannot be read
   * @throws IOException if reading fails
   */
  public static DumpReader open(Path path) throws IOException {
    return open(DumpSource.path(path), ReadOptions.DEFAULT);
  }

  /** Opens any source; the reader closes it. A failed open leaves it open. */
  public static DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    return DumpFormats.load().open(source, options);
  }

  /**
   * Creates a dump file that must not exist yet.
   *
   * @param format the id of the format, such as {@code v1}
   * @throws UnknownFormatException if there is no such format
   * @throws ExistingTargetException if the file exists
   * @throws IOException if writing fails
   */
  public static DumpWriter create(String format, Path path, DumpHeader header, WriteOptions options)
      throws IOException {
    return create(format, DumpSink.file(path), header, options);
  }

  /** Creates a dump in any sink. */
  public static DumpWriter create(
      String format, DumpSink sink, DumpHeader header, WriteOptions options) throws IOException {
    return DumpFormats.load().byId(format).create(sink, header, options);
  }

  /**
   * Goes on writing a dump that was interrupted: what was written after the last checkpoint is cut
   * off, and what was written before is read to make sure that it is there.
   *
   * @param path the final name of the dump
   * @param checkpoint the file that {@link WriteOptions#checkpoint()} named
   * @throws DumpException if the checkpoint is none, or what it tells of is not there or damaged
   * @throws IOException if the file system fails
   */
  public static ResumedDump resume(Path path, Path checkpoint) throws IOException {
    return resume(path, WriteOptions.DEFAULT.withCheckpoint(checkpoint));
  }

  /**
   * The same with other options; of these, part bytes and workers may differ from before.
   *
   * @throws IllegalArgumentException if they name no checkpoint
   */
  public static ResumedDump resume(Path path, WriteOptions options) throws IOException {
    Path file = options.checkpoint();
    if (file == null) {
      throw new IllegalArgumentException("without a checkpoint nothing can be resumed");
    }
    return DumpFormats.load().byId(WriteCheckpoint.read(file).format()).resume(path, options);
  }
}
