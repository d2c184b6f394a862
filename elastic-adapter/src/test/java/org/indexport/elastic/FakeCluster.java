package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.indexport.http.HitScanner;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.indexport.testkit.TinyHttpServer.Request;
import org.jspecify.annotations.Nullable;

/**
 * As much of a search server as reading needs: indexes of shards, points in time, scrolls, slices.
 * Tests may spoil answers. Thread-safe.
 */
final class FakeCluster implements Closeable {
  /** A document of an index. */
  private record Doc(String id, @Nullable String routing, long seqNo, String source) {}

  /** An index. */
  private static final class Index {
    final String name;
    final String uuid;
    final List<Map<String, Doc>> shards = new ArrayList<>();
    final long[] nextSeqNo;
    String settings = "{}";
    String mappings = "{}";
    String type = "_doc";
    String aliases = "{}";
    List<String> attributes = List.of("open");
    @Nullable String stream;

    Index(String name, String uuid, int shards) {
      this.name = name;
      this.uuid = uuid;
      this.nextSeqNo = new long[shards];
      for (int i = 0; i < shards; i++) {
        this.shards.add(new LinkedHashMap<>());
      }
    }

    List<List<Doc>> snapshot() {
      return shards.stream().map(shard -> List.copyOf(shard.values())).toList();
    }
  }

  private record Scroll(List<Doc> docs, int size, int total) {}

  private final Cluster.Engine engine;
  private final String version;
  private final Map<String, Index> indexes = new TreeMap<>();
  private final Map<String, List<List<Doc>>> moments = new HashMap<>();
  private final Map<String, Scroll> scrolls = new HashMap<>();
  private final Map<String, String> routes = new LinkedHashMap<>();
  private final Deque<Spoiling> spoilings = new ArrayDeque<>();
  private final TinyHttpServer server;
  private int contexts;
  private int indexesMade;

  private record Spoiling(Predicate<Request> which, UnaryOperator<Reply> how) {}

  FakeCluster(Cluster.Engine engine, String version) throws IOException {
    this.engine = engine;
    this.version = version;
    this.server = new TinyHttpServer(this::answer);
  }

  /** From now on answers only who signs. */
  void requireSignatures(SignatureVerifier verifier) {
    server.refuse(verifier::problem);
  }

  static FakeCluster elastic() throws IOException {
    return new FakeCluster(Cluster.Engine.ELASTICSEARCH, "8.19.21");
  }

  String uri() {
    return server.uri();
  }

  List<Request> requests() {
    return server.requests();
  }

  /** How many requests had a path that ends so. */
  long requests(String method, String pathEnd) {
    return requests().stream()
        .filter(r -> r.method().equals(method) && r.path().endsWith(pathEnd))
        .count();
  }

  /** Whether there is an index. */
  synchronized boolean has(String name) {
    return indexes.containsKey(name);
  }

  /** Makes an index. */
  synchronized void create(String name, int shards) {
    indexes.put(name, new Index(name, "uuid" + indexesMade++, shards));
  }

  /** Says more of an index. */
  synchronized void describe(String name, String settings, String mappings, String aliases) {
    Index index = index(name);
    index.settings = settings;
    index.mappings = mappings;
    index.aliases = aliases;
  }

  /** Gives an index a mapping type of its own. */
  synchronized void type(String name, String type) {
    index(name).type = type;
  }

  /** Gives an index attributes, such as hidden or closed. */
  synchronized void attributes(String name, @Nullable String stream, String... attributes) {
    index(name).attributes = List.of(attributes);
    index(name).stream = stream;
  }

  /** Adds a document, or replaces the one of its id. */
  synchronized void put(String name, String id, String source) {
    put(name, id, null, source);
  }

  /** Adds a document with routing. */
  synchronized void put(String name, String id, @Nullable String routing, String source) {
    Index index = index(name);
    int shard = Math.floorMod((routing == null ? id : routing).hashCode(), index.shards.size());
    // A document that is changed comes after all others, as in a real shard.
    index.shards.get(shard).remove(id);
    index.shards.get(shard).put(id, new Doc(id, routing, index.nextSeqNo[shard]++, source));
  }

  /** Deletes a document. */
  synchronized void delete(String name, String id) {
    index(name).shards.forEach(shard -> shard.remove(id));
  }

  /** Deletes an index. */
  synchronized void delete(String name) {
    indexes.remove(name);
  }

  /** Has an answer for a path. */
  synchronized void route(String path, String json) {
    routes.put(path, json);
  }

  /** Loses all points in time and scrolls, as a server that is started again. */
  synchronized void forget() {
    moments.clear();
    scrolls.clear();
  }

  /** How many points in time and scrolls are open. */
  synchronized int openContexts() {
    return moments.size() + scrolls.size();
  }

  /** Spoils the next answers to searches that bring documents. */
  synchronized void spoilPages(List<UnaryOperator<Reply>> hows) {
    for (UnaryOperator<Reply> how : hows) {
      spoilings.add(new Spoiling(FakeCluster::isPage, how));
    }
  }

  /** Spoils the next answer to such a request. */
  synchronized void spoil(Predicate<Request> which, UnaryOperator<Reply> how) {
    spoilings.add(new Spoiling(which, how));
  }

  /** Whether a request asks for documents. */
  static boolean isPage(Request request) {
    return request.path().contains("_search")
        && request.method().equals("POST")
        && !request.path().endsWith("point_in_time")
        && !request.body().contains("\"size\":0");
  }

  private Index index(String name) {
    Index index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no index " + name);
    }
    return index;
  }

  private Reply answer(Request request) throws IOException {
    Reply reply;
    synchronized (this) {
      reply = plainAnswer(request);
      Spoiling spoiling = spoilings.peek();
      if (spoiling != null && spoiling.which.test(request)) {
        spoilings.remove();
        reply = spoiling.how.apply(reply);
      }
    }
    return reply;
  }

  private Reply plainAnswer(Request request) throws IOException {
    String path = URLDecoder.decode(request.path(), UTF_8);
    String route = routes.get(path);
    if (route != null) {
      return Reply.of(200, route);
    }
    String[] steps = path.substring(1).split("/", -1);
    if (path.equals("/")) {
      return Reply.of(200, banner());
    }
    if (path.startsWith("/_resolve/index/")) {
      return Reply.of(200, resolved());
    }
    if (path.equals("/_alias")) {
      JsonObject.Builder all = new JsonObject.Builder();
      indexes.forEach((name, index) -> all.putRaw(name, "{\"aliases\":" + index.aliases + "}"));
      return Reply.of(200, all.build());
    }
    if (path.equals("/_search/scroll")) {
      return request.method().equals("DELETE") ? ended(request) : scrolled(request);
    }
    if (request.method().equals("DELETE")
        && (path.equals("/_pit") || path.equals("/_search/point_in_time"))) {
      return ended(request);
    }
    if (path.equals("/_search")) {
      return searched(request);
    }
    Index index = indexes.get(steps[0]);
    if (index == null || steps[0].startsWith("_")) {
      return error(404, "index_not_found_exception", "no such index [" + steps[0] + "]");
    }
    if (steps.length == 1 && request.parameters().containsKey("include_type_name")) {
      return hasTypes()
          ? Reply.of(200, "{\"%s\":%s}".formatted(index.name, described(index, typed(index))))
          : error(400, "illegal_argument_exception", "unrecognized parameter");
    }
    if (steps.length == 1) {
      return Reply.of(200, "{\"%s\":%s}".formatted(index.name, described(index, index.mappings)));
    }
    return switch (steps[1]) {
      case "_settings" ->
          Reply.of(
              200,
              "{\"%s\":{\"settings\":{\"index.uuid\":\"%s\"}}}".formatted(index.name, index.uuid));
      case "_pit" -> moment(index, "id");
      case "_count" -> Reply.of(200, "{\"count\":" + count(index.snapshot()) + "}");
      case "_search" -> steps.length == 3 ? moment(index, "pit_id") : firstScrolled(index, request);
      default -> error(404, "resource_not_found_exception", "none");
    };
  }

  static Reply error(int status, String type, String reason) {
    return Reply.of(
        status,
        "{\"error\":{\"root_cause\":[{\"type\":\"%1$s\",\"reason\":\"%2$s\"}],\"type\":\"%1$s\",\"reason\":\"%2$s\"},\"status\":%3$d}"
            .formatted(type, reason, status));
  }

  private String banner() {
    String distribution =
        engine == Cluster.Engine.OPENSEARCH ? "\"distribution\":\"opensearch\"," : "";
    return "{\"name\":\"n\",\"cluster_uuid\":\"u\",\"version\":{%s\"number\":\"%s\"}}"
        .formatted(distribution, version);
  }

  private String resolved() {
    List<String> found = new ArrayList<>();
    Map<String, List<String>> streams = new TreeMap<>();
    for (Index index : indexes.values()) {
      String attributes =
          index.attributes.stream().map(JsonText::quote).collect(Collectors.joining(","));
      String stream = index.stream;
      if (stream != null) {
        streams.computeIfAbsent(stream, s -> new ArrayList<>()).add(JsonText.quote(index.name));
      }
      found.add(
          "{\"name\":\"%s\",\"attributes\":[%s]%s}"
              .formatted(
                  index.name,
                  attributes,
                  stream == null ? "" : ",\"data_stream\":\"" + stream + "\""));
    }
    String allStreams =
        streams.entrySet().stream()
            .map(
                e ->
                    "{\"name\":\"%s\",\"backing_indices\":[%s]}"
                        .formatted(e.getKey(), String.join(",", e.getValue())))
            .collect(Collectors.joining(","));
    return "{\"indices\":[%s],\"aliases\":[],\"data_streams\":[%s]}"
        .formatted(String.join(",", found), allStreams);
  }

  private static String described(Index index, String mappings) {
    String own =
        "\"number_of_shards\":\"%d\",\"creation_date\":\"1700000000000\",\"uuid\":\"%s\""
            .formatted(index.shards.size(), index.uuid);
    String more = index.settings.substring(1, index.settings.length() - 1);
    return "{\"aliases\":%s,\"mappings\":%s,\"settings\":{\"index\":{%s%s}}}"
        .formatted(index.aliases, mappings, own, more.isEmpty() ? "" : "," + more);
  }

  private boolean hasTypes() {
    int major = Integer.parseInt(version.substring(0, version.indexOf('.')));
    return engine == Cluster.Engine.ELASTICSEARCH ? major < 8 : major < 2;
  }

  /** The mappings under their type; an index without has none. */
  private static String typed(Index index) {
    return index.mappings.equals("{}")
        ? "{}"
        : "{%s:%s}".formatted(JsonText.quote(index.type), index.mappings);
  }

  private static long count(List<List<Doc>> shards) {
    return shards.stream().mapToLong(List::size).sum();
  }

  private Reply moment(Index index, String member) {
    String id = index.name + "#" + contexts++;
    moments.put(id, index.snapshot());
    return Reply.of(200, "{\"%s\":\"%s\"}".formatted(member, id));
  }

  private Reply ended(Request request) {
    moments.keySet().removeIf(id -> request.body().contains(JsonText.quote(id)));
    scrolls.keySet().removeIf(id -> request.body().contains(JsonText.quote(id)));
    return Reply.of(200, "{\"succeeded\":true}");
  }

  private static JsonObject parsed(Request request) throws IOException {
    return JsonObject.parse(request.body().getBytes(UTF_8), 50);
  }

  private static Reply lost() {
    return Reply.of(
        404,
        "{\"error\":{\"root_cause\":[{\"type\":\"search_context_missing_exception\",\"reason\":\"No search context found for id [1]\"}],\"type\":\"search_phase_execution_exception\",\"reason\":\"all shards failed\",\"phase\":\"query\"},\"status\":404}");
  }

  private Reply searched(Request request) throws IOException {
    JsonObject body = parsed(request);
    JsonObject pit = body.object("pit");
    String id = pit == null ? null : pit.string("id");
    List<List<Doc>> shards = moments.get(id);
    if (id == null || shards == null) {
      return lost();
    }
    String sort = String.valueOf(body.raw("sort"));
    if (sort.contains("_seq_no") && !sort.contains("unmapped_type") && count(shards) == 0) {
      return error(
          400, "query_shard_exception", "No mapping found for [_seq_no] in order to sort on");
    }
    Long size = body.number("size");
    if (size == null || size == 0) {
      List<Doc> all = wanted(sliced(shards, body.object("slice")), body.object("query"));
      return Reply.of(200, page(id, "pit_id", List.of(), all.size()));
    }
    List<Doc> docs = wanted(sliced(shards, body.object("slice")), body.object("query"));
    String after = body.raw("search_after");
    long least = after == null ? Long.MIN_VALUE : HitScanner.place(after) + 1;
    List<String> hits =
        sorted(docs, place(shards, body), String.valueOf(body.raw("sort")))
            .filter(hit -> hit.value >= least)
            .limit(size)
            .map(hit -> hit(hit.doc, hit.value))
            .toList();
    boolean counts = "true".equals(body.raw("track_total_hits"));
    return Reply.of(200, page(id, "pit_id", hits, counts ? docs.size() : -1));
  }

  /** A document and its sort value. */
  private record Sorted(Doc doc, long value) {}

  private static Stream<Sorted> sorted(List<Doc> docs, ToLongFunction<Doc> place, String sort) {
    ToLongFunction<Doc> value = sort.contains("_seq_no") ? Doc::seqNo : place;
    Comparator<Sorted> order = Comparator.comparingLong(Sorted::value);
    return docs.stream()
        .map(doc -> new Sorted(doc, value.applyAsLong(doc)))
        .sorted(sort.contains("desc") ? order.reversed() : order);
  }

  /** Where documents stand in their shard, between which others were deleted. */
  private ToLongFunction<Doc> place(List<List<Doc>> shards, JsonObject body) throws IOException {
    JsonObject slice = body.object("slice");
    int shard = slice == null ? 0 : Math.toIntExact(number(slice, "id"));
    long base = engine == Cluster.Engine.ELASTICSEARCH ? (long) shard << 32 : 0;
    Map<String, Long> places = new HashMap<>();
    for (Doc doc : shards.get(shard)) {
      places.put(doc.id, base + 3L * places.size() + 1);
    }
    return doc -> Objects.requireNonNull(places.get(doc.id));
  }

  /** Keeps the documents of an index in another order, as merges may do. */
  synchronized void turnRound(String name) {
    for (Map<String, Doc> shard : Objects.requireNonNull(indexes.get(name)).shards) {
      List<Doc> docs = new ArrayList<>(shard.values());
      shard.clear();
      for (int i = docs.size() - 1; i >= 0; i--) {
        shard.put(docs.get(i).id, docs.get(i));
      }
    }
  }

  /** Slice i is shard i. */
  private List<Doc> sliced(List<List<Doc>> shards, @Nullable JsonObject slice) throws IOException {
    if (slice == null) {
      return shards.stream().flatMap(List::stream).toList();
    }
    int id = Math.toIntExact(number(slice, "id"));
    if (number(slice, "max") != shards.size()) {
      throw new IOException("a slice within a shard");
    }
    return shards.get(id);
  }

  private static long number(JsonObject object, String name) throws IOException {
    Long number = object.number(name);
    if (number == null) {
      throw new IOException("no " + name);
    }
    return number;
  }

  private String hit(Doc doc, long at) {
    return "{\"_index\":\"i\",%s\"_id\":%s,\"_score\":null,\"_seq_no\":%d,\"_primary_term\":1,%s\"_source\":%s,\"sort\":[%d]}"
        .formatted(
            hasTypes() ? "\"_type\":\"_doc\"," : "",
            JsonText.quote(doc.id),
            doc.seqNo,
            doc.routing == null ? "" : "\"_routing\":" + JsonText.quote(doc.routing) + ",",
            doc.source,
            at);
  }

  private static String page(String id, String member, List<String> hits, long total) {
    String said = total < 0 ? "" : "\"total\":{\"value\":" + total + ",\"relation\":\"eq\"},";
    return "{\"%s\":\"%s\",\"took\":1,\"timed_out\":false,\"_shards\":{\"total\":1,\"successful\":1,\"skipped\":0,\"failed\":0},\"hits\":{%s\"max_score\":null,\"hits\":[%s]}}"
        .formatted(member, id, said, String.join(",", hits));
  }

  private Reply firstScrolled(Index index, Request request) throws IOException {
    String preference = request.parameters().getOrDefault("preference", "_shards:0");
    int shard = Integer.parseInt(preference.substring("_shards:".length()));
    JsonObject body = parsed(request);
    List<Doc> docs = wanted(index.snapshot().get(shard), body.object("query"));
    return nextScrolled(new Scroll(docs, Math.toIntExact(number(body, "size")), docs.size()));
  }

  /** The only query that is understood is that of what has not been read. */
  private static List<Doc> wanted(List<Doc> docs, @Nullable JsonObject query) throws IOException {
    if (query == null) {
      return docs;
    }
    JsonObject filter = at(query, "bool").objects("filter").get(0);
    JsonObject range = at(at(filter, "range"), "_seq_no");
    long least = number(range, "gte");
    Long below = range.number("lt");
    long end = below == null ? Long.MAX_VALUE : below;
    return docs.stream().filter(doc -> doc.seqNo >= least && doc.seqNo < end).toList();
  }

  private static JsonObject at(JsonObject object, String name) throws IOException {
    JsonObject member = object.object(name);
    if (member == null) {
      throw new IOException("no " + name);
    }
    return member;
  }

  private Reply scrolled(Request request) throws IOException {
    String id = parsed(request).string("scroll_id");
    // The scroll moves on, whatever becomes of the answer.
    Scroll scroll = id == null ? null : scrolls.remove(id);
    return scroll == null ? lost() : nextScrolled(scroll);
  }

  private Reply nextScrolled(Scroll scroll) {
    int count = Math.min(scroll.size, scroll.docs.size());
    List<String> hits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hits.add(hit(scroll.docs.get(i), i));
    }
    String next = "scroll#" + contexts++;
    List<Doc> rest = scroll.docs.subList(count, scroll.docs.size());
    scrolls.put(next, new Scroll(rest, scroll.size, scroll.total));
    return Reply.of(200, page(next, "_scroll_id", hits, scroll.total));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
