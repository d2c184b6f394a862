package org.indexport.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.IndexInfo;
import org.indexport.Lines;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Outcome;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;

/** Makes batches for tests and sends them as an importer does. */
public final class Batches {
  private static final int ATTEMPTS = 50;

  private Batches() {}

  /** A batch of documents by id, in the map's order. */
  public static DocumentBatch of(IndexInfo index, Map<String, String> sources) {
    List<DocumentContent> documents = new ArrayList<>();
    sources.forEach((id, json) -> documents.add(new DocumentContent(id, null, null, json)));
    return of(index, documents);
  }

  /** A batch of one document. */
  public static DocumentBatch of(IndexInfo index, String id, String source) {
    return of(index, Map.of(id, source));
  }

  /**
   * A batch of documents in order, all of them with ids. Where the index says that ids lie in the
   * documents, nothing lies beside them.
   */
  public static DocumentBatch of(IndexInfo index, List<DocumentContent> contents) {
    List<Document> documents = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    long bytes = 0;
    for (DocumentContent content : contents) {
      Document document = content.toDocument();
      documents.add(index.lines() == Lines.ENVELOPE ? document : document.withId(null, null, null));
      ids.add(String.valueOf(content.id()));
      bytes += document.length();
    }
    return new DocumentBatch(index, documents, ids, bytes);
  }

  /**
   * Small documents by id: {@code d3} is <code>{"id":"d3","n":3,"note":"…"}</code>.
   *
   * @param from the first number
   * @param to the number after the last
   * @param note tells these documents from others of the same ids
   */
  public static Map<String, String> numbered(int from, int to, String note) {
    Map<String, String> sources = new TreeMap<>();
    for (int i = from; i < to; i++) {
      sources.put("d" + i, "{\"id\":\"d%d\",\"n\":%d,\"note\":\"%s\"}".formatted(i, i, note));
    }
    return sources;
  }

  /**
   * Sends a batch until it has arrived: in halves where it is too large, again where the engine
   * wants it later.
   *
   * @return by position in the batch: why documents were rejected
   * @throws IOException if the indexer fails
   * @throws AssertionError if one document is too large, or patience does not help
   */
  public static Map<Integer, String> deliver(Indexer indexer, DocumentBatch batch)
      throws IOException {
    Map<Integer, String> rejected = new TreeMap<>();
    deliver(indexer, batch, 0, rejected);
    return rejected;
  }

  private static void deliver(
      Indexer indexer, DocumentBatch batch, int offset, Map<Integer, String> rejected)
      throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      BatchResult result = indexer.addDocuments(batch);
      if (result instanceof BatchResult.TooLarge tooLarge) {
        if (batch.size() == 1) {
          throw new AssertionError("one document is too large: " + tooLarge.reason());
        }
        int half = batch.size() / 2;
        deliver(indexer, batch.slice(0, half), offset, rejected);
        deliver(indexer, batch.slice(half, batch.size()), offset + half, rejected);
        return;
      }
      if (result instanceof BatchResult.Delivered delivered && note(delivered, offset, rejected)) {
        return;
      }
      pause();
    }
    throw new AssertionError("the indexer did not take a batch in " + ATTEMPTS + " attempts");
  }

  /** Notes what was rejected; false when something is wanted later. */
  private static boolean note(
      BatchResult.Delivered delivered, int offset, Map<Integer, String> rejected) {
    boolean complete = true;
    for (Map.Entry<Integer, Outcome> exception : delivered.exceptions().entrySet()) {
      if (exception.getValue().kind() == Outcome.Kind.REJECTED) {
        rejected.put(offset + exception.getKey(), exception.getValue().reason());
      } else {
        complete = false;
      }
    }
    return complete;
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the engine", e);
    }
  }
}
