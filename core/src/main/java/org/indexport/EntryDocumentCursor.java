package org.indexport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The documents of one index out of a cursor over everything. */
final class EntryDocumentCursor implements DocumentCursor {
  private final DumpCursor entries;
  private final IndexName index;
  private @Nullable DocumentPart part;
  private @Nullable DocumentCursor documents;
  private boolean finished;

  EntryDocumentCursor(DumpCursor entries, IndexName index) {
    this.entries = entries;
    this.index = index;
  }

  @Override
  public @Nullable Document next() throws IOException {
    while (!finished) {
      if (documents != null) {
        Document document = documents.next();
        if (document != null) {
          return document;
        }
        closePart();
      }
      advance();
    }
    return null;
  }

  private void advance() throws IOException {
    DumpEntry entry = entries.next();
    if (entry == null) {
      entries.finish();
      finished = true;
    } else if (entry instanceof DocumentPart next) {
      if (next.index().name().equals(index)) {
        part = next;
        documents = next.documents();
      } else {
        next.close();
      }
    }
  }

  private void closePart() throws IOException {
    if (documents != null) {
      documents.close();
      documents = null;
    }
    if (part != null) {
      part.close();
      part = null;
    }
  }

  @Override
  public void close() throws IOException {
    try (entries) {
      closePart();
    }
  }
}
