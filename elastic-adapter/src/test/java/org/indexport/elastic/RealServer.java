package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.json.JsonText;

/** A server that runs already, to be filled by tests. Only indexes called check-… are touched. */
final class RealServer {
  private final Transport transport;
  private final String uri;

  RealServer(String uri) throws IOException {
    this.uri = uri;
    this.transport =
        Transport.to(Endpoint.of(uri, ElasticOptions.of(Map.of(), Endpoint.optionNames())));
  }

  /** The servers of the system property {@code indexport.search.uris}. */
  static List<String> uris() {
    return List.of(System.getProperty("indexport.search.uris", "http://127.0.0.1:9200").split(","));
  }

  String uri() {
    return uri;
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
                "{\"settings\":{\"number_of_shards\":%d,\"number_of_replicas\":0},\"mappings\":%s}"
                    .formatted(shards, mappings)))
        .orFail("making index " + index);
  }

  void delete(String index) throws IOException {
    transport.send(Call.delete(Call.path(index)));
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
