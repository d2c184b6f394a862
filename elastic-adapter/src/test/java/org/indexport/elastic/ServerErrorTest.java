package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.indexport.elastic.ServerError.Kind;
import org.junit.jupiter.api.Test;

class ServerErrorTest {
  private static ServerError of(int status, String body) {
    return ServerError.of(status, body.getBytes(UTF_8));
  }

  @Test
  void lostContextsAreFoundBelowTheSearchPhase() {
    ServerError error =
        of(
            404,
            "{\"error\":{\"root_cause\":[{\"type\":\"search_context_missing_exception\",\"reason\":\"No search context found for id [9]\"}],\"type\":\"search_phase_execution_exception\",\"reason\":\"all shards failed\"},\"status\":404}");
    assertThat(error.kind()).isEqualTo(Kind.CONTEXT_LOST);
    assertThat(error.toString())
        .isEqualTo(
            "HTTP 404, search_context_missing_exception: No search context found for id [9]");
  }

  @Test
  void circuitBreakersTellHowLongTheyLast() {
    String body =
        "{\"error\":{\"type\":\"circuit_breaking_exception\",\"reason\":\"r\",\"durability\":\"%s\"},\"status\":429}";
    assertThat(of(429, body.formatted("TRANSIENT")).kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(of(429, body.formatted("PERMANENT")).kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(of(500, "{\"error\":{\"type\":\"rejected_execution_exception\"}}").kind())
        .isEqualTo(Kind.OVERLOADED);
  }

  @Test
  void statusesDecideWhereNothingElseIsSaid() {
    assertThat(of(429, "").kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(of(503, "<html>").kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(of(502, "<html>").kind()).isEqualTo(Kind.GATEWAY);
    assertThat(of(500, "<html>").kind()).isEqualTo(Kind.GATEWAY);
    assertThat(of(500, "{\"error\":{\"type\":\"null_pointer_exception\"}}").kind())
        .isEqualTo(Kind.REFUSED);
    assertThat(of(413, "").kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(of(401, "").kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(of(403, "").kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(of(404, "").kind()).isEqualTo(Kind.MISSING);
    assertThat(of(400, "{\"error\":\"text\",\"status\":400}").kind()).isEqualTo(Kind.REFUSED);
    assertThat(of(400, "{\"error\":\"text\",\"status\":400}").reason()).isEqualTo("text");
  }

  @Test
  void blocksAreNotRights() {
    assertThat(of(403, "{\"error\":{\"type\":\"cluster_block_exception\"}}").kind())
        .isEqualTo(Kind.BLOCKED);
  }

  @Test
  void blocksOfAServerThatStartsEndByThemselves() {
    String body =
        "{\"error\":{\"type\":\"cluster_block_exception\",\"reason\":\"blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];\"},\"status\":503}";
    assertThat(of(503, body).kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(ServerException.of("http://h:9200", "counting", of(503, body)))
        .hasMessageContaining("has a master");
    assertThat(ServerException.of("http://h:9200", "counting", of(429, "{}")))
        .hasMessageContaining("has less to do");
  }

  @Test
  void reasonsStayShortAndNameTheDeeperCause() {
    assertThat(
            of(
                    400,
                    "{\"error\":{\"type\":\"t\",\"reason\":\"a\",\"caused_by\":{\"reason\":\"b\"}}}")
                .reason())
        .isEqualTo("a: b");
    assertThat(
            of(
                    400,
                    "{\"error\":{\"reason\":\"a\",\"caused_by\":{\"reason\":\"b\",\"caused_by\":{\"reason\":\"c\",\"caused_by\":{\"reason\":\"d\"}}}}}")
                .reason())
        .isEqualTo("a: b: d");
    assertThat(of(400, "x".repeat(100_000)).reason()).hasSizeLessThan(600);
  }

  @Test
  void reasonsAreOneLine() {
    ServerError error =
        of(400, "{\"error\":{\"type\":\"t\",\"reason\":\"bad\\n at [Source]\\r\\nend\"}}");

    assertThat(error.reason()).isEqualTo("bad at [Source] end");
  }

  @Test
  void nothingIsSaidOfWhatIsNotThere() {
    assertThat(of(404, "").toString()).isEqualTo("HTTP 404");
    assertThat(ServerException.of("h", "asking", of(302, "")))
        .hasMessage("h: asking: HTTP 302; give the address that this one redirects to");
  }
}
