package org.indexport.kuzzle;

import org.indexport.CorruptDumpException;
import org.indexport.http.DocumentCount;

/**
 * What the cursors over one collection have in common: they must come to the number of documents
 * that the server has counted. Thread-safe.
 */
final class CollectionReading {
  private final String where;
  private final long end;
  private final DocumentCount count;

  /**
   * Starts with nothing read.
   *
   * @param where the collection, for messages
   * @param cursors how many cursors read it
   * @param end what the numbers of all documents were below before they were read
   */
  CollectionReading(String where, int cursors, long end) {
    this.where = where;
    this.end = end;
    this.count = new DocumentCount(where, cursors);
  }

  /** The collection, for messages. */
  String where() {
    return where;
  }

  /** What the numbers of all documents were below before they were read. */
  long end() {
    return end;
  }

  /** So many documents more are to come. */
  void expect(long documents) {
    count.expect(documents);
  }

  /** One was read. */
  void took() {
    count.took();
  }

  /**
   * A cursor has come to its end.
   *
   * @throws CorruptDumpException if all have, and not all documents were read
   */
  void ended() throws CorruptDumpException {
    count.ended("start again; if it happens again, see the server's log");
  }

  /** An exception about documents that were changed while the server had lost what was read. */
  CorruptDumpException changed(String expectedNow, String foundNow) {
    return new CorruptDumpException(
        where,
        expectedNow,
        foundNow,
        "the server has lost the scroll that was being read, and documents were changed since;"
            + " start again, when nobody writes to it if need be");
  }
}
