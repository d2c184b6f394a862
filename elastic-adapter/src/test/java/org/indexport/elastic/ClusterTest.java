package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.elastic.Cluster.Engine;
import org.indexport.elastic.Cluster.Flavor;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private final Map<String, Reply> replies = new HashMap<>();

  private Cluster detect() throws IOException {
    try (TinyHttpServer server =
        new TinyHttpServer(
            request ->
                replies.getOrDefault(
                    request.path(), FakeCluster.error(404, "resource_not_found_exception", "")))) {
      return Cluster.detect(TransportTest.quick(server.uri(), Map.of()));
    }
  }

  private void banner(String version) {
    replies.put(
        "/",
        Reply.of(200, "{\"name\":\"n\",\"cluster_uuid\":\"u\",\"version\":{" + version + "}}"));
  }

  @Test
  void tellsElasticsearch() throws IOException {
    banner("\"number\":\"8.19.21\",\"build_flavor\":\"default\"");
    Cluster cluster = detect();
    assertThat(cluster)
        .isEqualTo(new Cluster(Engine.ELASTICSEARCH, "8.19.21", 8, 19, "u", Flavor.ORDINARY));
    assertThat(cluster.hasPointInTime()).isTrue();
    assertThat(cluster.hasShardDocOrder()).isTrue();
    assertThat(cluster.hidesVectors()).isFalse();
    banner("\"number\":\"9.2.0\"");
    assertThat(detect().hidesVectors()).isTrue();
    banner("\"number\":\"7.10.2\"");
    assertThat(detect().hasPointInTime()).isFalse();
    banner("\"number\":\"8.11.0\",\"build_flavor\":\"serverless\"");
    assertThat(detect().flavor()).isEqualTo(Flavor.SERVERLESS);
  }

  @Test
  void tellsOpenSearch() throws IOException {
    banner("\"distribution\":\"opensearch\",\"number\":\"2.19.6\"");
    assertThat(detect().toString()).isEqualTo("opensearch 2.19.6");
    assertThat(detect().hasPointInTime()).isTrue();
    assertThat(detect().hasShardDocOrder()).isFalse();
    banner("\"distribution\":\"opensearch\",\"number\":\"1.3.20\"");
    assertThat(detect().hasPointInTime()).isFalse();
    banner("\"distribution\":\"opensearch\",\"number\":\"3.6.0\"");
    assertThat(detect().hasShardDocOrder()).isTrue();
  }

  @Test
  void openSearchThatPosesAsAnOldElasticsearchIsFoundOut() throws IOException {
    banner("\"distribution\":\"opensearch\",\"number\":\"7.10.2\"");
    replies.put("/_nodes/_local", Reply.of(200, "{\"nodes\":{\"abc\":{\"version\":\"2.19.6\"}}}"));
    assertThat(detect().toString()).isEqualTo("opensearch 2.19.6");
  }

  @Test
  void nodesAnswerWhereTheBannerIsForbidden() throws IOException {
    replies.put("/", FakeCluster.error(403, "security_exception", "no"));
    assertThatThrownBy(this::detect)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("HTTP 403");
    replies.put("/_nodes/_local", Reply.of(200, "{\"nodes\":{\"abc\":{\"version\":\"8.19.21\"}}}"));
    assertThat(detect().toString()).isEqualTo("elasticsearch 8.19.21");
  }

  @Test
  void othersAreRefused() {
    replies.put("/", Reply.of(200, "{\"hello\":\"world\"}"));
    assertThatThrownBy(this::detect)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("does not say that it is one");
    replies.put("/", Reply.of(200, "<html>"));
    assertThatThrownBy(this::detect)
        .isInstanceOf(DumpException.class)
        .isNotInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("does not say that it is one");
    replies.put("/", Reply.of(404, ""));
    assertThatThrownBy(this::detect)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("does not say that it is one");
    replies.put("/", Reply.of(401, ""));
    assertThatThrownBy(this::detect)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("user and password");
    banner("\"number\":\"6.8.23\"");
    assertThatThrownBy(this::detect)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("Elasticsearch 7 or later");
  }

  @Test
  void theSmallestNodeSaysHowLongBodiesMayBe() throws IOException {
    replies.put(
        "/_nodes/http",
        Reply.of(
            200,
            "{\"nodes\":{\"a\":{\"http\":{\"max_content_length_in_bytes\":104857600}},\"b\":{\"http\":{\"max_content_length_in_bytes\":1000}}}}"));
    try (TinyHttpServer server =
        new TinyHttpServer(request -> replies.getOrDefault(request.path(), Reply.of(403, "")))) {
      Transport transport = TransportTest.quick(server.uri(), Map.of());
      assertThat(Cluster.maxContentLength(transport)).isEqualTo(1_000);
      replies.clear();
      assertThat(Cluster.maxContentLength(transport)).isEqualTo(100 << 20);
    }
  }

  @Test
  void collectionsAreNamedAsWhatTheyAre() throws IOException {
    // No such host is asked: the answers come from a path that looks like one.
    try (TinyHttpServer server =
        new TinyHttpServer(request -> FakeCluster.error(404, "not_found", "no handler"))) {
      Map<String, String> options = Map.of("path-prefix", "x.eu-west-3.aoss.amazonaws.com");
      assertThatThrownBy(() -> Cluster.detect(TransportTest.quick(server.uri(), options)))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("Serverless");
    }
  }
}
