package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;

/** A server that runs already, to be filled by tests. Only indexes called check-… are touched. */
final class RealServer {
  /**
   * How often servers forget moments that nobody asks for; dev/check-search-servers sets it too.
   */
  private static final String QUICK_REAPER = "search.keep_alive_interval=1s";

  private final Transport transport;
  private final String uri;

  RealServer(String uri) throws IOException {
    this.uri = uri;
    this.transport =
        Transport.to(
            ElasticEndpoint.of(
                uri,
                ConnectorOptions.of(
                    "Elasticsearch and OpenSearch", Map.of(), ElasticEndpoint.optionNames())));
  }

  /** The servers of the system property {@code indexport.search.uris}. */
  static List<String> uris() {
    return List.of(System.getProperty("indexport.search.uris", "http://127.0.0.1:9200").split(","));
  }

  String uri() {
    return uri;
  }

  /** Ends the server at once, as a loss of power would. */
  synchronized void kill() throws IOException, InterruptedException {
    Path note = folder().resolve("pid");
    long pid = Long.parseLong(Files.readString(note).strip());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    server.destroyForcibly();
    // What is left of a process may seem to run for a while; nobody listens any more.
    while (isListening()) {
      Thread.sleep(20);
    }
    Files.delete(note);
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      int port = URI.create(uri).getPort();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts it anew, with what it had. */
  synchronized void start() throws IOException, InterruptedException {
    Process start =
        new ProcessBuilder(
                Path.of("..", "dev", "search-servers").toAbsolutePath().normalize().toString(),
                "start",
                place()[0],
                String.valueOf(URI.create(uri).getPort()),
                folder().toString(),
                QUICK_REAPER)
            .redirectErrorStream(true)
            .redirectOutput(folder().resolve("restart.log").toFile())
            .start();
    if (start.waitFor() != 0) {
      throw new IOException(Files.readString(folder().resolve("restart.log")));
    }
    transport
        .send(Call.get("/_cluster/health").with("wait_for_status", "yellow").with("timeout", "60s"))
        .orFail("waiting");
  }

  private Path folder() {
    return Path.of(place()[1]);
  }

  /** Its kind and folder, from the system property {@code indexport.search.folders}. */
  private String[] place() {
    String[] places = System.getProperty("indexport.search.folders", "").split(",", -1);
    int number = uris().indexOf(uri);
    if (number >= places.length || !places[number].contains("=")) {
      throw new IllegalStateException(
          "-Dindexport.search.folders=KIND=FOLDER,… must tell where the servers run");
    }
    return places[number].split("=", 2);
  }

  /** Sends what must succeed. */
  void put(String path, String json) throws IOException {
    transport.send(Call.put(path, json)).orFail("PUT " + path);
  }

  Transport transport() {
    return transport;
  }

  /** Makes an index whose documents are kept but not looked into. */
  void create(String index, int shards, String mappings) throws IOException {
    delete(index);
    transport
        .send(
            Call.put(
                Call.path(index),
                "{\"settings\":{\"number_of_shards\":%d,\"number_of_replicas\":0,\"refresh_interval\":\"-1\"},\"mappings\":%s}"
                    .formatted(shards, mappings)))
        .orFail("making index " + index);
  }

  void delete(String index) throws IOException {
    transport.send(Call.delete(Call.path(index)));
  }

  /** Removes all indexes, data streams and templates: for servers that are there for tests. */
  void deleteAll() throws IOException {
    transport.send(Call.delete("/_data_stream/*"));
    transport.send(Call.delete("/_index_template/*-indexport*"));
    Answer answer = transport.send(Call.get("/_aliases")).orFail("listing");
    for (String index : answer.json().names()) {
      delete(index);
    }
  }

  void refresh(String index) throws IOException {
    transport.send(Call.post(Call.path(index, "_refresh"), "")).orFail("refreshing");
  }

  /** The server's answer, which must be a good one. */
  JsonObject get(Call call) throws IOException {
    return transport.send(call).orFail("asking").json();
  }

  /** The aliases of an index. */
  Set<String> aliases(String index) throws IOException, MalformedJsonException {
    JsonObject own = get(Call.get(Call.path(index, "_alias"))).object(index);
    JsonObject aliases = own == null ? null : own.object("aliases");
    return aliases == null ? Set.of() : aliases.names();
  }

  /** The indexes that a name stands for. */
  Set<String> indexesOf(String name) throws IOException {
    Answer answer = transport.send(Call.get(Call.path(name, "_alias")));
    return answer.isOk() ? answer.json().names() : Set.of();
  }

  boolean has(String index) throws IOException {
    return transport.send(Call.head(Call.path(index))).isOk();
  }

  /** Loads documents and makes them visible; line breaks in them go along. */
  void load(String index, Map<String, String> documents) throws IOException {
    StringBuilder body = new StringBuilder();
    for (Map.Entry<String, String> document : documents.entrySet()) {
      body.append("{\"index\":{\"_id\":").append(JsonText.quote(document.getKey())).append("}}\n");
      body.append(document.getValue()).append('\n');
      if (body.length() > 4 << 20) {
        send(index, body);
      }
    }
    send(index, body);
    transport.send(Call.post(Call.path(index, "_refresh"), "")).orFail("refreshing");
  }

  private void send(String index, StringBuilder body) throws IOException {
    byte[] bytes = body.toString().getBytes(UTF_8);
    body.setLength(0);
    if (bytes.length > 0) {
      Answer answer =
          transport
              .send(
                  Call.postLines(Call.path(index, "_bulk"), bytes, 0, bytes.length)
                      .with("filter_path", "errors,items.*.error"))
              .orFail("loading");
      String text = new String(answer.body(), UTF_8);
      if (!text.contains("\"errors\":false")) {
        throw new IOException(text.substring(0, Math.min(2_000, text.length())));
      }
    }
  }

  /** Loads one document with routing; false when the server refuses it. */
  boolean put(String index, String id, String routing, String source) throws IOException {
    Call call = Call.put(Call.path(index, "_doc", id), source).with("refresh", "true");
    return transport.send(routing.isEmpty() ? call : call.with("routing", routing)).isOk();
  }

  void remove(String index, String id) throws IOException {
    transport.send(Call.delete(Call.path(index, "_doc", id)).with("refresh", "true"));
  }

  /** Loses all points in time and scrolls of an index. */
  void closeAndOpen(String index) throws IOException {
    transport.send(Call.post(Call.path(index, "_close"), "")).orFail("closing");
    transport.send(Call.post(Call.path(index, "_open"), "")).orFail("opening");
    transport
        .send(
            Call.get(Call.path("_cluster", "health", index))
                .with("wait_for_status", "yellow")
                .with("timeout", "30s"))
        .orFail("waiting");
  }

  /** Documents of about a kilobyte. */
  static Map<String, String> documents(int count) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      all.put(
          "d" + i,
          "{\"n\":%d,\"price\":%d.50,\"big\":12345678901234567,\"title\":\"Titul číslo %d\",\"text\":\"%s\",\"tags\":[\"a%d\",\"b\"]}"
              .formatted(i, i % 997, i, ("slovo" + i % 1_013 + " ").repeat(20 + i % 100), i % 7));
    }
    return all;
  }
}
