package org.indexport.elastic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.CorruptDumpException;
import org.indexport.http.DocumentCount;

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

  private final DocumentCount count;
  private final Map<Shard, ShardClaims> claims = new ConcurrentHashMap<>();
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
    this.count = new DocumentCount(where, cursors);
    this.unclosed = new AtomicInteger(cursors);
    this.whenClosed = whenClosed;
  }

  /** Which documents of a shard were read. */
  ShardClaims claims(Shard shard) {
    return claims.computeIfAbsent(shard, s -> new ShardClaims());
  }

  /** So many documents more are to come. */
  void expect(long documents) {
    count.expect(documents);
  }

  /** One was read. */
  void took() {
    count.took();
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
    count.ended(
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
