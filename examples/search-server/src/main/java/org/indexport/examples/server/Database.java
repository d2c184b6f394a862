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
import org.indexport.io.StagedFolder;
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
  /** Where an index is made, one at a time; no escaped name starts with a dot. */
  private static final String NURSERY = ".new";

  private final Path folder;
  private final Map<IndexName, SearchIndex> indexes = new ConcurrentHashMap<>();

  private Database(Path folder) {
    this.folder = folder;
  }

  /** Opens all indexes of a folder, which is made if it is missing. */
  static Database open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Database database = new Database(folder);
    // The server was killed while it made an index, and so never said that there is one.
    database.nursery().delete();
    try (EngineSource existing = LuceneEngineSource.open(folder, SearchIndex.MAPPER)) {
      for (IndexInfo index : existing.header().indexes()) {
        if (!Files.isDirectory(database.path(index))) {
          throw new DumpException(
              "%s: expected index %s in %s; choose another folder for the database"
                  .formatted(folder, index.name(), database.path(index)));
        }
        database.open(index);
      }
      return database;
    } catch (Throwable e) {
      Closing.after(e, database);
      throw e;
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
    nursery().delete();
    SearchIndex.make(folder.resolve(NURSERY), info);
    Path home = path(info);
    Files.createDirectories(home.getParent());
    nursery().moveTo(home);
    return open(info);
  }

  private StagedFolder nursery() {
    return StagedFolder.at(folder.resolve(NURSERY));
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
    return LuceneSnapshotSource.of(this::writers);
  }

  private Map<IndexName, IndexWriter> writers() {
    Map<IndexName, IndexWriter> writers = new HashMap<>();
    indexes.forEach((name, index) -> writers.put(name, index.writer()));
    return writers;
  }

  @Override
  public void close() throws IOException {
    Closing.all(indexes.values().toArray(Closeable[]::new));
  }
}
