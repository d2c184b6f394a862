package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.PageSize;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.kuzzle.CollectionCursor.Paging;
import org.indexport.kuzzle.Query.Order;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/**
 * A Kuzzle to be dumped. A Kuzzle index is a namespace and a collection an index of it; an index
 * without collections is a namespace without indexes. Collections that subscribers have named and
 * that hold no documents are left out. Documents are the bytes of {@code _source} as the server
 * sends them, {@code _kuzzle_info} included; ids lie beside them.
 *
 * <p>A collection is read as it is when {@link #slices} is called for it; {@link #losses} says so.
 * A large one is cut into slices that are read at a time, if nobody writes to it at this moment.
 * When a page is lost on its way, or the server has lost the scroll because it was started again or
 * nobody has asked for too long, reading goes on behind the last document that had come, and fails
 * unless the documents that were still to be read are unchanged: nothing is lost and nothing comes
 * twice. The number of documents read must be the one that the server has counted.
 *
 * <p>Sections: {@code roles}, {@code profiles}, {@code users}, {@code users-mapping}, {@code
 * credentials} (names without passwords, which no API tells) and {@code api-keys} (without the
 * keys) of the instance, {@code validation} of a collection. What the user may not see is left out,
 * which {@link #notices} says. Options:
 *
 * <ul>
 *   <li>{@code indexes} – collections as {@code INDEX/COLLECTION}, {@code *} for anything, {@code
 *       INDEX} for all of its collections, {@code -} before what is left out again, separated by
 *       commas; instead of those in the URI. A user who may not list the indexes can name them
 *   <li>{@code query} – a query as JSON: the documents to read
 *   <li>{@code keep-alive} – how long the server keeps a scroll when nobody asks; 1m, and less
 *       where the server allows less
 * </ul>
 *
 * <p>Thread-safe. Closing it logs out.
 */
public final class KuzzleSource implements EngineSource {
  private static final String INDEXES = "indexes";
  private static final String QUERY = "query";
  private static final String KEEP_ALIVE = "keep-alive";

  /** The names of the options. */
  static final Set<String> OPTIONS = Set.of(INDEXES, QUERY, KEEP_ALIVE);

  /** The server's own limit for a scroll unless it is configured otherwise. */
  private static final Duration LONGEST_SCROLL = Duration.ofMinutes(1);

  /** Shorter slices are not worth a scroll of their own. */
  private static final long SHORT_SLICE = 10_000;

  /**
   * A Kuzzle works up one page after the other. While it does, its Elasticsearch has time for one
   * more; where there are few processors, that takes from the Kuzzle what it gains.
   */
  private static final int MOST_SLICES = 2;

  /** How many documents tell how long documents are. */
  private static final int SAMPLES = 10;

  private static final int ATTEMPTS = 3;

  private final KuzzleTransport transport;
  private final ServerFacts facts;
  private final Query query;
  private final Duration keepAlive;
  private final SecuritySections security;
  private final Map<IndexName, StoredCollection> collections = new LinkedHashMap<>();
  private final Set<String> namespaces = new TreeSet<>();
  private final Instant openedAt = Instant.now();
  private volatile Order order = Order.ANY;

  private KuzzleSource(
      KuzzleTransport transport, ServerFacts facts, Query query, Duration keepAlive) {
    this.transport = transport;
    this.facts = facts;
    this.query = query;
    this.keepAlive = keepAlive;
    this.security = new SecuritySections(transport);
  }

  /**
   * Opens a server.
   *
   * @throws DumpException if an option is not as described, or the server refuses
   * @throws IOException if the server does not answer
   */
  static KuzzleSource open(KuzzleTransport transport, ConnectorOptions options) throws IOException {
    String own = options.text(INDEXES);
    String pattern = own == null ? transport.endpoint().pattern() : own;
    CollectionPatterns patterns = CollectionPatterns.of(pattern);
    Query query = Query.of(options.text(QUERY), QUERY);
    Duration keepAlive = options.duration(KEEP_ALIVE, LONGEST_SCROLL);
    try {
      ServerFacts facts = ServerFacts.of(transport);
      KuzzleSource source = new KuzzleSource(transport, facts, query, keepAlive);
      source.look(patterns, pattern);
      return source;
    } catch (Throwable e) {
      transport.close();
      throw e;
    }
  }

  private void look(CollectionPatterns patterns, @Nullable String pattern) throws IOException {
    List<IndexName> names = new ArrayList<>();
    List<String> indexes = List.copyOf(indexes(patterns));
    List<List<IndexName>> found = Crew.withEach(indexes, index -> collections(index, patterns));
    for (int i = 0; i < indexes.size(); i++) {
      names.addAll(found.get(i));
      if (!found.get(i).isEmpty() || patterns.fitIndex(indexes.get(i))) {
        namespaces.add(indexes.get(i));
      }
    }
    if (patterns.areGiven() && names.isEmpty() && namespaces.isEmpty()) {
      throw new DumpException(
          "%s: expected a collection that fits %s, found none; collections are INDEX/COLLECTION"
              .formatted(transport.name(), pattern));
    }
    List<Call> calls = new ArrayList<>();
    names.forEach(name -> calls.addAll(StoredCollection.calls(name, query)));
    List<KuzzleAnswer> answers = Crew.withEach(calls, transport::send);
    int each = names.isEmpty() ? 0 : calls.size() / names.size();
    for (int i = 0; i < names.size(); i++) {
      IndexName name = names.get(i);
      collections.put(name, StoredCollection.of(name, answers.subList(each * i, each * (i + 1))));
    }
  }

  private Set<String> indexes(CollectionPatterns patterns) throws IOException {
    Set<String> named = patterns.indexes();
    if (named != null) {
      return named;
    }
    KuzzleAnswer answer = transport.send(Call.get("/_list"));
    if (!answer.isOk() && answer.error().kind() == KuzzleError.Kind.FORBIDDEN) {
      throw new DumpException(
          "%s; or name the indexes, as in %s"
              .formatted(
                  answer.failure("listing the indexes").getMessage(),
                  "kuzzle+http://HOST:7512/nyc-open-data/*"));
    }
    try {
      return new TreeSet<>(answer.orFail("listing the indexes").result().strings("indexes"));
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private List<IndexName> collections(String index, CollectionPatterns patterns)
      throws IOException {
    KuzzleAnswer answer =
        transport
            .send(Call.get(Call.path(index, "_list")))
            .orFail("listing the collections of index " + index);
    try {
      List<IndexName> names = new ArrayList<>();
      for (JsonObject collection : answer.result().objects("collections")) {
        String name = collection.string("name");
        if (name != null && "stored".equals(collection.string("type"))) {
          IndexName full = IndexName.of(index, name);
          if (patterns.fit(full)) {
            names.add(full);
          }
        }
      }
      return names;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  @Override
  public DumpHeader header() {
    return new DumpHeader(
        StoredCollection.DIALECT,
        facts.version(),
        null,
        openedAt,
        collections.values().stream().map(StoredCollection::info).toList(),
        List.copyOf(namespaces),
        Map.of());
  }

  /**
   * Starts to read a collection, as it is now.
   *
   * @param wanted how many slices are useful; there may be fewer
   * @throws IllegalArgumentException if there is no such collection or {@code wanted} is below 1
   * @throws DumpException if the server refuses
   * @throws IOException if the server does not answer
   */
  @Override
  public List<DocumentCursor> slices(IndexName index, int wanted) throws IOException {
    StoredCollection collection = collections.get(index);
    if (collection == null) {
      throw new IllegalArgumentException("no index " + index);
    }
    if (wanted < 1) {
      throw new IllegalArgumentException("at least one slice: " + wanted);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      StoredCollection.Look look = StoredCollection.state(transport, index, query, SAMPLES);
      if (look.state().documents() <= size(look).next()) {
        return List.of(alone(index, look, Paging.ONE_PAGE));
      }
      int most = Math.min(MOST_SLICES, wanted / 2);
      int parts = (int) Math.min(most, look.state().documents() / SHORT_SLICE);
      if (parts <= 1) {
        return List.of(alone(index, look, Paging.SCROLL));
      }
      List<CollectionCursor> cursors = begin(index, look, parts);
      if (isSettled(index, look, cursors)) {
        return List.copyOf(cursors);
      }
    }
    // Somebody goes on writing: only one scroll shows one moment.
    StoredCollection.Look look = StoredCollection.state(transport, index, query, SAMPLES);
    return List.of(alone(index, look, Paging.SCROLL));
  }

  /** Begins to read all of a collection. */
  private CollectionCursor alone(IndexName index, StoredCollection.Look look, Paging paging)
      throws IOException {
    CollectionReading reading = new CollectionReading(name(index), 1, look.state().last() + 1);
    CollectionCursor cursor = cursor(index, look, Query.Span.ALL, paging, reading);
    cursor.begin();
    return cursor;
  }

  private String name(IndexName index) {
    return "%s: collection %s".formatted(transport.name(), index);
  }

  private List<CollectionCursor> begin(IndexName index, StoredCollection.Look look, int parts)
      throws IOException {
    long end = look.state().last() + 1;
    CollectionReading reading = new CollectionReading(name(index), parts, end);
    reading.expect(look.state().documents());
    List<CollectionCursor> cursors = new ArrayList<>();
    try {
      for (int part = 0; part < parts; part++) {
        Query.Span span = new Query.Span(end * part / parts, end * (part + 1) / parts);
        CollectionCursor cursor = cursor(index, look, span, Paging.SCROLL, reading);
        cursors.add(cursor);
        cursor.begin();
      }
      return cursors;
    } catch (Throwable e) {
      closeAll(cursors);
      throw e;
    }
  }

  private CollectionCursor cursor(
      IndexName index,
      StoredCollection.Look look,
      Query.Span span,
      Paging paging,
      CollectionReading reading) {
    return new CollectionCursor(
        transport, index, query, span, paging, order, keepAlive, size(look), reading);
  }

  private PageSize size(StoredCollection.Look look) {
    int fitting = look.hits() == 0 ? 1 : PageSize.fitting(look.hits(), look.bytes());
    return new PageSize(facts.maxPage(), fitting);
  }

  /** Whether what was just begun is of one moment; closes it otherwise. */
  private boolean isSettled(
      IndexName index, StoredCollection.Look before, List<CollectionCursor> cursors)
      throws IOException {
    try {
      StoredCollection.Look after = StoredCollection.state(transport, index, query, 0);
      if (after.state().equals(before.state())) {
        return true;
      }
    } catch (Throwable e) {
      closeAll(cursors);
      throw e;
    }
    closeAll(cursors);
    return false;
  }

  private static void closeAll(List<CollectionCursor> cursors) throws IOException {
    for (CollectionCursor cursor : cursors) {
      cursor.close();
    }
  }

  @Override
  public Iterable<Section> sections() throws IOException {
    List<Section> all = new ArrayList<>(security.read());
    for (StoredCollection collection : collections.values()) {
      String validation = collection.validation();
      if (validation != null) {
        all.add(
            Section.of(
                SecuritySections.VALIDATION,
                collection.info().name(),
                Section.MediaType.JSON,
                Section.Sensitivity.OPEN,
                validation.getBytes(UTF_8)));
      }
    }
    return all;
  }

  /**
   * The state of all collections and of the sections. Documents then come in the order in which
   * they were written.
   */
  @Override
  public String fingerprint() throws IOException {
    order = Order.NUMBERED;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.valueOf(query.json()).getBytes(UTF_8));
      long documents = 0;
      for (StoredCollection collection : collections.values()) {
        IndexInfo info = collection.info();
        String line = "\n%s %s %s".formatted(info.name(), collection.uuid(), collection.state());
        digest.update(line.getBytes(UTF_8));
        documents += collection.state().documents();
      }
      for (Section section : sections()) {
        digest.update(("\n" + section + " ").getBytes(UTF_8));
        try (InputStream content = section.content()) {
          byte[] block = new byte[8 << 10];
          for (int n; (n = content.read(block)) >= 0; ) {
            digest.update(block, 0, n);
          }
        }
      }
      return "kuzzle: %d collections, %d documents, state %s"
          .formatted(
              collections.size(), documents, HexFormat.of().formatHex(digest.digest(), 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public List<String> losses(IndexName index) {
    StoredCollection collection = collections.get(index);
    if (collection == null) {
      throw new IllegalArgumentException("no index " + index);
    }
    return collection.losses();
  }

  @Override
  public List<String> notices() {
    return security.notices();
  }

  @Override
  public void close() {
    transport.close();
  }
}
