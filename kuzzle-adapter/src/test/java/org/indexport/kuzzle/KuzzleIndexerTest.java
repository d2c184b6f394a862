package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.json.JsonText;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.spi.Indexer.SectionMoment;
import org.indexport.spi.Indexer.SectionResult;
import org.indexport.testkit.Batches;
import org.indexport.testkit.TinyHttpServer.Fault;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.indexport.testkit.TinyHttpServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KuzzleIndexerTest {
  private static final IndexName BOOKS = IndexName.of("library", "books");

  private FakeKuzzle kuzzle;

  @BeforeEach
  void start() throws IOException {
    kuzzle = new FakeKuzzle();
  }

  @AfterEach
  void stop() throws IOException {
    kuzzle.close();
  }

  private static IndexInfo index(String settings) {
    return IndexInfo.builder(BOOKS)
        .lines(Lines.ENVELOPE)
        .settings(Settings.of("kuzzle", null, settings))
        .build();
  }

  private static IndexInfo index() {
    return IndexInfo.builder(BOOKS).lines(Lines.ENVELOPE).build();
  }

  private KuzzleIndexer begin(IndexInfo index, String... options) throws IOException {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    KuzzleIndexer indexer = kuzzle.indexer(map);
    indexer.begin(DumpHeader.of(index));
    indexer.createIndex(index, IfExists.APPEND);
    return indexer;
  }

  private static DocumentBatch batch(Map<String, String> documents) {
    return Batches.of(index(), documents);
  }

  @Test
  void collectionsAreMadeAsTheDumpSays() throws IOException {
    String settings =
        "{\"mappings\":{\"_meta\":{\"a\":1},\"dynamic\":false,\"dynamic_templates\":[],\"_routing\":{},\"properties\":{\"n\":{\"type\":\"long\"}}},\"settings\":{\"refresh_interval\":\"7s\",\"number_of_shards\":\"2\",\"number_of_replicas\":\"0\",\"provided_name\":\"&x\",\"uuid\":\"u\",\"creation_date\":\"1\",\"version\":{\"created\":\"7\"},\"routing\":{},\"analysis\":{\"x\":1}}}";
    try (KuzzleIndexer indexer = begin(index(settings))) {
      assertThat(kuzzle.mappings(BOOKS))
          .isEqualTo(
              "{\"_meta\":{\"a\":1},\"dynamic\":\"false\",\"properties\":{\"n\":{\"type\":\"long\"}}}");
      assertThat(kuzzle.settings(BOOKS))
          .isEqualTo(
              Map.of(
                  "analysis", "{\"x\":1}",
                  "number_of_replicas", "\"0\"",
                  "number_of_shards", "\"2\"",
                  "refresh_interval", "\"-1\""));
      indexer.finishIndex(BOOKS);
      assertThat(kuzzle.settings(BOOKS)).containsEntry("refresh_interval", "\"7s\"");
      indexer.finish();
      assertThat(indexer.notices())
          .containsExactly(
              "collection library/books: mappings/dynamic_templates: the server's API does not take it",
              "collection library/books: mappings/_routing: the server's API does not take it");
    }
  }

  @Test
  void whatTheServerChangesIsTold() throws IOException {
    try (KuzzleIndexer indexer = begin(index())) {
      indexer.addDocuments(
          batch(Map.of("a", "{\"n\":9007199254740993}", "b", "{\"__proto__\":1}")));
      indexer.finish();
      assertThat(indexer.notices())
          .containsExactly(
              "collection library/books: 1 documents have numbers that the server rounds, the first of them a",
              "collection library/books: 1 documents have members __proto__ that the server drops, the first of them b");
    }
  }

  @Test
  void whatIsThereIsExtendedIfThatIsWanted() throws IOException {
    kuzzle.create(BOOKS, "{\"dynamic\":\"strict\"}");
    String settings =
        "{\"mappings\":{\"dynamic\":true,\"properties\":{\"n\":{\"type\":\"long\"}}},\"settings\":{\"uuid\":\"u\"}}";
    try (KuzzleIndexer indexer = begin(index(settings), "extend", "true")) {
      indexer.finish();
    }
    assertThat(kuzzle.mappings(BOOKS))
        .isEqualTo("{\"dynamic\":\"true\",\"properties\":{\"n\":{\"type\":\"long\"}}}");
    assertThat(kuzzle.settings(BOOKS)).isEmpty();
    kuzzle.spoil(
        "/library/books", 1, FakeKuzzle.error(400, "services.storage.unexpected_bad_request"));
    assertThatThrownBy(() -> begin(index(settings), "extend", "true"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("adding mappings and settings to collection library/books");
  }

  @Test
  void usersAreAtHomeHere() throws IOException {
    try (KuzzleIndexer indexer = kuzzle.indexer(Map.of())) {
      assertThat(indexer.isHomeOf(section("users", "{}"))).isTrue();
      assertThat(indexer.isHomeOf(section("credentials", "{}"))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"settings\":{\"index\":{\"number_of_shards\":\"3\"}}}",
        "{\"settings\":{\"index.number_of_shards\":\"3\",\"index.uuid\":\"u\"}}"
      })
  void settingsMayLieInIndex(String settings) throws IOException {
    try (KuzzleIndexer indexer = begin(index(settings))) {
      indexer.finish();
    }
    assertThat(kuzzle.settings(BOOKS)).isEqualTo(Map.of("number_of_shards", "\"3\""));
  }

  @Test
  void bareMappingsAreTakenToo() throws IOException {
    try (KuzzleIndexer indexer = begin(index("{\"dynamic\":\"strict\",\"properties\":{}}"))) {
      indexer.finish();
    }
    assertThat(kuzzle.mappings(BOOKS)).isEqualTo("{\"dynamic\":\"strict\",\"properties\":{}}");
    assertThatThrownBy(() -> begin(index("[]")).close())
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("library/books: its settings");
  }

  @Test
  void aFailureLeavesTheCollectionSearchable() throws IOException {
    KuzzleIndexer indexer = begin(index("{}"));
    indexer.addDocuments(batch(Map.of("a", "{}")));
    assertThat(kuzzle.found(BOOKS)).isEmpty();
    indexer.close();
    assertThat(kuzzle.found(BOOKS)).containsOnlyKeys("a");
    assertThat(kuzzle.settings(BOOKS)).doesNotContainKey("refresh_interval");
  }

  @Test
  void whatAKillHasLeftIsFinishedByWhoGoesOn() throws IOException {
    // Not closed: as if the machine had failed.
    KuzzleIndexer killed = begin(index("{}"));
    killed.addDocuments(batch(Map.of("a", "{}")));
    try (KuzzleIndexer indexer = begin(index("{}"))) {
      indexer.finish();
    }
    assertThat(kuzzle.settings(BOOKS)).doesNotContainKey("refresh_interval");
    assertThat(kuzzle.found(BOOKS)).containsOnlyKeys("a");
  }

  @Test
  void whatIsThereIsLeftAsItIs() throws IOException {
    kuzzle.create(BOOKS, "{\"dynamic\":\"strict\"}");
    try (KuzzleIndexer indexer = begin(index("{\"mappings\":{\"properties\":{}}}"))) {
      indexer.finish();
    }
    assertThat(kuzzle.mappings(BOOKS)).isEqualTo("{\"dynamic\":\"strict\"}");
    assertThat(kuzzle.settings(BOOKS)).isEmpty();
  }

  @Test
  void whatCannotBeReplacedStays() throws IOException {
    kuzzle.put(BOOKS, "old", "{}");
    kuzzle.spoil(
        request ->
            request.method().equals("PUT")
                ? FakeKuzzle.error(400, "services.storage.invalid_mapping")
                : null);
    try (KuzzleIndexer indexer = kuzzle.indexer(Map.of())) {
      assertThatThrownBy(() -> indexer.createIndex(index(), IfExists.REPLACE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("making collection library/books");
    }
    assertThat(kuzzle.found(BOOKS)).containsOnlyKeys("old");
  }

  @Test
  void analyzersThatTheServerDoesNotHaveAreLeftOutWhereNoFieldNeedsThem() throws IOException {
    kuzzle.spoil(
        request ->
            request.method().equals("PUT") && request.body().contains("analysis")
                ? FakeKuzzle.error(400, "services.storage.unexpected_bad_request")
                : null);
    String settings = "{\"settings\":{\"analysis\":{\"filter\":{}},\"number_of_shards\":\"2\"}}";
    try (KuzzleIndexer indexer = begin(index(settings))) {
      indexer.finish();
      assertThat(indexer.notices())
          .singleElement()
          .asString()
          .startsWith("collection library/books: settings/analysis: the server does not take it");
    }
    assertThat(kuzzle.settings(BOOKS)).isEqualTo(Map.of("number_of_shards", "\"2\""));
  }

  @Test
  void emptyIndexesAreMade() throws IOException {
    try (KuzzleIndexer indexer = kuzzle.indexer(Map.of())) {
      indexer.begin(DumpHeader.of(index()).withNamespaces(List.of("library", "nothing")));
      assertThat(kuzzle.indexNames()).containsExactly("nothing");
      indexer.begin(DumpHeader.of().withNamespaces(List.of("nothing")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Movies", "a.b", "a b", "_all", "_kuzzle_keep", "a%b", "x:y", "a\tb", "caf\u00c9"})
  void namesThatTheServerRefusesAreToldWithOneThatItTakes(String name) throws IOException {
    IndexInfo index = IndexInfo.builder(IndexName.of("library", name)).build();
    try (KuzzleIndexer indexer = kuzzle.indexer(Map.of())) {
      assertThatThrownBy(() -> indexer.createIndex(index, IfExists.REFUSE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("rename it, to library/");
    }
    assertThat(kuzzle.indexNames()).isEmpty();
  }

  @Test
  void whoMayNotListIndexesCanLoad() throws IOException {
    kuzzle.forbid("index:list");
    kuzzle.create(BOOKS, "{}");
    try (KuzzleIndexer indexer = kuzzle.indexer(Map.of())) {
      IndexName other = IndexName.of("library", "other");
      assertThat(indexer.existing(Set.of(BOOKS, other))).containsExactly(BOOKS);
      assertThatThrownBy(indexer::existing)
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("index:list");
    }
  }

  @Test
  void requestsStayWithinWhatTheServerTakes() throws IOException {
    kuzzle.maxRequest(100_000);
    Map<String, String> documents = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      documents.put("d" + i, "{\"t\":\"" + "x".repeat(2_000) + "\"}");
    }
    documents.put("long", "{\"t\":\"" + "x".repeat(120_000) + "\"}");
    try (KuzzleIndexer indexer = begin(index())) {
      BatchResult.Delivered result = (BatchResult.Delivered) indexer.addDocuments(batch(documents));
      assertThat(result.exceptions().values())
          .singleElement()
          .satisfies(
              outcome ->
                  assertThat(outcome.reason())
                      .contains("takes requests of at most 100000 (server.maxRequestSize)"));
      indexer.finish();
    }
    documents.remove("long");
    assertThat(kuzzle.found(BOOKS)).isEqualTo(documents);
    assertThat(kuzzle.server().requests())
        .allMatch(request -> request.body().length() <= 100_000)
        .filteredOn(request -> request.path().endsWith("_mWrite"))
        .hasSizeBetween(6, 12);
  }

  @Test
  void aSmallerLimitThanWasToldIsNoticed() throws IOException {
    Map<String, String> documents = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      documents.put("d" + i, "{\"t\":\"" + "x".repeat(5_000) + "\"}");
    }
    try (KuzzleIndexer indexer = begin(index())) {
      kuzzle.maxRequest(50_000);
      assertThat(indexer.addDocuments(batch(documents))).isEqualTo(BatchResult.ACKNOWLEDGED);
      indexer.finish();
    }
    assertThat(kuzzle.found(BOOKS)).isEqualTo(documents);
  }

  @Test
  void aConnectionThatBreaksUnderALongRequestMeansTooLarge() throws IOException {
    kuzzle.maxRequest(4 << 20);
    Map<String, String> documents = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      documents.put("d" + i, "{\"t\":\"" + "x".repeat(40_000) + "\"}");
    }
    kuzzle.spoil(
        request ->
            request.path().endsWith("_mWrite") && request.body().length() > 1_000_000
                ? Reply.of(200, "").with(Fault.DROPPED)
                : null);
    try (KuzzleIndexer indexer = begin(index())) {
      assertThat(indexer.addDocuments(batch(documents))).isEqualTo(BatchResult.ACKNOWLEDGED);
      indexer.finish();
    }
    assertThat(kuzzle.found(BOOKS)).isEqualTo(documents);
  }

  @Test
  void aServerThatLimitsTheNumberGetsFewer() throws IOException {
    Map<String, String> documents = Batches.numbered(0, 1_000, "a");
    kuzzle.spoil(
        request ->
            request.path().endsWith("_mWrite") && request.body().split("\"_id\"", -1).length > 201
                ? FakeKuzzle.error(413, "services.storage.write_limit_exceeded")
                : null);
    try (KuzzleIndexer indexer = begin(index())) {
      assertThat(indexer.addDocuments(batch(documents))).isEqualTo(BatchResult.ACKNOWLEDGED);
      indexer.finish();
    }
    assertThat(kuzzle.found(BOOKS)).isEqualTo(documents);
  }

  @Test
  void documentsThatTheServerRefusesAreRejectedWithItsWords() throws IOException {
    Map<String, String> documents = new TreeMap<>(Batches.numbered(0, 50, "a"));
    documents.put("bad", "{\"unfit\":1}");
    documents.put("", "{}");
    documents.put("y".repeat(513), "{}");
    documents.put("\u0159".repeat(257), "{}");
    documents.put("poison", "{\"a\":{\"__proto__\":1}}");
    try (KuzzleIndexer indexer = begin(index())) {
      BatchResult.Delivered result = (BatchResult.Delivered) indexer.addDocuments(batch(documents));
      assertThat(result.exceptions().values())
          .extracting(BatchResult.Outcome::reason)
          .containsExactlyInAnyOrder(
              "HTTP 400: mapping set to strict",
              "the id has 0 bytes; the server takes 1 to 512",
              "the id has 513 bytes; the server takes 1 to 512",
              "the id has 514 bytes; the server takes 1 to 512",
              "the server takes a member '__proto__' at this place, but cannot read the collection any more");
      indexer.finish();
    }
    assertThat(kuzzle.found(BOOKS)).isEqualTo(Batches.numbered(0, 50, "a"));
  }

  @Test
  void whatTheServerCannotReadAtAllIsFoundByHalves() throws IOException {
    Map<String, String> documents = new TreeMap<>(Batches.numbered(0, 50, "a"));
    documents.put("d31", "{\"poison\":1}");
    kuzzle.spoil(
        request ->
            request.body().contains("poison")
                ? FakeKuzzle.error(400, "services.storage.unexpected_bad_request")
                : null);
    try (KuzzleIndexer indexer = begin(index())) {
      BatchResult.Delivered result = (BatchResult.Delivered) indexer.addDocuments(batch(documents));
      assertThat(result.exceptions()).hasSize(1);
      indexer.finish();
    }
    documents.remove("d31");
    assertThat(kuzzle.found(BOOKS)).isEqualTo(documents);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 502})
  void whatIsPutOffIsToBeSentAgain(int status) throws IOException {
    try (KuzzleIndexer indexer = begin(index())) {
      kuzzle.spoil("_mWrite", 1, Reply.of(status, "later"));
      assertThat(indexer.addDocuments(batch(Map.of("a", "{}"))))
          .isInstanceOf(BatchResult.NotSent.class);
      assertThat(indexer.addDocuments(batch(Map.of("a", "{}"))))
          .isEqualTo(BatchResult.ACKNOWLEDGED);
    }
  }

  @Test
  void aLoginThatHasEndedIsRenewed() throws IOException {
    try (KuzzleIndexer indexer = begin(index(), "user", "ada", "password", "secret")) {
      kuzzle.loseTokens();
      assertThat(indexer.addDocuments(batch(Map.of("a", "{}"))))
          .isEqualTo(BatchResult.ACKNOWLEDGED);
      indexer.finish();
    }
    assertThat(kuzzle.found(BOOKS)).containsOnlyKeys("a");
  }

  @Test
  void aCollectionThatIsGoneIsAnError() throws IOException {
    KuzzleIndexer indexer = begin(index());
    kuzzle.spoil("_mWrite", 1, FakeKuzzle.error(412, "services.storage.unknown_collection"));
    assertThatThrownBy(() -> indexer.addDocuments(batch(Map.of("a", "{}"))))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("another program has removed it");
    indexer.close();
  }

  @Test
  void kuzzleInfoIsKeptOrRewritten() throws IOException {
    Map<String, String> documents = Map.of("a", "{\"_kuzzle_info\":{\"author\":\"x\"}}");
    try (KuzzleIndexer indexer = begin(index())) {
      indexer.addDocuments(batch(documents));
      indexer.finish();
    }
    assertThat(kuzzle.found(BOOKS)).isEqualTo(documents);
    try (KuzzleIndexer indexer = begin(index(), "kuzzle-info", "rewrite")) {
      BatchResult.Delivered result =
          (BatchResult.Delivered)
              indexer.addDocuments(batch(Map.of("b", "{\"n\":1}", "c", "{\"unfit\":1}")));
      assertThat(result.exceptions().values())
          .containsExactly(BatchResult.Outcome.rejected("HTTP 400: strict"));
      indexer.finish();
    }
    assertThat(kuzzle.found(BOOKS).get("b")).isEqualTo("{\"n\":1,\"_kuzzle_info\":{}}");
  }

  private static Section section(String name, String json) {
    return Section.of(
        name, null, Section.MediaType.JSON, Section.Sensitivity.OPEN, json.getBytes(UTF_8));
  }

  private void restore(Map<String, String> options, Section... sections) throws IOException {
    try (KuzzleIndexer indexer = kuzzle.indexer(options)) {
      indexer.begin(DumpHeader.of());
      for (Section section : sections) {
        assertThat(indexer.putSection(section, SectionMoment.BEFORE))
            .isEqualTo(SectionResult.APPLIED);
      }
      indexer.finish();
    }
  }

  private static String objects(String id, String json) {
    return "{" + JsonText.quote(id) + ":" + json + ",\"admin\":{},\"anonymous\":{}}";
  }

  @Test
  void whatOthersNeedIsWrittenFirst() throws IOException {
    kuzzle.object("users", "old", "{\"profileIds\":[]}");
    restore(
        Map.of(),
        section(
            "users",
            "{\"ada/x\":{\"content\":{\"profileIds\":[\"p\"]},\"credentials\":{\"local\":{\"password\":\"x\"}}},\"old\":{\"content\":{\"a\":1}}}"),
        section(
            "profiles", objects("p", "{\"policies\":[],\"optimizedPolicies\":[],\"rateLimit\":7}")),
        section("roles", objects("r", "{\"controllers\":{},\"tags\":[1]}")),
        section("users-mapping", "{\"mapping\":{\"email\":{\"type\":\"keyword\"}}}"));
    assertThat(kuzzle.order())
        .containsExactly(
            "users-mapping", "roles/r", "profiles/p", "users/ada/x with {}", "users/old");
    assertThat(kuzzle.usersMapping()).isEqualTo("{\"email\":{\"type\":\"keyword\"}}");
    assertThat(kuzzle.security("profiles")).containsEntry("p", "{\"policies\":[],\"rateLimit\":7}");
    assertThat(kuzzle.security("roles")).containsEntry("r", "{\"controllers\":{},\"tags\":[1]}");
    assertThat(kuzzle.security("roles").get("admin")).contains("actions");
    assertThat(kuzzle.security("users")).containsEntry("old", "{\"a\":1}");
  }

  @Test
  void credentialsAreWrittenWhenThatIsAskedFor() throws IOException {
    restore(
        Map.of("credentials", "write"),
        section(
            "users", "{\"a\":{\"content\":{},\"credentials\":{\"local\":{\"password\":\"x\"}}}}"));
    assertThat(kuzzle.order()).containsExactly("users/a with {\"local\":{\"password\":\"x\"}}");
  }

  @Test
  void builtInsAreWrittenWhenThatIsAskedForAndAnonymousLast() throws IOException {
    restore(
        Map.of("built-in", "write"), section("roles", "{\"anonymous\":{},\"r\":{},\"admin\":{}}"));
    assertThat(kuzzle.order()).endsWith("roles/anonymous").hasSize(3);
  }

  @Test
  void nobodyLocksHimselfOut() throws IOException {
    kuzzle.object("profiles", "own", "{\"policies\":[{\"roleId\":\"mine\"}]}");
    restore(
        Map.of("user", "ada", "password", "secret"),
        section("roles", "{\"mine\":{},\"other\":{}}"),
        section("profiles", "{\"own\":{},\"other\":{}}"),
        section("users", "{\"ada\":{\"content\":{}},\"bob\":{\"content\":{}}}"));
    assertThat(kuzzle.order())
        .containsExactly("roles/other", "profiles/other", "users/bob with {}");
  }

  @Test
  void manyAreWrittenWithoutWaitingForEach() throws IOException {
    StringBuilder roles = new StringBuilder("{");
    for (int i = 0; i < 500; i++) {
      roles.append(i == 0 ? "" : ",").append("\"r%d\":{\"controllers\":{}}".formatted(i));
    }
    restore(Map.of(), section("roles", roles.append('}').toString()));
    assertThat(kuzzle.security("roles")).hasSize(503);
    assertThat(refreshes()).hasSize(500).containsOnly("false");
    List<Request> requests = kuzzle.server().requests();
    assertThat(requests.get(requests.size() - 1).path()).isEqualTo("/_security/roles/_refresh");
  }

  private List<String> refreshes() {
    return kuzzle.server().requests().stream()
        .filter(request -> request.method().equals("PUT"))
        .map(request -> String.valueOf(request.parameters().get("refresh")))
        .toList();
  }

  @Test
  void whoMayNotRefreshWaitsForTheLastOne() throws IOException {
    kuzzle.forbid("security:refresh");
    restore(Map.of(), section("roles", "{\"a\":{},\"b\":{}}"));
    assertThat(refreshes()).containsExactly("false", "false", "wait_for");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"a\":}",
        "{\"a\":{}",
        "{\"a\":{}} x",
        "{\"a\":{\"content\":1}}",
        "{\"a\":{}}"
      })
  void damagedSectionsAreATypedError(String json) {
    assertThatThrownBy(() -> restore(Map.of(), section("users", json)))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("section users");
  }

  @Test
  void validationIsWrittenToItsCollection() throws IOException {
    try (KuzzleIndexer indexer = begin(index())) {
      Section validation =
          Section.of(
              "validation",
              BOOKS,
              Section.MediaType.JSON,
              Section.Sensitivity.OPEN,
              "{\"strict\":true}".getBytes(UTF_8));
      assertThat(indexer.putSection(validation, SectionMoment.BEFORE))
          .isEqualTo(SectionResult.APPLIED);
      assertThat(indexer.putSection(section("api-keys", "{}"), SectionMoment.BEFORE))
          .isEqualTo(SectionResult.UNSUPPORTED);
      indexer.finish();
    }
    assertThat(kuzzle.specifications(BOOKS)).isEqualTo("{\"strict\":true}");
  }

  @Test
  void namesAfterTheHostAreRefused() {
    assertThatThrownBy(() -> new KuzzleConnector().openIndexer(kuzzle.uri() + "/a/b", Map.of()))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected no name of a collection");
  }
}
