package org.indexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * A real Kuzzle that {@code dev/kuzzle-server} runs in the folder of the system property {@code
 * indexport.kuzzle.folder}; {@code indexport.kuzzle.script} is the script.
 */
final class LiveKuzzle {
  /** What Kuzzle answered. */
  record Answer(int status, String body) {
    JsonObject json() throws MalformedJsonException {
      return JsonObject.parse(body.getBytes(UTF_8), 100);
    }

    JsonObject result() throws MalformedJsonException {
      return Objects.requireNonNull(json().object("result"), body);
    }
  }

  private final Path script;
  private final Path folder;
  private final Map<String, String> places = new LinkedHashMap<>();

  private LiveKuzzle(Path script, Path folder) throws IOException {
    this.script = script;
    this.folder = folder;
    for (String place : run("status").strip().split(" ", -1)) {
      int equals = place.indexOf('=');
      places.put(place.substring(0, equals), place.substring(equals + 1));
    }
  }

  /** The one that runs. */
  static LiveKuzzle running() throws IOException {
    return new LiveKuzzle(
        Path.of(property("indexport.kuzzle.script")), Path.of(property("indexport.kuzzle.folder")));
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  private String place(String name) {
    return Objects.requireNonNull(places.get(name), name);
  }

  /** Its Elasticsearch. */
  LiveCluster cluster() {
    return new LiveCluster(place("elasticsearch"), "elasticsearch", 0);
  }

  /** The URI of its Elasticsearch for complete backups. */
  String uri() {
    return place("elasticsearch").replaceFirst("^http", "kuzzle+elasticsearch");
  }

  private String run(String command) throws IOException {
    Process process =
        new ProcessBuilder(script.toString(), command, folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            // A pipe would stay open as long as what the script starts.
            .redirectOutput(folder.resolve("check.out").toFile())
            .start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(script + " " + command + " failed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return Files.readString(folder.resolve("check.out"));
  }

  /** Removes everything from Elasticsearch and Redis and starts Kuzzle anew. */
  void reset() throws IOException {
    run("reset");
  }

  /** Starts Kuzzle; one that runs is ended before. */
  void start() throws IOException {
    run("restart");
  }

  /** Ends Kuzzle, and leaves Elasticsearch and Redis alone. */
  void stop() throws IOException {
    long pid = Long.parseLong(Files.readString(folder.resolve("kuzzle.pid")).strip());
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    CompletableFuture<ProcessHandle> end = process.onExit();
    process.destroy();
    try {
      end.get(1, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new IOException("Kuzzle does not end", e);
    }
  }

  /** Removes everything from Elasticsearch and Redis. */
  void empty() throws IOException, MalformedJsonException {
    cluster().clear();
    String redis = place("redis");
    int colon = redis.indexOf(':');
    try (Socket socket =
        new Socket(redis.substring(0, colon), Integer.parseInt(redis.substring(colon + 1)))) {
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(UTF_8));
      byte[] answer = socket.getInputStream().readNBytes(3);
      if (!new String(answer, UTF_8).equals("+OK")) {
        throw new IOException("Redis is not emptied");
      }
    }
  }

  /** Calls an action by its route; without a token as anonymous. */
  Answer call(@Nullable String token, String method, String path, String body) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(place("kuzzle") + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("Content-Type", "application/json");
    if (token != null) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.getOutputStream().write(body.getBytes(UTF_8));
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(status, in == null ? "" : new String(in.readAllBytes(), UTF_8));
    }
  }

  /** The same, which must succeed. */
  JsonObject good(@Nullable String token, String method, String path, String body)
      throws IOException, MalformedJsonException {
    Answer answer = call(token, method, path, body);
    if (answer.status() != 200) {
      throw new IOException(method + " " + path + ": " + answer.body());
    }
    return answer.json();
  }

  /** Logs in with a password. */
  Answer login(String user, String password) throws IOException {
    return call(
        null,
        "POST",
        "/_login/local",
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password));
  }

  /** The token of a user. */
  String token(String user, String password) throws IOException, MalformedJsonException {
    return Objects.requireNonNull(login(user, password).result().string("jwt"));
  }

  /**
   * All that Elasticsearch has, without what it notes down itself: by index and member, documents
   * as they are spelled.
   */
  Map<String, Map<String, String>> contents() throws IOException, MalformedJsonException {
    LiveCluster cluster = cluster();
    cluster.post("/_refresh", "");
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (String index : cluster.get("/_alias").names()) {
      Map<String, String> members = new TreeMap<>();
      JsonObject described = object(cluster.get(LiveCluster.path(index)), index);
      members.put("mappings", described.raw("mappings") + "");
      members.put("aliases", described.raw("aliases") + "");
      JsonObject settings = object(object(described, "settings"), "index");
      members.put(
          "settings",
          new TreeMap<>(
                  settings.rawExcept(Set.of("uuid", "creation_date", "provided_name", "version")))
              .toString());
      JsonObject found =
          cluster.get(LiveCluster.path(index) + "/_search?size=10000&sort=_doc&version=true");
      for (JsonObject hit : object(found, "hits").objects("hits")) {
        members.put("document " + hit.string("_id"), hit.raw("_source") + "");
      }
      all.put(index, members);
    }
    return all;
  }

  private static JsonObject object(JsonObject object, String name) throws MalformedJsonException {
    return Objects.requireNonNull(object.object(name), name);
  }

  /** The names of what a collection's listing has. */
  List<String> collections(String token, String index) throws IOException, MalformedJsonException {
    List<String> names = new ArrayList<>();
    JsonObject result = object(good(token, "GET", "/" + index + "/_list", ""), "result");
    for (JsonObject collection : result.objects("collections")) {
      names.add(collection.string("name"));
    }
    return names.stream().sorted().toList();
  }
}
