package org.indexport.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.ReadOptions;
import org.indexport.ResumedDump;
import org.indexport.WriteOptions;

/**
 * A dump format. Implementations are stateless, thread-safe, have a public no-argument constructor
 * and are listed both in {@code module-info} and in {@code META-INF/services}.
 */
public interface DumpFormat {
  /** A short stable id of lower-case letters, digits and dashes; it is written to disk. */
  String id();

  /** One line for people: what the format is. */
  String summary();

  /** What the format can do and hold. */
  Set<FormatTrait> traits();

  /** The names that {@link ReadOptions#option} may have here. */
  default Set<String> readOptions() {
    return Set.of();
  }

  /** The names that {@link WriteOptions#option} may have here. */
  default Set<String> writeOptions() {
    return Set.of();
  }

  /**
   * Says how sure it is that an input is of this format.
   *
   * @throws IOException if reading fails; wrong bytes are {@link MatchStrength#NONE}
   */
  MatchStrength probe(Probe probe) throws IOException;

  /**
   * Opens a dump. The reader closes the source; a failed open does not.
   *
   * @throws org.indexport.DumpException if the input is not a readable dump of this format
   * @throws IllegalArgumentException if an option is unknown
   * @throws IOException if reading fails
   */
  DumpReader open(DumpSource source, ReadOptions options) throws IOException;

  /**
   * Starts a dump with its header.
   *
   * @throws org.indexport.ExistingTargetException if the target exists and may not be replaced
   * @throws IllegalArgumentException if the format cannot hold what the header asks for, or an
   *     option is unknown
   * @throws IOException if writing fails
   */
  DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options) throws IOException;

  /**
   * Goes on writing a dump from its last checkpoint; see {@link org.indexport.Dumps#resume}.
   *
   * @throws UnsupportedOperationException if the format is not {@link FormatTrait#RESUMABLE}
   * @throws org.indexport.DumpException if the checkpoint does not fit what is there
   * @throws IOException if the file system fails
   */
  default ResumedDump resume(Path path, WriteOptions options) throws IOException {
    throw new UnsupportedOperationException("format " + id() + " cannot be resumed");
  }
}
