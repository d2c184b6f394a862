package org.indexport.kuzzle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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
import org.indexport.dialects.KuzzleNames;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Pace;
import org.indexport.http.Patience;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.kuzzle.CollectionLoad.Origin;
import org.indexport.kuzzle.WriteBody.KuzzleInfo;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Loads documents into a Kuzzle. {@link KuzzleConnector} opens it. A namespace is a Kuzzle index
 * and an index a collection of it.
 *
 * <p>A collection is made with the mappings and settings of the dump, without what the server's API
 * does not take, which {@link #notices} tells. While it is loaded, nothing of it can be searched;
 * the refresh interval is set when its documents are in, and by {@link #close} without {@link
 * #finish}. A collection that was there and is added to is left as it is, unless it is to be
 * extended. No notification is sent, and no document is validated. The server rounds numbers that
 * no double has and drops members called {@code __proto__}: notices tell how many such documents
 * there were.
 *
 * <p>Sections {@code users-mapping}, {@code roles}, {@code profiles} and {@code users} are written
 * in this order when all documents are in, {@code validation} of a collection too. A user who is
 * there gets the content of the dump and keeps his credentials. Roles and profiles that the user in
 * use has stay as they are, so that nobody locks himself out, and so do {@code admin}, {@code
 * default} and {@code anonymous}.
 *
 * <p>Options:
 *
 * <ul>
 *   <li>{@code connections} – how many requests may be on their way at a time; 4
 *   <li>{@code bulk-bytes} – how long a request may be at most; what the server takes, and 8388608
 *   <li>{@code kuzzle-info=rewrite} – the server notes in {@code _kuzzle_info} of each document
 *       that it was written now and by us; documents keep theirs otherwise
 *   <li>{@code extend=true} – a collection that is there and is added to gets the fields that it
 *       does not have, {@code dynamic}, {@code _meta} and settings of the dump, as kourou's imports
 *       do it
 *   <li>{@code built-in=write} – the roles and profiles {@code admin}, {@code default} and {@code
 *       anonymous} are written too, {@code anonymous} last
 *   <li>{@code credentials=write} – users that are made get the credentials that stand beside them,
 *       if these have passwords
 * </ul>
 *
 * <p>{@code addDocuments} may be called by any number of threads.
 */
public final class KuzzleIndexer implements Indexer {
  private static final String CONNECTIONS = "connections";
  private static final String BULK_BYTES = "bulk-bytes";
  private static final String KUZZLE_INFO = "kuzzle-info";
  private static final String EXTEND = "extend";

  /** The names of the options for loading. */
  static final Set<String> OPTIONS =
      Set.of(
          CONNECTIONS,
          BULK_BYTES,
          KUZZLE_INFO,
          EXTEND,
          SecurityRestore.BUILT_IN,
          SecurityRestore.CREDENTIALS);

  private static final int DEFAULT_CONNECTIONS = 4;
  private static final int DEFAULT_BULK_BYTES = 8 << 20;

  /** What is made and removed again to see whether the server takes what a dump says. */
  private static final String TRIAL = "indexport-trial";

  /** What the server counts besides the body, generously. */
  private static final int HEAD = 4 << 10;

  /** How long a close tries to reach a server that may be what the import has failed at. */
  private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(10);

  private final KuzzleTransport transport;
  private final WriteSender sender;
  private final SecurityRestore security;
  private final int connections;
  private final boolean extending;
  private final List<String> notices = new ArrayList<>();
  private final Map<IndexName, CollectionLoad> loads = new ConcurrentHashMap<>();
  private final Map<IndexName, String> validations = new LinkedHashMap<>();

  private KuzzleIndexer(KuzzleTransport transport, ServerFacts facts, ConnectorOptions options)
      throws DumpException {
    this.transport = transport;
    this.connections = options.number(CONNECTIONS, DEFAULT_CONNECTIONS, 1, 64);
    int wanted = options.number(BULK_BYTES, DEFAULT_BULK_BYTES, 1 << 10, 1 << 30);
    int bytes = Math.max(1 << 10, Math.min(wanted, facts.maxRequestBytes() - HEAD));
    Pace pace = new Pace(connections, bytes, transport.endpoint().patience());
    KuzzleInfo info =
        options.choice(KUZZLE_INFO, List.of("keep", "rewrite")).equals("keep")
            ? KuzzleInfo.KEPT
            : KuzzleInfo.REWRITTEN;
    this.sender = new WriteSender(transport, pace, info, facts);
    this.extending = options.isTrue(EXTEND);
    this.security = new SecurityRestore(transport, options, this::note);
  }

  /**
   * Asks the server what it is, and prepares to load.
   *
   * @throws DumpException if the server is no Kuzzle, an option is not as described, or the URI
   *     names collections
   * @throws IOException if the server does not answer
   */
  static KuzzleIndexer open(KuzzleTransport transport, ConnectorOptions options)
      throws IOException {
    String pattern = transport.endpoint().pattern();
    if (pattern != null) {
      throw new DumpException(
          "%s: expected no name of a collection after the host, found %s; a dump names its collections, rename them there"
              .formatted(transport.name(), pattern));
    }
    try {
      return new KuzzleIndexer(transport, ServerFacts.of(transport), options);
    } catch (Throwable e) {
      transport.close();
      throw e;
    }
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
    return NamespaceSupport.REQUIRED;
  }

  /** {@code kuzzle}. */
  @Override
  public String dialect() {
    return StoredCollection.DIALECT;
  }

  /** Users, whose names it would have anyway. */
  @Override
  public boolean isHomeOf(Section section) {
    return section.name().equals(SecuritySections.USERS) && section.index() == null;
  }

  /** Makes Kuzzle indexes that have no collections; others come with their first one. */
  @Override
  public void begin(DumpHeader header) throws IOException {
    Set<String> empty = new TreeSet<>(header.namespaces());
    header.indexes().forEach(index -> empty.remove(String.valueOf(index.name().namespace())));
    for (String index : empty) {
      KuzzleAnswer answer = transport.send(Call.post(Call.path(index, "_create"), ""));
      if (!answer.isOk() && answer.error().kind() != KuzzleError.Kind.EXISTS) {
        throw answer.failure("making index " + index);
      }
    }
  }

  /**
   * The collections that hold documents, or could.
   *
   * @throws DumpException if the server refuses to tell
   */
  @Override
  public Set<IndexName> existing() throws IOException {
    Set<IndexName> names = new TreeSet<>();
    KuzzleAnswer answer = transport.send(Call.get("/_list")).orFail("listing the indexes");
    try {
      for (String index : answer.result().strings("indexes")) {
        JsonObject collections =
            transport.result(
                Call.get(Call.path(index, "_list")), "listing the collections of index " + index);
        for (JsonObject collection : collections.objects("collections")) {
          String name = collection.string("name");
          if (name != null && "stored".equals(collection.string("type"))) {
            names.add(IndexName.of(index, name));
          }
        }
      }
      return names;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  @Override
  public Set<IndexName> existing(Collection<IndexName> wanted) throws IOException {
    List<IndexName> names = List.copyOf(wanted);
    Set<IndexName> found = new HashSet<>();
    List<Boolean> answers = Crew.withEach(names, this::exists);
    for (int i = 0; i < names.size(); i++) {
      if (answers.get(i)) {
        found.add(names.get(i));
      }
    }
    return found;
  }

  private static void checkName(IndexName name) throws ImportException {
    String problem = KuzzleNames.problem(name);
    if (name.namespace() == null) {
      throw new IllegalArgumentException(
          "index %s: expected names that Kuzzle takes, found %s".formatted(name, problem));
    }
    if (problem != null) {
      throw new ImportException(
          "index " + name,
          "names that Kuzzle takes",
          problem,
          "rename it, to %s for example".formatted(KuzzleNames.suggested(name)));
    }
  }

  private Boolean exists(IndexName name) throws IOException {
    checkName(name);
    KuzzleAnswer answer = transport.send(Call.get(StoredCollection.path(name, "_exists")));
    if (!answer.isOk() && answer.error().kind() == KuzzleError.Kind.MISSING) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(
          answer.orFail("looking for collection " + name).json().truth("result"));
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /**
   * Makes a collection ready for documents.
   *
   * @throws ExistingTargetException if it exists and must not
   * @throws ImportException if the server cannot have it
   * @throws IllegalArgumentException if its name has no namespace
   * @throws IllegalStateException if it is being loaded already
   */
  @Override
  public void createIndex(IndexInfo index, IfExists ifExists) throws IOException {
    IndexName name = index.name();
    checkName(name);
    if (loads.containsKey(name)) {
      throw new IllegalStateException("collection " + name + " is being loaded already");
    }
    CollectionSettings settings = CollectionSettings.of(index);
    if (exists(name)) {
      switch (ifExists) {
        case REFUSE ->
            throw new ExistingTargetException(
                transport.name(),
                "no collection " + name,
                "one",
                "choose to append to it or to replace it, or rename");
        case APPEND -> {
          CollectionLoad load = found(name, settings);
          if (extending) {
            extend(name, settings);
          }
          loads.put(name, load);
          return;
        }
        case REPLACE -> {
          // What the dump says may be refused: then the old collection is still there.
          IndexName trial = IndexName.of(String.valueOf(name.namespace()), TRIAL);
          delete(trial);
          make(name, trial, settings);
          delete(trial);
          delete(name);
        }
      }
    }
    note(name, settings.losses());
    CollectionSettings made = make(name, name, settings);
    loads.put(name, new CollectionLoad(name, Origin.OWN, made));
  }

  /** Adds what the dump says to a collection that is there. */
  private void extend(IndexName name, CollectionSettings settings) throws IOException {
    note(name, settings.losses());
    String body = settings.added();
    KuzzleAnswer answer = body == null ? null : transport.send(Call.put(path(name), body));
    if (answer != null && !answer.isOk()) {
      KuzzleException failure =
          answer.failure("adding mappings and settings to collection " + name);
      throw new ImportException(
          failure.getMessage()
              + "; what it has and what the dump says must fit, or import documents only",
          failure);
    }
  }

  private synchronized void note(String notice) {
    notices.add(notice);
  }

  private void note(IndexName name, List<String> losses) {
    losses.forEach(loss -> note("collection %s: %s".formatted(name, loss)));
  }

  /** What the server does not take, or has changed, of the dump. */
  @Override
  public synchronized List<String> notices() {
    return List.copyOf(notices);
  }

  private static String path(IndexName name) {
    return Call.path(String.valueOf(name.namespace()), name.name());
  }

  /** Removes a collection, if there is one. */
  private void delete(IndexName name) throws IOException {
    if (exists(name)) {
      transport.send(Call.delete(path(name))).orFail("removing collection " + name);
    }
  }

  /**
   * Makes a collection, or another one like it. A server may not have what analyzers need; where no
   * field names one of them, it does without.
   *
   * @return what it was made with
   */
  private CollectionSettings make(IndexName name, IndexName as, CollectionSettings settings)
      throws IOException {
    KuzzleAnswer made = transport.send(Call.put(path(as), settings.whileLoading()));
    if (made.isOk()) {
      return settings;
    }
    CollectionSettings rest = settings.withoutAnalysis();
    if (rest != null && transport.send(Call.put(path(as), rest.whileLoading())).isOk()) {
      if (as.equals(name)) {
        note(name, List.of("settings/analysis: the server does not take it: " + made.error()));
      }
      return rest;
    }
    KuzzleException failure = made.failure("making collection " + name);
    throw new ImportException(
        failure.getMessage()
            + "; if it is about the mappings or settings of the dump, correct them, or import"
            + " documents only",
        failure);
  }

  /** A collection that others may use, or that an interrupted import has left. */
  private CollectionLoad found(IndexName name, CollectionSettings settings) throws IOException {
    KuzzleAnswer answer = transport.send(Call.get(StoredCollection.path(name, "_settings")));
    boolean isLeft =
        answer.isOk()
            && CollectionSettings.areOfLoading(answer.result())
            && !settings.wantsNoRefresh();
    return new CollectionLoad(name, isLeft ? Origin.OWN : Origin.LIVE, settings);
  }

  /**
   * The number of documents, after those that were acknowledged were made searchable.
   *
   * @throws DumpException if the server refuses to count
   */
  @Override
  public OptionalLong documentCount(IndexName index) throws IOException {
    if (index.namespace() == null) {
      return OptionalLong.empty();
    }
    KuzzleAnswer refreshed =
        transport.send(Call.post(StoredCollection.path(index, "_refresh"), ""));
    if (!refreshed.isOk() && refreshed.error().kind() == KuzzleError.Kind.MISSING) {
      return OptionalLong.empty();
    }
    refreshed.orFail("refreshing collection " + index);
    KuzzleAnswer counted =
        transport
            .send(Call.post(StoredCollection.path(index, "_count"), "{}"))
            .orFail("counting the documents of collection " + index);
    try {
      Long count = counted.result().number("count");
      return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    } catch (MalformedJsonException e) {
      throw counted.malformed(e);
    }
  }

  /**
   * Adds a batch. What the server puts off is to be sent again; what it cannot take is rejected
   * with its words.
   *
   * @throws ImportException if the collection is gone
   * @throws IllegalStateException if the index was not created before
   */
  @Override
  public BatchResult addDocuments(DocumentBatch batch) throws IOException {
    return sender.send(load(batch.index().name()), batch);
  }

  private CollectionLoad load(IndexName name) {
    CollectionLoad load = loads.get(name);
    if (load == null) {
      throw new IllegalStateException("index " + name + " is not being loaded");
    }
    return load;
  }

  /** What is acknowledged is durable: the server's Elasticsearch has it on its disks. */
  @Override
  public void sync() {}

  /**
   * Makes the documents searchable, and the collection what the dump says.
   *
   * @throws DumpException if the server refuses
   * @throws IllegalStateException if the index is not being loaded
   */
  @Override
  public void finishIndex(IndexName index) throws IOException {
    CollectionLoad load = load(index);
    load.restore(transport);
    load.refresh(transport);
    note(index, load.changes().losses());
    loads.remove(index);
  }

  /**
   * Keeps a section until the documents are in.
   *
   * @throws DumpException if its content is not what it should be
   */
  @Override
  public SectionResult putSection(Section section, SectionMoment moment) throws IOException {
    IndexName index = section.index();
    if (section.mediaType() != Section.MediaType.JSON) {
      return SectionResult.UNSUPPORTED;
    }
    if (index == null) {
      return security.keep(section) ? SectionResult.APPLIED : SectionResult.UNSUPPORTED;
    }
    if (!section.name().equals(SecuritySections.VALIDATION) || !loads.containsKey(index)) {
      return SectionResult.UNSUPPORTED;
    }
    validations.put(index, SecurityRestore.text(section));
    return SectionResult.APPLIED;
  }

  /**
   * Finishes what is being loaded, and writes the sections that were kept.
   *
   * @throws DumpException if the server refuses any of it
   */
  @Override
  public void finish() throws IOException {
    for (IndexName index : List.copyOf(loads.keySet())) {
      finishIndex(index);
    }
    for (Map.Entry<IndexName, String> validation : validations.entrySet()) {
      transport
          .send(
              Call.put(
                  StoredCollection.path(validation.getKey(), "_specifications"),
                  validation.getValue()))
          .orFail("writing the validation of collection " + validation.getKey());
    }
    validations.clear();
    security.write();
  }

  /**
   * Sets the refresh interval of what was not finished, and logs out. Documents that were
   * acknowledged stay, and can be found.
   *
   * @throws IOException if the server does not answer within a few seconds, or refuses
   */
  @Override
  public void close() throws IOException {
    List<CollectionLoad> open = new ArrayList<>(loads.values());
    loads.clear();
    Patience patience = transport.endpoint().patience();
    Duration total =
        patience.total().compareTo(LAST_ATTEMPTS) < 0 ? patience.total() : LAST_ATTEMPTS;
    KuzzleTransport hasty = transport.with(patience.withTotal(total));
    IOException first = null;
    for (CollectionLoad load : open) {
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
    transport.close();
    if (first != null) {
      throw first;
    }
  }
}
