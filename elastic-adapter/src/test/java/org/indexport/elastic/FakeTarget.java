package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Endpoint;
import org.indexport.http.Patience;
import org.indexport.json.DocumentScanner;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.indexport.testkit.TinyHttpServer.Request;
import org.jspecify.annotations.Nullable;

/** As much of a search server as loading needs. Tests may answer in its place. Thread-safe. */
final class FakeTarget implements Closeable {
  /** An index and what is in it. */
  static final class Index {
    final String uuid;
    final Map<String, String> settings = new TreeMap<>();
    final Map<String, String> aliases = new TreeMap<>();
    final Map<String, String> documents = new TreeMap<>();
    final Map<String, String> routings = new TreeMap<>();
    String mappings = "{}";
    Map<String, String> searchable = Map.of();

    Index(String uuid) {
      this.uuid = uuid;
    }

    boolean isSearchableAtOnce() {
      return !"\"-1\"".equals(settings.get("index.refresh_interval"));
    }
  }

  private final TinyHttpServer server;
  private final String banner;
  private final Map<String, Index> indexes = new TreeMap<>();
  private final Map<String, String> things = new LinkedHashMap<>();
  private final List<Function<Request, @Nullable Reply>> spoilers = new ArrayList<>();
  private final Set<String> missingRoutes = new TreeSet<>();
  private int made;
  private long maxContent = 100L << 20;

  FakeTarget(String banner) throws IOException {
    this.banner = banner;
    this.server = new TinyHttpServer(this::answer);
  }

  /** From now on answers only who signs. */
  void requireSignatures(SignatureVerifier verifier) {
    server.refuse(verifier::problem);
  }

  static FakeTarget opensearch() throws IOException {
    return new FakeTarget("{\"version\":{\"number\":\"2.19.6\",\"distribution\":\"opensearch\"}}");
  }

  static FakeTarget elasticsearch() throws IOException {
    return new FakeTarget("{\"version\":{\"number\":\"8.19.21\"}}");
  }

  ElasticIndexer open(Map<String, String> options) throws IOException {
    ConnectorOptions own =
        ConnectorOptions.of(
            "Elasticsearch and OpenSearch", options, new ElasticConnector().options());
    Patience hasty =
        new Patience(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(2));
    Endpoint endpoint = ElasticEndpoint.of(server.uri(), own).with(hasty);
    return ElasticIndexer.open(Transport.to(endpoint), own);
  }

  KuzzleBackupIndexer openKuzzle(Map<String, String> options) throws IOException {
    ConnectorOptions own = ConnectorOptions.of("Kuzzle", options, KuzzleBackupIndexer.OPTIONS);
    return KuzzleBackupIndexer.open(Transport.to(ElasticEndpoint.of(server.uri(), own)), own);
  }

  List<Request> requests() {
    return server.requests();
  }

  /** The requests that change something, as method and path, without those with documents. */
  List<String> changes() {
    return requests().stream()
        .filter(request -> !request.method().equals("GET"))
        .filter(request -> !request.path().endsWith("_bulk"))
        .map(Request::toString)
        .toList();
  }

  /** Lets others answer first; what gives null leaves it to the next. */
  synchronized void spoil(Function<Request, @Nullable Reply> spoiler) {
    spoilers.add(spoiler);
  }

  /** Answers so the next times that a path has an end. */
  void spoil(String pathEnd, int times, Reply reply) {
    int[] left = {times};
    spoil(request -> request.path().endsWith(pathEnd) && left[0]-- > 0 ? reply : null);
  }

  synchronized void forget(String route) {
    missingRoutes.add(route);
  }

  synchronized void limit(long bytes) {
    maxContent = bytes;
  }

  synchronized Index put(String name) {
    Index index = new Index("uuid" + made++);
    indexes.put(name, index);
    return index;
  }

  synchronized void remove(String name) {
    indexes.remove(name);
  }

  synchronized @Nullable Index index(String name) {
    return indexes.get(name);
  }

  synchronized Set<String> names() {
    return new TreeSet<>(indexes.keySet());
  }

  synchronized @Nullable String thing(String path) {
    return things.get(path);
  }

  /** What a search finds. */
  synchronized Map<String, String> found(String name) {
    Index index = indexes.get(name);
    if (index == null) {
      return Map.of();
    }
    return new TreeMap<>(index.isSearchableAtOnce() ? index.documents : index.searchable);
  }

  /** What is on disk. */
  synchronized Map<String, String> stored(String name) {
    Index index = indexes.get(name);
    return index == null ? Map.of() : new TreeMap<>(index.documents);
  }

  private synchronized Reply answer(Request request) throws IOException {
    for (Function<Request, @Nullable Reply> spoiler : spoilers) {
      Reply reply = spoiler.apply(request);
      if (reply != null) {
        return reply;
      }
    }
    String path = URLDecoder.decode(request.path().replace("+", "%2B"), UTF_8);
    if (path.equals("/")) {
      return Reply.of(200, banner);
    }
    if (path.equals("/_nodes/http")) {
      return Reply.of(
          200,
          "{\"nodes\":{\"n\":{\"http\":{\"max_content_length_in_bytes\":" + maxContent + "}}}}");
    }
    if (path.startsWith("/_resolve/")) {
      return resolve();
    }
    if (path.equals("/_alias")) {
      JsonObject.Builder all = new JsonObject.Builder();
      indexes.forEach(
          (name, index) -> {
            String own = new JsonObject.Builder().putRaw("aliases", aliases(index)).build();
            all.putRaw(name, own);
          });
      return Reply.of(200, all.build());
    }
    if (path.equals("/_aliases")) {
      return changeAliases(request.body());
    }
    return path.startsWith("/_") ? thing(request, path) : ofIndex(request, path);
  }

  private Reply resolve() {
    List<String> names =
        indexes.keySet().stream().map(name -> "{\"name\":" + JsonText.quote(name) + "}").toList();
    Set<String> aliases = new TreeSet<>();
    indexes.values().forEach(index -> aliases.addAll(index.aliases.keySet()));
    List<String> others =
        aliases.stream().map(name -> "{\"name\":" + JsonText.quote(name) + "}").toList();
    return Reply.of(
        200,
        new JsonObject.Builder()
            .putRaw("indices", names)
            .putRaw("aliases", others)
            .putRaw("data_streams", List.of())
            .build());
  }

  private Reply thing(Request request, String path) {
    for (String route : missingRoutes) {
      if (path.startsWith(route)) {
        return error(400, "illegal_argument_exception", "no handler found for uri");
      }
    }
    if (request.method().equals("PUT")) {
      things.put(path, request.body());
    } else if (request.method().equals("DELETE")) {
      things.remove(path);
    }
    return Reply.of(200, "{}");
  }

  private Reply ofIndex(Request request, String path) throws IOException {
    String[] parts = path.substring(1).split("/", -1);
    String name = parts[0];
    String rest = parts.length < 2 ? "" : parts[1];
    if (rest.isEmpty() && request.method().equals("PUT")) {
      return create(name, request.body());
    }
    if (rest.equals("_bulk")) {
      return bulk(name, request);
    }
    String physical = resolve(name);
    Index index = physical == null ? null : indexes.get(physical);
    if (physical == null || index == null) {
      return error(404, "index_not_found_exception", "no such index [" + name + "]");
    }
    switch (rest) {
      case "" -> {
        if (request.method().equals("GET")) {
          String settings = new JsonObject.Builder().putRaw(index.settings).build();
          return Reply.of(200, object(physical, "settings", settings));
        }
        indexes.remove(physical);
      }
      case "_alias" -> {
        return Reply.of(200, object(physical, "aliases", aliases(index)));
      }
      case "_settings" -> {
        if (request.method().equals("GET")) {
          String some =
              new JsonObject.Builder()
                  .put("index.uuid", index.uuid)
                  .putRaw("index.final_pipeline", index.settings.get("index.final_pipeline"))
                  .build();
          return Reply.of(200, object(physical, "settings", some));
        }
        return settings(index, parse(request.body()));
      }
      case "_refresh" -> index.searchable = Map.copyOf(index.documents);
      case "_count" -> {
        return Reply.of(200, "{\"count\":" + index.documents.size() + "}");
      }
      case "_flush" -> {}
      default -> {
        return error(400, "illegal_argument_exception", "no handler for " + path);
      }
    }
    return Reply.of(200, "{\"acknowledged\":true}");
  }

  private static String object(String name, String member, String json) {
    String inner = new JsonObject.Builder().putRaw(member, json).build();
    return new JsonObject.Builder().putRaw(name, inner).build();
  }

  private static String aliases(Index index) {
    return new JsonObject.Builder().putRaw(index.aliases).build();
  }

  private static JsonObject parse(String json) throws MalformedJsonException {
    return JsonObject.parse(json.getBytes(UTF_8), 100);
  }

  private @Nullable String resolve(String name) {
    if (indexes.containsKey(name)) {
      return name;
    }
    for (Map.Entry<String, Index> entry : indexes.entrySet()) {
      if (entry.getValue().aliases.containsKey(name)) {
        return entry.getKey();
      }
    }
    return null;
  }

  private Reply create(String name, String json) throws IOException {
    if (indexes.containsKey(name)) {
      return error(400, "resource_already_exists_exception", "index [" + name + "] exists");
    }
    JsonObject body = parse(json);
    Index index = new Index("uuid" + made);
    JsonObject settings = body.object("settings");
    if (settings != null) {
      Reply reply = settings(index, settings);
      if (reply.status() != 200) {
        return reply;
      }
    }
    JsonObject mappings = body.object("mappings");
    index.mappings = mappings == null ? "{}" : mappings.toString();
    JsonObject aliases = body.object("aliases");
    if (aliases != null) {
      index.aliases.putAll(aliases.rawExcept(Set.of()));
    }
    made++;
    indexes.put(name, index);
    return Reply.of(200, "{\"acknowledged\":true}");
  }

  private Reply settings(Index index, JsonObject settings) {
    for (String name : settings.names()) {
      if (name.startsWith("index.unheard")) {
        return error(
            400, "illegal_argument_exception", "unknown setting [" + name + "] please check");
      }
      if (name.startsWith("index.private")) {
        return error(
            400,
            "validation_exception",
            "Validation Failed: 1: private index setting [%s] can not be set explicitly;"
                .formatted(name));
      }
      String value = settings.raw(name);
      if (settings.has(name) && value != null) {
        index.settings.put(name, value);
      } else {
        index.settings.remove(name);
      }
    }
    return Reply.of(200, "{\"acknowledged\":true}");
  }

  private Reply changeAliases(String json) throws IOException {
    Map<String, Map<String, String>> changed = new TreeMap<>();
    indexes.forEach((name, index) -> changed.put(name, new TreeMap<>(index.aliases)));
    List<String> removed = new ArrayList<>();
    for (JsonObject action : parse(json).objects("actions")) {
      String kind = action.names().iterator().next();
      JsonObject details = action.object(kind);
      String index = details == null ? null : details.string("index");
      if (details == null || index == null || !changed.containsKey(index)) {
        return error(404, "index_not_found_exception", "no such index");
      }
      String alias = String.valueOf(details.string("alias"));
      switch (kind) {
        case "add" -> {
          if (indexes.containsKey(alias) && !removed.contains(alias)) {
            return error(400, "invalid_alias_name_exception", "an index has the name " + alias);
          }
          String rest =
              new JsonObject.Builder().putRaw(details.rawExcept(Set.of("index", "alias"))).build();
          changed.get(index).put(alias, rest);
        }
        case "remove" -> {
          if (changed.get(index).remove(alias) == null) {
            return error(404, "aliases_not_found_exception", "aliases missing");
          }
        }
        default -> removed.add(index);
      }
    }
    removed.forEach(indexes::remove);
    indexes.forEach(
        (name, index) -> {
          index.aliases.clear();
          index.aliases.putAll(changed.getOrDefault(name, Map.of()));
        });
    return Reply.of(200, "{\"acknowledged\":true}");
  }

  private Reply bulk(String name, Request request) throws IOException {
    if (request.body().getBytes(UTF_8).length > maxContent) {
      return Reply.of(413, "");
    }
    String physical = resolve(name);
    boolean needsAlias = "true".equals(request.parameters().get("require_alias"));
    List<String> items = new ArrayList<>();
    boolean errors = false;
    String[] lines = request.body().split("\n", -1);
    for (int i = 0; i + 1 < lines.length; i += 2) {
      JsonObject action = parse(lines[i]);
      String kind = action.names().iterator().next();
      JsonObject details = action.object(kind);
      String id = details == null ? "" : String.valueOf(details.string("_id"));
      if (id.contains("whole")) {
        return error(400, "illegal_argument_exception", "the whole request is bad");
      }
      String problem = null;
      if (physical == null || (needsAlias && indexes.containsKey(name))) {
        problem = item(404, "index_not_found_exception", "no such index");
      } else if (!isJson(lines[i + 1])) {
        problem = item(400, "mapper_parsing_exception", "failed to parse");
      } else {
        Index index = indexes.computeIfAbsent(physical, key -> new Index("auto"));
        if (kind.equals("create") && index.documents.containsKey(id)) {
          errors = true;
          items.add(
              "{\"create\":" + item(409, "version_conflict_engine_exception", "it exists") + "}");
          continue;
        }
        index.documents.put(id, lines[i + 1]);
        String routing = details == null ? null : details.string("routing");
        if (routing != null) {
          index.routings.put(id, routing);
        }
      }
      errors |= problem != null;
      items.add("{\"" + kind + "\":" + (problem == null ? "{\"status\":201}" : problem) + "}");
    }
    return Reply.of(200, "{\"errors\":" + errors + ",\"items\":[" + String.join(",", items) + "]}");
  }

  private static boolean isJson(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    try {
      new DocumentScanner(1_000).scan(bytes, 0, bytes.length);
      return true;
    } catch (MalformedJsonException e) {
      return false;
    }
  }

  /** What the answer to a bulk request says of one document. */
  static String item(int status, String type, String reason) {
    return new JsonObject.Builder()
        .put("status", (long) status)
        .putRaw("error", problem(type, reason))
        .build();
  }

  private static String problem(String type, String reason) {
    return new JsonObject.Builder().put("type", type).put("reason", reason).build();
  }

  static Reply error(int status, String type, String reason) {
    return Reply.of(
        status,
        new JsonObject.Builder()
            .putRaw("error", problem(type, reason))
            .put("status", (long) status)
            .build());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
