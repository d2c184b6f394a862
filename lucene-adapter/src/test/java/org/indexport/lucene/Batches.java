package org.indexport.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer.IfExists;

/** Shortens the tests: batches in, documents out. */
final class Batches {
  private Batches() {}

  static IndexInfo envelopes(String name) {
    return IndexInfo.builder(IndexName.of(name)).lines(Lines.ENVELOPE).build();
  }

  /** A batch of documents by id, whose ids lie beside them. */
  static DocumentBatch batch(IndexInfo index, Map<String, String> sources) {
    List<Document> documents = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<String, String> entry : sources.entrySet()) {
      Document document = Document.of(entry.getValue()).withId(entry.getKey(), null, null);
      documents.add(document);
      bytes += document.length();
    }
    return new DocumentBatch(index, documents, List.copyOf(sources.keySet()), bytes);
  }

  static DocumentBatch batch(IndexInfo index, String id, String source) {
    return batch(index, Map.of(id, source));
  }

  /** The documents from one number to another, exclusive: ids d0, d1 … */
  static Map<String, String> numbered(int from, int to, String note) {
    Map<String, String> sources = new TreeMap<>();
    for (int i = from; i < to; i++) {
      sources.put("d" + i, "{\"n\":" + i + ",\"note\":\"" + note + "\"}");
    }
    return sources;
  }

  /** Imports documents into an index that must not exist. */
  static BatchResult load(Path folder, IndexInfo index, Map<String, String> sources)
      throws IOException {
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(index, IfExists.REFUSE);
      BatchResult result = indexer.addDocuments(batch(index, sources));
      indexer.finishIndex(index.name());
      indexer.finish();
      return result;
    }
  }

  /** All documents of an index by id, read in one slice. */
  static Map<String, String> read(Path folder, IndexName index) throws IOException {
    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
      return read(source, index);
    }
  }

  static Map<String, String> read(LuceneEngineSource source, IndexName index) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (DocumentCursor slice : source.slices(index, 1)) {
      try (slice) {
        for (Document document; (document = slice.next()) != null; ) {
          if (found.put(String.valueOf(document.id()), document.json()) != null) {
            throw new AssertionError("id " + document.id() + " was read twice");
          }
        }
      }
    }
    return found;
  }

  /** The documents' texts, slice by slice. */
  static List<List<String>> slices(LuceneEngineSource source, IndexName index, int wanted)
      throws IOException {
    List<List<String>> slices = new ArrayList<>();
    for (DocumentCursor slice : source.slices(index, wanted)) {
      try (slice) {
        List<String> texts = new ArrayList<>();
        for (Document document; (document = slice.next()) != null; ) {
          texts.add(document.json());
        }
        slices.add(texts);
      }
    }
    return slices;
  }
}
