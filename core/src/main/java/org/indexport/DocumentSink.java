package org.indexport;

import java.io.Closeable;
import java.io.IOException;

/**
 * Takes the documents of one index. Used by one thread at a time; several sinks may be open at
 * once, also several of one index. Closed before {@link DumpWriter#finish()}.
 */
public interface DocumentSink extends Closeable {
  /**
   * Adds a document. Its bytes are copied before the call returns.
   *
   * @throws DocumentRejectedException if this format cannot hold this document; others can follow
   * @throws CorruptDumpException if the bytes are not one well-formed JSON object
   * @throws IOException if writing fails; the dump cannot be finished then
   */
  void add(Document document) throws IOException;

  /** Adds a document of UTF-8 JSON text. */
  default void add(byte[] json) throws IOException {
    add(Document.of(json));
  }
}
