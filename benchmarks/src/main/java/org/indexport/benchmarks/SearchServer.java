package org.indexport.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** A real Elasticsearch or OpenSearch, started by {@code dev/search-servers} and stopped again. */
final class SearchServer implements Closeable {
  private static final String SCRIPT = Path.of("dev", "search-servers").toAbsolutePath().toString();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final Path log;
  private final String url;

  private SearchServer(Path folder, Path log, String url) {
    this.folder = folder;
    this.log = log;
    this.url = url;
  }

  /** Starts one of a kind, such as {@code opensearch-2}. */
  static SearchServer start(String kind, int port, Path folder, Path log)
      throws IOException, InterruptedException {
    SearchServer server = new SearchServer(folder, log, "http://127.0.0.1:" + port);
    Command.other(
            log, Command.NOWHERE, SCRIPT, "start", kind, String.valueOf(port), folder.toString())
        .run();
    return server;
  }

  /** Where it answers, without a slash at the end. */
  String url() {
    return url;
  }

  /** Sends a request that has to succeed. */
  String call(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, path, body);
    if (response.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + response.body());
    }
    return response.body();
  }

  /** Deletes an index if it is there. */
  void delete(String index) throws IOException, InterruptedException {
    send("DELETE", "/" + index, "");
  }

  /** Expects so many documents in an index. */
  void expect(String index, long documents) throws IOException, InterruptedException {
    call("POST", "/" + index + "/_refresh", "");
    String count = call("GET", "/" + index + "/_count?filter_path=count", "");
    if (!count.equals("{\"count\":" + documents + "}")) {
      throw new IOException("expected " + documents + " documents, found " + count);
    }
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() throws IOException {
    try {
      Command.other(log, Command.NOWHERE, SCRIPT, "stop", folder.toString()).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
