package org.indexport.examples.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.DumpException;
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

  private final Path folder;
  private final Schema schema;
  private final SchemaAnalyzer queryAnalyzer;
  private volatile IndexInfo info;

  /** Changes when a failure has closed it. */
  private volatile OpenIndex lucene;

  private boolean closed;

  private SearchIndex(Path folder, IndexInfo info) throws IOException {
    this.folder = folder;
    this.info = info;
    this.schema = schema(info);
    this.queryAnalyzer = SchemaAnalyzer.forSearching(schema);
    this.lucene = openLucene();
  }

  /** Makes an empty index. */
  static void make(Path folder, IndexInfo info) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config(schema(info)))) {
      describe(writer, info);
      // Closing it commits.
    }
  }

  /**
   * Opens an index.
   *
   * @throws DumpException if it is not one that this server has made
   */
  static SearchIndex open(Path folder, IndexInfo info) throws IOException {
    SearchIndex index = new SearchIndex(folder, info);
    try {
      if (!index.search(searcher -> MAPPER.accepts(searcher.getIndexReader()))) {
        throw new DumpException(
            "%s: expected documents in the field %s, found an index of another application;"
                    .formatted(folder, FieldNames.SOURCE)
                + " make a dump of it and import that");
      }
      return index;
    } catch (Throwable e) {
      Closing.after(e, index);
      throw e;
    }
  }

  private OpenIndex openLucene() throws IOException {
    try {
      return OpenIndex.open(folder, config(schema).setOpenMode(OpenMode.APPEND));
    } catch (IllegalArgumentException e) {
      // Lucene's answer to what was written with another configuration.
      throw new DumpException(folder + ": the index cannot be opened: " + e.getMessage(), e);
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

  /**
   * What to write with, or to take a snapshot of. If a failure has closed it, it is opened anew, at
   * what was committed last: nothing that was acknowledged is missing.
   *
   * @throws IOException if that is not possible
   */
  synchronized OpenIndex ready() throws IOException {
    OpenIndex former = lucene;
    if (!former.isOpen() && !closed) {
      // Waits until it has given up its lock of the index.
      former.writer().rollback();
      lucene = openLucene();
      former.close();
    }
    return lucene;
  }

  /**
   * A reader for a dump: of one point in time, and of everything that was acknowledged before. To
   * be given back by {@code decRef}.
   */
  DirectoryReader reader() throws IOException {
    // The searcher's own reference becomes the caller's.
    return (DirectoryReader) acquire().getIndexReader();
  }

  long count() throws IOException {
    return search(searcher -> (long) searcher.getIndexReader().numDocs());
  }

  /** Changes what the index is; it is on the storage then. */
  synchronized void redescribe(IndexInfo changed) throws IOException {
    OpenIndex now = ready();
    describe(now.writer(), changed);
    now.commit();
    info = changed;
  }

  /**
   * Adds documents, each in the place of the one that has its id. They are searchable and on the
   * storage when this returns: no kill of the process can take them away again.
   *
   * @param documents with their ids beside them
   * @return why documents were not taken, a sentence for each; empty when all were
   */
  List<String> add(List<Document> documents) throws IOException {
    // To the end the same: what was added to one that was closed since is not committed by another.
    OpenIndex now = ready();
    List<String> rejected = new ArrayList<>();
    DocumentMapper.Encoder encoder = MAPPER.encoder(info, schema);
    for (Document document : documents) {
      String id = String.valueOf(document.id());
      try {
        now.writer().updateDocument(MAPPER.idTerm(id), encoder.fields(id, document));
      } catch (DocumentRejectedException | IllegalArgumentException e) {
        rejected.add("document " + id + ": " + e.getMessage());
        encoder = MAPPER.encoder(info, schema);
      }
    }
    now.commit();
    return rejected;
  }

  /** The document of an id, or null. */
  byte @Nullable [] document(String id) throws IOException {
    try (Hits hits = find(searcher -> new TermQuery(MAPPER.idTerm(id)), 1)) {
      return hits.isEmpty() ? null : hits.document(0);
    }
  }

  /**
   * The best documents for what somebody typed, to be closed.
   *
   * @throws IndexSearcher.TooManyClauses if it is too much to look for
   */
  Hits search(String text, int limit) throws IOException {
    return find(
        searcher -> WordQuery.parse(text, searchableFields(searcher), queryAnalyzer), limit);
  }

  private interface Search<T> {
    T with(IndexSearcher searcher) throws IOException;
  }

  private <T> T search(Search<T> search) throws IOException {
    IndexSearcher searcher = acquire();
    try {
      return search.with(searcher);
    } finally {
      OpenIndex.release(searcher);
    }
  }

  private Hits find(Search<Query> query, int limit) throws IOException {
    IndexSearcher searcher = acquire();
    try {
      return Hits.of(searcher, query.with(searcher), limit);
    } catch (Throwable e) {
      Closing.after(e, () -> OpenIndex.release(searcher));
      throw e;
    }
  }

  private IndexSearcher acquire() throws IOException {
    OpenIndex now = lucene;
    try {
      return now.acquire();
    } catch (AlreadyClosedException e) {
      if (now == lucene) {
        throw e;
      }
      // It was opened anew in this moment.
      return lucene.acquire();
    }
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
  public synchronized void close() throws IOException {
    closed = true;
    lucene.close();
  }
}
