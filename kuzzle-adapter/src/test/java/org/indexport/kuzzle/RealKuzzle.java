package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.indexport.IndexName;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;

/**
 * A Kuzzle that runs, asked without the adapter. Its address, its folder and the script that starts
 * it are system properties, which dev/check-kuzzle sets.
 */
final class RealKuzzle {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RealKuzzle() {}

  static String uri() {
    return property("uri");
  }

  /** The address as other clients want it. */
  static String http() {
    return uri().replace("kuzzle+http", "http");
  }

  private static String property(String name) {
    String value = System.getProperty("indexport.kuzzle." + name);
    if (value == null) {
      throw new IllegalStateException("run this by dev/check-kuzzle");
    }
    return value;
  }

  /** What an action returns; fails if the server does not do it. */
  static JsonObject call(String method, String path, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(http() + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8));
    try {
      HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException(method + " " + path + ": " + new String(response.body(), UTF_8));
      }
      return JsonObject.parse(response.body(), 10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  static JsonObject result(String method, String path, String body) throws IOException {
    JsonObject result = call(method, path, body).object("result");
    return result == null ? JsonObject.parse("{}".getBytes(UTF_8), 1) : result;
  }

  /** Starts it anew without any data, and with the rights that are there at first. */
  static void wipe() throws IOException {
    script("reset");
  }

  /** Writes documents; those that the server does not take are left out. */
  static void write(IndexName name, Map<String, String> documents) throws IOException {
    StringBuilder body = new StringBuilder();
    int count = 0;
    for (Map.Entry<String, String> document : documents.entrySet()) {
      body.append(body.isEmpty() ? "{\"documents\":[" : ",")
          .append("{\"_id\":")
          .append(JsonText.quote(document.getKey()))
          .append(",\"body\":")
          .append(document.getValue())
          .append('}');
      if (++count % 500 == 0 || body.length() > 500_000 || count == documents.size()) {
        call("POST", path(name, "_mWrite"), body.append("]}").toString());
        body.setLength(0);
      }
    }
    call("POST", path(name, "_refresh"), "");
  }

  static String path(IndexName name, String what) {
    return org.indexport.http.Call.path(String.valueOf(name.namespace()), name.name(), what);
  }

  /** All documents of a collection by id, as the API gives them. */
  static Map<String, String> documents(IndexName name) throws IOException {
    Map<String, String> all = new TreeMap<>();
    call("POST", path(name, "_refresh"), "");
    JsonObject page = result("POST", path(name, "_search") + "?size=1000&scroll=30s", "{}");
    while (true) {
      for (JsonObject hit : page.objects("hits")) {
        all.put(String.valueOf(hit.string("_id")), String.valueOf(hit.raw("_source")));
      }
      if (all.size() >= Objects.requireNonNull(page.number("total"))) {
        return all;
      }
      page =
          result(
              "GET",
              org.indexport.http.Call.path("_scroll", String.valueOf(page.string("scrollId")))
                  + "?scroll=30s",
              "");
    }
  }

  /** Ends the server at once; its data stay. */
  static void kill() throws IOException {
    long pid = Long.parseLong(Files.readString(Path.of(property("folder"), "kuzzle.pid")).strip());
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Starts it again. */
  static void start() throws IOException {
    script("restart");
  }

  private static void script(String what) throws IOException {
    Process process =
        new ProcessBuilder(property("script"), what, property("folder"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("the server does not start again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
