package org.indexport.examples.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.IndexInfo;
import org.indexport.Settings;
import org.indexport.dialects.LuceneDialect;
import org.indexport.io.Closing;
import org.indexport.lucene.CommitData;
import org.indexport.lucene.DocumentMapper;
import org.indexport.lucene.FieldNames;
import org.indexport.lucene.LuceneIndexer;
import org.indexport.lucene.SchemaAnalyzer;
import org.indexport.lucene.SourceMapper;
import org.indexport.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One index that is open for writing and searching. Thread-safe.
 *
 * <p>Two things make it fit for dumps and snapshots: its commits say what the index is ({@link
 * CommitData}), and its writer has a {@link SnapshotDeletionPolicy}. Documents are indexed by the
 * SDK's own {@link SourceMapper}, so that an index looks the same whether its documents came by
 * HTTP or from a dump.
 */
final class SearchIndex implements Closeable {
  static final DocumentMapper MAPPER = new SourceMapper();

  private final Schema schema;
  private final SchemaAnalyzer queryAnalyzer;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final AtomicLong additions = new AtomicLong();

  /** Held by who commits. */
  private final Object committing = new Object();

  /** How many additions are on the storage; guarded by the lock above. */
  private long durable;

  private volatile IndexInfo info;

  private SearchIndex(IndexInfo info, Schema schema, Directory directory, IndexWriter writer)
      throws IOException {
    this.info = info;
    this.schema = schema;
    this.queryAnalyzer = SchemaAnalyzer.forSearching(schema);
    this.directory = directory;
    this.writer = writer;
    this.searchers = new SearcherManager(writer, null);
  }

  /** Documents that were found: the first of them, as they were added, and how many there are. */
  record Hits(List<byte[]> documents, long total) {}

  /** Makes an empty index. */
  static void make(Path folder, IndexInfo info) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config(schema(info)))) {
      describe(writer, info);
      // Closing it commits.
    }
  }

  /** Opens an index. */
  static SearchIndex open(Path folder, IndexInfo info) throws IOException {
    Directory directory = FSDirectory.open(folder);
    IndexWriter writer = null;
    try {
      Schema schema = schema(info);
      writer = new IndexWriter(directory, config(schema).setOpenMode(OpenMode.APPEND));
      return new SearchIndex(info, schema, directory, writer);
    } catch (Throwable e) {
      Closing.after(e, writer, directory);
      throw e;
    }
  }

  private static Schema schema(IndexInfo info) throws IOException {
    Settings settings = info.settings();
    return settings == null || !settings.dialect().equals(LuceneDialect.ID)
        ? Schema.EMPTY
        : new LuceneDialect().read(settings).value();
  }

  private static IndexWriterConfig config(Schema schema) {
    return LuceneIndexer.writerConfig(MAPPER, schema)
        .setIndexDeletionPolicy(new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy()));
  }

  private static void describe(IndexWriter writer, IndexInfo info) {
    Map<String, String> userData = new HashMap<>();
    writer.getLiveCommitData().forEach(entry -> userData.put(entry.getKey(), entry.getValue()));
    userData.put(CommitData.KEY, CommitData.toJson(info));
    writer.setLiveCommitData(userData.entrySet());
  }

  IndexInfo info() {
    return info;
  }

  /** For snapshots, which commit and pin. */
  IndexWriter writer() {
    return writer;
  }

  /**
   * A reader for a dump: of one point in time, and of everything that was acknowledged before. To
   * be given back by {@code decRef}.
   */
  DirectoryReader reader() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    // The searcher's own reference becomes the caller's.
    return (DirectoryReader) searcher.getIndexReader();
  }

  long count() throws IOException {
    return search(searcher -> (long) searcher.getIndexReader().numDocs());
  }

  /** Changes what the index is; it is on the storage then. */
  synchronized void redescribe(IndexInfo changed) throws IOException {
    describe(writer, changed);
    info = changed;
    commit();
  }

  /**
   * Adds documents, each in the place of the one that has its id. They are searchable and on the
   * storage when this returns: no kill of the process can take them away again.
   *
   * @param documents with their ids beside them
   * @return why documents were not taken, a sentence for each; empty when all were
   */
  List<String> add(List<Document> documents) throws IOException {
    List<String> rejected = new ArrayList<>();
    DocumentMapper.Encoder encoder = MAPPER.encoder(info, schema);
    for (Document document : documents) {
      String id = String.valueOf(document.id());
      try {
        writer.updateDocument(MAPPER.idTerm(id), encoder.fields(id, document));
      } catch (DocumentRejectedException | IllegalArgumentException e) {
        rejected.add("document " + id + ": " + e.getMessage());
        encoder = MAPPER.encoder(info, schema);
      }
    }
    commit();
    return rejected;
  }

  /**
   * Commits what the calling thread has added. Threads that wait while another one commits are
   * served by one further commit together, so that the more there are the less each one costs.
   */
  private void commit() throws IOException {
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

  /** The document of an id, or null. */
  byte @Nullable [] document(String id) throws IOException {
    Hits hits = find(searcher -> new TermQuery(MAPPER.idTerm(id)), 1);
    return hits.documents().isEmpty() ? null : hits.documents().get(0);
  }

  /** The best documents for what somebody typed. */
  Hits search(String text, int limit) throws IOException {
    return find(
        searcher -> WordQuery.parse(text, searchableFields(searcher), queryAnalyzer), limit);
  }

  /** Makes a query for what an index holds now. */
  private interface QueryFactory {
    Query of(IndexSearcher searcher);
  }

  private interface Search<T> {
    T with(IndexSearcher searcher) throws IOException;
  }

  private <T> T search(Search<T> search) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return search.with(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  private Hits find(QueryFactory factory, int limit) throws IOException {
    return search(
        searcher -> {
          Query query = factory.of(searcher);
          List<byte[]> documents = new ArrayList<>();
          if (limit > 0) {
            for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
              documents.add(source(searcher, hit.doc));
            }
          }
          return new Hits(documents, searcher.count(query));
        });
  }

  private static byte[] source(IndexSearcher searcher, int document) throws IOException {
    BytesRef source =
        searcher
            .storedFields()
            .document(document, Set.of(FieldNames.SOURCE))
            .getBinaryValue(FieldNames.SOURCE);
    return BytesRef.deepCopyOf(source).bytes;
  }

  /** The fields that hold words. */
  private static List<String> searchableFields(IndexSearcher searcher) {
    List<String> fields = new ArrayList<>();
    for (FieldInfo field : FieldInfos.getMergedFieldInfos(searcher.getIndexReader())) {
      if (field.getIndexOptions().compareTo(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS) >= 0) {
        fields.add(field.name);
      }
    }
    return fields;
  }

  /** Commits and closes. */
  @Override
  public void close() throws IOException {
    Closing.all(searchers, writer, directory);
  }
}
