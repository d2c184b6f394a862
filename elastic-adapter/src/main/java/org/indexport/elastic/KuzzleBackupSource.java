package org.indexport.elastic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.elastic.KuzzleIndexes.Found;
import org.indexport.http.ConnectorOptions;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All collections of a Kuzzle, public, internal and of plugins, read from its Elasticsearch as
 * {@link ElasticSource} reads indexes. {@link KuzzleBackupConnector} says what they are called.
 *
 * <p>Thread-safe. Closing it gives the moments back to the server and ends all cursors.
 */
final class KuzzleBackupSource implements EngineSource {
  private static final Logger LOG = LoggerFactory.getLogger(KuzzleBackupSource.class);

  /** The names of the options for reading. */
  static final Set<String> OPTIONS =
      Set.of(ElasticSource.KEEP_ALIVE, ElasticSource.SLICES, KuzzleClients.ADDRESS);

  private final ElasticSource cluster;
  private final Map<IndexName, Found> collections = new LinkedHashMap<>();
  private final Map<IndexName, IndexName> names = new HashMap<>();
  private final List<String> notices;

  private KuzzleBackupSource(ElasticSource cluster, KuzzleIndexes indexes, List<String> notices) {
    this.cluster = cluster;
    this.notices = List.copyOf(notices);
    for (Found found : indexes.collections()) {
      collections.put(found.name().name(), found);
      names.put(IndexName.of(found.indice()), found.name().name());
    }
  }

  /**
   * Opens the Elasticsearch of a Kuzzle.
   *
   * @throws DumpException if an option is not as described, nothing of a Kuzzle is there, or the
   *     server refuses
   * @throws IOException if the server does not answer
   */
  static KuzzleBackupSource open(Transport transport, ConnectorOptions options) throws IOException {
    Cluster server = Cluster.detect(transport);
    KuzzleIndexes indexes = KuzzleIndexes.list(transport);
    if (indexes.collections().isEmpty()) {
      throw new DumpException(
          "%s: expected indexes of a Kuzzle, such as %%kuzzle.users, found none; see whether this is its Elasticsearch, and whether the user may see them"
              .formatted(transport.name()));
    }
    List<String> notices = notices(transport, options, indexes);
    Map<String, Catalog.Entry> entries = new HashMap<>();
    for (Catalog.Entry entry :
        Catalog.entries(
            transport,
            server,
            null,
            new Catalog.Manner(
                Catalog.Hidden.TAKEN, Catalog.Streams.AS_INDEXES, Catalog.Swapped.AS_INDEX))) {
      entries.put(entry.name(), entry);
    }
    List<Catalog.Entry> wanted = new ArrayList<>();
    for (Found found : indexes.collections()) {
      Catalog.Entry entry = entries.get(found.indice());
      if (entry == null) {
        throw new DumpException(
            "%s: index %s was removed while the collections were listed; start again"
                .formatted(transport.name(), found.indice()));
      }
      wanted.add(entry);
    }
    return new KuzzleBackupSource(
        ElasticSource.open(transport, server, options, wanted), indexes, notices);
  }

  private static List<String> notices(
      Transport transport, ConnectorOptions options, KuzzleIndexes indexes) throws IOException {
    List<String> notices = new ArrayList<>();
    KuzzleClients clients = KuzzleClients.of(transport, options);
    switch (clients.state()) {
      case RUNNING -> {
        LOG.warn(
            "{}: a Kuzzle seems to be running ({}); stop it where all collections must be of one moment",
            transport.name(),
            clients.words());
        notices.add(
            "a Kuzzle seemed to be running (%s): each collection is of one moment, all of them are of almost one"
                .formatted(clients.words()));
      }
      case UNKNOWN ->
          notices.add(
              "whether a Kuzzle was running cannot be told (%s): if one was, the collections are of almost one moment"
                  .formatted(clients.words()));
      case UNSEEN -> {}
    }
    for (String stray : indexes.strays()) {
      notices.add(
          "index %s: left out; it has no alias of Kuzzle's, and none finds it by its name"
              .formatted(stray));
    }
    notices.add(
        "what Kuzzle keeps in Redis is not in Elasticsearch: sessions, and data of the memory storage");
    return notices;
  }

  private Found found(IndexName name) {
    Found found = collections.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no collection " + name);
    }
    return found;
  }

  private IndexName indice(IndexName name) {
    return IndexName.of(found(name).indice());
  }

  /** The cluster, with the names of the collections and what it takes to restore them. */
  @Override
  public DumpHeader header() {
    DumpHeader header = cluster.header();
    List<IndexInfo> indexes = new ArrayList<>();
    for (Found found : collections.values()) {
      IndexInfo info = header.index(IndexName.of(found.indice()));
      if (info != null) {
        indexes.add(named(info, found));
      }
    }
    return header.withIndexes(indexes);
  }

  private static IndexInfo named(IndexInfo info, Found found) {
    Map<String, String> extensions = new LinkedHashMap<>(info.extensions());
    // Kuzzle knows of no types.
    extensions.remove(IndexInfo.MAPPING_TYPE);
    extensions.put(KuzzleHome.EXTENSION, KuzzleHome.extension(found));
    if (found.name().isInternal()) {
      extensions.put(IndexInfo.INTERNAL, "true");
    }
    if (found.name().isMarker()) {
      extensions.put(IndexInfo.MARKER, "true");
    }
    if (found.name().isSecret()) {
      extensions.put(IndexInfo.SENSITIVE, "true");
    }
    return info.toBuilder().name(found.name().name()).extensions(extensions).build();
  }

  @Override
  public List<DocumentCursor> slices(IndexName index, int wanted) throws IOException {
    return cluster.slices(indice(index), wanted);
  }

  /**
   * What the cluster has, without the aliases by which Kuzzle finds its collections: copies of
   * these in another engine must not have them, so they lie beside each index.
   *
   * @throws DumpException if the server refuses
   * @throws IOException if the server does not answer
   */
  @Override
  public Iterable<Section> sections() throws IOException {
    List<Section> sections = new ArrayList<>();
    for (Section section : cluster.sections()) {
      IndexName index = section.index();
      Section own =
          index == null ? section : KuzzleHome.others(section, names.getOrDefault(index, index));
      if (own != null) {
        sections.add(own);
      }
    }
    return sections;
  }

  @Override
  public @Nullable String fingerprint() throws IOException {
    String state = cluster.fingerprint();
    // What they are called is no part of what the cluster tells of its indexes.
    return state == null
        ? null
        : "kuzzle on %s, %08x".formatted(state, collections.values().toString().hashCode());
  }

  @Override
  public List<String> losses(IndexName index) {
    return cluster.losses(indice(index));
  }

  @Override
  public List<String> notices() {
    return notices;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
