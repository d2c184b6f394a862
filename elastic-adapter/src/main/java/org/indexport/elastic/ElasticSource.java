package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.elastic.Catalog.Entry.Kind;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.PageSize;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of Elasticsearch or OpenSearch to be dumped. Documents are the bytes of {@code _source}
 * as the server sends them; ids and routing lie beside them.
 *
 * <p>Each index is read as it was when this source was opened, where the engine has points in time
 * (Elasticsearch 7.12, OpenSearch 2.4) and all indexes together have no more than 200 shards on
 * OpenSearch, 1,000 on Elasticsearch. An index beyond that is read as it is when it is first asked
 * for; on older engines each shard is read by a scroll, as it is when its reading begins. {@link
 * #losses} says so.
 *
 * <p>A page that is lost on its way is asked for again. When the server has lost the moment,
 * because it was started again or nobody has asked for too long, reading goes on with what it has
 * now, which fails unless all documents that were still to be read are unchanged: nothing is lost
 * and nothing comes twice.
 *
 * <p>Hidden indexes, and those whose names start with a dot, are left out unless they are named
 * without a star. A data stream is one index of its name. What is asked for by an alias that has a
 * filter is what that finds. Options:
 *
 * <ul>
 *   <li>{@code indexes} – names, {@code *} for anything, {@code -} before what is left out again,
 *       separated by commas; instead of those in the URI
 *   <li>{@code include-hidden=true} – hidden indexes and those of the system too; {@code
 *       as-searched} – those whose names begin with a dot, unless the server hides them
 *   <li>{@code data-streams=indexes} – the indexes behind data streams one by one
 *   <li>{@code swapped=index} – an index that was loaded with the option {@code swap}, and is asked
 *       for by the alias that this has switched to it, has its own name and not the alias's
 *   <li>{@code closed=refuse} – the documents of a closed index cannot be asked for; without it
 *       there are none, and {@link #losses} says so
 *   <li>{@code preference} – which copies of the shards are read where there are points in time, as
 *       in {@code _local}, and which shards, as in {@code _shards:0,2} or {@code _shards:0|_local}
 *   <li>{@code required-sections} – the names of side data of the cluster, with commas, that the
 *       server must show; what else it does not know or does not show to the user is left out
 *   <li>{@code query} – a query as JSON: the documents to read
 *   <li>{@code versions=keep} – documents bring their versions
 *   <li>{@code keep-alive} – how long the server keeps a moment when nobody asks; five minutes
 *   <li>{@code slices} – in how many parts a shard is read at the same time at most; 16
 * </ul>
 *
 * <p>Thread-safe. Closing it gives the moments back to the server and ends all cursors.
 */
public final class ElasticSource implements EngineSource {
  private static final String INDEXES = "indexes";
  private static final String HIDDEN = "include-hidden";
  private static final String STREAMS = "data-streams";
  private static final String QUERY = "query";
  private static final String VERSIONS = "versions";
  static final String KEEP_ALIVE = "keep-alive";
  static final String SLICES = "slices";
  private static final String CLOSED = "closed";
  private static final String SWAPPED = "swapped";
  private static final String PREFERENCE = "preference";
  private static final String REQUIRED = "required-sections";

  /** The names of the options. */
  static final Set<String> OPTIONS =
      Set.of(
          INDEXES,
          HIDDEN,
          STREAMS,
          QUERY,
          VERSIONS,
          KEEP_ALIVE,
          SLICES,
          CLOSED,
          SWAPPED,
          PREFERENCE,
          REQUIRED);

  /** The dialect of the settings, which both engines share. */
  private static final String DIALECT = "elasticsearch";

  /** OpenSearch keeps 300 on a node by default, and others may want some. */
  private static final int MOMENTS_OF_OPENSEARCH = 200;

  /** Elasticsearch has no limit, but each keeps files of the server open. */
  private static final int MOMENTS_OF_ELASTICSEARCH = 1_000;

  /** In how many parts a shard is read at the same time at most. */
  private static final int USUAL_PARTS = 16;

  private static final int MOST_PARTS = 1_024;

  /** Shorter shards are not worth being cut. */
  private static final long SHORT_SHARD = 20_000;

  private final Transport transport;
  private final Cluster cluster;
  private final SearchBody anyOrder;
  private final Duration keepAlive;
  private final int mostParts;
  private final boolean refusesClosed;
  private final Preference preference;
  private final Set<String> required;
  private final Map<IndexName, DataSet> sets = new LinkedHashMap<>();

  /** What is read of indexes that are not read whole. */
  private final Map<String, AliasView> views = new HashMap<>();

  private final Map<String, Moment> moments = new LinkedHashMap<>();
  private final MomentKeeper keeper;
  private volatile SearchBody body;
  private volatile @Nullable Numbering numbering;
  private final Instant openedAt = Instant.now();

  /** An index, or the indexes behind a data stream. */
  private record DataSet(
      IndexInfo info, Kind kind, List<ServerIndex> indexes, List<String> losses) {}

  /** An index at a moment, and how many documents it has there. */
  private record Moment(PointInTime pointInTime, long documents) {}

  private ElasticSource(
      Transport transport, Cluster cluster, SearchBody body, ConnectorOptions options)
      throws DumpException {
    this.transport = transport;
    this.cluster = cluster;
    this.anyOrder = body;
    this.body = body;
    this.keepAlive = options.duration(KEEP_ALIVE, Duration.ofMinutes(5));
    this.keeper = new MomentKeeper(keepAlive);
    this.mostParts = options.number(SLICES, USUAL_PARTS, 1, MOST_PARTS);
    this.refusesClosed = options.choice(CLOSED, List.of("empty", "refuse")).equals("refuse");
    this.preference = Preference.of(options.text(PREFERENCE));
    String sections = options.text(REQUIRED);
    this.required = sections == null ? Set.of() : Set.of(sections.split(",", -1));
  }

  /**
   * Opens a cluster.
   *
   * @throws DumpException if an option is not as described, or the server refuses
   * @throws IOException if the server does not answer
   */
  static ElasticSource open(Transport transport, ConnectorOptions options) throws IOException {
    Cluster cluster = Cluster.detect(transport);
    return open(transport, cluster, options, entries(transport, cluster, options));
  }

  /**
   * Opens some indexes of a cluster.
   *
   * @throws DumpException if an option is not as described, or the server refuses
   * @throws IOException if the server does not answer
   */
  static ElasticSource open(
      Transport transport, Cluster cluster, ConnectorOptions options, List<Catalog.Entry> entries)
      throws IOException {
    SearchBody body =
        new SearchBody(
            query(options.text(QUERY)),
            cluster.hasPointInTime() && cluster.hasShardDocOrder() ? "_shard_doc" : "_doc",
            cluster.hidesVectors() ? SearchBody.Vectors.ASKED_FOR : SearchBody.Vectors.PLAIN,
            options.choice(VERSIONS, List.of("ignore", "keep")).equals("keep")
                ? SearchBody.Versions.WANTED
                : SearchBody.Versions.LEFT_OUT);
    ElasticSource source = new ElasticSource(transport, cluster, body, options);
    try {
      source.open(entries);
      return source;
    } catch (Throwable e) {
      source.close();
      throw e;
    }
  }

  private static List<Catalog.Entry> entries(
      Transport transport, Cluster cluster, ConnectorOptions options) throws IOException {
    String own = options.text(INDEXES);
    String pattern = own == null ? transport.endpoint().pattern() : own;
    List<Catalog.Entry> entries =
        Catalog.entries(
            transport,
            cluster,
            pattern,
            new Catalog.Manner(
                hidden(options.choice(HIDDEN, List.of("false", "true", "as-searched"))),
                options.choice(STREAMS, List.of("one", "indexes")).equals("one")
                    ? Catalog.Streams.AS_ONE
                    : Catalog.Streams.AS_INDEXES,
                options.choice(SWAPPED, List.of("alias", "index")).equals("alias")
                    ? Catalog.Swapped.AS_ALIAS
                    : Catalog.Swapped.AS_INDEX));
    if (entries.isEmpty() && pattern != null) {
      throw new DumpException(
          "%s: expected an index that fits %s, found none; hidden ones are left out unless option %s is true"
              .formatted(transport.name(), pattern, HIDDEN));
    }
    return entries;
  }

  private static Catalog.Hidden hidden(String choice) {
    return switch (choice) {
      case "true" -> Catalog.Hidden.TAKEN;
      case "as-searched" -> Catalog.Hidden.AS_SEARCHED;
      default -> Catalog.Hidden.LEFT_OUT;
    };
  }

  /** A query, which may be the body of a search as well. */
  private static @Nullable String query(@Nullable String text) throws DumpException {
    if (text == null) {
      return null;
    }
    try {
      JsonObject json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), 500);
      if (!json.has(QUERY)) {
        return json.toString();
      }
      if (json.names().size() > 1) {
        throw new DumpException(
            "option %s: expected a query, such as {\"term\":{\"lang\":\"cs\"}}, found a search with %s; give what is in its query alone"
                .formatted(QUERY, String.join(", ", json.names())));
      }
      return json.raw(QUERY);
    } catch (MalformedJsonException e) {
      throw new DumpException(
          "option %s: expected a query as JSON, such as {\"term\":{\"lang\":\"cs\"}}: byte %d: %s"
              .formatted(QUERY, e.offset(), e.getMessage()),
          e);
    }
  }

  private void open(List<Catalog.Entry> entries) throws IOException {
    Map<Catalog.Entry, List<ServerIndex>> indexes = new LinkedHashMap<>();
    for (Catalog.Entry entry : entries) {
      List<ServerIndex> own = new ArrayList<>();
      for (String name : entry.indexes()) {
        own.add(ServerIndex.read(transport, cluster, name, entry.closed().contains(name)));
      }
      indexes.put(entry, own);
      AliasView view = AliasView.of(transport, entry);
      own.forEach(index -> views.put(index.name(), view));
    }
    // All at once and last, so that they are of almost one moment.
    for (List<ServerIndex> own : indexes.values()) {
      openMoments(own);
    }
    for (Map.Entry<Catalog.Entry, List<ServerIndex>> entry : indexes.entrySet()) {
      add(entry.getKey(), entry.getValue());
    }
    keeper.start();
  }

  private void openMoments(List<ServerIndex> indexes) throws IOException {
    int shards = indexes.stream().mapToInt(ServerIndex::shards).sum();
    for (Moment moment : moments.values()) {
      shards += moment.pointInTime.index().shards();
    }
    int most =
        cluster.engine() == Cluster.Engine.ELASTICSEARCH
            ? MOMENTS_OF_ELASTICSEARCH
            : MOMENTS_OF_OPENSEARCH;
    if (cluster.hasPointInTime() && shards <= most) {
      for (ServerIndex index : indexes) {
        if (index.state() == ServerIndex.State.READABLE) {
          moments.put(index.name(), moment(index));
        }
      }
    }
  }

  private void add(Catalog.Entry entry, List<ServerIndex> indexes) throws IOException {
    if (indexes.isEmpty()) {
      return;
    }
    ServerIndex last = indexes.get(indexes.size() - 1);
    List<String> losses = new ArrayList<>();
    boolean isStream = entry.kind() == Kind.STREAM;
    if (isStream) {
      losses.add(
          "data stream: which of its %d indexes a document is in, and all settings but those of the last one"
              .formatted(indexes.size()));
    }
    AliasView view = view(last.name());
    if (view.filter() != null) {
      losses.add(
          "documents: only those that the filter of alias %s finds; name the index itself to have all"
              .formatted(String.join(", ", entry.aliases())));
    }
    if (!view.shards().isEmpty() && view.shards().size() < last.shards()) {
      losses.add(
          "documents: only those of the shards that searches through alias %s are sent to; name the index itself to have all"
              .formatted(String.join(", ", entry.aliases())));
    }
    if (!preference.shards().isEmpty()) {
      losses.add("documents: only those of the shards " + preference.words());
    }
    long count = 0;
    boolean late = false;
    boolean readable = false;
    for (ServerIndex index : indexes) {
      index.losses().forEach(loss -> losses.add(isStream ? index.name() + ": " + loss : loss));
      Moment moment = moments.get(index.name());
      count += moment == null ? 0 : moment.documents;
      readable |= index.state() == ServerIndex.State.READABLE;
      late |= moment == null && index.state() == ServerIndex.State.READABLE;
    }
    if (late) {
      losses.add(
          cluster.hasPointInTime()
              ? "moment: it is read as it is when its turn comes"
              : "moment: each shard is read as it is when its turn comes, as %s has no points in time"
                  .formatted(cluster));
    }
    IndexName name = IndexName.of(entry.name());
    String type = last.type();
    IndexInfo info =
        IndexInfo.builder(name)
            .createdAt(indexes.get(0).createdAt())
            .settings(Settings.of(DIALECT, null, last.body()))
            .documentCount(late ? approximateCount(indexes) : readable ? (Long) count : null)
            .lines(Lines.ENVELOPE)
            .extensions(type == null ? Map.of() : Map.of(IndexInfo.MAPPING_TYPE, type))
            .build();
    sets.put(name, new DataSet(info, entry.kind(), List.copyOf(indexes), List.copyOf(losses)));
  }

  private @Nullable Long approximateCount(List<ServerIndex> indexes) throws IOException {
    long count = 0;
    for (ServerIndex index : indexes) {
      if (index.state() == ServerIndex.State.READABLE) {
        String json = new JsonObject.Builder().putRaw("query", body(index.name()).query()).build();
        Call call = Call.post(Call.path(index.name(), "_count"), json);
        List<Integer> shards = shards(index);
        if (shards.size() < index.shards()) {
          call = call.with("preference", Preference.only(shards));
        }
        Answer answer = transport.send(call);
        try {
          Long own = answer.isOk() ? answer.json().number("count") : null;
          if (own == null) {
            return null;
          }
          count += own;
        } catch (MalformedJsonException e) {
          throw answer.malformed(e);
        }
      }
    }
    return count;
  }

  /** Opens an index as it is now. */
  private Moment moment(ServerIndex index) throws IOException {
    PointInTime pointInTime =
        PointInTime.open(transport, cluster, index, keepAlive, preference.copies());
    keeper.add(pointInTime);
    return new Moment(pointInTime, count(index, pointInTime));
  }

  private long count(ServerIndex index, PointInTime pointInTime) throws IOException {
    List<Integer> shards = shards(index);
    if (shards.size() == index.shards()) {
      return count(index, pointInTime, null);
    }
    long count = 0;
    for (int shard : shards) {
      SearchBody.Slice slice = new SearchBody.Slice(shard, 0, 1);
      count += count(index, pointInTime, slice.member(index.shards()));
    }
    return count;
  }

  private long count(ServerIndex index, PointInTime pointInTime, @Nullable String slice)
      throws IOException {
    String pit = pointInTime.member(pointInTime.handle());
    Call call =
        Call.post("/_search", body(index.name()).count(pit, slice))
            .with("allow_partial_search_results", "false");
    Answer answer = transport.send(call).orFail("counting the documents of index " + index.name());
    try {
      JsonObject hits = answer.json().object("hits");
      JsonObject total = hits == null ? null : hits.object("total");
      Long count = total == null ? null : total.number("value");
      if (count == null) {
        throw new DumpException(
            "%s: the server does not say how many documents index %s has"
                .formatted(transport.name(), index.name()));
      }
      return count;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /**
   * Known where every index is read as it was when this was opened. Documents then come in the
   * order in which they were written.
   */
  @Override
  public synchronized @Nullable String fingerprint() throws IOException {
    Numbering numbers = new Numbering(transport, anyOrder);
    if (!preference.shards().isEmpty()) {
      numbers.note(Preference.only(preference.shards()));
    }
    for (DataSet set : sets.values()) {
      numbers.note(set.info.name().name());
      for (ServerIndex index : set.indexes) {
        Moment moment = moments.get(index.name());
        AliasView view = view(index.name());
        if (!view.shards().isEmpty()) {
          numbers.note(Preference.only(view.shards()));
        }
        if (moment != null) {
          numbers.add(moment.pointInTime, anyOrder.within(view.filter()));
        } else if (index.state() == ServerIndex.State.READABLE) {
          return null;
        }
      }
    }
    for (Section section : sections()) {
      numbers.note(section.name() + " " + section.index());
    }
    numbering = numbers;
    body = anyOrder.numbered();
    return cluster.engine().id() + ": " + numbers.fingerprint();
  }

  @Override
  public DumpHeader header() {
    return new DumpHeader(
        cluster.engine().id(),
        cluster.version(),
        cluster.uuid(),
        openedAt,
        sets.values().stream().map(DataSet::info).toList(),
        List.of(),
        Map.of());
  }

  /**
   * Cuts an index into its shards, and large shards into parts.
   *
   * @param wanted how many slices are useful; there may be fewer
   * @throws IllegalArgumentException if there is no such index or {@code wanted} is below 1
   * @throws DumpException if the index does not keep its documents, or the server refuses
   * @throws IOException if the server does not answer
   */
  @Override
  public List<DocumentCursor> slices(IndexName index, int wanted) throws IOException {
    DataSet set = set(index);
    if (wanted < 1) {
      throw new IllegalArgumentException("at least one slice: " + wanted);
    }
    List<ServerIndex> readable = new ArrayList<>();
    for (ServerIndex one : set.indexes) {
      if (one.state() == ServerIndex.State.WITHOUT_SOURCE) {
        throw new DumpException(
            "%s: index %s does not keep its documents (_source is disabled); leave it out, or dump only its settings"
                .formatted(transport.name(), one.name()));
      }
      if (one.state() == ServerIndex.State.CLOSED && refusesClosed) {
        throw new DumpException(
            "%s: index %s is closed, its documents cannot be read; open it, or leave it or its documents out"
                .formatted(transport.name(), one.name()));
      }
      if (one.state() == ServerIndex.State.READABLE) {
        readable.add(one);
      }
    }
    return cursors(index, readable, wanted);
  }

  private List<DocumentCursor> cursors(IndexName name, List<ServerIndex> indexes, int wanted)
      throws IOException {
    List<Slot> slots = new ArrayList<>();
    List<PointInTime> late = new ArrayList<>();
    long documents = 0;
    int shards = indexes.stream().mapToInt(ServerIndex::shards).sum();
    for (ServerIndex index : indexes) {
      Moment moment = moments.get(index.name());
      if (moment == null && cluster.hasPointInTime()) {
        moment = moment(index);
        late.add(moment.pointInTime);
      }
      documents += moment == null ? 0 : moment.documents;
      int parts = moment == null ? 1 : parts(index, moment, wanted, shards);
      for (int shard : shards(index)) {
        List<Places> places = places(moment, shard, parts);
        for (int part = 0; part < places.size(); part++) {
          SearchBody.Slice slice = new SearchBody.Slice(shard, part, places.size());
          slots.add(new Slot(index, moment, slice, places.get(part)));
        }
      }
    }
    int cursors = Math.min(wanted, slots.size());
    String where = "%s: index %s".formatted(transport.name(), name);
    IndexReading reading = new IndexReading(where, cursors, () -> late.forEach(keeper::release));
    reading.expect(documents);
    List<List<ElasticCursor.Part>> parts = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      if (i < cursors) {
        parts.add(new ArrayList<>());
      }
      parts.get(i % cursors).add(part(slots.get(i), reading));
    }
    List<DocumentCursor> all = new ArrayList<>();
    for (List<ElasticCursor.Part> some : parts) {
      all.add(new ElasticCursor(transport, reading, some, ReadLimits.DEFAULT.maxDocumentBytes()));
    }
    return all;
  }

  /** A slice of an index at a moment, or of one that is scrolled. */
  private record Slot(
      ServerIndex index, @Nullable Moment moment, SearchBody.Slice slice, Places places) {}

  private List<Places> places(@Nullable Moment moment, int shard, int parts) throws IOException {
    return moment == null || parts == 1 || numbering != null
        ? Collections.nCopies(parts, Places.ALL)
        : Places.cut(
            transport, body(moment.pointInTime.index().name()), moment.pointInTime, shard, parts);
  }

  /** What searches in an index ask for. */
  private SearchBody body(String index) {
    return body.within(view(index).filter());
  }

  private AliasView view(String index) {
    return Objects.requireNonNull(views.get(index));
  }

  /** The shards of an index that are read. */
  private List<Integer> shards(ServerIndex index) throws DumpException {
    Set<Integer> visible = view(index.name()).shards();
    return preference.of(index).stream()
        .filter(shard -> visible.isEmpty() || visible.contains(shard))
        .toList();
  }

  private int parts(ServerIndex index, Moment moment, int wanted, int shards) {
    if (moment.documents < SHORT_SHARD * index.shards()) {
      return 1;
    }
    int useful = (wanted + shards - 1) / shards;
    return Math.max(1, Math.min(useful, mostParts));
  }

  private ElasticCursor.Part part(Slot slot, IndexReading reading) throws IOException {
    ServerIndex index = slot.index;
    IndexReading.Shard shard = new IndexReading.Shard(index.name(), slot.slice.shard());
    ShardClaims claims = reading.claims(shard);
    Moment moment = slot.moment;
    if (moment != null) {
      return new ElasticCursor.Part(
          index.name(),
          pages(moment.pointInTime, slot),
          claims,
          new PageSize(index.maxPage()),
          ElasticCursor.Part.Count.KNOWN);
    }
    return new ElasticCursor.Part(
        index.name(),
        new ScrollPages(
            transport,
            index.name(),
            index.uuid(),
            body(index.name()),
            keepAlive,
            slot.slice.shard()),
        claims,
        new PageSize(index.maxPage(), scrollSize(index.name())),
        ElasticCursor.Part.Count.FIRST_PAGE);
  }

  private Pages pages(PointInTime moment, Slot slot) {
    Numbering numbers = numbering;
    SearchBody.Span span =
        numbers == null ? SearchBody.Span.ALL : numbers.span(moment.index(), slot.slice);
    SearchBody own = body(moment.index().name());
    return new PointInTimePages(moment, own, slot.slice, span, slot.places);
  }

  /** The pages of a scroll cannot change their size, so it should fit from the start. */
  private int scrollSize(String index) throws IOException {
    Answer answer = transport.send(Call.get(Call.path(index, "_stats", "docs,store")));
    try {
      JsonObject all = answer.isOk() ? answer.json().object("_all") : null;
      JsonObject primaries = all == null ? null : all.object("primaries");
      JsonObject docs = primaries == null ? null : primaries.object("docs");
      JsonObject store = primaries == null ? null : primaries.object("store");
      Long count = docs == null ? null : docs.number("count");
      Long bytes = store == null ? null : store.number("size_in_bytes");
      // On disk documents are compressed, but so much else is there that it evens out.
      return count == null || bytes == null ? 500 : PageSize.fitting(count, 2 * bytes);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private DataSet set(IndexName index) {
    DataSet set = sets.get(index);
    if (set == null) {
      throw new IllegalArgumentException("no index " + index);
    }
    return set;
  }

  /**
   * The aliases of each index; pipelines, scripts, templates and policies of the cluster that it
   * does not have by itself, and the data streams that are read.
   *
   * @throws DumpException if the server refuses
   * @throws IOException if the server does not answer
   */
  @Override
  public Iterable<Section> sections() throws IOException {
    Set<String> streams = new LinkedHashSet<>();
    List<Section> aliases = new ArrayList<>();
    for (DataSet set : sets.values()) {
      IndexName name = set.info.name();
      ServerIndex last = set.indexes.get(set.indexes.size() - 1);
      if (set.kind == Kind.STREAM) {
        streams.add(name.name());
      } else if (last.aliases() != null) {
        String json = aliases(last.aliases(), name.name());
        if (!json.equals("{}")) {
          aliases.add(ClusterSections.aliases(name, json));
        }
      }
    }
    List<Section> all =
        new ArrayList<>(ClusterSections.read(transport, cluster, streams, required));
    all.addAll(aliases);
    return all;
  }

  /** The aliases of an index but one that is what the dump calls the index. */
  private String aliases(String json, String name) throws DumpException {
    try {
      JsonObject aliases = JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), 500);
      return new JsonObject.Builder().putRaw(aliases.rawExcept(Set.of(name))).build();
    } catch (MalformedJsonException e) {
      throw new DumpException(
          "%s: the aliases of index %s: %s".formatted(transport.name(), name, e.getMessage()), e);
    }
  }

  @Override
  public List<String> losses(IndexName index) {
    return set(index).losses;
  }

  @Override
  public void close() {
    keeper.close();
  }
}
