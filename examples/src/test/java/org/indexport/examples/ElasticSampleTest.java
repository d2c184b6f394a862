package org.indexport.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.indexport.testkit.TinyHttpServer.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticSampleTest {
  private static final String BOOK = "{\"title\":\"Dune\",\"price\":7.90}";

  @TempDir Path temporary;

  @Test
  void anIndexGoesFromOneClusterToAnother() throws IOException {
    Path file = temporary.resolve("books.dump");
    try (TinyHttpServer from = new TinyHttpServer(ElasticSampleTest::full);
        TinyHttpServer to = new TinyHttpServer(ElasticSampleTest::empty)) {
      assertThat(ElasticSample.dumpCluster(from.uri() + "/books", file).acknowledged())
          .isEqualTo(1);
      assertThat(ElasticSample.loadCluster(file, to.uri()).acknowledged()).isEqualTo(1);

      assertThat(to.requests())
          .filteredOn(request -> request.path().endsWith("/_bulk"))
          .extracting(Request::body)
          .containsExactly("{\"index\":{\"_id\":\"1\"}}\n" + BOOK + "\n");
      assertThat(to.requests())
          .filteredOn(request -> request.method().equals("PUT") && request.path().equals("/books"))
          .singleElement()
          .extracting(Request::body)
          .asString()
          .contains("\"title\":{\"type\":\"text\"}");
    }
  }

  /** As much of a cluster with one book as it takes to dump it. */
  private static Reply full(Request request) {
    String total = "\"hits\":{\"total\":{\"value\":1,\"relation\":\"eq\"},\"hits\":[";
    return switch (request.method() + " " + request.path()) {
      case "GET /_resolve/index/books" ->
          Reply.of(200, "{\"indices\":[{\"name\":\"books\",\"attributes\":[\"open\"]}]}");
      case "GET /books" ->
          Reply.of(
              200,
              "{\"books\":{\"mappings\":{\"properties\":{\"title\":{\"type\":\"text\"}}},\"settings\":{\"index\":{\"number_of_shards\":\"1\",\"uuid\":\"u1\"}}}}");
      case "POST /books/_pit" -> Reply.of(200, "{\"id\":\"p\"}");
      case "POST /_search" ->
          Reply.of(
              200,
              request.body().contains("\"size\":0")
                  ? "{" + total + "]}}"
                  : "{"
                      + total
                      + "{\"_id\":\"1\",\"_seq_no\":0,\"_source\":"
                      + BOOK
                      + ",\"sort\":[0]}]}}");
      default -> other(request);
    };
  }

  /** As much of an empty cluster as it takes to load it. */
  private static Reply empty(Request request) {
    if (request.path().endsWith("/_bulk")) {
      return Reply.of(200, "{\"errors\":false}");
    }
    if (request.path().startsWith("/books/_settings/")) {
      return Reply.of(200, "{\"books\":{\"settings\":{\"index.uuid\":\"u2\"}}}");
    }
    return request.path().equals("/_resolve/index/*") ? Reply.of(200, "{}") : other(request);
  }

  private static Reply other(Request request) {
    if (request.path().equals("/")) {
      return Reply.of(200, "{\"version\":{\"number\":\"8.19.0\"},\"cluster_uuid\":\"c\"}");
    }
    return request.method().equals("GET")
        ? Reply.of(404, "{}")
        : Reply.of(200, "{\"acknowledged\":true}");
  }
}
