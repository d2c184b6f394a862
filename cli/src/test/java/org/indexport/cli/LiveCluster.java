package org.indexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.json.CanonicalJson;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.EngineConnectors;
import org.indexport.spi.EngineSource;

/**
 * A server of Elasticsearch or OpenSearch that runs for tests, asked without the adapter's help.
 *
 * @param uri where it is
 * @param engine {@code elasticsearch} or {@code opensearch}
 * @param major the first number of its version
 */
record LiveCluster(String uri, String engine, int major) {
  /** What the server said. */
  record Response(int statusCode, String body) {}

  /** The servers of the system property {@code indexport.search.uris}. */
  static List<LiveCluster> all() {
    String uris = System.getProperty("indexport.search.uris", "http://127.0.0.1:9200");
    return List.of(uris.split(",", -1)).stream().map(LiveCluster::at).toList();
  }

  private static LiveCluster at(String uri) {
    try {
      LiveCluster unknown = new LiveCluster(uri, "", 0);
      JsonObject version = unknown.get("/").object("version");
      String number = version == null ? null : version.string("number");
      if (version == null || number == null) {
        throw new IllegalStateException(uri + " is no search server");
      }
      String engine = version.has("distribution") ? "opensearch" : "elasticsearch";
      return new LiveCluster(uri, engine, Integer.parseInt(number.replaceAll("\\..*", "")));
    } catch (IOException e) {
      throw new IllegalStateException(uri, e);
    }
  }

  /** A path of names that may have any characters. */
  static String path(String... names) {
    StringBuilder path = new StringBuilder();
    for (String name : names) {
      path.append('/').append(URLEncoder.encode(name, UTF_8).replace("+", "%20"));
    }
    return path.toString();
  }

  Response send(String method, String path, String body) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(uri + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("Content-Type", "application/json");
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(body.getBytes(UTF_8));
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Response(status, in == null ? "" : new String(in.readAllBytes(), UTF_8));
    }
  }

  private JsonObject good(String method, String path, String body)
      throws IOException, MalformedJsonException {
    Response response = send(method, path, body);
    if (response.statusCode() / 100 != 2) {
      throw new IOException(uri + " " + method + " " + path + ": " + response.body());
    }
    return JsonObject.parse(response.body().getBytes(UTF_8), 500);
  }

  JsonObject get(String path) throws IOException, MalformedJsonException {
    return good("GET", path, "");
  }

  JsonObject put(String path, String body) throws IOException, MalformedJsonException {
    return good("PUT", path, body);
  }

  JsonObject post(String path, String body) throws IOException, MalformedJsonException {
    return good("POST", path, body);
  }

  /** Whether the server has such a thing. */
  boolean has(String path) throws IOException {
    return send("GET", path, "").statusCode() == 200;
  }

  /** Removes all indexes, and what tests have made besides. */
  void clear() throws IOException, MalformedJsonException {
    send("DELETE", "/_data_stream/*", "");
    for (String index : get("/_aliases").names()) {
      send("DELETE", path(index), "");
    }
    for (String thing :
        List.of(
            "/_index_template/cross-*",
            "/_index_template/*-indexport*",
            "/_component_template/cross-*",
            "/_template/cross-*",
            "/_ingest/pipeline/cross-pipe",
            "/_ingest/pipeline/cross-other",
            "/_scripts/cross-script",
            "/_search/pipeline/cross-search")) {
      send("DELETE", thing, "");
    }
  }

  /** Puts one document; false when the server does not take it. */
  boolean index(String index, String id, String routing, String source) throws IOException {
    String suffix = routing.isEmpty() ? "" : "?routing=" + path(routing).substring(1);
    return send("PUT", path(index, "_doc", id) + suffix, source).statusCode() / 100 == 2;
  }

  void bulk(String index, String lines) throws IOException, MalformedJsonException {
    JsonObject answer = post(path(index, "_bulk"), lines);
    if (!"false".equals(answer.raw("errors"))) {
      throw new IOException(answer.toString());
    }
  }

  void refresh() throws IOException, MalformedJsonException {
    post("/_refresh", "");
  }

  /** All documents of an index by id, with their routing before them, byte by byte. */
  Map<String, String> documents(String index) throws IOException {
    EngineConnector connector = connector();
    Map<String, String> all = new TreeMap<>();
    try (EngineSource source = connector.openSource(uri, Map.of("indexes", index))) {
      for (DocumentCursor cursor : source.slices(IndexName.of(index), 1)) {
        try (cursor) {
          for (Document document; (document = cursor.next()) != null; ) {
            String routing = document.routing() == null ? "" : document.routing() + ":";
            all.put(String.valueOf(document.id()), routing + document.json());
          }
        }
      }
    }
    return all;
  }

  /** The indexes and data streams, without hidden ones. */
  List<String> names() throws IOException {
    try (EngineSource source = connector().openSource(uri, Map.of())) {
      return source.header().indexes().stream().map(IndexInfo::name).map(IndexName::name).toList();
    }
  }

  private EngineConnector connector() {
    return Objects.requireNonNull(EngineConnectors.load().byUri(uri));
  }

  /** The mappings of an index, in the order of their names. */
  String mappings(String index) throws IOException, MalformedJsonException {
    return inner(path(index, "_mapping"), "mappings");
  }

  /** The aliases of an index, in the order of their names. */
  String aliases(String index) throws IOException, MalformedJsonException {
    return inner(path(index, "_alias"), "aliases");
  }

  /** The settings of an index without those that a server notes down, or only one engine has. */
  Map<String, String> settings(String index) throws IOException, MalformedJsonException {
    String inner = inner(path(index, "_settings") + "?flat_settings=true", "settings");
    JsonObject settings = JsonObject.parse(inner.getBytes(UTF_8), 500);
    Map<String, String> all = new TreeMap<>();
    for (String name : settings.names()) {
      if (!name.matches(
          "index\\.(uuid|creation_date|provided_name|version\\..*|replication\\.type"
              + "|routing\\.allocation\\.include\\._tier_preference)")) {
        all.put(name, String.valueOf(settings.raw(name)));
      }
    }
    return all;
  }

  private String inner(String path, String member) throws IOException, MalformedJsonException {
    JsonObject answer = get(path);
    JsonObject own = answer.object(answer.names().iterator().next());
    JsonObject inner = own == null ? null : own.object(member);
    return inner == null ? "" : canonical(inner.toString());
  }

  static String canonical(String json) throws MalformedJsonException {
    byte[] bytes = json.getBytes(UTF_8);
    return new String(CanonicalJson.of(bytes, 0, bytes.length, 500), UTF_8);
  }

  /** The terms that an analyzer of an index makes of a text, with their positions. */
  String terms(String index, String analyzer, String text)
      throws IOException, MalformedJsonException {
    String body = new JsonObject.Builder().put("analyzer", analyzer).put("text", text).build();
    return canonical(post(path(index, "_analyze"), body).toString());
  }

  /** The ids of what a query finds, in order of score and id. */
  List<String> found(String index, String query) throws IOException, MalformedJsonException {
    JsonObject hits =
        post(path(index, "_search") + "?size=1000&_source=false", "{\"query\":" + query + "}")
            .object("hits");
    return (hits == null ? List.<JsonObject>of() : hits.objects("hits"))
        .stream().map(hit -> id(hit)).sorted().toList();
  }

  private static String id(JsonObject hit) {
    try {
      return String.valueOf(hit.string("_id"));
    } catch (MalformedJsonException e) {
      throw new IllegalStateException(e);
    }
  }

  /** JSON text of a string. */
  static String quoted(String text) {
    return JsonText.quote(text);
  }

  @Override
  public String toString() {
    return engine + " " + major;
  }
}
