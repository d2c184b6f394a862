package org.indexport.format.elasticdump.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/**
 * Where hits go. Declare an index before its first; {@link #finish} publishes, {@link #close()}
 * alone abandons. Thread-safe.
 */
interface HitOutput extends Closeable {
  /** Makes room for the hits of an index. */
  void declare(IndexName index) throws IOException;

  /** Appends whole lines, or what is still to become one. */
  void write(IndexName index, byte[] bytes, int offset, int length) throws IOException;

  /** Whether what was written can be read and written once more. */
  boolean canRewrite();

  /** A name for what is kept until documents are written; to be deleted before the end. */
  Path scratch(String ending) throws IOException;

  /** Ends the hits of an index; the file that holds them, which may be changed, or null if none. */
  @Nullable Path written(IndexName index) throws IOException;

  /** Writes a file that is no documents, after all of these. */
  void writeMeta(String fileName, String line) throws IOException;

  /** Makes everything durable and lets it appear under its final name. */
  void finish() throws IOException;
}
