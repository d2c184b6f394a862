package org.indexport.format.elasticdump.write;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.spi.IdFinder;
import org.jspecify.annotations.Nullable;

/** Puts the ids of documents beside them, where hits have them. */
final class IdSink implements DocumentSink {
  private final DocumentSink lines;
  private final IdFinder ids;
  private final AtomicLong withoutId;

  /**
   * A sink.
   *
   * @param lines takes the documents with their ids beside them
   * @param primaryKey the member that holds the ids, or null
   * @param withoutId counts the documents that have none
   */
  IdSink(DocumentSink lines, @Nullable String primaryKey, AtomicLong withoutId) {
    this.lines = lines;
    this.ids = new IdFinder(primaryKey);
    this.withoutId = withoutId;
  }

  @Override
  public void add(Document document) throws IOException {
    String id = ids.id(document);
    lines.add(document.withId(id, document.routing(), document.version()));
    if (id == null) {
      withoutId.incrementAndGet();
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
