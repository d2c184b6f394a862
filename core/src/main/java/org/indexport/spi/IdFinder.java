package org.indexport.spi;

import org.indexport.Document;
import org.indexport.json.DocumentId;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ids of documents for formats that have them beside documents: also of those that were
 * not read from a dump and hold their ids within. One thread.
 */
public final class IdFinder {
  private final @Nullable DocumentScanner keys;

  /**
   * For the documents of one index.
   *
   * @param primaryKey the member that holds the ids, a dotted path, or null
   */
  public IdFinder(@Nullable String primaryKey) {
    keys = primaryKey == null ? null : new DocumentScanner(1).select(DottedPath.of(primaryKey));
  }

  /** The id beside or in a document, or null. */
  public @Nullable String id(Document document) {
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
}
