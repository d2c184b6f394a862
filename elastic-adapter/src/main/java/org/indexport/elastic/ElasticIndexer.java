package org.indexport.elastic;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.indexport.elastic.BulkBody.Action;
import org.indexport.elastic.BulkBody.Versions;
import org.indexport.elastic.BulkSender.Manner;
import org.indexport.elastic.IndexLoad.Origin;
import org.indexport.elastic.TargetIndexes.Found;
import org.indexport.elastic.TargetIndexes.Kind;
import org.indexport.elastic.TargetIndexes.Listing;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Endpoint;
import org.indexport.http.Pace;
import org.indexport.http.Patience;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads documents into a cluster of Elasticsearch or OpenSearch. {@link ElasticConnector} opens it.
 *
 * <p>An index is made with the settings and mappings of the dump, without those that the server
 * does not know; a type of field that it lacks is an error. While it is loaded it has no copies and
 * nothing of it can be searched. Copies, refresh interval, pipelines, lifecycle, blocks and aliases
 * are set when its documents are in, templates and pipelines when all documents are. An index that
 * was there and is added to is left as it is. Documents go through no default pipeline.
 *
 * <p>Until it is finished, an index has the alias {@code NAME-indexport-loading}: documents are
 * sent to it, so that an index which somebody removes is missed, instead of being made again
 * without its mappings. {@link #close} without {@link #finish} sets copies and refresh interval and
 * leaves this alias, by which an import that is resumed knows the index as its own. A data stream
 * is made with a template of its own, which goes when the server has one for it at the end; where
 * there are no data streams, it becomes an index. Documents that a data stream has already stay as
 * they are.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code connections} – how many requests may be on their way at a time; 4. There are 2 at
 *       first, more where that lets more through, and half when the server asks for patience
 *   <li>{@code bulk-bytes} – how long a request may be at most; 10485760, and never more than half
 *       of what the server takes
 *   <li>{@code map-type} – what types of fields become that the server lacks, as in {@code
 *       dense_vector=float,flattened=flat_object}
 *   <li>{@code replicas} and {@code shards} – instead of those of the dump
 *   <li>{@code versions=keep} – versions beside documents are kept, and a document that is newer on
 *       the server stays; they are left out otherwise
 *   <li>{@code op-type=create} – a document that an index has already stays as it is there; with
 *       {@code index}, the default, it is replaced
 *   <li>{@code pipeline} – an ingest pipeline of the server that all documents go through
 *   <li>{@code extend=true} – an index that is added to gets the fields that the dump's mappings
 *       have and it has not, and the dump's aliases
 *   <li>{@code swap=true} – each index is loaded beside what has its name, as {@code
 *       NAME-yyyyMMddHHmmssSSS}, and when all are complete the names are switched to the new ones
 *       as aliases, all at once. Until then, and when anything fails, users have the old ones. An
 *       index that is no alias yet has to be replaced to make room, and is removed in the same step
 *   <li>{@code swap-old=delete} – indexes that were switched from are removed; they stay otherwise
 * </ul>
 *
 * <p>{@code addDocuments} may be called by any number of threads.
 */
public final class ElasticIndexer implements Indexer {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticIndexer.class);

  static final String CONNECTIONS = "connections";
  static final String BULK_BYTES = "bulk-bytes";
  private static final String MAP_TYPE = "map-type";
  static final String REPLICAS = "replicas";
  static final String SHARDS = "shards";
  private static final String VERSIONS = "versions";
  private static final String OP_TYPE = "op-type";
  private static final String PIPELINE = "pipeline";
  private static final String EXTEND = "extend";
  private static final String SWAP = "swap";
  private static final String SWAP_OLD = "swap-old";

  /** The names of the options for loading. */
  static final Set<String> OPTIONS =
      Set.of(
          CONNECTIONS,
          BULK_BYTES,
          MAP_TYPE,
          REPLICAS,
          SHARDS,
          VERSIONS,
          OP_TYPE,
          PIPELINE,
          EXTEND,
          SWAP,
          SWAP_OLD);

  private static final int DEFAULT_CONNECTIONS = 4;
  private static final int DEFAULT_BULK_BYTES = 10 << 20;

  /** How long a close tries to reach a server that may be what the import has failed at. */
  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(10);

  private final Transport transport;
  private final TargetIndexes indexes;
  private final IndexMaker maker;
  private final BulkSender sender;
  private final SideData sideData;
  private final AliasSwitch aliasSwitch;
  private final int connections;
  private final boolean extending;
  private final boolean swaps;
  private final boolean removesOld;
  private final Map<IndexName, IndexLoad> loads = new ConcurrentHashMap<>();

  /** Those of {@code loads} that were made since the last sync and got no document yet. */
  private final Set<IndexName> untouched = ConcurrentHashMap.newKeySet();

  private final List<IndexLoad> streams = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final List<IndexInfo> announced = new ArrayList<>();

  private ElasticIndexer(
      Transport transport, Cluster cluster, ConnectorOptions options, long maxContent)
      throws DumpException {
    this.transport = transport;
    this.indexes = new TargetIndexes(transport, cluster);
    this.maker = new IndexMaker(transport, cluster, indexes, types(options), overrides(options));
    this.connections = options.number(CONNECTIONS, DEFAULT_CONNECTIONS, 1, 64);
    int wanted = options.number(BULK_BYTES, DEFAULT_BULK_BYTES, 1 << 10, 1 << 30);
    Pace pace =
        new Pace(
            connections,
            (int) Math.max(1, Math.min(wanted, maxContent / 2)),
            transport.endpoint().patience());
    this.sender = new BulkSender(transport, pace, manner(options), maxContent);
    this.sideData = new SideData(transport, cluster);
    this.aliasSwitch = new AliasSwitch(indexes);
    this.extending = options.isTrue(EXTEND);
    this.swaps = options.isTrue(SWAP);
    this.removesOld = options.choice(SWAP_OLD, List.of("keep", "delete")).equals("delete");
  }

  /**
   * Asks the server what it is, and prepares to load.
   *
   * @throws DumpException if the server is neither of the engines, an option is not as described,
   *     or the URI names indexes
   * @throws IOException if the server does not answer
   */
  static ElasticIndexer open(Transport transport, ConnectorOptions options) throws IOException {
    String pattern = transport.endpoint().pattern();
    if (pattern != null) {
      throw new DumpException(
          "%s: expected no name of an index after the host, found %s; a dump names its indexes, rename them there"
              .formatted(transport.name(), pattern));
    }
    Cluster cluster = Cluster.detect(transport);
    checkPipeline(transport, options.text(PIPELINE));
    return new ElasticIndexer(transport, cluster, options, Cluster.maxContentLength(transport));
  }

  /** Each document would be rejected if it were missing. */
  private static void checkPipeline(Transport transport, @Nullable String pipeline)
      throws IOException {
    if (pipeline == null) {
      return;
    }
    Answer answer = transport.send(Call.get(Call.path("_ingest", "pipeline", pipeline)));
    if (answer.status() == 404) {
      throw new DumpException(
          "%s: expected the pipeline %s, found none; make it first, or leave out option %s"
              .formatted(transport.name(), pipeline, PIPELINE));
    }
  }

  private static Manner manner(ConnectorOptions options) throws DumpException {
    return new Manner(
        options.choice(VERSIONS, List.of("ignore", "keep")).equals("keep")
            ? Versions.KEPT
            : Versions.IGNORED,
        options.choice(OP_TYPE, List.of("index", "create")).equals("create")
            ? Action.CREATE
            : Action.INDEX,
        options.text(PIPELINE));
  }

  private static Map<String, String> types(ConnectorOptions options) throws DumpException {
    Map<String, String> types = new LinkedHashMap<>();
    String text = options.text(MAP_TYPE);
    for (String pair : text == null ? new String[0] : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        throw new DumpException(
            "option %s: expected pairs such as dense_vector=float,flattened=flat_object, found %s"
                .formatted(MAP_TYPE, text));
      }
      types.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return types;
  }

  private static Map<String, String> overrides(ConnectorOptions options) throws DumpException {
    Map<String, String> overrides = new LinkedHashMap<>();
    if (options.text(REPLICAS) != null) {
      overrides.put(IndexSettings.REPLICAS, "\"" + options.number(REPLICAS, 0, 0, 1_000) + "\"");
    }
    if (options.text(SHARDS) != null) {
      overrides.put(IndexSettings.SHARDS, "\"" + options.number(SHARDS, 1, 1, 1_024) + "\"");
    }
    return overrides;
  }

  @Override
  public int concurrency() {
    return connections;
  }

  @Override
  public @Nullable Duration patience() {
    return transport.endpoint().patience().chosen();
  }

  @Override
  public NamespaceSupport namespaces() {
    return NamespaceSupport.NONE;
  }

  /** {@code elasticsearch}, in which the settings of both engines are kept. */
  @Override
  public String dialect() {
    return "elasticsearch";
  }

  /** Indexes that other engines keep for themselves are none of this one's. */
  @Override
  public boolean isHomeOf(IndexInfo index) {
    return false;
  }

  @Override
  public void begin(DumpHeader header) {
    announced.addAll(header.indexes());
  }

  /**
   * The names of indexes, data streams and aliases. With the option {@code swap} an alias is in
   * nobody's way; what is, is an index that is being loaded beside it.
   *
   * @throws DumpException if the server refuses to tell
   */
  @Override
  public Set<IndexName> existing() throws IOException {
    Listing listing = indexes.list();
    Set<IndexName> names = new TreeSet<>();
    listing.indexes().forEach(name -> names.add(IndexName.of(name)));
    for (String alias : listing.aliases()) {
      if (!IndexLoad.isGuard(alias)) {
        if (!swaps) {
          names.add(IndexName.of(alias));
        }
      } else if (swaps) {
        names.add(IndexName.of(IndexLoad.guardedName(alias)));
      }
    }
    return names;
  }

  /**
   * Makes an index ready for documents.
   *
   * @throws ExistingTargetException if it exists and must not
   * @throws ImportException if the server cannot have it, or what has its name cannot be added to
   * @throws IllegalArgumentException if its name has a namespace
   * @throws IllegalStateException if it is being loaded already
   */
  @Override
  public void createIndex(IndexInfo index, IfExists ifExists) throws IOException {
    createIndex(index, one -> swaps ? beside(one, ifExists) : inPlace(one, ifExists));
  }

  /** Finds or makes the place of an index. */
  interface Placing {
    /**
     * The index, ready for documents.
     *
     * @throws IOException if the server refuses, or does not answer
     */
    IndexLoad place(IndexInfo index) throws IOException;
  }

  /**
   * Makes an index ready for documents. If that fails, those that were made just before go again:
   * an import that cannot have all of its indexes leaves none behind.
   *
   * @throws IOException if the server cannot have it, or does not answer
   */
  void createIndex(IndexInfo index, Placing placing) throws IOException {
    IndexName name = index.name();
    if (name.namespace() != null) {
      throw new IllegalArgumentException("index " + name + ": there are no namespaces here");
    }
    if (loads.containsKey(name)) {
      throw new IllegalStateException("index " + name + " is being loaded already");
    }
    TargetIndexes.check(name.name());
    try {
      loads.put(name, placing.place(index));
    } catch (IOException | RuntimeException e) {
      removeUntouched(e);
      throw e;
    }
  }

  /**
   * Makes an index that is not there.
   *
   * @throws IOException if the server refuses, or does not answer
   */
  IndexLoad make(IndexInfo index, String physical, IndexSettings settings) throws IOException {
    IndexLoad load = maker.make(index, physical, settings);
    if (load.origin() == Origin.OWN) {
      untouched.add(index.name());
      noteAdditions(index, physical, settings);
    }
    return load;
  }

  /** Modes bring settings and fields of their own, and a dump without settings wants all. */
  private void noteAdditions(IndexInfo index, String physical, IndexSettings settings)
      throws IOException {
    boolean isExact = index.settings() != null && !settings.first().containsKey(IndexSettings.MODE);
    JsonObject made = isExact ? indexes.described(physical) : null;
    try {
      String additions = made == null ? null : Additions.of(made, settings);
      if (additions != null) {
        notices.add(
            "index %s: templates of the server have added what the dump does not have: %s"
                .formatted(index.name(), additions));
      }
    } catch (MalformedJsonException e) {
      throw new DumpException(
          "%s: what the server says of index %s: %s"
              .formatted(transport.name(), physical, e.getMessage()),
          e);
    }
  }

  private void removeUntouched(Exception failure) {
    for (IndexName name : List.copyOf(untouched)) {
      // Somebody may have added a document just now.
      IndexLoad load = untouched.remove(name) ? loads.remove(name) : null;
      try {
        if (load != null) {
          load.checkThere(indexes);
          indexes.delete(load.physical());
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * Has the server look at the settings and mappings of all indexes that {@link #begin} was told
   * of, before the first of those that are there is removed for its new self.
   *
   * @throws IOException if the server refuses some
   */
  void tryAll() throws IOException {
    for (IndexInfo index : List.copyOf(announced)) {
      maker.tryOut(index);
    }
    announced.clear();
  }

  private IndexLoad inPlace(IndexInfo index, IfExists ifExists) throws IOException {
    String name = index.name().name();
    Found found = indexes.find(name);
    if (found.kind() == Kind.NOTHING) {
      return make(index, name, maker.settings(index));
    }
    return switch (ifExists) {
      case REFUSE -> throw maker.exists(name);
      case APPEND -> existing(index, found);
      case REPLACE -> replaced(index, found);
    };
  }

  private IndexLoad replaced(IndexInfo index, Found found) throws IOException {
    String name = index.name().name();
    switch (found.kind()) {
      case ALIAS -> throw irreplaceable(name, found);
      case STREAM -> {
        IndexSettings settings = maker.settings(index);
        tryAll();
        indexes.deleteStream(name);
        return make(index, name, settings);
      }
      case INDEX, NOTHING -> {
        // What the dump says may be refused: then the old index is still there.
        IndexSettings settings = maker.settings(index);
        tryAll();
        indexes.delete(name);
        return make(index, name, settings);
      }
    }
    throw new IllegalStateException(found.toString());
  }

  private static ImportException irreplaceable(String name, Found found) {
    return new ImportException(
        "index " + name,
        "an index or none, to be replaced",
        "an alias of " + String.join(", ", found.indexes().keySet()),
        "use option swap, or another name");
  }

  /** What is there, to be added to: a live index, or one that an interrupted import has made. */
  private IndexLoad existing(IndexInfo index, Found found) throws IOException {
    String name = index.name().name();
    if (found.kind() == Kind.STREAM) {
      return maker.streams().found(index, name, maker.settings(index));
    }
    String physical = only(name, found);
    String guard = IndexLoad.guardOf(name);
    Set<String> aliases = found.indexes().getOrDefault(physical, Set.of());
    if (guard != null && aliases.contains(guard)) {
      return resumed(index, physical);
    }
    TargetIndexes.State state = indexes.state(physical);
    if (state.finalPipeline() != null) {
      notices.add(
          "index %s: it was there before with the final pipeline %s, which all documents went through"
              .formatted(name, state.finalPipeline()));
    }
    if (!extending && index.settings() != null) {
      notices.add(
          "index %s: it was there before, so its settings, mappings and aliases stay as they are; option %s=true adds new fields and aliases"
              .formatted(name, EXTEND));
    }
    String mappings = extending ? maker.settings(index).mappings() : null;
    if (mappings != null) {
      transport
          .send(Call.put(Call.path(physical, "_mapping"), mappings))
          .orFail("extending the mappings of index " + index.name());
    }
    return new IndexLoad(
        index.name(), physical, Origin.LIVE, false, IndexSettings.none(), state.uuid());
  }

  /** The index behind a name. */
  private static String only(String name, Found found) throws ImportException {
    String physical = found.taker();
    if (physical == null) {
      throw new ImportException(
          "index " + name,
          "one index to add to",
          "an alias of %s, none of which is its write index"
              .formatted(String.join(", ", found.indexes().keySet())),
          "name one of them");
    }
    return physical;
  }

  /**
   * An index that an interrupted import has made.
   *
   * @throws IOException if the server refuses, or does not answer
   */
  IndexLoad resumed(IndexInfo index, String physical) throws IOException {
    IndexSettings settings = maker.settings(index);
    String uuid = maker.exactUuid(index, physical);
    IndexLoad left =
        new IndexLoad(index.name(), physical, Origin.OWN, maker.canGuard(), settings, uuid);
    left.prepare(transport);
    return left;
  }

  /** Makes an index beside what has its name, or goes on with one that an import has left. */
  private IndexLoad beside(IndexInfo index, IfExists ifExists) throws IOException {
    String name = index.name().name();
    String guard = IndexLoad.guardOf(name);
    if (guard == null) {
      throw new ImportException(
          "index " + name, "a shorter name, to be loaded beside", "this one", "rename it");
    }
    Found left = indexes.find(guard);
    String physical = left.only();
    if (left.kind() == Kind.ALIAS && physical != null) {
      switch (ifExists) {
        case APPEND -> {
          return resumed(index, physical);
        }
        case REFUSE ->
            throw new ExistingTargetException(
                transport.name(),
                "no import of index " + name + " that was interrupted",
                "its index " + physical,
                "resume that import, or choose to replace what it has left");
        case REPLACE -> indexes.delete(physical);
      }
    }
    IndexSettings settings = settingsBeside(index, indexes.find(name), ifExists);
    String fresh = AliasSwitch.beside(name, Instant.now());
    TargetIndexes.check(fresh);
    return make(index, fresh, settings);
  }

  /** The settings of an index that is to be loaded beside what has its name, if it can be. */
  private IndexSettings settingsBeside(IndexInfo index, Found live, IfExists ifExists)
      throws IOException {
    String name = index.name().name();
    boolean isInTheWay = live.kind() == Kind.INDEX || live.kind() == Kind.STREAM;
    if (isInTheWay && (ifExists != IfExists.REPLACE || live.kind() == Kind.STREAM)) {
      throw maker.exists(name);
    }
    IndexSettings settings = maker.settings(index);
    if (settings.stream() != null) {
      throw new ImportException(
          "index " + name,
          "an index, to be loaded beside what has its name",
          "a data stream",
          "leave it out here, and import it without option swap");
    }
    return settings;
  }

  /**
   * Has the server look at the settings and mappings of an index without making it, where it can.
   *
   * @throws ExistingTargetException if it exists and must not
   * @throws ImportException if the server cannot have it, or what has its name cannot be added to
   * @throws IOException if the server does not answer
   */
  @Override
  public void checkIndex(IndexInfo index, IfExists ifExists) throws IOException {
    String name = index.name().name();
    TargetIndexes.check(name);
    Found found = indexes.find(name);
    if (swaps) {
      settingsBeside(index, found, ifExists);
    } else if (found.kind() != Kind.NOTHING) {
      switch (ifExists) {
        case REFUSE -> throw maker.exists(name);
        case APPEND -> {
          if (found.kind() != Kind.STREAM) {
            only(name, found);
          }
          return;
        }
        case REPLACE -> {
          if (found.kind() == Kind.ALIAS) {
            throw irreplaceable(name, found);
          }
        }
      }
    }
    maker.simulate(index);
  }

  /**
   * The number of documents, nested ones not counted, after those that were acknowledged were made
   * searchable.
   *
   * @throws DumpException if the server refuses to count
   */
  @Override
  public OptionalLong documentCount(IndexName index) throws IOException {
    IndexLoad load = loads.get(index);
    String name = load == null ? index.name() : load.physical();
    if (load == null && index.namespace() != null) {
      return OptionalLong.empty();
    }
    TargetIndexes.check(name);
    Answer refreshed = transport.send(Call.post(Call.path(name, "_refresh"), ""));
    if (refreshed.isAbsent()) {
      return OptionalLong.empty();
    }
    Answer counted = transport.send(Call.get(Call.path(name, "_count")));
    if (counted.isAbsent()) {
      return OptionalLong.empty();
    }
    JsonObject json = counted.orFail("counting the documents of index " + index).json();
    try {
      Long count = json.number("count");
      return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    } catch (MalformedJsonException e) {
      throw counted.malformed(e);
    }
  }

  /**
   * Adds a batch. What the server puts off, for lack of time, memory or disk, is to be sent again;
   * what it cannot take is rejected with its words.
   *
   * @throws ImportException if the index is gone or takes no more
   * @throws IllegalStateException if the index was not created before
   */
  @Override
  public BatchResult addDocuments(DocumentBatch batch) throws IOException {
    IndexName name = batch.index().name();
    untouched.remove(name);
    return sender.send(load(name), batch);
  }

  /** An index that is being loaded, or null. */
  @Nullable IndexLoad loading(IndexName name) {
    return loads.get(name);
  }

  /** Makes indexes for this indexer. */
  IndexMaker maker() {
    return maker;
  }

  /** What is on the server. */
  TargetIndexes indexes() {
    return indexes;
  }

  private IndexLoad load(IndexName name) {
    IndexLoad load = loads.get(name);
    if (load == null) {
      throw new IllegalStateException("index " + name + " is not being loaded");
    }
    return load;
  }

  /**
   * Makes sure that the indexes are still those that were made; what is acknowledged is durable.
   *
   * @throws ImportException if one was removed meanwhile
   */
  @Override
  public void sync() throws IOException {
    // From now on a checkpoint may say that they are there.
    untouched.clear();
    for (IndexLoad load : loads.values()) {
      load.checkThere(indexes);
      load.flush(transport);
    }
  }

  /**
   * Makes the documents searchable, and the index what the dump says; its aliases come last. With
   * the option {@code swap} they come when all indexes are complete.
   *
   * @throws ImportException if the index was removed meanwhile
   * @throws DumpException if the server refuses an alias or a setting
   * @throws IllegalStateException if the index is not being loaded
   */
  @Override
  public void finishIndex(IndexName index) throws IOException {
    IndexLoad load = load(index);
    load.checkThere(indexes);
    load.refresh(transport);
    load.restore(transport);
    load.setRest(transport);
    if (swaps) {
      aliasSwitch.add(load);
    } else {
      giveAliases(load);
      load.block(transport);
    }
    if (load.origin() == Origin.OWN_STREAM) {
      streams.add(load);
    }
    loads.remove(index);
    untouched.remove(index);
  }

  private void giveAliases(IndexLoad load) throws IOException {
    List<String> actions = new ArrayList<>();
    load.aliases()
        .forEach(
            (alias, details) -> actions.add(TargetIndexes.adding(load.physical(), alias, details)));
    String guard = load.isGuarded() ? IndexLoad.guardOf(load.name().name()) : null;
    if (guard != null) {
      actions.add(TargetIndexes.removing(load.physical(), guard));
    }
    indexes.changeAliases(
        actions,
        "giving index " + load.name() + " its aliases",
        () -> {
          Set<String> now =
              indexes.find(load.physical()).indexes().getOrDefault(load.physical(), Set.of());
          return now.containsAll(load.aliases().keySet())
              && (guard == null || !now.contains(guard));
        });
  }

  /**
   * Keeps a section until the documents are in: {@code aliases} of an index that is being loaded;
   * {@code pipelines}, {@code search-pipelines}, {@code scripts}, {@code component-templates},
   * {@code index-templates}, {@code templates} and {@code policies} of the instance, as far as the
   * server has them.
   *
   * @throws DumpException if its content is not what it should be, or an index has the name of an
   *     alias
   */
  @Override
  public SectionResult putSection(Section section, SectionMoment moment) throws IOException {
    IndexName index = section.index();
    if (index == null) {
      return sideData.keep(section) ? SectionResult.APPLIED : SectionResult.UNSUPPORTED;
    }
    IndexLoad load = loads.get(index);
    boolean areAliases =
        section.name().equals("aliases") && section.mediaType() == Section.MediaType.JSON;
    if (!areAliases || load == null) {
      return SectionResult.UNSUPPORTED;
    }
    if (load.origin() != Origin.OWN && !extending) {
      return load.origin() == Origin.LIVE
          ? SectionResult.LEFT_AS_IT_WAS
          : SectionResult.UNSUPPORTED;
    }
    keepAliases(load, section);
    return SectionResult.APPLIED;
  }

  private void keepAliases(IndexLoad load, Section section) throws IOException {
    JsonObject aliases = SideData.json(section);
    for (String alias : aliases.names()) {
      JsonObject details = aliases.kind(alias) == JsonKind.OBJECT ? members(aliases, alias) : null;
      if (details == null || IndexLoad.isGuard(alias)) {
        continue;
      }
      TargetIndexes.check(alias);
      if (indexes.find(alias).kind() == Kind.INDEX && !(swaps && isOwnName(load, alias))) {
        throw new ImportException(
            "alias " + alias + " of index " + load.name(),
            "no index of this name",
            "one",
            "remove or rename that index, or leave the section out");
      }
      load.aliases().put(alias, details);
    }
  }

  private static boolean isOwnName(IndexLoad load, String alias) {
    return load.name().name().equals(alias);
  }

  private static @Nullable JsonObject members(JsonObject aliases, String alias) {
    try {
      return aliases.object(alias);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("an object that is none", e);
    }
  }

  /**
   * Finishes what is being loaded, gives the server the sections that were kept, and switches the
   * names if that is asked for.
   *
   * @throws DumpException if the server refuses any of it
   */
  @Override
  public void finish() throws IOException {
    for (IndexName index : List.copyOf(loads.keySet())) {
      finishIndex(index);
    }
    if (sender.left() > 0) {
      LOG.warn(
          "{}: {} documents were there already, and stayed as they were",
          transport.name(),
          sender.left());
    }
    sideData.apply();
    for (IndexLoad stream : streams) {
      // Only now the server has the templates of the dump.
      maker.streams().settle(stream);
    }
    List<String> replaced = aliasSwitch.execute();
    for (IndexLoad load : aliasSwitch.loads()) {
      // Some blocks also keep aliases from being given.
      load.block(transport);
    }
    if (removesOld) {
      for (String old : replaced) {
        indexes.delete(old);
      }
    } else if (!replaced.isEmpty()) {
      LOG.info("{}: replaced, and still there: {}", transport.name(), String.join(", ", replaced));
    }
  }

  @Override
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /**
   * Sets copies and refresh interval of what was not finished. Documents that were acknowledged
   * stay, and can be found.
   *
   * @throws IOException if the server does not answer within a few seconds, or refuses
   */
  @Override
  public void close() throws IOException {
    List<IndexLoad> open = new ArrayList<>(loads.values());
    loads.clear();
    if (open.isEmpty()) {
      return;
    }
    Endpoint endpoint = transport.endpoint();
    Patience patience = endpoint.patience();
    Duration total =
        patience.total().compareTo(LAST_ATTEMPTS) < 0 ? patience.total() : LAST_ATTEMPTS;
    Transport hasty = Transport.to(endpoint.with(patience.withTotal(total)));
    IOException first = null;
    for (IndexLoad load : open) {
      try {
        load.restore(hasty);
        load.refresh(hasty);
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
