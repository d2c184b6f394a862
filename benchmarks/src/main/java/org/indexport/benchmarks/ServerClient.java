package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** Talks to the example search server on this machine. Thread-safe. */
final class ServerClient {
  private static final int MAX_DEPTH = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String root;

  ServerClient(int port) {
    this.root = "http://localhost:" + port;
  }

  /** Sends a request; any answer but a success is a failure. */
  JsonObject get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  JsonObject post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  JsonObject put(String path, String body) throws IOException, InterruptedException {
    return send("PUT", path, body);
  }

  private JsonObject send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(PATIENCE)
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s: status %d, %s"
              .formatted(method, path, response.statusCode(), new String(response.body(), UTF_8)));
    }
    return parse(response.body());
  }

  private static JsonObject parse(byte[] body) throws IOException {
    try {
      return JsonObject.parse(body, MAX_DEPTH);
    } catch (MalformedJsonException e) {
      throw new IOException(new String(body, UTF_8), e);
    }
  }

  /** Asks for a dump and returns its uid. */
  String requestDump() throws IOException, InterruptedException {
    return text(post("/dumps", ""), "uid");
  }

  /** The status of a dump. */
  String dumpState(String uid) throws IOException, InterruptedException {
    return text(get("/dumps/" + uid + "/status"), "status");
  }

  /** Waits for the end of a dump; any but a good one is a failure. */
  void awaitDump(String uid, long pauseMillis) throws IOException, InterruptedException {
    while (true) {
      String state = dumpState(uid);
      if (state.equals("done")) {
        return;
      }
      if (!state.equals("enqueued") && !state.equals("in_progress")) {
        throw new IOException("dump " + uid + ": " + get("/dumps/" + uid + "/status"));
      }
      Thread.sleep(pauseMillis);
    }
  }

  /** Waits until the server has taken its first snapshot; a failure of it is one. */
  void awaitFirstSnapshot() throws IOException, InterruptedException {
    while (number(get("/snapshots"), "taken") == 0) {
      JsonObject status = get("/snapshots");
      if (number(status, "failed") > 0) {
        throw new IOException("snapshot: " + status);
      }
      Thread.sleep(5);
    }
  }

  static String text(JsonObject json, String name) throws IOException {
    try {
      String value = json.string(name);
      if (value != null) {
        return value;
      }
    } catch (MalformedJsonException e) {
      throw new IOException(json.toString(), e);
    }
    throw new IOException("no " + name + " in " + json);
  }

  static long number(JsonObject json, String name) throws IOException {
    try {
      Long value = json.number(name);
      if (value != null) {
        return value;
      }
    } catch (MalformedJsonException e) {
      throw new IOException(json.toString(), e);
    }
    throw new IOException("no " + name + " in " + json);
  }
}
