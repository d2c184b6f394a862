package org.indexport.format.elasticdump.write;

import java.io.IOException;
import org.indexport.Document;
import org.indexport.DocumentSink;

/** Leaves out what lies beside documents. */
final class BareSink implements DocumentSink {
  private final DocumentSink lines;

  /**
   * A sink.
   *
   * @param lines takes the documents with nothing beside them
   */
  BareSink(DocumentSink lines) {
    this.lines = lines;
  }

  @Override
  public void add(Document document) throws IOException {
    lines.add(document.withId(null, null, null));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
