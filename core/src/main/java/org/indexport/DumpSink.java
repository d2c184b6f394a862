package org.indexport;

import java.io.OutputStream;
import java.nio.file.Path;
import org.indexport.io.Publication.Existing;
import org.jspecify.annotations.Nullable;

/**
 * Where a dump is written to. A path appears under its name only when the dump is finished; a
 * stream is written as it comes.
 *
 * @param path the file or folder, or null when it is a stream
 * @param stream the stream, or null when it is a path; {@link DumpWriter#close()} closes it
 * @param packing whether a path becomes a file or a folder
 * @param existing what happens when the path exists
 */
public record DumpSink(
    @Nullable Path path, @Nullable OutputStream stream, Packing packing, Existing existing) {
  /** One file or one folder. */
  public enum Packing {
    /** A single file. */
    FILE,
    /** A folder of files. */
    FOLDER
  }

  /**
   * Checks.
   *
   * @throws IllegalArgumentException unless there is either a path or a stream
   */
  public DumpSink {
    if ((path == null) == (stream == null)) {
      throw new IllegalArgumentException("either a path or a stream");
    }
  }

  /** A file that must not exist yet. */
  public static DumpSink file(Path path) {
    return new DumpSink(path, null, Packing.FILE, Existing.REFUSE);
  }

  /** A folder that must not exist yet. */
  public static DumpSink folder(Path path) {
    return new DumpSink(path, null, Packing.FOLDER, Existing.REFUSE);
  }

  /** A stream. */
  public static DumpSink stream(OutputStream stream) {
    return new DumpSink(null, stream, Packing.FILE, Existing.REFUSE);
  }

  /** The same sink, replacing what exists when the dump is finished. */
  public DumpSink replacing() {
    return new DumpSink(path, stream, packing, Existing.REPLACE);
  }

  /** Names the sink in messages. */
  public String name() {
    return path == null ? "standard output" : path.toString();
  }
}
