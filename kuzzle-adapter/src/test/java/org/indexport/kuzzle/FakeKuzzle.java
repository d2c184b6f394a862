package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.indexport.IndexName;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Patience;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.indexport.testkit.TinyHttpServer.Request;
import org.jspecify.annotations.Nullable;

/** Answers like a Kuzzle, from memory, as far as the adapter asks. */
final class FakeKuzzle implements Closeable {
  private static final int DEPTH = 10_000;

  /** A document and the number of the operation that wrote it. */
  private record Doc(String id, String source, long seqNo) {}

  /** A collection. */
  private static final class Stored {
    final Map<String, Doc> documents = new LinkedHashMap<>();
    Map<String, Doc> searchable = new LinkedHashMap<>();
    String mappings = "{}";
    final Map<String, String> settings = new LinkedHashMap<>();
    @Nullable String specifications;
    long seqNo;

    void put(String id, String source) {
      documents.remove(id);
      documents.put(id, new Doc(id, source, seqNo++));
      show();
    }

    void show() {
      if (!"\"-1\"".equals(settings.get("refresh_interval"))) {
        refresh();
      }
    }

    void refresh() {
      searchable = new LinkedHashMap<>(documents);
    }
  }

  /** A scroll: what it has not given yet. */
  private record Scroll(IndexName name, List<Doc> rest, int size, int total) {}

  private final TinyHttpServer server;
  private final Map<String, Map<String, Stored>> indexes = new TreeMap<>();
  private final Map<String, Scroll> scrolls = new HashMap<>();
  private final Map<String, Map<String, String>> security = new TreeMap<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final List<Function<Request, @Nullable Reply>> spoilers = new ArrayList<>();
  private final Set<String> forbidden = new TreeSet<>();
  private final List<String> order = new ArrayList<>();
  private String usersMapping = "{\"profileIds\":{\"type\":\"keyword\"}}";
  private long maxRequest = 1 << 20;
  private long ttl = 3_600_000;
  private int made;

  FakeKuzzle() throws IOException {
    for (String kind : List.of("roles", "profiles", "users")) {
      security.put(kind, new LinkedHashMap<>());
    }
    for (String builtIn : List.of("admin", "default", "anonymous")) {
      object("roles", builtIn, "{\"controllers\":{\"*\":{\"actions\":{\"*\":true}}}}");
      object("profiles", builtIn, "{\"policies\":[{\"roleId\":\"" + builtIn + "\"}]}");
    }
    this.server = new TinyHttpServer(this::answer);
  }

  String uri() {
    return server.uri().replace("http:", "kuzzle+http:");
  }

  TinyHttpServer server() {
    return server;
  }

  /** A connection that does not wait long. */
  private KuzzleTransport transport(String uri, ConnectorOptions options) throws IOException {
    KuzzleEndpoint target = KuzzleEndpoint.of(uri, options);
    Patience hasty =
        new Patience(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(2));
    return KuzzleTransport.to(
        new KuzzleEndpoint(target.endpoint().with(hasty), target.user(), target.token()));
  }

  private static ConnectorOptions options(Map<String, String> options) throws IOException {
    return ConnectorOptions.of("Kuzzle", options, new KuzzleConnector().options());
  }

  KuzzleSource source(String path, Map<String, String> options) throws IOException {
    ConnectorOptions own = options(options);
    return KuzzleSource.open(transport(uri() + path, own), own);
  }

  KuzzleIndexer indexer(Map<String, String> options) throws IOException {
    ConnectorOptions own = options(options);
    return KuzzleIndexer.open(transport(uri(), own), own);
  }

  /** Answers some requests in another way; null leaves it as it is. */
  synchronized void spoil(Function<Request, @Nullable Reply> spoiler) {
    spoilers.add(spoiler);
  }

  /** Spoils the first requests of a path. */
  void spoil(String pathEnd, int times, Reply reply) {
    int[] left = {times};
    spoil(
        request -> {
          if (left[0] > 0 && request.path().endsWith(pathEnd)) {
            left[0]--;
            return reply;
          }
          return null;
        });
  }

  synchronized void forbid(String action) {
    forbidden.add(action);
  }

  synchronized void maxRequest(long bytes) {
    maxRequest = bytes;
  }

  synchronized void ttl(long millis) {
    ttl = millis;
  }

  synchronized void createIndex(String index) {
    indexes.computeIfAbsent(index, key -> new TreeMap<>());
  }

  synchronized void create(IndexName name, String mappings) {
    stored(name).mappings = mappings;
  }

  synchronized void put(IndexName name, String id, String source) {
    stored(name).put(id, source);
  }

  synchronized void delete(IndexName name, String id) {
    Stored stored = stored(name);
    stored.documents.remove(id);
    stored.seqNo++;
    stored.show();
  }

  synchronized void specifications(IndexName name, String json) {
    stored(name).specifications = json;
  }

  synchronized void object(String kind, String id, String source) {
    objects(kind).put(id, source);
  }

  private Map<String, String> objects(String kind) {
    return security.computeIfAbsent(kind, key -> new LinkedHashMap<>());
  }

  synchronized Map<String, String> security(String kind) {
    return new TreeMap<>(objects(kind));
  }

  synchronized void loseScrolls() {
    scrolls.clear();
  }

  synchronized void loseTokens() {
    tokens.clear();
  }

  /** Paths of what was written to roles, profiles and users, in order. */
  synchronized List<String> order() {
    return List.copyOf(order);
  }

  synchronized boolean has(IndexName name) {
    Map<String, Stored> index = indexes.get(name.namespace());
    return index != null && index.containsKey(name.name());
  }

  synchronized Set<String> indexNames() {
    return new TreeSet<>(indexes.keySet());
  }

  synchronized String mappings(IndexName name) {
    return stored(name).mappings;
  }

  synchronized Map<String, String> settings(IndexName name) {
    return new TreeMap<>(stored(name).settings);
  }

  synchronized @Nullable String specifications(IndexName name) {
    return stored(name).specifications;
  }

  synchronized String usersMapping() {
    return usersMapping;
  }

  /** What searches find. */
  synchronized Map<String, String> found(IndexName name) {
    return sources(has(name) ? stored(name).searchable : Map.of());
  }

  /** What is stored. */
  synchronized Map<String, String> kept(IndexName name) {
    return sources(has(name) ? stored(name).documents : Map.of());
  }

  private static Map<String, String> sources(Map<String, Doc> documents) {
    Map<String, String> sources = new TreeMap<>();
    documents.forEach((id, doc) -> sources.put(id, doc.source));
    return sources;
  }

  private Stored stored(IndexName name) {
    return indexes
        .computeIfAbsent(String.valueOf(name.namespace()), key -> new TreeMap<>())
        .computeIfAbsent(name.name(), key -> new Stored());
  }

  static Reply error(int status, String id) {
    return Reply.of(
        status,
        "{\"action\":\"x\",\"controller\":\"y\",\"error\":{\"id\":%s,\"message\":\"no: %s\",\"status\":%d},\"result\":null,\"status\":%d}"
            .formatted(JsonText.quote(id), id, status, status));
  }

  private static Reply forbidden(int status, String controller, String action) {
    return Reply.of(
        status,
        "{\"action\":\"%s\",\"controller\":\"%s\",\"error\":{\"id\":\"security.rights.forbidden\",\"message\":\"Insufficient permissions to execute the action \\\"%s:%s\\\"\",\"status\":%d},\"result\":null,\"status\":%d}"
            .formatted(action, controller, controller, action, status, status));
  }

  private static Reply ok(String controller, String action, String result) {
    return Reply.of(
        200,
        "{\"action\":\"%s\",\"controller\":\"%s\",\"error\":null,\"headers\":{},\"requestId\":\"r\",\"result\":%s,\"status\":200,\"volatile\":null}"
            .formatted(action, controller, result));
  }

  /** The answer as it would come. */
  Reply answerOf(Request request) {
    return answer(request);
  }

  private synchronized Reply answer(Request request) {
    for (Function<Request, @Nullable Reply> spoiler : spoilers) {
      Reply spoilt = spoiler.apply(request);
      if (spoilt != null) {
        return spoilt;
      }
    }
    if (request.body().length() > maxRequest) {
      return Reply.of(
          413,
          "{\"code\":1,\"id\":\"network.http.request_too_large\",\"message\":\"Maximum HTTP request size exceeded.\",\"props\":[],\"status\":413}");
    }
    List<String> path =
        Arrays.stream(request.path().substring(1).split("/", -1))
            .map(part -> URLDecoder.decode(part.replace("+", "%2B"), UTF_8))
            .toList();
    try {
      if (path.get(0).equals("_login")) {
        return login(request);
      }
      String token = request.headers().get("authorization");
      if (token != null && token.contains("kauth-") && !tokens.containsKey(token.substring(7))) {
        return error(401, "security.token.invalid");
      }
      JsonObject body =
          request.body().isEmpty()
              ? JsonObject.parse("{}".getBytes(UTF_8), 1)
              : JsonObject.parse(request.body().getBytes(UTF_8), DEPTH);
      return route(request, path, body);
    } catch (MalformedJsonException e) {
      return error(400, "network.http.unexpected_error");
    }
  }

  private Reply route(Request request, List<String> path, JsonObject body)
      throws MalformedJsonException {
    String first = path.get(0);
    if (security.containsKey(first) || first.equals("credentials") || first.equals("strategies")) {
      return security(request, path, body);
    }
    if (path.size() == 1 || first.equals("_scroll") || first.equals("_security")) {
      return server(request, path);
    }
    if (path.size() == 2 && path.get(1).startsWith("_")) {
      return index(first, path.get(1));
    }
    IndexName name = IndexName.of(first, path.get(1));
    return path.size() == 2
        ? collection(request, name, body)
        : documents(request, name, path.get(2), body);
  }

  private Reply login(Request request) throws MalformedJsonException {
    JsonObject body = JsonObject.parse(request.body().getBytes(UTF_8), 5);
    if (request.headers().containsKey("authorization")
        || !"secret".equals(body.string("password"))) {
      return error(401, "plugin.strategy.missing_user");
    }
    return token(String.valueOf(body.string("username")));
  }

  private Reply token(String user) {
    String token = "kauth-" + ++made;
    tokens.put(token, user);
    return ok(
        "auth",
        "login",
        "{\"_id\":\"%s\",\"expiresAt\":1,\"jwt\":\"%s\",\"ttl\":%d}".formatted(user, token, ttl));
  }

  private Reply server(Request request, List<String> path) {
    String bearer = request.headers().getOrDefault("authorization", "Bearer none").substring(7);
    return switch (path.get(0)) {
      case "_serverInfo" ->
          ok("server", "info", "{\"serverInfo\":{\"kuzzle\":{\"version\":\"2.56.0\"}}}");
      case "_getConfig" ->
          forbidden.contains("server:getConfig")
              ? forbidden(403, "server", "getConfig")
              : ok(
                  "server",
                  "getConfig",
                  "{\"limits\":{\"documentsFetchCount\":10000,\"documentsWriteCount\":200},\"server\":{\"maxRequestSize\":\"%db\"},\"version\":\"2.56.0\"}"
                      .formatted(maxRequest));
      case "_capabilities" ->
          ok("server", "capabilities", "{\"limits\":{\"documentsFetchCount\":7}}");
      case "_refreshToken" -> {
        String user = tokens.remove(bearer);
        yield user == null ? error(401, "security.token.invalid") : token(user);
      }
      case "_logout" -> {
        tokens.remove(bearer);
        yield ok("auth", "logout", "null");
      }
      case "_me" ->
          ok(
              "auth",
              "getCurrentUser",
              "{\"_id\":%s,\"_source\":{\"profileIds\":[%s]}}"
                  .formatted(
                      JsonText.quote(tokens.getOrDefault(bearer, "-1")),
                      tokens.containsKey(bearer) ? "\"own\"" : "\"anonymous\""));
      case "_list" ->
          forbidden.contains("index:list")
              ? forbidden(403, "index", "list")
              : ok(
                  "index",
                  "list",
                  new JsonObject.Builder().put("indexes", indexes.keySet()).build());
      case "_scroll" -> scroll(path.get(1));
      case "_security" ->
          forbidden.contains("security:refresh")
              ? forbidden(403, "security", "refresh")
              : ok("security", "refresh", "null");
      default -> error(404, "network.http.url_not_found");
    };
  }

  private Reply index(String index, String what) {
    if (what.equals("_create")) {
      if (indexes.containsKey(index)) {
        return error(412, "services.storage.index_already_exists");
      }
      createIndex(index);
      return ok("index", "create", "null");
    }
    Map<String, Stored> own = indexes.get(index);
    if (own == null) {
      return error(412, "services.storage.unknown_index");
    }
    List<String> collections = new ArrayList<>();
    collections.add("{\"name\":\"chat\",\"type\":\"realtime\"}");
    own.keySet()
        .forEach(
            name -> collections.add("{\"name\":" + JsonText.quote(name) + ",\"type\":\"stored\"}"));
    return ok(
        "collection", "list", new JsonObject.Builder().putRaw("collections", collections).build());
  }

  private Reply collection(Request request, IndexName name, JsonObject body)
      throws MalformedJsonException {
    switch (request.method()) {
      case "DELETE" -> {
        indexes.getOrDefault(name.namespace(), Map.of()).remove(name.name());
        return ok("collection", "delete", "null");
      }
      case "PUT" -> {
        Stored stored = stored(name);
        JsonObject mappings = body.object("mappings");
        stored.mappings = mappings == null ? "{}" : mappings.toString();
        set(stored, body.object("settings"));
        return ok("collection", "create", "{\"acknowledged\":true}");
      }
      default -> {
        Stored stored = stored(name);
        set(stored, body.object("settings"));
        stored.show();
        return ok("collection", "update", "null");
      }
    }
  }

  private static void set(Stored stored, @Nullable JsonObject settings) {
    if (settings == null) {
      return;
    }
    for (String setting : settings.names()) {
      if (settings.has(setting)) {
        stored.settings.put(setting, String.valueOf(settings.raw(setting)));
      } else {
        stored.settings.remove(setting);
      }
    }
  }

  private Reply documents(Request request, IndexName name, String what, JsonObject body)
      throws MalformedJsonException {
    if (what.equals("_exists")) {
      return ok("collection", "exists", String.valueOf(has(name)));
    }
    if (!has(name)) {
      return error(412, "services.storage.unknown_collection");
    }
    Stored stored = stored(name);
    return switch (what) {
      case "_mapping" -> ok("collection", "getMapping", stored.mappings);
      case "_settings" ->
          forbidden.contains("collection:getSettings")
              ? forbidden(403, "collection", "getSettings")
              : ok(
                  "collection",
                  "getSettings",
                  new JsonObject.Builder()
                      .put("creation_date", "1700000000000")
                      .put("uuid", "u-" + name)
                      .putRaw(stored.settings)
                      .build());
      case "_specifications" -> specifications(request, stored, body);
      case "_refresh" -> {
        stored.refresh();
        yield ok("collection", "refresh", "null");
      }
      case "_count" -> ok("document", "count", "{\"count\":" + stored.searchable.size() + "}");
      case "_search" -> search(request, name, stored, body);
      case "_mWrite" -> write(stored, body);
      case "_bulk" -> bulk(stored, body);
      default -> error(404, "network.http.url_not_found");
    };
  }

  private static Reply specifications(Request request, Stored stored, JsonObject body) {
    if (request.method().equals("PUT")) {
      stored.specifications = body.toString();
    }
    return stored.specifications == null
        ? error(404, "validation.assert.not_found")
        : ok(
            "collection",
            "getSpecifications",
            "{\"validation\":" + stored.specifications + ",\"index\":\"x\"}");
  }

  private Reply search(Request request, IndexName name, Stored stored, JsonObject body)
      throws MalformedJsonException {
    List<Doc> all =
        new ArrayList<>(stored.searchable.values().stream().filter(fits(body)).toList());
    all.sort(java.util.Comparator.comparingLong(Doc::seqNo));
    long last = all.isEmpty() ? -1 : all.get(all.size() - 1).seqNo;
    if (request.body().contains("\"_doc\"")) {
      Collections.reverse(all);
    }
    int size = Integer.parseInt(request.parameters().getOrDefault("size", "10"));
    if (size > 10_000) {
      return error(413, "services.storage.get_limit_exceeded");
    }
    String more = "";
    if (body.has("aggs")) {
      long sum = all.stream().mapToLong(Doc::seqNo).sum();
      more =
          "\"aggregations\":{\"_seq_no\":{\"count\":%d,\"max\":%s,\"sum\":%d}},"
              .formatted(all.size(), all.isEmpty() ? "null" : last, sum);
    }
    String scroll = request.parameters().get("scroll");
    if (scroll != null && Long.parseLong(scroll.replace("ms", "")) > 30_000) {
      return error(400, "services.storage.scroll_duration_too_great");
    }
    String id = scroll == null ? null : keep(new Scroll(name, rest(all, size), size, all.size()));
    return page(all.subList(0, Math.min(size, all.size())), id, all.size(), more);
  }

  private static List<Doc> rest(List<Doc> all, int size) {
    return List.copyOf(all.subList(Math.min(size, all.size()), all.size()));
  }

  private static java.util.function.Predicate<Doc> fits(JsonObject body)
      throws MalformedJsonException {
    JsonObject query = body.object("query");
    JsonObject bool = query == null ? null : query.object("bool");
    if (bool != null) {
      // The range, and a term that a user has asked for.
      JsonObject term = bool.objects("filter").get(1).object("term");
      return range(bool.objects("filter").get(0)).and(doc -> isTerm(doc, term));
    }
    JsonObject term = query == null ? null : query.object("term");
    if (term != null) {
      return doc -> isTerm(doc, term);
    }
    JsonObject ids = query == null ? null : query.object("ids");
    if (ids != null) {
      List<String> values = ids.strings("values");
      return doc -> values.contains(doc.id);
    }
    return query == null ? doc -> true : range(query);
  }

  private static boolean isTerm(Doc doc, @Nullable JsonObject term) {
    String name = term == null ? "" : term.names().iterator().next();
    return term != null && doc.source.contains("\"" + name + "\":" + term.raw(name));
  }

  private static java.util.function.Predicate<Doc> range(JsonObject query)
      throws MalformedJsonException {
    JsonObject range = query.object("range");
    JsonObject bounds = range == null ? null : range.object("_seq_no");
    if (bounds == null) {
      return doc -> true;
    }
    Long from = bounds.number("gte");
    Long to = bounds.number("lt");
    return doc -> (from == null || doc.seqNo >= from) && (to == null || doc.seqNo < to);
  }

  private String keep(Scroll scroll) {
    String id = "scroll+/" + ++made;
    scrolls.put(id, scroll);
    return id;
  }

  private Reply scroll(String id) {
    Scroll scroll = scrolls.remove(id);
    if (scroll == null) {
      return error(404, "services.storage.unknown_scroll_id");
    }
    List<Doc> page = scroll.rest.subList(0, Math.min(scroll.size, scroll.rest.size()));
    Scroll next =
        new Scroll(scroll.name, rest(scroll.rest, scroll.size), scroll.size, scroll.total);
    return page(page, keep(next), scroll.total, "");
  }

  private static Reply page(List<Doc> docs, @Nullable String scroll, int total, String more) {
    StringBuilder hits = new StringBuilder();
    for (Doc doc : docs) {
      hits.append(hits.isEmpty() ? "" : ",")
          .append("{\"_id\":")
          .append(JsonText.quote(doc.id))
          .append(",\"_score\":null,\"_source\":")
          .append(doc.source)
          .append(",\"collection\":\"c\",\"index\":\"i\"}");
    }
    String result =
        "{%s\"hits\":[%s],%s\"total\":%d}"
            .formatted(
                more,
                hits,
                scroll == null ? "" : "\"remaining\":1,\"scrollId\":\"" + scroll + "\",",
                total);
    return ok("document", "search", result);
  }

  private static Reply write(Stored stored, JsonObject body) throws MalformedJsonException {
    List<String> errors = new ArrayList<>();
    List<String> successes = new ArrayList<>();
    List<JsonObject> documents = body.objects("documents");
    for (JsonObject document : documents) {
      if (idBytes(document) > 512) {
        return error(400, "services.storage.unexpected_bad_request");
      }
    }
    for (JsonObject document : documents) {
      String id = document.string("_id");
      String source = String.valueOf(document.raw("body"));
      if (document.kind("body") != JsonKind.OBJECT || source.contains("\"unfit\"")) {
        errors.add(
            "{\"document\":{\"_id\":%s,\"_source\":%s},\"reason\":\"mapping set to strict\",\"status\":400}"
                .formatted(JsonText.quote(String.valueOf(id)), source));
      } else {
        stored.put(String.valueOf(id), source);
        successes.add(
            "{\"_id\":%s,\"_source\":%s,\"_version\":1}"
                .formatted(JsonText.quote(String.valueOf(id)), source));
      }
    }
    return ok(
        "bulk",
        "mWrite",
        new JsonObject.Builder().putRaw("errors", errors).putRaw("successes", successes).build());
  }

  private static int idBytes(JsonObject document) throws MalformedJsonException {
    return String.valueOf(document.string("_id")).getBytes(UTF_8).length;
  }

  private static Reply bulk(Stored stored, JsonObject body) throws MalformedJsonException {
    List<JsonObject> data = body.objects("bulkData");
    List<String> errors = new ArrayList<>();
    for (int i = 0; i + 1 < data.size(); i += 2) {
      JsonObject index = data.get(i).object("index");
      String id = index == null ? "" : String.valueOf(index.string("_id"));
      String source = data.get(i + 1).toString();
      if (source.contains("\"unfit\"")) {
        errors.add(
            "{\"index\":{\"_id\":%s,\"status\":400,\"error\":{\"reason\":\"strict\",\"type\":\"t\"}}}"
                .formatted(JsonText.quote(id)));
      } else {
        stored.put(id, source.substring(0, source.length() - 1) + ",\"_kuzzle_info\":{}}");
      }
    }
    return ok(
        "bulk",
        "import",
        new JsonObject.Builder().putRaw("errors", errors).putRaw("successes", "[]").build());
  }

  private Reply security(Request request, List<String> path, JsonObject body)
      throws MalformedJsonException {
    String kind = path.get(0);
    String last = path.get(path.size() - 1);
    String action = kind + ":" + last;
    if (forbidden.contains(action)) {
      return forbidden(403, "security", last);
    }
    if (kind.equals("strategies")) {
      return ok("auth", "getStrategies", "[\"local\"]");
    }
    if (kind.equals("credentials")) {
      return ok(
          "security", "getCredentials", "{\"username\":" + JsonText.quote(last + "-name") + "}");
    }
    if (last.equals("_strategies")) {
      return ok("security", "getUserStrategies", "{\"strategies\":[\"local\"],\"total\":1}");
    }
    if (path.contains("api-keys")) {
      return ok(
          "security",
          "searchApiKeys",
          "{\"hits\":[{\"_id\":\"key\",\"_source\":{\"description\":\"d\"}}],\"total\":1}");
    }
    if (last.equals("_mapping")) {
      return usersMapping(request, body);
    }
    return last.equals("_search")
        ? objects(request, objects(kind))
        : object(request, path, kind, body);
  }

  private Reply usersMapping(Request request, JsonObject body) throws MalformedJsonException {
    JsonObject properties = body.object("properties");
    if (request.method().equals("PUT") && properties != null) {
      usersMapping = properties.toString();
      order.add("users-mapping");
    }
    return ok("security", "getUserMapping", "{\"mapping\":" + usersMapping + "}");
  }

  private static Reply objects(Request request, Map<String, String> all) {
    int from = Integer.parseInt(request.parameters().getOrDefault("from", "0"));
    int size = Integer.parseInt(request.parameters().getOrDefault("size", "10"));
    List<String> hits = new ArrayList<>();
    all.forEach(
        (id, source) ->
            hits.add("{\"_id\":%s,\"_source\":%s}".formatted(JsonText.quote(id), source)));
    List<String> page =
        hits.subList(Math.min(from, hits.size()), Math.min(from + size, hits.size()));
    return ok(
        "security",
        "search",
        new JsonObject.Builder().putRaw("hits", page).put("total", (long) hits.size()).build());
  }

  private Reply object(Request request, List<String> path, String kind, JsonObject body)
      throws MalformedJsonException {
    String id = path.get(1);
    Map<String, String> all = objects(kind);
    if (request.method().equals("GET")) {
      String source = all.get(id);
      return source == null
          ? error(404, "security.profile.not_found")
          : ok("security", "get", "{\"_id\":\"x\",\"_source\":" + source + "}");
    }
    String source = body.toString();
    if (path.get(path.size() - 1).equals("_create")) {
      if (all.containsKey(id)) {
        return error(412, "security.user.already_exists");
      }
      JsonObject content = body.object("content");
      source = content == null ? "{}" : content.toString();
      order.add(kind + "/" + id + " with " + body.raw("credentials"));
    } else {
      order.add(kind + "/" + id);
    }
    all.put(id, source);
    return ok("security", "put", "{\"_id\":\"x\"}");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
