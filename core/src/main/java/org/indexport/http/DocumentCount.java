package org.indexport.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.CorruptDumpException;

/**
 * What several cursors read of one index must come to: the number of documents that the server has
 * counted. Each cursor calls {@link #took} for each document, and {@link #ended} once. Thread-safe.
 */
public final class DocumentCount {
  private final String where;
  private final AtomicLong expected = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicInteger unended;

  /**
   * Starts with nothing read, and nothing expected.
   *
   * @param where the index, for messages
   * @param cursors how many cursors read it
   */
  public DocumentCount(String where, int cursors) {
    this.where = where;
    this.unended = new AtomicInteger(cursors);
  }

  /** The server has counted so many documents more, which are to come. */
  public void expect(long documents) {
    expected.addAndGet(documents);
  }

  /** One was read. */
  public void took() {
    read.incrementAndGet();
  }

  /**
   * A cursor has come to its end.
   *
   * @param nextStep what to do if it is the last one and not all documents were read
   * @throws CorruptDumpException if that is so
   */
  public void ended(String nextStep) throws CorruptDumpException {
    if (unended.decrementAndGet() > 0) {
      return;
    }
    // Not before: until then others may take more.
    long found = read.get();
    long wanted = expected.get();
    if (found != wanted) {
      throw new CorruptDumpException(
          where,
          wanted + " documents, which the server has counted at the start",
          String.valueOf(found),
          nextStep);
    }
  }
}
