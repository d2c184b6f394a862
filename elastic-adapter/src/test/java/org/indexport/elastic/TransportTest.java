package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.http.AnswerStream;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Endpoint;
import org.indexport.http.Patience;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Fault;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.indexport.testkit.TinyHttpServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransportTest {
  private static final Reply FINE = Reply.of(200, "{\"fine\":true}");

  private final Deque<Reply> replies = new ArrayDeque<>();
  private TinyHttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TinyHttpServer(request -> replies.isEmpty() ? FINE : replies.remove());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Speaks to a server without waiting long. */
  static Transport quick(String uri, Map<String, String> options) throws IOException {
    Endpoint endpoint =
        ElasticEndpoint.of(
            uri,
            ConnectorOptions.of(
                "Elasticsearch and OpenSearch", options, ElasticEndpoint.optionNames()));
    Patience patience =
        new Patience(Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(2));
    return Transport.to(endpoint.with(patience));
  }

  private Transport transport(String... options) throws IOException {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    return quick(server.uri(), map);
  }

  @Test
  void sendsWhatIsAsked() throws IOException {
    Transport transport = transport("headers", "{\"X-Opaque-Id\":\"dump\"}", "api-key", "k");
    transport.send(Call.put(Call.path("a b/c", "_x"), "{\"ž\":1}").with("p", "1 &2"));
    transport.send(Call.get("/"));
    byte[] lines = "xx{}\n{}\nyy".getBytes(StandardCharsets.UTF_8);
    transport.attempt(Call.postLines("/_bulk", lines, 2, lines.length - 4));
    Request put = server.requests().get(0);
    assertThat(put.method()).isEqualTo("PUT");
    assertThat(put.path()).isEqualTo("/a%20b%2Fc/_x");
    assertThat(put.parameters()).isEqualTo(Map.of("p", "1 &2"));
    assertThat(put.body()).isEqualTo("{\"ž\":1}");
    assertThat(put.headers())
        .containsEntry("x-opaque-id", "dump")
        .containsEntry("authorization", "ApiKey k")
        .containsEntry("content-type", "application/json");
    assertThat(server.requests().get(1).headers()).doesNotContainKey("content-type");
    assertThat(server.requests().get(2).body()).isEqualTo("{}\n{}\n");
    assertThat(server.requests().get(2).headers())
        .containsEntry("content-type", "application/x-ndjson");
  }

  @Test
  void triesAgainUntilTheServerIsWell() throws IOException {
    replies.addAll(
        List.of(
            Reply.of(429, "busy"),
            Reply.of(502, "<html>"),
            Reply.of(503, ""),
            Reply.of(504, ""),
            FINE.with(Fault.DROPPED),
            FINE.with(Fault.CUT),
            FakeCluster.error(429, "es_rejected_execution_exception", "r")));
    assertThat(transport().send(Call.get("/")).status()).isEqualTo(200);
    assertThat(server.requests()).hasSize(8);
  }

  @Test
  void refusalsAreAnswersAtOnce() throws IOException {
    replies.add(FakeCluster.error(400, "illegal_argument_exception", "no good"));
    Answer answer = transport().send(Call.post("/x", "{}"));
    assertThat(answer.isAbsent()).isTrue();
    assertThatThrownBy(() -> answer.orFail("doing this"))
        .isInstanceOf(DumpException.class)
        .hasMessageStartingWith(
            server.uri()
                + ": doing this: HTTP 400, illegal_argument_exception: no good; see the server's log");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void patienceEndsWithTheLastAnswer() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      replies.add(Reply.of(503, "{\"error\":\"red\"}"));
    }
    Answer answer = transport().send(Call.get("/"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.error().reason()).isEqualTo("red");
    assertThat(server.requests().size()).isBetween(20, 999);
  }

  @Test
  void patienceEndsWithoutAnswer() throws IOException {
    Transport transport = transport();
    server.close();
    assertThatThrownBy(() -> transport.send(Call.get("/")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("no answer within 2 s")
        .hasMessageContaining("no connection");
  }

  @Test
  void theServersWishIsHonoured() throws IOException {
    replies.add(Reply.of(429, "").with("Retry-After", "1"));
    long start = System.nanoTime();
    assertThat(transport().send(Call.get("/")).isOk()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void wishesAreTimesThatClocksCanCount() throws IOException {
    Transport transport = transport();
    for (String wish : List.of("86401", "9223372036854775807")) {
      replies.add(Reply.of(429, "").with("Retry-After", wish));
      assertThat(transport.attempt(Call.get("/")).retryAfter()).isEqualTo(Duration.ofDays(1));
    }
    for (String none : List.of("99999999999999999999", "Sun, 22 Nov 2026 17:00:00 GMT")) {
      replies.add(Reply.of(429, "").with("Retry-After", none));
      assertThat(transport.attempt(Call.get("/")).retryAfter()).isNull();
    }
  }

  @Test
  void oneAttemptIsOne() throws IOException {
    replies.add(Reply.of(503, ""));
    List<Fault> faults = List.of(Fault.DROPPED, Fault.CUT, Fault.SHORTENED);
    faults.forEach(fault -> replies.add(FINE.with(fault)));
    Transport transport = transport();
    assertThat(transport.attempt(Call.get("/")).status()).isEqualTo(503);
    for (Fault fault : faults) {
      assertThatIOException()
          .as(fault.name())
          .isThrownBy(() -> transport.attempt(Call.post("/x", "{}")))
          .isNotInstanceOf(DumpException.class);
    }
    assertThat(server.requests()).hasSize(4);
    assertThat(transport.attempt(Call.head("/")).body()).isEmpty();
  }

  @Test
  void silenceInTheMiddleOfAnAnswerEnds() throws IOException {
    replies.add(Reply.of(200, "{\"a\":\"" + "x".repeat(100_000) + "\"}").with(Fault.STALLED));
    assertThat(transport("timeout", "300ms").send(Call.get("/")).isOk()).isTrue();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void silenceBeforeAnAnswerEnds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      Transport transport =
          quick("http://127.0.0.1:" + silent.getLocalPort(), Map.of("timeout", "200ms"));
      assertThatIOException()
          .isThrownBy(() -> transport.attempt(Call.get("/")))
          .withMessage("no answer within 200 ms");
    }
  }

  @Test
  void longAnswersArriveWhole() throws IOException {
    String body = "{\"a\":\"" + "žluťoučký ".repeat(400_000) + "\"}";
    replies.add(Reply.of(200, body));
    assertThat(new String(transport().send(Call.get("/")).body(), StandardCharsets.UTF_8))
        .isEqualTo(body);
  }

  @Test
  void connectionsAreUsedAgain() throws IOException {
    Transport transport = transport();
    for (int i = 0; i < 3; i++) {
      try (AnswerStream stream = transport.stream(Call.get("/"))) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        stream.body().transferTo(all);
        assertThat(all.toString(StandardCharsets.UTF_8)).isEqualTo(FINE.body());
      }
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void interruptsAreTold() throws IOException {
    Transport transport = transport();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> transport.send(Call.get("/")))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whoeverIsNotThereIsNamed() throws IOException {
    String uri = server.uri();
    server.close();
    assertThatThrownBy(() -> Cluster.detect(quick(uri, Map.of())))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining(uri + ": the server does not answer: no connection");
  }

  @Test
  void aServerWithoutTlsIsNamed() throws IOException {
    String tls = server.uri().replace("http:", "https:");
    assertThatThrownBy(
            () -> Cluster.detect(quick(tls, Map.of("insecure", "true", "timeout", "500ms"))))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining(tls);
  }
}
