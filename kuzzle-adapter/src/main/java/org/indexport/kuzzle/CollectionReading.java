package org.indexport.kuzzle;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.CorruptDumpException;

/**
 * What the cursors over one collection have in common: they must come to the number of documents
 * that the server has counted. Thread-safe.
 */
final class CollectionReading {
  private final String where;
  private final long end;
  private final AtomicLong expected = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicInteger unended;

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
    this.unended = new AtomicInteger(cursors);
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
    expected.addAndGet(documents);
  }

  /** One was read. */
  void took() {
    read.incrementAndGet();
  }

  /**
   * A cursor has come to its end.
   *
   * @throws CorruptDumpException if all have, and not all documents were read
   */
  void ended() throws CorruptDumpException {
    long found = read.get();
    if (unended.decrementAndGet() == 0 && found != expected.get()) {
      throw new CorruptDumpException(
          where,
          expected.get() + " documents, which the server has counted at the start",
          String.valueOf(found),
          "start again; if it happens again, see the server's log");
    }
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
