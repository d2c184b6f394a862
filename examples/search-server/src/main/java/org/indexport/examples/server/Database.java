package org.indexport.examples.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.io.Closing;
import org.indexport.lucene.LuceneEngineSource;
import org.indexport.lucene.LuceneSnapshotSource;
import org.indexport.spi.EngineSource;
import org.indexport.spi.SnapshotSource;
import org.jspecify.annotations.Nullable;

/**
 * All indexes of the server, each in the sub-folder of its escaped name: what {@code LuceneIndexer}
 * makes of a dump, and what a snapshot holds. Thread-safe.
 */
final class Database implements Closeable {
  private final Path folder;
  private final Nursery nursery;
  private final Map<IndexName, SearchIndex> indexes = new ConcurrentHashMap<>();

  private Database(Path folder) {
    this.folder = folder;
    this.nursery = new Nursery(folder);
  }

  /**
   * Opens all indexes of a folder, which is made if it is missing.
   *
   * @throws DumpException if it is no database of this server; it is left as it is then
   */
  static Database open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    Database database = new Database(folder);
    try {
      if (!database.nursery.isAlone()) {
        database.openAll();
      }
      // Not before it is known whose folder this is.
      database.nursery.clear();
      return database;
    } catch (Throwable e) {
      Closing.after(e, database);
      throw e;
    }
  }

  private void openAll() throws IOException {
    try (EngineSource existing = LuceneEngineSource.open(folder, SearchIndex.MAPPER)) {
      for (IndexInfo index : existing.header().indexes()) {
        if (nursery.holds(index)) {
          continue;
        }
        if (!Files.isDirectory(path(index))) {
          throw new DumpException(
              "%s: expected index %s in %s; choose another folder for the database"
                  .formatted(folder, index.name(), path(index)));
        }
        open(index);
      }
    }
  }

  private SearchIndex open(IndexInfo info) throws IOException {
    SearchIndex index = SearchIndex.open(path(info), info);
    indexes.put(info.name(), index);
    return index;
  }

  private Path path(IndexInfo index) {
    return folder.resolve(index.name().path());
  }

  @Nullable SearchIndex index(IndexName name) {
    return indexes.get(name);
  }

  /** Makes an index that appears whole and on the storage, or returns the one that there is. */
  synchronized SearchIndex create(IndexInfo info) throws IOException {
    SearchIndex existing = indexes.get(info.name());
    if (existing != null) {
      return existing;
    }
    nursery.make(info, path(info));
    return open(info);
  }

  /** Why something cannot be served, or null if everything can. */
  @Nullable String problem() {
    for (Map.Entry<IndexName, SearchIndex> index : indexes.entrySet()) {
      try {
        index.getValue().ready();
      } catch (IOException | RuntimeException e) {
        return "index " + index.getKey() + " cannot be written to: " + e;
      }
    }
    return null;
  }

  /**
   * What a dump is made of: everything acknowledged before this call, each index at one point in
   * time, whatever is written meanwhile.
   */
  EngineSource engineSource() throws IOException {
    Map<IndexName, DirectoryReader> readers = new TreeMap<>();
    try {
      for (Map.Entry<IndexName, SearchIndex> index : indexes.entrySet()) {
        readers.put(index.getKey(), index.getValue().reader());
      }
      return LuceneEngineSource.of(readers, SearchIndex.MAPPER);
    } finally {
      // The source holds references of its own.
      for (DirectoryReader reader : readers.values()) {
        reader.decRef();
      }
    }
  }

  /** What a snapshot is made of. */
  SnapshotSource snapshotSource() {
    return () -> {
      Map<IndexName, IndexWriter> writers = new HashMap<>();
      for (Map.Entry<IndexName, SearchIndex> index : indexes.entrySet()) {
        writers.put(index.getKey(), index.getValue().ready().writer());
      }
      return LuceneSnapshotSource.of(() -> writers).pin();
    };
  }

  @Override
  public void close() throws IOException {
    Closing.all(indexes.values().toArray(Closeable[]::new));
  }
}
