package org.indexport.elastic;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.elastic.IndexLoad.Origin;
import org.indexport.elastic.TargetIndexes.Found;
import org.indexport.elastic.TargetIndexes.Kind;
import org.indexport.http.ConnectorOptions;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores a Kuzzle into an Elasticsearch, from a backup that {@link KuzzleBackupSource} has read.
 * Indexes are made and loaded as {@link ElasticIndexer} does it; a collection gets its alias when
 * its documents are in. {@code addDocuments} may be called by any number of threads.
 */
final class KuzzleBackupIndexer implements Indexer {
  private static final Logger LOG = LoggerFactory.getLogger(KuzzleBackupIndexer.class);

  /** The names of the options for loading. */
  static final Set<String> OPTIONS =
      Set.of(
          ElasticIndexer.CONNECTIONS,
          ElasticIndexer.BULK_BYTES,
          ElasticIndexer.REPLICAS,
          ElasticIndexer.SHARDS,
          KuzzleClients.ADDRESS);

  private final Transport transport;
  private final Cluster server;
  private final ElasticIndexer cluster;
  private final ConnectorOptions options;
  private final TargetIndexes indexes;
  private final Map<IndexName, KuzzleHome> homes = new ConcurrentHashMap<>();
  private final Set<IndexName> announced = new TreeSet<>();
  private final List<String> notices = new ArrayList<>();
  private boolean looked;

  private KuzzleBackupIndexer(
      Transport transport, Cluster server, ElasticIndexer cluster, ConnectorOptions options) {
    this.transport = transport;
    this.server = server;
    this.options = options;
    this.cluster = cluster;
    this.indexes = cluster.indexes();
  }

  /**
   * Asks the server what it is, and prepares to load.
   *
   * @throws DumpException if the server is no Elasticsearch, or an option is not as described
   * @throws IOException if the server does not answer
   */
  static KuzzleBackupIndexer open(Transport transport, ConnectorOptions options)
      throws IOException {
    Cluster server = Cluster.detect(transport);
    return new KuzzleBackupIndexer(
        transport, server, ElasticIndexer.open(transport, options), options);
  }

  @Override
  public int concurrency() {
    return cluster.concurrency();
  }

  @Override
  public @Nullable Duration patience() {
    return cluster.patience();
  }

  /** Collections have one; what has none is refused with more words than core would find. */
  @Override
  public NamespaceSupport namespaces() {
    return NamespaceSupport.OPTIONAL;
  }

  @Override
  public String dialect() {
    return cluster.dialect();
  }

  @Override
  public boolean isHomeOf(IndexInfo index) {
    return index.extensions().containsKey(KuzzleHome.EXTENSION);
  }

  /**
   * Makes sure that the dump is the backup of a Kuzzle, and warns if one seems to run.
   *
   * @throws ImportException if it is another dump
   * @throws IOException if the server does not answer
   */
  @Override
  public void begin(DumpHeader header) throws IOException {
    List<IndexInfo> own = new ArrayList<>();
    for (IndexInfo index : header.indexes()) {
      own.add(renamed(index, KuzzleHome.of(index)));
      announced.add(index.name());
    }
    cluster.begin(DumpHeader.of(own));
    if (server.engine() != Cluster.Engine.ELASTICSEARCH || server.major() > 8) {
      notices.add(
          "the server is %s: Kuzzle 2 starts on Elasticsearch 7 and 8 only".formatted(server));
    }
    KuzzleClients clients = KuzzleClients.of(transport, options);
    switch (clients.state()) {
      case RUNNING ->
          LOG.warn(
              "{}: a Kuzzle seems to be running ({}); stop it, or it goes on with what it remembers and may write in between",
              transport.name(),
              clients.words());
      case UNKNOWN ->
          LOG.warn(
              "{}: whether a Kuzzle is running cannot be told ({}); see that it is stopped",
              transport.name(),
              clients.words());
      case UNSEEN -> {}
    }
  }

  private static IndexInfo renamed(IndexInfo index, KuzzleHome home) {
    return index.toBuilder().name(home.key()).build();
  }

  /**
   * The collections that are there, and those that an interrupted import has made.
   *
   * @throws DumpException if the server refuses to tell
   */
  @Override
  public Set<IndexName> existing() throws IOException {
    return KuzzleIndexes.list(transport).names();
  }

  /**
   * Makes a collection ready for documents.
   *
   * @throws ExistingTargetException if it exists and must not, or other collections of a Kuzzle do
   * @throws ImportException if the dump is not the backup of a Kuzzle, or the server cannot have it
   */
  @Override
  public void createIndex(IndexInfo index, IfExists ifExists) throws IOException {
    KuzzleHome home = KuzzleHome.of(index);
    TargetIndexes.check(home.indice());
    look(ifExists);
    cluster.createIndex(renamed(index, home), own -> place(own, home, ifExists));
    homes.put(index.name(), home);
  }

  /** A Kuzzle that is restored among the remains of another would be neither of them. */
  private void look(IfExists ifExists) throws IOException {
    if (looked) {
      return;
    }
    looked = true;
    Set<IndexName> others = existing();
    others.removeAll(announced);
    if (others.isEmpty()) {
      return;
    }
    String some =
        "%d other collections, such as %s".formatted(others.size(), others.iterator().next());
    if (ifExists == IfExists.REFUSE) {
      throw new ExistingTargetException(
          transport.name(),
          "a cluster without any collection of a Kuzzle",
          some,
          "empty it of a Kuzzle's indexes; or choose to append to or to replace what exists, and"
              + " these stay");
    }
    LOG.warn("{}: there are {}; they stay as they are", transport.name(), some);
  }

  private IndexLoad place(IndexInfo index, KuzzleHome home, IfExists ifExists) throws IOException {
    String guard = IndexLoad.guardOf(index.name().name());
    Found left = guard == null ? null : indexes.find(guard);
    String unfinished = left == null || left.kind() != Kind.ALIAS ? null : left.only();
    if (unfinished != null && ifExists == IfExists.APPEND) {
      return cluster.resumed(index, unfinished);
    }
    Set<String> there = there(home);
    if (unfinished != null) {
      there.add(unfinished);
    }
    if (there.isEmpty()) {
      return cluster.make(index, home.indice(), cluster.maker().settings(index));
    }
    return switch (ifExists) {
      case REFUSE -> throw cluster.maker().exists(String.join(", ", there));
      case APPEND -> live(index, there);
      case REPLACE -> {
        IndexSettings settings = cluster.maker().settings(index);
        cluster.tryAll();
        for (String old : there) {
          indexes.delete(old);
        }
        yield cluster.make(index, home.indice(), settings);
      }
    };
  }

  /** The indexes that are the collection now, or are where it is to be. */
  private Set<String> there(KuzzleHome home) throws IOException {
    Set<String> there = new TreeSet<>(indexes.find(home.name().alias()).indexes().keySet());
    Found own = indexes.find(home.indice());
    boolean isForeign =
        own.kind() != Kind.NOTHING
            && !there.contains(home.indice())
            && (own.kind() != Kind.INDEX || !KuzzleName.isLike(home.indice()));
    if (isForeign) {
      throw new ImportException(
          "index " + home.indice(),
          "none of this name, or the one that collection " + home.name().name() + " is in",
          "another one",
          "remove or rename it, or rename the collection");
    }
    if (own.kind() == Kind.INDEX) {
      there.add(home.indice());
    }
    return there;
  }

  private IndexLoad live(IndexInfo index, Set<String> there) throws IOException {
    if (there.size() > 1) {
      throw new ImportException(
          "collection " + index.name(),
          "one index to add to",
          String.join(", ", there),
          "remove those that Kuzzle does not use, or choose to replace them");
    }
    String indice = there.iterator().next();
    return new IndexLoad(
        index.name(), indice, Origin.LIVE, false, IndexSettings.none(), indexes.uuid(indice));
  }

  /**
   * The number of documents that a collection has.
   *
   * @throws DumpException if the server refuses to count
   */
  @Override
  public OptionalLong documentCount(IndexName index) throws IOException {
    KuzzleName name = KuzzleName.of(index);
    if (name == null) {
      return OptionalLong.empty();
    }
    IndexName key = IndexName.of(name.indice());
    if (cluster.loading(key) != null) {
      return cluster.documentCount(key);
    }
    OptionalLong count = cluster.documentCount(IndexName.of(name.alias()));
    return count.isPresent() ? count : cluster.documentCount(key);
  }

  @Override
  public BatchResult addDocuments(DocumentBatch batch) throws IOException {
    IndexInfo index = batch.index();
    IndexInfo own = renamed(index, home(index.name()));
    return cluster.addDocuments(
        new DocumentBatch(own, batch.documents(), batch.ids(), batch.bytes()));
  }

  private KuzzleHome home(IndexName index) {
    KuzzleHome home = homes.get(index);
    if (home == null) {
      throw new IllegalStateException("index " + index + " is not being loaded");
    }
    return home;
  }

  @Override
  public void sync() throws IOException {
    cluster.sync();
  }

  /**
   * Makes the documents searchable, and the index what the backup says; then Kuzzle can find it.
   *
   * @throws ImportException if the index was removed meanwhile
   * @throws IllegalStateException if the index is not being loaded
   */
  @Override
  public void finishIndex(IndexName index) throws IOException {
    KuzzleHome home = home(index);
    IndexLoad load = cluster.loading(home.key());
    if (load != null && load.origin() == Origin.OWN) {
      load.aliases().putAll(home.aliases());
    }
    cluster.finishIndex(home.key());
    homes.remove(index);
  }

  /**
   * Keeps a section until the documents are in, as {@link ElasticIndexer} does. Aliases by which
   * Kuzzle finds collections come from elsewhere.
   */
  @Override
  public SectionResult putSection(Section section, SectionMoment moment) throws IOException {
    IndexName index = section.index();
    if (index == null) {
      return cluster.putSection(section, moment);
    }
    KuzzleHome home = homes.get(index);
    if (home == null || !section.name().equals("aliases")) {
      return SectionResult.UNSUPPORTED;
    }
    Section others = KuzzleHome.others(section, home.key());
    return others == null ? SectionResult.APPLIED : cluster.putSection(others, moment);
  }

  @Override
  public void finish() throws IOException {
    for (IndexName index : List.copyOf(homes.keySet())) {
      finishIndex(index);
    }
    cluster.finish();
    KuzzleClients clients = KuzzleClients.of(transport, options);
    if (clients.state() == KuzzleClients.State.RUNNING) {
      notices.add(
          "a Kuzzle seems to be running (%s): until it is restarted, it goes on with the collections, users and rights that it remembers"
              .formatted(clients.words()));
    }
    notices.add(
        "now empty Kuzzle's internal cache in Redis, which remembers users, rights and sessions of"
            + " before (FLUSHDB in its database, 0 unless configured otherwise), and start Kuzzle; one"
            + " that must go on running gets POST /admin/_refreshIndexCache, then"
            + " POST /admin/_resetCache?database=internalCache, which ends all sessions");
  }

  /** What is left to do, once the restore is finished. */
  @Override
  public List<String> notices() {
    return List.copyOf(notices);
  }

  @Override
  public void close() throws IOException {
    cluster.close();
  }

  /** The server. */
  @Override
  public String toString() {
    return transport.name();
  }
}
