package org.indexport.format.elasticdump.write;

import java.io.Closeable;
import java.io.IOException;
import org.indexport.IndexName;

/**
 * Where hits go. Declare an index before its first; {@link #finish} publishes, {@link #close()}
 * alone abandons. Thread-safe.
 */
interface HitOutput extends Closeable {
  /** Makes room for the hits of an index. */
  void declare(IndexName index) throws IOException;

  /** Appends whole lines, or what is still to become one. */
  void write(IndexName index, byte[] bytes, int offset, int length) throws IOException;

  /** Writes a file that is no documents, after all of these. */
  void writeMeta(String fileName, String line) throws IOException;

  /** Makes everything durable and lets it appear under its final name. */
  void finish() throws IOException;
}
