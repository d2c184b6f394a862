package org.indexport.format.elasticdump.write;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.json.DocumentId;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Puts the ids of documents beside them, where hits have them. */
final class IdSink implements DocumentSink {
  private final DocumentSink lines;
  private final @Nullable DocumentScanner keys;
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
    this.keys =
        primaryKey == null ? null : new DocumentScanner(1).select(DottedPath.of(primaryKey));
    this.withoutId = withoutId;
  }

  @Override
  public void add(Document document) throws IOException {
    String id = document.id() == null ? inner(document) : document.id();
    lines.add(document.withId(id, document.routing(), document.version()));
    if (id == null) {
      withoutId.incrementAndGet();
    }
  }

  private @Nullable String inner(Document document) {
    String resolved = document.resolvedId();
    DocumentScanner finder = keys;
    if (resolved != null || finder == null) {
      return resolved;
    }
    try {
      byte[] json = document.array();
      finder.locate(json, document.offset(), document.offset() + document.length());
      return finder.valueStart() < 0
          ? null
          : DocumentId.of(json, finder.valueStart(), finder.valueEnd());
    } catch (MalformedJsonException e) {
      // Whoever checks the document tells it better.
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
