package org.indexport.spi;

import java.util.List;
import org.indexport.Document;
import org.indexport.IndexInfo;

/**
 * A bounded run of documents of one index, on its way into an engine. Immutable, readable by any
 * thread, valid until the {@link Indexer#addDocuments} call it was given to returns: who keeps
 * bytes longer copies them.
 *
 * @param index the index, named as in the target
 * @param documents the documents; {@link Document#id()} is the outside id where there is one
 * @param ids the resolved id of each document, never null
 * @param bytes the sum of the lengths of the sources
 */
public record DocumentBatch(
    IndexInfo index, List<Document> documents, List<String> ids, long bytes) {

  /** The number of documents. */
  public int size() {
    return documents.size();
  }

  /** The documents from {@code from} (inclusive) to {@code to} (exclusive) as a batch. */
  public DocumentBatch slice(int from, int to) {
    List<Document> some = documents.subList(from, to);
    long sum = 0;
    for (Document document : some) {
      sum += document.length();
    }
    return new DocumentBatch(index, some, ids.subList(from, to), sum);
  }
}
