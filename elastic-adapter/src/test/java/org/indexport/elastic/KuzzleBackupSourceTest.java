package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.spi.EngineSource;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KuzzleBackupSourceTest {
  private static final String SOME_CLIENT = "{\"agent\":\"curl/8\",\"last_uri\":\"/\"}";

  private FakeCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = FakeCluster.elastic();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private EngineSource open(Map<String, String> options) throws IOException {
    return new KuzzleBackupConnector()
        .openSource(cluster.uri().replace("http:", "kuzzle+elasticsearch:"), options);
  }

  private EngineSource open() throws IOException {
    return open(Map.of());
  }

  private void make(String indice, String... aliases) {
    cluster.create(indice, 1);
    List<String> each = List.of(aliases).stream().map(alias -> "\"" + alias + "\":{}").toList();
    cluster.describe(
        indice,
        "{\"refresh_interval\":\"7s\"}",
        "{\"dynamic\":\"strict\",\"_meta\":{\"a\":1}}",
        "{" + String.join(",", each) + "}");
  }

  private void clients(String... clients) {
    cluster.route(
        "/_nodes/stats/http",
        "{\"nodes\":{\"n\":{\"http\":{\"clients\":[" + String.join(",", clients) + "]}}}}");
  }

  private static IndexInfo index(EngineSource source, String name) throws IOException {
    return Objects.requireNonNull(source.header().index(IndexName.parse(name)));
  }

  @Test
  void collectionsAreFoundByTheirAliases() throws IOException {
    make("&library.books.73442", "@&library.books", "novels");
    make("&library._kuzzle_keep", "@&library._kuzzle_keep");
    make("%kuzzle.config", "@%kuzzle.config");
    make("%plugin-a.things", "@%plugin-a.things");
    make("old-books", "@&archive.books");
    make("&older.books");
    make("unrelated", "some");
    cluster.put("&library.books.73442", "1", "{\"a\":1.0}");
    try (EngineSource source = open()) {
      assertThat(source.header().indexes())
          .extracting(index -> index.name().toString())
          .containsExactly(
              "%kuzzle/config",
              "%plugin-a/things",
              "archive/books",
              "library/_kuzzle_keep",
              "library/books",
              "older/books");
      assertThat(source.header().namespaces())
          .containsExactly("%kuzzle", "%plugin-a", "archive", "library", "older");
      IndexInfo books = index(source, "library/books");
      assertThat(books.extensions())
          .isEqualTo(
              Map.of(
                  "x-kuzzle-indice",
                  "{\"name\":\"library/books\",\"indice\":\"&library.books.73442\",\"aliases\":{\"@&library.books\":{}}}"));
      Settings settings = Objects.requireNonNull(books.settings());
      assertThat(settings.dialect()).isEqualTo("elasticsearch");
      assertThat(settings.json()).contains("\"7s\"").contains("\"_meta\":{\"a\":1}");
      assertThat(books.documentCount()).isEqualTo(1);
      assertThat(index(source, "older/books").extensions())
          .containsEntry(
              "x-kuzzle-indice",
              "{\"name\":\"older/books\",\"indice\":\"&older.books\",\"aliases\":{}}");
      assertThat(index(source, "library/_kuzzle_keep").isInternal()).isTrue();
      assertThat(index(source, "library/_kuzzle_keep").isSensitive()).isFalse();
      assertThat(index(source, "%kuzzle/config").isInternal()).isTrue();
      assertThat(index(source, "%kuzzle/config").isSensitive()).isTrue();
      assertThat(index(source, "%plugin-a/things").isSensitive()).isTrue();
      try (DocumentCursor cursor = source.slices(books.name(), 1).get(0)) {
        Document document = Objects.requireNonNull(cursor.next());
        assertThat(document.id()).isEqualTo("1");
        assertThat(document.json()).isEqualTo("{\"a\":1.0}");
        assertThat(cursor.next()).isNull();
      }
      assertThat(aliases(source, books.name())).isEqualTo("{\"novels\":{}}");
      assertThat(source.sections()).hasSize(1);
    }
  }

  private static String aliases(EngineSource source, IndexName index) throws IOException {
    Section section =
        StreamSupport.stream(source.sections().spliterator(), false)
            .filter(each -> index.equals(each.index()))
            .findFirst()
            .orElseThrow();
    assertThat(section.name()).isEqualTo("aliases");
    return new String(section.content().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void theAliasWinsOverTheNameOfAnIndex() throws IOException {
    make("&library.books", "@&library.novels");
    make("&library.books.5", "@&library.books");
    make("&library.novels");
    make("&nonsense");
    try (EngineSource source = open()) {
      assertThat(source.header().indexes())
          .extracting(index -> index.name().toString())
          .containsExactly("library/books", "library/novels");
      assertThat(index(source, "library/novels").extensions().get("x-kuzzle-indice"))
          .contains("\"&library.books\"");
      assertThat(source.notices())
          .anyMatch(notice -> notice.startsWith("index &library.novels: left out"))
          .anyMatch(notice -> notice.startsWith("index &nonsense: left out"));
    }
  }

  @Test
  void anIndexWithSeveralAliasesOfKuzzleIsOneCollection() throws IOException {
    make("&library.novels.1", "@&library.books", "@&library.novels", "@&library.tales");
    try (EngineSource source = open()) {
      assertThat(source.header().indexes())
          .extracting(index -> index.name().toString())
          .containsExactly("library/novels");
      assertThat(index(source, "library/novels").extensions().get("x-kuzzle-indice"))
          .contains("\"@&library.books\":{},\"@&library.novels\":{},\"@&library.tales\":{}");
    }
  }

  @Test
  void anAliasOfTwoIndexesIsRefused() throws IOException {
    make("&library.books.1", "@&library.books");
    make("&library.books.2", "@&library.books");
    assertThatThrownBy(this::open)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("@&library.books")
        .hasMessageContaining("&library.books.1 and &library.books.2");
  }

  @Test
  void aClusterWithoutKuzzleIsRefused() throws IOException {
    make("books", "some");
    assertThatThrownBy(this::open)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected indexes of a Kuzzle");
    assertThat(cluster.openContexts()).isZero();
  }

  @Test
  void nothingFollowsTheHost() {
    assertThatThrownBy(
            () ->
                new KuzzleBackupConnector()
                    .openSource("kuzzle+elasticsearch://u:secret@localhost:1/library", Map.of()))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("kuzzle+elasticsearch://localhost:1/library")
        .hasMessageNotContaining("secret");
  }

  @Test
  void optionsAreThoseThatABackupCanHave() {
    assertThat(new KuzzleBackupConnector().options())
        .contains("user", "api-key", "keep-alive", "replicas")
        .doesNotContain("query", "indexes", "swap", "include-hidden");
    assertThat(new KuzzleBackupConnector().schemes())
        .containsExactlyInAnyOrder(
            "kuzzle+elasticsearch", "kuzzle+elasticsearch+http", "kuzzle+elasticsearch+https");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "elasticsearch-js/7.13.0 / open true",
        "elasticsearch-js/7.13.0 / closed false",
        "Kibana/8 /_search open false",
        "x /%40%25kuzzle.users/_doc/1 open true",
        "x /@&library.books/_search open true",
        "x /@&library.books/_search closed false",
        "x /%zz open false"
      })
  void connectionsOfAKuzzleAreSeen(String agent, String uri, String state, boolean seen)
      throws IOException {
    make("%kuzzle.users", "@%kuzzle.users");
    String closed = state.equals("closed") ? ",\"closed_time_millis\":5" : "";
    clients(
        SOME_CLIENT,
        "{\"agent\":\"%s\",\"last_uri\":\"%s\",\"remote_address\":\"10.0.0.1:5555\"%s}"
            .formatted(agent, uri, closed));
    try (EngineSource source = open()) {
      assertThat(source.notices().stream().anyMatch(n -> n.contains("seemed to be running")))
          .isEqualTo(seen);
      assertThat(source.notices().stream().anyMatch(n -> n.contains("10.0.0.1"))).isEqualTo(seen);
      assertThat(source.notices()).anyMatch(notice -> notice.contains("Redis"));
    }
  }

  @Test
  void aKuzzleWhoseAddressIsGivenIsAsked() throws IOException {
    make("%kuzzle.users", "@%kuzzle.users");
    clients(SOME_CLIENT);
    String address;
    try (TinyHttpServer kuzzle = new TinyHttpServer(request -> Reply.of(401, "{}"))) {
      address = kuzzle.uri();
      try (EngineSource source = open(Map.of("kuzzle", address))) {
        assertThat(source.notices()).anyMatch(notice -> notice.contains(address + " answers"));
      }
      assertThat(kuzzle.requests()).singleElement().hasToString("GET /_now");
    }
    try (EngineSource source = open(Map.of("kuzzle", address))) {
      assertThat(source.notices()).singleElement().asString().contains("Redis");
    }
    assertThatThrownBy(() -> open(Map.of("kuzzle", "localhost")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("http://localhost:7512");
  }

  @Test
  void aServerThatDoesNotTellItsClientsIsSaid() throws IOException {
    make("%kuzzle.users", "@%kuzzle.users");
    for (Reply reply : List.of(Reply.of(200, "{}"), Reply.of(403, "{\"error\":\"no\"}"))) {
      cluster.spoil(request -> request.path().equals("/_nodes/stats/http"), ignored -> reply);
      try (EngineSource source = open()) {
        assertThat(source.notices()).anyMatch(notice -> notice.contains("cannot be told"));
      }
    }
  }

  @Test
  void whatIsReadHasAFingerprint() throws IOException {
    make("&library.books", "@&library.books");
    make("&library._kuzzle_keep", "@&library._kuzzle_keep");
    cluster.put("&library.books", "1", "{}");
    Set<String> prints = new HashSet<>();
    for (int i = 0; i < 2; i++) {
      try (EngineSource source = open()) {
        prints.add(Objects.requireNonNull(source.fingerprint()));
        IndexName marker = IndexName.of("library", "_kuzzle_keep");
        try (DocumentCursor cursor = source.slices(marker, 1).get(0)) {
          assertThat(cursor.next()).isNull();
        }
      }
    }
    assertThat(prints).hasSize(1);
    cluster.put("&library.books", "2", "{}");
    try (EngineSource source = open()) {
      prints.add(Objects.requireNonNull(source.fingerprint()));
    }
    assertThat(prints).hasSize(2);
  }
}
