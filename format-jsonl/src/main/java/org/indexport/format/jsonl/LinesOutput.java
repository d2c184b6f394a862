package org.indexport.format.jsonl;

import java.io.Closeable;
import java.io.IOException;
import org.indexport.IndexName;

/**
 * Where lines go. Declare an index before its first lines; {@link #finish()} publishes, {@link
 * #close()} alone abandons. Thread-safe.
 */
interface LinesOutput extends Closeable {
  /** Whether there can be further indexes. */
  boolean takesMore();

  /** Makes room for the lines of an index. */
  void declare(IndexName index) throws IOException;

  /** Appends whole lines. */
  void write(IndexName index, byte[] lines, int length) throws IOException;

  /** Makes everything durable and lets it appear under its final name. */
  void finish() throws IOException;
}
