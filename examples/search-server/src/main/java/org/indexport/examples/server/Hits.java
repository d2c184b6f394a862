package org.indexport.examples.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.BytesRef;
import org.indexport.lucene.FieldNames;

/** Documents that were found, each of which is read when it is asked for. To be closed. */
final class Hits implements Closeable {
  private static final ScoreDoc[] NONE = {};

  private final IndexSearcher searcher;
  private final ScoreDoc[] best;
  private final long total;

  private Hits(IndexSearcher searcher, ScoreDoc[] best, long total) {
    this.searcher = searcher;
    this.best = best;
    this.total = total;
  }

  /**
   * Searches.
   *
   * @param searcher released when the hits are closed; not if this fails
   * @param limit how many of the best are wanted
   */
  static Hits of(IndexSearcher searcher, Query query, int limit) throws IOException {
    ScoreDoc[] best = limit == 0 ? NONE : searcher.search(query, limit).scoreDocs;
    return new Hits(searcher, best, searcher.count(query));
  }

  boolean isEmpty() {
    return best.length == 0;
  }

  /** One of the documents, byte for byte as it was added. */
  byte[] document(int index) throws IOException {
    BytesRef source =
        searcher
            .storedFields()
            .document(best[index].doc, Set.of(FieldNames.SOURCE))
            .getBinaryValue(FieldNames.SOURCE);
    return BytesRef.deepCopyOf(source).bytes;
  }

  /** Writes the documents one after the other, and how many there are in all. */
  void writeTo(OutputStream out) throws IOException {
    out.write("{\"hits\":[".getBytes(UTF_8));
    for (int i = 0; i < best.length; i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(document(i));
    }
    out.write(("],\"total\":" + total + "}").getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    OpenIndex.release(searcher);
  }
}
