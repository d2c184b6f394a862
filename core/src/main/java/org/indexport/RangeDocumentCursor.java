package org.indexport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Passes over documents before a range, and ends behind it. */
final class RangeDocumentCursor implements DocumentCursor {
  private final DocumentCursor documents;
  private final long from;
  private final long to;
  private long position;

  RangeDocumentCursor(DocumentCursor documents, long from, long to) {
    this.documents = documents;
    this.from = from;
    this.to = to;
  }

  static void check(long from, long to) {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("the range %d:%d".formatted(from, to));
    }
  }

  @Override
  public @Nullable Document next() throws IOException {
    while (position < to) {
      Document document = documents.next();
      if (document == null) {
        position = to;
        return null;
      }
      if (position++ >= from) {
        return document;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    documents.close();
  }
}
