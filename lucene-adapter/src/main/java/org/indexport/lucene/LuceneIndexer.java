package org.indexport.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.indexport.DumpHeader;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.dialects.LuceneDialect;
import org.indexport.schema.Schema;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;

/**
 * Loads documents into a folder of Lucene indexes: one sub-folder per {@linkplain IndexName#path()
 * escaped name}, a namespace one level above. The folder is made when it is missing.
 *
 * <p>An index that is loaded is locked against other writers. What was added becomes visible and
 * durable with {@link #sync} and {@link #finishIndex}; an index that is replaced keeps its old
 * content until then. {@code APPEND} keeps the description of an existing index, and with it its
 * settings; only where the ids lie beside the documents in either, they do so afterwards.
 *
 * <p>Settings of the dialect {@code lucene} say which fields there are; without such settings every
 * member is indexed for everything. {@code addDocuments} may be called by any number of threads.
 */
public final class LuceneIndexer implements Indexer {
  /** The largest RAM buffer: Lucene cannot address more. */
  static final int MAX_RAM_MEGABYTES = 2_047;

  private final Path folder;
  private final DocumentMapper mapper;
  private final int threads;
  private final int ramMegabytes;
  private final Map<IndexName, IndexLoad> loads = new ConcurrentHashMap<>();
  private List<String> namespaces = List.of();

  private LuceneIndexer(Builder builder) {
    folder = builder.folder;
    mapper = builder.mapper;
    threads = builder.threads;
    ramMegabytes = builder.ramMegabytes;
  }

  /** An indexer with default options. */
  public static LuceneIndexer open(Path folder) {
    return builder(folder).build();
  }

  /** Starts an indexer that loads into this folder. */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /**
   * The configuration that an index is written with, for applications that add to it with a writer
   * of their own.
   *
   * @param mapper makes the documents
   * @param schema what is known of their fields
   */
  public static IndexWriterConfig writerConfig(DocumentMapper mapper, Schema schema) {
    return new IndexWriterConfig(mapper.analyzer(schema))
        .setCodec(WideVectorCodec.forSchema(schema));
  }

  /** Collects the options of a {@link LuceneIndexer}. Not thread-safe. */
  public static final class Builder {
    private static final int DEFAULT_RAM_MEGABYTES = 64;

    private final Path folder;
    private DocumentMapper mapper = new SourceMapper();
    private int threads = Runtime.getRuntime().availableProcessors();
    private int ramMegabytes =
        (int) Math.max(1, Math.min(DEFAULT_RAM_MEGABYTES, Runtime.getRuntime().maxMemory() >> 22));

    private Builder(Path folder) {
      this.folder = folder;
    }

    /** Sets how documents become fields; a {@link SourceMapper} if not set. */
    public Builder mapper(DocumentMapper value) {
      mapper = value;
      return this;
    }

    /**
     * Sets how many threads are useful; as many as there are processors if not set.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder threads(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("at least one thread: " + value);
      }
      threads = value;
      return this;
    }

    /**
     * Sets how much each index buffers before it writes a segment, in MiB; 64, but at most a
     * quarter of the heap, if not set.
     *
     * @throws IllegalArgumentException if it is below 1 or above 2,047
     */
    public Builder ramBufferMegabytes(int value) {
      if (value < 1 || value > MAX_RAM_MEGABYTES) {
        throw new IllegalArgumentException("RAM buffer of 1 to 2,047 MiB: " + value);
      }
      ramMegabytes = value;
      return this;
    }

    /** Builds the indexer; nothing is touched before {@link #createIndex}. */
    public LuceneIndexer build() {
      return new LuceneIndexer(this);
    }
  }

  @Override
  public int concurrency() {
    return threads;
  }

  @Override
  public NamespaceSupport namespaces() {
    return NamespaceSupport.OPTIONAL;
  }

  @Override
  public String dialect() {
    return LuceneDialect.ID;
  }

  @Override
  public void begin(DumpHeader header) {
    namespaces = header.namespaces();
  }

  @Override
  public Set<IndexName> existing() throws IOException {
    return Set.copyOf(IndexFolders.of(folder).indexes().keySet());
  }

  /**
   * Makes an index ready for documents.
   *
   * @throws ExistingTargetException if it exists and must not
   * @throws ImportException if another program writes to it, if it cannot be added to, or if the
   *     folder is itself one index of another name
   * @throws IllegalStateException if it is being loaded already
   */
  @Override
  public void createIndex(IndexInfo index, IfExists ifExists) throws IOException {
    IndexName name = index.name();
    if (loads.containsKey(name)) {
      throw new IllegalStateException("index " + name + " is being loaded already");
    }
    IndexFolders folders = IndexFolders.of(folder);
    boolean exists = folders.indexes().containsKey(name);
    if (exists && ifExists == IfExists.REFUSE) {
      throw new ExistingTargetException(
          folders.folder(name).toString(),
          "no index " + name,
          "one",
          "choose to append to it or to replace it, or another folder");
    }
    if (!exists && folders.isSingleIndex()) {
      throw new ImportException(
          folder.toString(),
          "a folder of indexes",
          "one Lucene index",
          "rename index " + name + " to its name, or choose another folder");
    }
    loads.put(name, IndexLoad.open(folders.folder(name), index, ifExists, mapper, ramMegabytes));
  }

  @Override
  public OptionalLong documentCount(IndexName index) throws IOException {
    IndexLoad load = loads.get(index);
    if (load != null) {
      return OptionalLong.of(load.documentCount());
    }
    Path own = IndexFolders.of(folder).indexes().get(index);
    if (own == null) {
      return OptionalLong.empty();
    }
    try (Directory directory = FSDirectory.open(own);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return OptionalLong.of(reader.numDocs());
    }
  }

  /**
   * Adds a batch. A document that cannot be indexed is rejected and does not affect the others.
   *
   * @throws ImportException if Lucene can write no more, for instance because the disk is full
   * @throws IllegalStateException if the index was not created before
   */
  @Override
  public BatchResult addDocuments(DocumentBatch batch) throws IOException {
    IndexLoad load = loads.get(batch.index().name());
    if (load == null) {
      throw new IllegalStateException("index " + batch.index().name() + " was not created");
    }
    return load.add(batch);
  }

  /**
   * Commits every index that is being loaded.
   *
   * @throws ImportException if that fails
   */
  @Override
  public void sync() throws IOException {
    for (IndexLoad load : loads.values()) {
      load.commit();
    }
  }

  /**
   * Commits an index, waits for its merges, and unlocks it.
   *
   * @throws ImportException if that fails
   * @throws IllegalStateException if the index is not being loaded
   */
  @Override
  public void finishIndex(IndexName index) throws IOException {
    IndexLoad load = loads.get(index);
    if (load == null) {
      throw new IllegalStateException("index " + index + " is not being loaded");
    }
    load.finish();
    loads.remove(index);
  }

  /** Finishes every index that is being loaded and makes a folder for each empty namespace. */
  @Override
  public void finish() throws IOException {
    for (IndexName index : List.copyOf(loads.keySet())) {
      finishIndex(index);
    }
    if (IndexFolders.of(folder).isSingleIndex()) {
      return;
    }
    for (String namespace : namespaces) {
      Files.createDirectories(folder.resolve(IndexName.escape(namespace)));
    }
  }

  /**
   * Commits what was acknowledged and unlocks all indexes. One that received no document and was
   * not synced stays, or stays away, as it was before.
   */
  @Override
  public void close() throws IOException {
    List<IndexLoad> open = new ArrayList<>(loads.values());
    loads.clear();
    IOUtils.close(open);
  }
}
