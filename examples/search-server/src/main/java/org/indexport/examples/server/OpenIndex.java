package org.indexport.examples.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.indexport.io.Closing;

/**
 * An index as Lucene has it open: a writer, and searchers of what was committed. A failure in the
 * midst of a change, such as a full disk, closes the writer for good; what was committed is kept.
 * Thread-safe.
 */
final class OpenIndex implements Closeable {
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final AtomicLong additions = new AtomicLong();

  /** Held by who commits. */
  private final Object committing = new Object();

  /** How many additions are on the storage; guarded by the lock above. */
  private long durable;

  private OpenIndex(Directory directory, IndexWriter writer) throws IOException {
    this.directory = directory;
    this.writer = writer;
    this.searchers = new SearcherManager(writer, null);
  }

  static OpenIndex open(Path folder, IndexWriterConfig config) throws IOException {
    Directory directory = FSDirectory.open(folder);
    IndexWriter writer = null;
    try {
      writer = new IndexWriter(directory, config);
      return new OpenIndex(directory, writer);
    } catch (Throwable e) {
      Closing.after(e, writer, directory);
      throw e;
    }
  }

  IndexWriter writer() {
    return writer;
  }

  /** Whether it can be written to. */
  boolean isOpen() {
    return writer.isOpen();
  }

  /** A searcher of what was committed last, to be given back to {@link #release}. */
  IndexSearcher acquire() throws IOException {
    return searchers.acquire();
  }

  static void release(IndexSearcher searcher) throws IOException {
    searcher.getIndexReader().decRef();
  }

  /**
   * Commits what the calling thread has added. Threads that wait while another one commits are
   * served by one further commit together, so that the more there are the less each one costs.
   */
  void commit() throws IOException {
    long mine = additions.incrementAndGet();
    synchronized (committing) {
      if (durable < mine) {
        long all = additions.get();
        writer.commit();
        searchers.maybeRefreshBlocking();
        durable = all;
      }
    }
  }

  /** Commits and closes; searchers that were acquired can be used until they are released. */
  @Override
  public void close() throws IOException {
    Closing.all(searchers, writer, directory);
  }
}
