package org.indexport.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A real Elasticsearch or OpenSearch, started by {@code dev/search-servers} and stopped again. */
final class SearchServer implements Closeable {
  private static final String SCRIPT = Path.of("dev", "search-servers").toAbsolutePath().toString();

  private final BareHttp http;
  private final Path folder;
  private final Path log;
  private final String url;

  private SearchServer(Path folder, Path log, String url) {
    this.folder = folder;
    this.log = log;
    this.url = url;
    this.http = new BareHttp(url);
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
    return http.call(method, path, body);
  }

  /** Deletes an index if it is there. */
  void delete(String index) throws IOException, InterruptedException {
    http.send("DELETE", "/" + index, new byte[0]);
  }

  /** Expects so many documents in an index. */
  void expect(String index, long documents) throws IOException, InterruptedException {
    call("POST", "/" + index + "/_refresh", "");
    String count = call("GET", "/" + index + "/_count?filter_path=count", "");
    if (!count.equals("{\"count\":" + documents + "}")) {
      throw new IOException("expected " + documents + " documents, found " + count);
    }
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
