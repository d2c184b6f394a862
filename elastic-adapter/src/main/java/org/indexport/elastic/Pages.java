package org.indexport.elastic;

import java.io.Closeable;
import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.http.Call;
import org.indexport.http.HitScanner;
import org.jspecify.annotations.Nullable;

/** Asks for the documents of a slice page by page. One thread. To be closed. */
interface Pages extends Closeable {
  /**
   * The search for the next page.
   *
   * @param size the most documents that it should have; not all kinds can change that
   * @param after where the last document stands that was read, or null at the start
   * @throws IOException if the server fails
   */
  Call next(int size, @Nullable String after) throws IOException;

  /** An answer has come, with the id to go on with. */
  void answered(@Nullable String contextId);

  /** Whether the same page can be asked for again when an answer was lost. */
  boolean canRepeat();

  /** How many documents the last page was asked to have. */
  int size();

  /**
   * Whether the current hit belongs to the slice; one behind its end may come with a page.
   *
   * @throws CorruptDumpException if the hit does not tell
   */
  default boolean covers(HitScanner hit) throws CorruptDumpException {
    return true;
  }

  /**
   * Whether nothing of the slice can come after some sort values.
   *
   * @throws CorruptDumpException if these do not tell
   */
  default boolean endsAt(@Nullable String after) throws CorruptDumpException {
    return false;
  }

  /**
   * Starts again when the server has lost what it knew. From now on all documents of the shard come
   * that are not known to have been read, with some that have.
   *
   * @param least documents of operations below this number were all read
   * @throws IOException if the server fails, or the index is another one by now
   */
  void restart(long least) throws IOException;

  /** Gives back to the server what it keeps for this. */
  @Override
  void close();
}
