package org.indexport.format.meilisearch.write;

import java.io.IOException;
import java.util.function.Function;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.jspecify.annotations.Nullable;

/** Lets the first document tell what takes it and all that follow. */
final class KeyGuessSink implements DocumentSink {
  private final DocumentSink lines;
  private final Function<Document, DocumentSink> afterFirst;
  private @Nullable DocumentSink next;

  /**
   * Waits for the first document.
   *
   * @param lines takes the lines in the end, and is closed
   * @param afterFirst gives what takes the first document, the same or something before it
   */
  KeyGuessSink(DocumentSink lines, Function<Document, DocumentSink> afterFirst) {
    this.lines = lines;
    this.afterFirst = afterFirst;
  }

  @Override
  public void add(Document document) throws IOException {
    DocumentSink sink = next == null ? afterFirst.apply(document) : next;
    next = sink;
    sink.add(document);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
