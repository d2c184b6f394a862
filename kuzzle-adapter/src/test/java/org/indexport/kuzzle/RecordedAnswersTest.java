package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.indexport.http.Call;
import org.indexport.http.HitScanner;
import org.indexport.json.JsonObject;
import org.indexport.kuzzle.KuzzleError.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real server answers is understood. */
class RecordedAnswersTest {
  private static JsonObject recorded(String name) throws IOException {
    try (InputStream in =
        RecordedAnswersTest.class.getResourceAsStream("answers/" + name + ".json")) {
      assertThat(in).as(name).isNotNull();
      return JsonObject.parse(in.readAllBytes(), 100);
    }
  }

  private static byte[] answer(String name) throws IOException {
    return String.valueOf(recorded(name).raw("response")).getBytes(UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "scroll-expired, SCROLL_LOST",
    "scroll-too-long, SCROLL_TOO_LONG",
    "request-too-large, TOO_LARGE",
    "search-too-large, TOO_LARGE",
    "mcreateorreplace-too-many, TOO_LARGE",
    "invalid-token, LOGIN_LOST",
    "login-wrong-password, FORBIDDEN",
    "unauthorized, FORBIDDEN",
    "unknown-collection, MISSING",
    "collection-list-unknown-index, MISSING",
    "index-create-existing, EXISTS",
    "create-user-existing, EXISTS",
    "mapping-conflict, REFUSED",
    "mwrite-strict, REFUSED"
  })
  void refusalsAreToldApart(String name, Kind kind) throws IOException {
    Long status = recorded(name).number("status");
    KuzzleError error = KuzzleError.of(status == null ? 0 : status.intValue(), answer(name));
    assertThat(error.kind()).as(error.toString()).isEqualTo(kind);
    assertThat(error.message()).isNotBlank();
    assertThat(KuzzleException.of("s", "doing", error)).hasMessageStartingWith("s: doing: HTTP ");
  }

  @Test
  void whatIsNotAllowedIsNamed() throws IOException {
    KuzzleError error = KuzzleError.of(401, answer("unauthorized"));
    assertThat(error.action()).isEqualTo("index:list");
    assertThat(KuzzleException.of("s", "listing", error))
        .hasMessageEndingWith("give a user and password, or an API key, that may index:list");
  }

  @Test
  void otherTextsAreRefusalsToo() {
    assertThat(KuzzleError.of(502, "<html>".getBytes(UTF_8)).kind()).isEqualTo(Kind.GATEWAY);
    assertThat(KuzzleError.of(429, new byte[0]).kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(KuzzleError.of(413, "[1]".getBytes(UTF_8)).kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(KuzzleError.of(400, "{\"error\":3}".getBytes(UTF_8)).kind()).isEqualTo(Kind.REFUSED);
    assertThat(KuzzleError.of(500, "x".repeat(3_000).getBytes(UTF_8)).message()).hasSize(501);
  }

  @Test
  void documentsAreCutOutOfPages() throws IOException {
    HitScanner scanner = new HitScanner(1 << 20, "result");
    scanner.start(new ByteArrayInputStream(answer("search-first-page")));
    List<JsonObject> expected =
        new KuzzleAnswer("s", Call.get("/"), 200, answer("search-first-page"), null)
            .result()
            .objects("hits");
    List<String> ids = new ArrayList<>();
    for (int i = 0; scanner.nextHit(); i++) {
      ids.add(scanner.id());
      assertThat(new String(scanner.array(), scanner.sourceOffset(), scanner.sourceLength(), UTF_8))
          .isEqualTo(expected.get(i).raw("_source"));
    }
    assertThat(ids).hasSize(20).contains("slash/inside", "percent%20");
    assertThat(scanner.total()).isEqualTo(24);
    assertThat(scanner.contextId()).isNotBlank();
  }

  @Test
  void sizesOfTheConfigurationAreUnderstood() {
    assertThat(ServerFacts.bytes("1MB")).isEqualTo(1 << 20);
    assertThat(ServerFacts.bytes("512kb")).isEqualTo(512 << 10);
    assertThat(ServerFacts.bytes("1.5mb")).isEqualTo(3 << 19);
    assertThat(ServerFacts.bytes("2097152")).isEqualTo(2 << 20);
    assertThat(ServerFacts.bytes("4GB")).isEqualTo(1 << 30);
    assertThat(ServerFacts.bytes("many")).isEqualTo(1 << 20);
  }
}
