package org.indexport.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.json.JsonObject;
import org.indexport.testkit.TinyHttpServer.Fault;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.indexport.testkit.TinyHttpServer.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KuzzleSourceTest {
  private static final IndexName BOOKS = IndexName.of("library", "books");
  private static final IndexName LOANS = IndexName.of("library", "loans");
  private static final IndexName TAXIS = IndexName.of("nyc", "taxis");

  /** The stand-in allows no longer scrolls. */
  private static final Map<String, String> SHORT = Map.of("keep-alive", "10s");

  private FakeKuzzle kuzzle;

  @BeforeEach
  void start() throws IOException {
    kuzzle = new FakeKuzzle();
    kuzzle.create(BOOKS, "{\"dynamic\":\"strict\",\"properties\":{\"n\":{\"type\":\"long\"}}}");
    kuzzle.create(LOANS, "{\"dynamic\":\"false\",\"properties\":{}}");
    kuzzle.create(TAXIS, "{\"dynamic\":\"true\",\"properties\":{}}");
    kuzzle.createIndex("empty");
  }

  @AfterEach
  void stop() throws IOException {
    kuzzle.close();
  }

  /** Documents of such a length that there are several pages. */
  private Map<String, String> fill(IndexName name, int count) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String source = "{\"n\":%d,\"t\":\"%s\"}".formatted(i, "x".repeat(40_000));
      all.put("d" + i, source);
      kuzzle.put(name, "d" + i, source);
    }
    return all;
  }

  private static Map<String, String> read(List<DocumentCursor> cursors) throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (DocumentCursor cursor : cursors) {
      try (cursor) {
        for (Document document; (document = cursor.next()) != null; ) {
          assertThat(all.put(String.valueOf(document.id()), document.json())).isNull();
        }
      }
    }
    return all;
  }

  private List<String> names(String path, String... options) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    try (KuzzleSource source = kuzzle.source(path, map)) {
      return source.header().indexes().stream().map(index -> index.name().toString()).toList();
    }
  }

  @Test
  void collectionsAreIndexesAndIndexesNamespaces() throws IOException {
    kuzzle.put(BOOKS, "a", "{}");
    try (KuzzleSource source = kuzzle.source("", Map.of())) {
      assertThat(source.header().namespaces()).containsExactly("empty", "library", "nyc");
      assertThat(source.header().indexes())
          .extracting(IndexInfo::name)
          .containsExactly(BOOKS, LOANS, TAXIS);
      assertThat(source.header().engineName()).isEqualTo("kuzzle");
      assertThat(source.header().engineVersion()).isEqualTo("2.56.0");
      IndexInfo books = source.header().indexes().get(0);
      assertThat(books.documentCount()).isEqualTo(1);
      assertThat(books.createdAt()).isEqualTo("2023-11-14T22:13:20Z");
      assertThat(books.settings())
          .isEqualTo(
              Settings.of(
                  "kuzzle",
                  null,
                  "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"n\":{\"type\":\"long\"}}},\"settings\":{\"creation_date\":\"1700000000000\",\"uuid\":\"u-library/books\"}}"));
    }
  }

  @Test
  void patternsSelect() throws IOException {
    assertThat(names("/library/*")).containsExactly("library/books", "library/loans");
    assertThat(names("/library")).containsExactly("library/books", "library/loans");
    assertThat(names("", "indexes", "*/*,-library/loans"))
        .containsExactly("library/books", "nyc/taxis");
    assertThat(names("", "indexes", "-library")).containsExactly("nyc/taxis");
    assertThat(names("/nyc/*", "indexes", "l*/b*")).containsExactly("library/books");
    assertThat(names("/empty")).isEmpty();
    assertThatThrownBy(() -> names("/library/no*"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected a collection that fits library/no*");
    assertThatThrownBy(() -> names("/nowhere"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("services.storage.unknown_index");
    assertThatThrownBy(() -> names("", "indexes", "a/b/c")).isInstanceOf(DumpException.class);
  }

  @Test
  void whoMayNotListIndexesNamesThem() throws IOException {
    kuzzle.forbid("index:list");
    assertThatThrownBy(() -> names(""))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("give the user a role that allows index:list; or name the indexes");
    assertThat(names("/library/*,nyc")).hasSize(3);
  }

  @Test
  void whatMayNotBeSeenIsTold() throws IOException {
    kuzzle.forbid("collection:getSettings");
    kuzzle.forbid("server:getConfig");
    kuzzle.forbid("roles:_search");
    kuzzle.forbid("users:_search");
    try (KuzzleSource source = kuzzle.source("/library/books", Map.of())) {
      assertThat(source.losses(BOOKS))
          .containsExactly(
              "settings: the user may not collection:getSettings",
              "moment: it is read as it is when its turn comes");
      assertThat(source.sections()).extracting(Section::name).doesNotContain("roles", "users");
      assertThat(source.notices())
          .containsExactly(
              "roles: left out, as the user may not security:_search",
              "users: left out, as the user may not security:_search");
    }
  }

  @Test
  void aQueryChoosesDocuments() throws IOException {
    fill(BOOKS, 5);
    Map<String, String> query = Map.of("query", "{\"query\":{\"term\":{\"n\":3}}}");
    try (KuzzleSource source = kuzzle.source("", query)) {
      assertThat(source.header().indexes().get(0).documentCount()).isEqualTo(1);
      assertThat(read(source.slices(BOOKS, 2))).containsOnlyKeys("d3");
    }
    assertThatThrownBy(() -> kuzzle.source("", Map.of("query", "{n:1}")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("option query");
  }

  @Test
  void largeCollectionsAreCutIntoSlices() throws IOException {
    for (int i = 0; i < 25_000; i++) {
      kuzzle.put(BOOKS, "d" + i, "{}");
    }
    try (KuzzleSource source = kuzzle.source("", Map.of())) {
      List<DocumentCursor> cursors = source.slices(BOOKS, 4);
      assertThat(cursors).hasSize(2);
      assertThat(read(cursors)).hasSize(25_000);
    }
  }

  @Test
  void whileSomebodyWritesOneScrollShowsOneMoment() throws IOException {
    Map<String, String> before = new TreeMap<>();
    for (int i = 0; i < 25_000; i++) {
      kuzzle.put(BOOKS, "d" + i, "{}");
      before.put("d" + i, "{}");
    }
    try (KuzzleSource source = kuzzle.source("", Map.of())) {
      int[] writes = {0};
      kuzzle.spoil(
          request -> {
            if (request.path().endsWith("_search") && request.parameters().containsKey("scroll")) {
              before.put("new" + writes[0], "{}");
              kuzzle.put(BOOKS, "new" + writes[0]++, "{}");
            }
            return null;
          });
      List<DocumentCursor> cursors = source.slices(BOOKS, 4);
      assertThat(cursors).hasSize(1);
      Map<String, String> read = read(cursors);
      assertThat(read).isEqualTo(before);
    }
  }

  /** Spoils one page once, the nth that is asked for. */
  private void spoilPage(int nth, Reply reply) {
    int[] pages = {0};
    kuzzle.spoil(request -> isPage(request) && ++pages[0] == nth ? reply : null);
  }

  private static boolean isPage(Request request) {
    return request.parameters().containsKey("scroll");
  }

  /** The answer of the server, harmed on its way. */
  private void harmPage(int nth, Fault fault) {
    int[] pages = {0};
    boolean[] inside = {false};
    kuzzle.spoil(
        request -> {
          if (inside[0] || !isPage(request) || ++pages[0] != nth) {
            return null;
          }
          inside[0] = true;
          try {
            return kuzzle.answerOf(request).with(fault);
          } finally {
            inside[0] = false;
          }
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"DROPPED", "CUT", "SHORTENED"})
  void lostPagesAreMadeUpFor(Fault fault) throws IOException {
    Map<String, String> all = fill(BOOKS, 700);
    for (int nth = 1; nth <= 3; nth++) {
      try (KuzzleSource source = kuzzle.source("", SHORT)) {
        harmPage(nth, fault);
        assertThat(read(source.slices(BOOKS, 2))).as("page %d", nth).isEqualTo(all);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 413})
  void refusedPagesAreAskedForAgain(int status) throws IOException {
    Map<String, String> all = fill(BOOKS, 700);
    for (int nth = 1; nth <= 3; nth++) {
      try (KuzzleSource source = kuzzle.source("", SHORT)) {
        spoilPage(nth, Reply.of(status, "<html>"));
        assertThat(read(source.slices(BOOKS, 2))).as("page %d", nth).isEqualTo(all);
      }
    }
  }

  @Test
  void aScrollThatIsLostIsBegunAnew() throws IOException {
    Map<String, String> all = fill(BOOKS, 700);
    try (KuzzleSource source = kuzzle.source("", Map.of())) {
      DocumentCursor cursor = source.slices(BOOKS, 1).get(0);
      Map<String, String> read = new TreeMap<>();
      for (int i = 0; i < 500; i++) {
        if (i % 100 == 99) {
          kuzzle.loseScrolls();
        }
        Document document = Objects.requireNonNull(cursor.next());
        assertThat(read.put(String.valueOf(document.id()), document.json())).isNull();
      }
      read.putAll(read(List.of(cursor)));
      assertThat(read).isEqualTo(all);
    }
  }

  @Test
  void whatWasReadMayBeChangedMeanwhileAndTheRestMayNot() throws IOException {
    Map<String, String> all = fill(BOOKS, 700);
    try (KuzzleSource source = kuzzle.source("", Map.of())) {
      DocumentCursor cursor = source.slices(BOOKS, 1).get(0);
      assertThat(cursor.next()).isNotNull();
      kuzzle.put(BOOKS, "new", "{}");
      kuzzle.loseScrolls();
      assertThat(read(List.of(cursor)))
          .containsOnlyKeys(all.keySet().stream().filter(id -> !id.equals("d699")).toList());
    }
    try (KuzzleSource source = kuzzle.source("", Map.of())) {
      DocumentCursor cursor = source.slices(BOOKS, 1).get(0);
      assertThat(cursor.next()).isNotNull();
      kuzzle.put(BOOKS, "d60", "{\"other\":1}");
      kuzzle.loseScrolls();
      assertThatThrownBy(() -> read(List.of(cursor)))
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("documents were changed since");
    }
  }

  @Test
  void theNextPageIsAskedForWhileOneIsRead() throws Exception {
    Map<String, String> all = fill(BOOKS, 700);
    CountDownLatch askedFor = new CountDownLatch(1);
    kuzzle.spoil(
        request -> {
          if (request.path().startsWith("/_scroll/")) {
            askedFor.countDown();
          }
          return null;
        });
    try (KuzzleSource source = kuzzle.source("", SHORT)) {
      DocumentCursor cursor = source.slices(BOOKS, 1).get(0);
      int read = 0;
      while (askedFor.getCount() > 0 && cursor.next() != null) {
        read++;
        // The page arrives by itself.
        assertThat(read == 80 && !askedFor.await(50, TimeUnit.MILLISECONDS)).isFalse();
        askedFor.await(read, TimeUnit.MILLISECONDS);
      }
      assertThat(read).isBetween(1, 80);
      assertThat(read(List.of(cursor))).hasSize(all.size() - read);
    }
    try (KuzzleSource source = kuzzle.source("", SHORT);
        DocumentCursor cursor = source.slices(BOOKS, 1).get(0)) {
      assertThat(cursor.next()).isNotNull();
    }
  }

  @Test
  void aServerThatAllowsShorterScrollsGetsThem() throws IOException {
    fill(BOOKS, 700);
    try (KuzzleSource source = kuzzle.source("", Map.of("keep-alive", "1m"))) {
      assertThat(read(source.slices(BOOKS, 1))).hasSize(700);
    }
    assertThat(kuzzle.server().requests())
        .filteredOn(KuzzleSourceTest::isPage)
        .extracting(request -> request.parameters().get("scroll"))
        .contains("60000ms", "30000ms");
  }

  @Test
  void smallCollectionsNeedNoScroll() throws IOException {
    fill(BOOKS, 50);
    try (KuzzleSource source = kuzzle.source("", Map.of())) {
      assertThat(read(source.slices(BOOKS, 2))).hasSize(50);
      assertThat(read(source.slices(LOANS, 2))).isEmpty();
    }
    assertThat(kuzzle.server().requests()).noneMatch(KuzzleSourceTest::isPage);
  }

  @Test
  void aCollectionThatGrowsBeyondAPageIsScrolledOn() throws IOException {
    Map<String, String> all = fill(BOOKS, 50);
    try (KuzzleSource source = kuzzle.source("", SHORT)) {
      boolean[] grown = {false};
      kuzzle.spoil(
          request -> {
            if (!grown[0] && request.body().contains("sort")) {
              grown[0] = true;
              all.putAll(fill(BOOKS, 700));
            }
            return null;
          });
      assertThat(read(source.slices(BOOKS, 2))).isEqualTo(all);
    }
  }

  @Test
  void aDocumentThatTheServerCannotReadIsNamed() throws IOException {
    fill(BOOKS, 700);
    try (KuzzleSource source = kuzzle.source("", Map.of())) {
      kuzzle.spoil(
          request ->
              isPage(request)
                  ? Reply.of(
                      500,
                      "{\"error\":{\"id\":\"services.storage.unexpected_error\",\"message\":\"Object contains forbidden prototype property\"}}")
                  : null);
      assertThatThrownBy(() -> read(source.slices(BOOKS, 1)))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("__proto__");
    }
  }

  @Test
  void loginsAreRenewedAndEnded() throws IOException {
    kuzzle.ttl(2_000);
    Map<String, String> all = fill(BOOKS, 700);
    Map<String, String> who = Map.of("user", "ada", "password", "secret");
    try (KuzzleSource source = kuzzle.source("", who)) {
      DocumentCursor cursor = source.slices(BOOKS, 1).get(0);
      assertThat(cursor.next()).isNotNull();
      kuzzle.loseTokens();
      assertThat(read(List.of(cursor))).hasSize(all.size() - 1);
    }
    List<Request> requests = kuzzle.server().requests();
    assertThat(requests)
        .filteredOn(request -> request.path().equals("/_login/local"))
        .hasSize(2)
        .allMatch(request -> !request.headers().containsKey("authorization"));
    assertThat(requests.get(requests.size() - 1).path()).isEqualTo("/_logout");
    assertThatThrownBy(() -> kuzzle.source("", Map.of("user", "ada", "password", "wrong")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("logging in as ada")
        .hasMessageNotContaining("wrong\"");
  }

  @Test
  void apiKeysAreSentAsTheyAre() throws IOException {
    try (KuzzleSource source = kuzzle.source("", Map.of("api-key", "kapikey-1"))) {
      assertThat(source.header().indexes()).hasSize(3);
    }
    assertThat(kuzzle.server().requests())
        .isNotEmpty()
        .allMatch(request -> "Bearer kapikey-1".equals(request.headers().get("authorization")));
  }

  @Test
  void rolesProfilesAndUsersAreSections() throws IOException {
    for (int i = 0; i < 1_200; i++) {
      kuzzle.object("roles", "r" + i, "{\"controllers\":{},\"tags\":[%d]}".formatted(i));
    }
    kuzzle.object("profiles", "p", "{\"policies\":[],\"optimizedPolicies\":[1],\"rateLimit\":3}");
    kuzzle.object("users", "a\"b/c", "{\"profileIds\":[\"p\"]}");
    kuzzle.specifications(BOOKS, "{\"strict\":true}");
    Map<String, JsonObject> found = new LinkedHashMap<>();
    try (KuzzleSource source = kuzzle.source("/library/books", Map.of())) {
      for (Section section : source.sections()) {
        byte[] content = section.content().readAllBytes();
        found.put(section.toString(), JsonObject.parse(content, 100));
        assertThat(section.sensitivity())
            .isEqualTo(
                List.of("credentials", "users").contains(section.name())
                    ? Section.Sensitivity.SENSITIVE
                    : Section.Sensitivity.OPEN);
      }
    }
    assertThat(found.keySet())
        .containsExactly(
            "users-mapping",
            "roles",
            "profiles",
            "users",
            "credentials",
            "api-keys",
            "library/books:validation");
    assertThat(section(found, "roles").names()).hasSize(1_203);
    assertThat(section(found, "roles").raw("r1199"))
        .isEqualTo("{\"controllers\":{},\"tags\":[1199]}");
    assertThat(section(found, "profiles").raw("p")).isEqualTo("{\"policies\":[],\"rateLimit\":3}");
    assertThat(section(found, "users").raw("a\"b/c"))
        .isEqualTo("{\"content\":{\"profileIds\":[\"p\"]},\"credentials\":{}}");
    assertThat(section(found, "users-mapping").raw("mapping")).contains("profileIds");
    assertThat(section(found, "credentials").raw("a\"b/c"))
        .isEqualTo("{\"local\":{\"username\":\"a\\\"b/c-name\"}}");
    assertThat(section(found, "api-keys").raw("a\"b/c"))
        .isEqualTo("{\"key\":{\"description\":\"d\"}}");
    assertThat(section(found, "library/books:validation").toString())
        .isEqualTo("{\"strict\":true}");
  }

  private static JsonObject section(Map<String, JsonObject> found, String name) {
    return Objects.requireNonNull(found.get(name));
  }

  @Test
  void theFingerprintTellsEveryChange() throws IOException {
    fill(BOOKS, 3);
    String first = fingerprint(Map.of());
    assertThat(fingerprint(Map.of())).isEqualTo(first);
    assertThat(fingerprint(Map.of("query", "{\"term\":{\"n\":1}}"))).isNotEqualTo(first);
    kuzzle.put(BOOKS, "d1", "{\"n\":1}");
    String second = fingerprint(Map.of());
    assertThat(second).isNotEqualTo(first);
    kuzzle.object("roles", "more", "{}");
    assertThat(fingerprint(Map.of())).isNotEqualTo(second);
  }

  private @Nullable String fingerprint(Map<String, String> options) throws IOException {
    try (KuzzleSource source = kuzzle.source("", options)) {
      return source.fingerprint();
    }
  }

  @Test
  void otherServersAreRecognised() throws IOException {
    kuzzle.spoil("_getConfig", 1, Reply.of(404, "{\"error\":\"no handler found\"}"));
    assertThatThrownBy(() -> kuzzle.source("", Map.of()))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected a Kuzzle");
    String uri = kuzzle.uri();
    kuzzle.close();
    assertThatThrownBy(() -> new KuzzleConnector().openSource(uri, Map.of()))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("the server does not answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kuzzle+http:",
        "kuzzle://h",
        "kuzzle+http://h?x",
        "kuzzle+http://u:p@[",
        "http://h"
      })
  void otherUrisAreRefused(String uri) {
    assertThatThrownBy(() -> new KuzzleConnector().openSource(uri, Map.of()))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("kuzzle+http://")
        .hasMessageNotContaining("u:p");
  }

  @Test
  void oneWayToSayWhoWeAreIsEnough() {
    assertThatThrownBy(
            () ->
                new KuzzleConnector()
                    .openSource("kuzzle+http://u:p@h", Map.of("api-key", "kapikey-1")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("give one of");
    assertThatThrownBy(
            () -> new KuzzleConnector().openSource("kuzzle+http://h", Map.of("no-such", "1")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("unknown option no-such of Kuzzle");
  }
}
