package org.indexport.elastic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.CorruptDumpException;

/**
 * What the cursors over one index have in common: they must come to the number of documents that
 * the server has counted, and read none twice. Thread-safe.
 */
final class IndexReading {
  /**
   * A shard of an index.
   *
   * @param index the index
   * @param number which one
   */
  record Shard(String index, int number) {}

  private final String where;
  private final Map<Shard, ShardClaims> claims = new ConcurrentHashMap<>();
  private final AtomicLong expected = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicInteger unended;
  private final AtomicInteger unclosed;
  private final Runnable whenClosed;
  private volatile boolean restarted;

  /**
   * Starts with nothing read.
   *
   * @param where the index, for messages
   * @param cursors how many cursors read it
   * @param whenClosed what to do when all of them are closed
   */
  IndexReading(String where, int cursors, Runnable whenClosed) {
    this.where = where;
    this.unended = new AtomicInteger(cursors);
    this.unclosed = new AtomicInteger(cursors);
    this.whenClosed = whenClosed;
  }

  /** Which documents of a shard were read. */
  ShardClaims claims(Shard shard) {
    return claims.computeIfAbsent(shard, s -> new ShardClaims());
  }

  /** So many documents more are to come. */
  void expect(long documents) {
    expected.addAndGet(documents);
  }

  /** One was read. */
  void took() {
    read.incrementAndGet();
  }

  /** The server lost what it knew; reading goes on with what it has now. */
  void restarted() {
    restarted = true;
  }

  /**
   * A cursor has come to its end.
   *
   * @throws CorruptDumpException if all have, and not all documents were read
   */
  void ended() throws CorruptDumpException {
    if (unended.decrementAndGet() > 0) {
      return;
    }
    // Not before: until then others may take more.
    long found = read.get();
    if (found == expected.get()) {
      return;
    }
    throw new CorruptDumpException(
        where,
        expected.get() + " documents, which the server has counted at the start",
        String.valueOf(found),
        restarted
            ? "the server has lost the moment that was being read, and documents were changed"
                + " since; start again, with a longer keep-alive if it was not restarted"
            : "start again; if it happens again, see the server's log");
  }

  /** A cursor was closed. */
  void closed() {
    if (unclosed.decrementAndGet() == 0) {
      whenClosed.run();
    }
  }
}
