package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Endpoint;
import org.indexport.http.Patience;
import org.indexport.http.RequestSigner;
import org.indexport.testkit.TinyHttpServer.Fault;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ElasticSourceTest {
  private static final IndexName MOVIES = IndexName.of("movies");

  /** The kinds of servers that are read in different ways. */
  enum Kind {
    ELASTIC(Cluster.Engine.ELASTICSEARCH, "8.19.21"),
    OPEN_SEARCH(Cluster.Engine.OPENSEARCH, "2.19.6"),
    SCROLLING(Cluster.Engine.OPENSEARCH, "1.3.20");

    private final Cluster.Engine engine;
    private final String version;

    Kind(Cluster.Engine engine, String version) {
      this.engine = engine;
      this.version = version;
    }
  }

  private FakeCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = FakeCluster.elastic();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private void use(Kind kind) throws IOException {
    cluster.close();
    cluster = new FakeCluster(kind.engine, kind.version);
  }

  private ElasticSource open(String... options) throws IOException {
    return open(Duration.ofSeconds(5), options);
  }

  private ElasticSource open(Duration patience, String... options) throws IOException {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    ConnectorOptions own =
        ConnectorOptions.of("Elasticsearch and OpenSearch", map, new ElasticConnector().options());
    Endpoint endpoint = ElasticEndpoint.of(cluster.uri(), own);
    Patience pauses = new Patience(Duration.ofMillis(5), Duration.ofMillis(20), patience);
    return ElasticSource.open(Transport.to(endpoint.with(pauses)), own);
  }

  /** Roles of machines have keys that are asked for now and then, also for a page that is ahead. */
  @Test
  void keysThatAreOutOfReachForAWhileLoseNothing() throws IOException {
    Map<String, String> documents = fill("movies", 1, 5_000);
    AtomicInteger signed = new AtomicInteger();
    RequestSigner signer =
        (method, uri, headers, body) -> {
          if (signed.incrementAndGet() % 3 == 0) {
            throw new ConnectException("no keys at the moment");
          }
          return Map.of();
        };
    ConnectorOptions none = ConnectorOptions.of("a cluster", Map.of(), Set.of());
    Patience pauses =
        new Patience(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(5));
    Endpoint endpoint = ElasticEndpoint.of(cluster.uri(), none).with(pauses).withSigner(signer);
    try (ElasticSource source = ElasticSource.open(Transport.to(endpoint), none)) {
      assertThat(read(source, MOVIES, 1)).isEqualTo(documents);
    }
  }

  private Map<String, String> fill(String index, int shards, int documents) {
    cluster.create(index, shards);
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < documents; i++) {
      String source = "{\"n\":" + i + ",\"text\":\"" + "x".repeat(i % 50) + "\"}";
      cluster.put(index, "d" + i, source);
      all.put("d" + i, source);
    }
    return all;
  }

  private static Map<String, String> read(ElasticSource source, IndexName index, int wanted)
      throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (DocumentCursor cursor : source.slices(index, wanted)) {
      try (cursor) {
        for (Document document; (document = cursor.next()) != null; ) {
          assertThat(all.put(String.valueOf(document.id()), document.json()))
              .as("twice: %s", document.id())
              .isNull();
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void everyDocumentComesOnce(Kind kind) throws IOException {
    use(kind);
    Map<String, String> documents = fill("movies", 3, 2_000);
    for (int wanted : new int[] {1, 2, 3, 5, 8}) {
      try (ElasticSource source = open()) {
        assertThat(read(source, MOVIES, wanted)).isEqualTo(documents);
      }
    }
    assertThat(cluster.openContexts()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whateverHappensToPagesNothingIsLostOrTwice(Kind kind) throws IOException {
    for (Fault fault : List.of(Fault.DROPPED, Fault.CUT, Fault.SHORTENED)) {
      checkSpoiled(kind, reply -> reply.with(fault));
    }
    checkSpoiled(kind, reply -> Reply.of(429, "{\"error\":\"busy\"}"));
    checkSpoiled(kind, reply -> Reply.of(502, "<html>bad gateway</html>"));
    checkSpoiled(kind, reply -> Reply.of(503, ""));
    checkSpoiled(
        kind,
        reply ->
            Reply.of(
                429,
                "{\"error\":{\"type\":\"circuit_breaking_exception\",\"durability\":\"PERMANENT\"}}"));
    checkSpoiled(
        kind, reply -> Reply.of(200, reply.body().replace("\"failed\":0", "\"failed\":1")));
    checkSpoiled(
        kind,
        reply -> Reply.of(200, reply.body().replace("\"timed_out\":false", "\"timed_out\":true")));
  }

  private void checkSpoiled(Kind kind, UnaryOperator<Reply> how) throws IOException {
    use(kind);
    Map<String, String> documents = fill("movies", 2, 1_500);
    List<UnaryOperator<Reply>> hows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      hows.add(i % 2 == 0 ? how : UnaryOperator.identity());
    }
    cluster.spoilPages(hows);
    try (ElasticSource source = open()) {
      assertThat(read(source, MOVIES, 2)).isEqualTo(documents);
    }
    // Nobody can give a scroll back whose name was in the answer that was lost.
    if (kind != Kind.SCROLLING) {
      assertThat(cluster.openContexts()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMomentThatIsLostIsGoneOnWith(Kind kind) throws IOException {
    use(kind);
    Map<String, String> documents = fill("movies", 2, 3_000);
    try (ElasticSource source = open()) {
      Map<String, String> found = new TreeMap<>();
      int read = 0;
      for (DocumentCursor cursor : source.slices(MOVIES, 3)) {
        try (cursor) {
          for (Document document; (document = cursor.next()) != null; ) {
            assertThat(found.put(String.valueOf(document.id()), document.json())).isNull();
            if (++read % 700 == 0) {
              cluster.forget();
            }
          }
        }
      }
      assertThat(found).isEqualTo(documents);
    }
  }

  @Test
  void partsOfAShardAreGoneOnWithTogether() throws IOException {
    Map<String, String> documents = fill("movies", 1, 45_000);
    try (ElasticSource source = open()) {
      List<DocumentCursor> cursors = source.slices(MOVIES, 4);
      assertThat(cursors).hasSize(4);
      Map<String, String> found = new TreeMap<>();
      // The first to its end, then the moment is lost in the middle of the others.
      for (int i = 0; i < 4; i++) {
        for (int read = 0; i == 0 || read < 3_000; read++) {
          Document document = cursors.get(i).next();
          if (document == null) {
            break;
          }
          assertThat(found.put(String.valueOf(document.id()), document.json())).isNull();
        }
      }
      cluster.forget();
      for (DocumentCursor cursor : cursors) {
        try (cursor) {
          for (Document document; (document = cursor.next()) != null; ) {
            assertThat(found.put(String.valueOf(document.id()), document.json())).isNull();
          }
        }
      }
      assertThat(found).isEqualTo(documents);
    }
  }

  private static List<List<String>> idsInOrder(ElasticSource source, FakeCluster forgetful)
      throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (DocumentCursor cursor : source.slices(MOVIES, 6)) {
      List<String> ids = new ArrayList<>();
      try (cursor) {
        for (Document document; (document = cursor.next()) != null; ) {
          ids.add(document.id());
          if (ids.size() == 5_000) {
            forgetful.forget();
          }
        }
      }
      all.add(ids);
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SCROLLING")
  void aSourceWithAFingerprintHasAnOrder(Kind kind) throws IOException {
    use(kind);
    fill("movies", 2, 50_000);
    String state;
    List<List<String>> ids;
    try (ElasticSource source = open()) {
      state = source.fingerprint();
      assertThat(state).contains("50000 documents");
      ids = idsInOrder(source, cluster);
      assertThat(ids).hasSize(6);
      assertThat(ids.stream().flatMap(List::stream)).hasSize(50_000).doesNotHaveDuplicates();
    }
    cluster.turnRound("movies");
    try (ElasticSource source = open()) {
      assertThat(source.fingerprint()).isEqualTo(state);
      assertThat(idsInOrder(source, cluster)).isEqualTo(ids);
    }
    for (String id : List.of("d7", "new")) {
      cluster.put("movies", id, "{}");
      try (ElasticSource source = open()) {
        assertThat(source.fingerprint()).isNotEqualTo(state);
        state = source.fingerprint();
      }
    }
    cluster.delete("movies", "d9");
    try (ElasticSource source = open()) {
      assertThat(source.fingerprint()).isNotEqualTo(state);
    }
  }

  @Test
  void withoutMomentsThereIsNoFingerprint() throws IOException {
    use(Kind.SCROLLING);
    fill("movies", 1, 10);
    try (ElasticSource source = open()) {
      assertThat(source.fingerprint()).isNull();
    }
  }

  @Test
  void changesOfWhatWasReadDoNotHarmGoingOn() throws IOException {
    Map<String, String> documents = fill("movies", 1, 2_000);
    try (ElasticSource source = open();
        DocumentCursor cursor = source.slices(MOVIES, 1).get(0)) {
      Map<String, String> found = new TreeMap<>();
      for (int i = 0; i < 100; i++) {
        Document document = Objects.requireNonNull(cursor.next());
        found.put(String.valueOf(document.id()), document.json());
      }
      cluster.delete("movies", "d3");
      cluster.forget();
      for (Document document; (document = cursor.next()) != null; ) {
        found.put(String.valueOf(document.id()), document.json());
      }
      assertThat(found).isEqualTo(documents);
    }
  }

  @Test
  void changesOfWhatWasNotReadAreAFailure() throws IOException {
    fill("movies", 1, 2_000);
    try (ElasticSource source = open();
        DocumentCursor cursor = source.slices(MOVIES, 1).get(0)) {
      for (int i = 0; i < 100; i++) {
        assertThat(cursor.next()).isNotNull();
      }
      cluster.delete("movies", "d1900");
      cluster.forget();
      assertThatThrownBy(() -> drain(cursor))
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("expected 2000 documents")
          .hasMessageContaining("found 1999");
    }
  }

  private static void drain(DocumentCursor cursor) throws IOException {
    while (cursor.next() != null) {
      // Only the end matters.
    }
  }

  @Test
  void anIndexThatIsDeletedOrMadeAnewMeanwhileIsAFailure() throws IOException {
    fill("movies", 1, 2_000);
    for (boolean anew : new boolean[] {true, false}) {
      try (ElasticSource source = open();
          DocumentCursor cursor = source.slices(MOVIES, 1).get(0)) {
        assertThat(cursor.next()).isNotNull();
        cluster.delete("movies");
        if (anew) {
          fill("movies", 1, 2_000);
        }
        cluster.forget();
        assertThatThrownBy(() -> drain(cursor))
            .isInstanceOf(DumpException.class)
            .hasMessageContaining(anew ? "made anew" : "no such index [movies]");
      }
    }
  }

  @Test
  void patienceEndsWithWhatTheServerSays() throws IOException {
    fill("movies", 1, 10);
    try (ElasticSource source = open(Duration.ofMillis(300));
        DocumentCursor cursor = source.slices(MOVIES, 1).get(0)) {
      List<UnaryOperator<Reply>> busy = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        busy.add(reply -> FakeCluster.error(429, "es_rejected_execution_exception", "queue full"));
      }
      cluster.spoilPages(busy);
      assertThatThrownBy(() -> drain(cursor))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("reading index movies: HTTP 429")
          .hasMessageContaining("queue full");
    }
  }

  @Test
  void aServerThatIsGoneIsAFailure() throws IOException {
    // More than the pages that are asked for ahead.
    fill("movies", 1, 30_000);
    try (ElasticSource source = open(Duration.ofMillis(300));
        DocumentCursor cursor = source.slices(MOVIES, 1).get(0)) {
      assertThat(cursor.next()).isNotNull();
      cluster.close();
      assertThatThrownBy(() -> drain(cursor))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("no answer within");
    }
  }

  @Test
  void routingLiesBesideTheDocument() throws IOException {
    cluster.create("movies", 2);
    cluster.put("movies", "1", "Karlín", "{\"a\":1}");
    try (ElasticSource source = open();
        DocumentCursor cursor = source.slices(MOVIES, 1).get(0)) {
      Document document = Objects.requireNonNull(cursor.next());
      assertThat(document.id()).isEqualTo("1");
      assertThat(document.routing()).isEqualTo("Karlín");
      assertThat(document.version()).isNull();
      assertThat(document.json()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void theHeaderTellsOfTheClusterAndItsIndexes() throws IOException {
    fill("movies", 2, 5);
    cluster.describe(
        "movies",
        "{\"analysis\":{\"x\":\"1\"}}",
        "{\"properties\":{ \"a\":{\"type\":\"text\"}}}",
        "{\"film\":{}}");
    try (ElasticSource source = open()) {
      DumpHeader header = source.header();
      assertThat(header.engineName()).isEqualTo("elasticsearch");
      assertThat(header.engineVersion()).isEqualTo("8.19.21");
      assertThat(header.instanceUid()).isEqualTo("u");
      IndexInfo info = header.indexes().get(0);
      assertThat(info.name()).isEqualTo(MOVIES);
      assertThat(info.lines()).isEqualTo(Lines.ENVELOPE);
      assertThat(info.documentCount()).isEqualTo(5);
      assertThat(info.createdAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
      Settings settings = Objects.requireNonNull(info.settings());
      assertThat(settings.dialect()).isEqualTo("elasticsearch");
      assertThat(settings.json())
          .startsWith(
              "{\"mappings\":{\"properties\":{ \"a\":{\"type\":\"text\"}}},\"settings\":{\"index\":{\"number_of_shards\":\"2\"")
          .endsWith("\"analysis\":{\"x\":\"1\"}}}}");
      assertThat(sections(source)).containsEntry("movies:aliases", "{\"film\":{}}");
    }
  }

  @Test
  void anIndexThatIsBeingLoadedIsTold() throws IOException {
    fill("movies", 1, 3);
    cluster.describe("movies", "{}", "{}", "{\"film\":{},\"movies-indexport-loading\":{}}");
    try (ElasticSource source = open()) {
      assertThat(sections(source)).containsEntry("movies:aliases", "{\"film\":{}}");
      assertThat(source.losses(MOVIES))
          .anyMatch(loss -> loss.contains("import into the index has not come to its end"));
    }
  }

  private static Map<String, String> sections(ElasticSource source) throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (Section section : source.sections()) {
      all.put(
          section.toString(), new String(section.content().readAllBytes(), StandardCharsets.UTF_8));
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "ELASTICSEARCH, 7.17.29, true",
    "ELASTICSEARCH, 7.0.1, true",
    "OPENSEARCH, 1.3.20, true",
    "ELASTICSEARCH, 8.19.21, false",
    "OPENSEARCH, 2.19.6, false"
  })
  void theTypeThatTheServerTellsIsToldOfTheIndex(
      Cluster.Engine engine, String version, boolean isTold) throws IOException {
    cluster.close();
    cluster = new FakeCluster(engine, version);
    String mappings = "{\"properties\":{\"a\":{\"type\":\"keyword\"}}}";
    for (String name : List.of("bare", "mapped", "old")) {
      cluster.create(name, 1);
      cluster.put(name, "1", "{\"a\":\"b\"}");
    }
    cluster.describe("mapped", "{}", mappings, "{}");
    cluster.describe("old", "{}", mappings, "{}");
    cluster.type("old", "book");
    cluster.route(
        "/_cat/indices/*", "[{\"index\":\"bare\"},{\"index\":\"mapped\"},{\"index\":\"old\"}]");
    cluster.route("/_aliases", "{}");
    Map<String, String> types = new TreeMap<>();
    try (ElasticSource source = open()) {
      for (IndexInfo index : source.header().indexes()) {
        String name = index.name().name();
        types.put(name, String.valueOf(index.extensions().get(IndexInfo.MAPPING_TYPE)));
        assertThat(Objects.requireNonNull(index.settings()).json())
            .startsWith("{\"mappings\":" + (name.equals("bare") ? "{}" : mappings) + ",");
        assertThat(read(source, index.name(), 1)).containsExactly(Map.entry("1", "{\"a\":\"b\"}"));
        assertThat(source.losses(index.name())).noneMatch(loss -> loss.contains("type"));
      }
    }
    assertThat(types)
        .isEqualTo(
            isTold
                ? Map.of("bare", "\"_doc\"", "mapped", "\"_doc\"", "old", "\"book\"")
                : Map.of("bare", "null", "mapped", "null", "old", "null"));
    assertThat(cluster.requests("GET", "/old")).isEqualTo(1);
  }

  /** OpenSearch can be told to call itself Elasticsearch 7, and who asks may not see more. */
  @Test
  void aServerThatHidesItsVersionMayHaveNoTypes() throws IOException {
    use(Kind.OPEN_SEARCH);
    cluster.create("movies", 1);
    cluster.put("movies", "1", "{}");
    cluster.route("/", "{\"version\":{\"distribution\":\"opensearch\",\"number\":\"7.10.2\"}}");
    try (ElasticSource source = open()) {
      assertThat(source.header().indexes())
          .singleElement()
          .satisfies(index -> assertThat(index.extensions()).isEmpty());
      assertThat(read(source, MOVIES, 1)).hasSize(1);
    }
  }

  @Test
  void hiddenIndexesAreLeftOutUnlessTheyAreMeant() throws IOException {
    for (String name : List.of("a", ".dot", "veiled", "b-1", "b-2")) {
      fill(name, 1, 1);
    }
    cluster.attributes("veiled", null, "open", "hidden");
    assertThat(names()).containsExactly("a", "b-1", "b-2");
    assertThat(names("include-hidden", "true"))
        .containsExactly(".dot", "a", "b-1", "b-2", "veiled");
    assertThat(names("indexes", "veiled,b-*,-b-2")).containsExactly("b-1", "veiled");
    assertThat(names("indexes", ".d*", "include-hidden", "true")).containsExactly(".dot");
    assertThatThrownBy(() -> names("indexes", ".d*"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("include-hidden");
    assertThatThrownBy(() -> names("indexes", "a,none"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("none");
  }

  private List<String> names(String... options) throws IOException {
    try (ElasticSource source = open(options)) {
      return source.header().indexes().stream().map(index -> index.name().name()).toList();
    }
  }

  @Test
  void aDataStreamIsOneIndexOrItsIndexes() throws IOException {
    Map<String, String> first = fill(".ds-logs-000001", 2, 10);
    cluster.create(".ds-logs-000002", 1);
    cluster.put(".ds-logs-000002", "x", "{}");
    cluster.attributes(".ds-logs-000001", "logs", "open", "hidden");
    cluster.attributes(".ds-logs-000002", "logs", "open", "hidden");
    cluster.route(
        "/_data_stream",
        "{\"data_streams\":[{\"name\":\"logs\",\"template\":\"t\"},{\"name\":\"other\"}]}");
    first.put("x", "{}");
    try (ElasticSource source = open()) {
      assertThat(names()).containsExactly("logs");
      assertThat(read(source, IndexName.of("logs"), 2)).isEqualTo(first);
      assertThat(source.header().indexes().get(0).documentCount()).isEqualTo(11);
      assertThat(source.losses(IndexName.of("logs"))).hasSize(1);
      assertThat(sections(source))
          .containsEntry(
              "data-streams", "{\"data_streams\":[{\"name\":\"logs\",\"template\":\"t\"}]}");
    }
    assertThat(names("data-streams", "indexes"))
        .containsExactly(".ds-logs-000001", ".ds-logs-000002");
    assertThat(names("indexes", "lo*")).containsExactly("logs");
  }

  /** Gives an index an alias under which it is found, but not by itself. */
  private void alias(String alias, String index, String details) {
    cluster.route(
        "/_resolve/index/" + alias,
        "{\"indices\":[],\"aliases\":[{\"name\":\"%s\",\"indices\":[\"%s\"]}],\"data_streams\":[]}"
            .formatted(alias, index));
    String aliases = "{\"%s\":%s,\"films\":{}}".formatted(alias, details);
    cluster.route("/_alias/" + alias, "{\"%s\":{\"aliases\":%s}}".formatted(index, aliases));
    cluster.describe(index, "{}", "{}", aliases);
  }

  @ParameterizedTest
  @EnumSource
  void throughAnAliasWithAFilterComesWhatThatFinds(Kind kind) throws IOException {
    use(kind);
    fill("movies", 1, 20);
    alias("some", "movies", "{\"filter\":{\"range\":{\"_seq_no\":{\"gte\":5,\"lt\":9}}}}");
    try (ElasticSource source = open("indexes", "some")) {
      assertThat(source.header().indexes()).extracting(IndexInfo::name).containsExactly(MOVIES);
      assertThat(read(source, MOVIES, 2)).containsOnlyKeys("d5", "d6", "d7", "d8");
      assertThat(source.losses(MOVIES)).anyMatch(loss -> loss.contains("filter of alias some"));
    }
    cluster.route(
        "/_resolve/index/some,movies",
        "{\"indices\":[{\"name\":\"movies\",\"attributes\":[\"open\"]}],\"aliases\":[{\"name\":\"some\",\"indices\":[\"movies\"]}],\"data_streams\":[]}");
    try (ElasticSource source = open("indexes", "some,movies")) {
      assertThat(read(source, MOVIES, 1)).hasSize(20);
    }
  }

  @ParameterizedTest
  @EnumSource
  void throughAnAliasWithARoutingComeTheShardsThatItLeadsTo(Kind kind) throws IOException {
    use(kind);
    Map<String, String> documents = fill("movies", 3, 60);
    alias("some", "movies", "{\"index_routing\":\"a\",\"search_routing\":\"a,b\"}");
    cluster.route(
        "/some/_search_shards",
        "{\"shards\":[[{\"index\":\"movies\",\"shard\":2}],[{\"index\":\"other\",\"shard\":1}],[{\"index\":\"movies\",\"shard\":0},{\"index\":\"movies\",\"shard\":0}]]}");
    try (ElasticSource source = open("indexes", "some")) {
      Map<String, String> found = read(source, MOVIES, 4);
      assertThat(documents).containsAllEntriesOf(found);
      assertThat(found).hasSize(40);
      assertThat(source.losses(MOVIES)).anyMatch(loss -> loss.contains("through alias some"));
    }
    try (ElasticSource source = open("indexes", "some", "preference", "_shards:2")) {
      assertThat(read(source, MOVIES, 4)).hasSize(20);
    }
    cluster.route(
        "/_resolve/index/so*",
        "{\"indices\":[],\"aliases\":[{\"name\":\"some\",\"indices\":[\"movies\"]}],\"data_streams\":[]}");
    try (ElasticSource source = open("indexes", "so*")) {
      assertThat(read(source, MOVIES, 4)).hasSize(60);
    }
    cluster.route("/some/_search_shards", "{\"shards\":[[]]}");
    assertThatThrownBy(() -> open("indexes", "some"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("alias some");
  }

  @Test
  void manyNamesAreAskedForInSeveralRequests() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      names.add("logs-" + "č".repeat(40) + "-%03d".formatted(i));
      fill(names.get(i), 1, 1);
    }
    try (ElasticSource source = open("indexes", String.join(",", names))) {
      assertThat(source.header().indexes())
          .extracting(index -> index.name().name())
          .isEqualTo(names);
    }
    // Of longer lines servers say that they are too long.
    assertThat(cluster.requests())
        .allMatch(request -> request.path().length() < 4_000)
        .anyMatch(request -> request.path().length() > 2_500);
  }

  @Test
  void whatTheServerHidesIsNotWhatBeginsWithADot() throws IOException {
    fill("movies", 1, 1);
    fill(".own", 1, 1);
    fill(".hidden", 1, 1);
    cluster.attributes(".hidden", null, "open", "hidden");
    assertThat(names()).containsExactly("movies");
    assertThat(names("include-hidden", "as-searched")).containsExactly(".own", "movies");
    assertThat(names("include-hidden", "true")).containsExactly(".hidden", ".own", "movies");
    assertThat(names("indexes", ".h*,m*", "include-hidden", "as-searched"))
        .containsExactly("movies");
  }

  @Test
  void aPatternFindsAliases() throws IOException {
    fill("movies", 1, 20);
    alias("some*", "movies", "{}");
    cluster.route(
        "/_resolve/index/some*",
        "{\"indices\":[],\"aliases\":[{\"name\":\"some-1\",\"indices\":[\"movies\"]}],\"data_streams\":[]}");
    cluster.route("/_alias/some-1", "{\"movies\":{\"aliases\":{\"some-1\":{}}}}");
    try (ElasticSource source = open("indexes", "some*")) {
      assertThat(read(source, MOVIES, 1)).hasSize(20);
      assertThat(source.losses(MOVIES)).isEmpty();
    }
  }

  @Test
  void anIndexThatWasSwappedIsCalledAsItsAlias() throws IOException {
    String beside = "movies-20260102030405678";
    fill(beside, 1, 20);
    alias("movies", beside, "{}");
    try (ElasticSource source = open("indexes", "movies")) {
      assertThat(read(source, MOVIES, 1)).hasSize(20);
      assertThat(source.sections())
          .filteredOn(section -> section.name().equals("aliases"))
          .singleElement()
          .satisfies(
              section -> {
                assertThat(section.index()).isEqualTo(MOVIES);
                assertThat(section.content()).hasContent("{\"films\":{}}");
              });
    }
    try (ElasticSource source = open("indexes", "movies", "swapped", "index")) {
      assertThat(read(source, IndexName.of(beside), 1)).hasSize(20);
    }
  }

  @Test
  void aClosedIndexIsRefusedIfThatIsAskedFor() throws IOException {
    fill("movies", 1, 3);
    cluster.attributes("movies", null, "closed");
    try (ElasticSource source = open("closed", "refuse")) {
      assertThatThrownBy(() -> source.slices(MOVIES, 1))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("movies is closed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void someShardsAreReadAlone(Kind kind) throws IOException {
    use(kind);
    fill("movies", 3, 60);
    Map<String, String> found = new TreeMap<>();
    for (String shards : List.of("0,2|_local", "1")) {
      try (ElasticSource source = open("preference", "_shards:" + shards)) {
        found.putAll(read(source, MOVIES, 4));
        assertThat(source.losses(MOVIES))
            .anyMatch(loss -> loss.contains("only those of the shard"));
        assertThat(found.size()).isEqualTo(shards.equals("1") ? 60 : 40);
      }
    }
    if (kind != Kind.SCROLLING) {
      assertThat(cluster.requests())
          .anyMatch(request -> "_local".equals(request.parameters().get("preference")));
    }
    for (String wrong : List.of("_shards:3", "_shards:0,7")) {
      try (ElasticSource source = open("preference", wrong)) {
        assertThatThrownBy(() -> read(source, MOVIES, 1)).isInstanceOf(DumpException.class);
      } catch (DumpException e) {
        assertThat(e).hasMessageContaining("has 3");
      }
    }
    assertThatThrownBy(() -> open("preference", "_shards:a"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("_shards:a");
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    fill("closed", 1, 3);
    cluster.attributes("closed", null, "closed");
    fill("empty", 1, 3);
    cluster.describe("empty", "{}", "{\"_source\":{\"enabled\":false}}", "{}");
    fill("made", 1, 3);
    cluster.describe("made", "{\"mode\":\"logsdb\"}", "{}", "{}");
    fill("part", 1, 3);
    cluster.describe("part", "{}", "{\"_source\":{\"excludes\":[\"a\"]}}", "{}");
    fill("plain", 1, 3);
    cluster.describe(
        "plain",
        "{\"mode\":\"logsdb\",\"mapping\":{\"source\":{\"mode\":\"stored\"}}}",
        "{}",
        "{}");
    try (ElasticSource source = open()) {
      assertThat(source.losses(IndexName.of("closed")).get(0)).contains("closed");
      assertThat(source.slices(IndexName.of("closed"), 2)).isEmpty();
      assertThat(source.header().indexes().get(0).documentCount()).isNull();
      assertThat(source.losses(IndexName.of("empty")).get(0)).contains("_source is disabled");
      assertThatThrownBy(() -> source.slices(IndexName.of("empty"), 1))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("_source is disabled");
      assertThat(source.losses(IndexName.of("made")).get(0)).contains("synthetic");
      assertThat(source.losses(IndexName.of("part")).get(0)).contains("_source.excludes [\"a\"]");
      assertThat(source.losses(IndexName.of("plain"))).isEmpty();
    }
  }

  @Test
  void sideDataComesWithoutWhatTheServerHasByItself() throws IOException {
    cluster.route(
        "/_ingest/pipeline",
        "{\"own\":{\"processors\":[ ]},\"theirs\":{\"_meta\":{\"managed\":true}},\".dot\":{}}");
    cluster.route(
        "/_index_template",
        "{\"index_templates\":[{\"name\":\"t\",\"index_template\":{\"index_patterns\":[\"a\"]}},{\"name\":\"logs\",\"index_template\":{\"_meta\":{\"managed\":true}}}]}");
    cluster.route("/_template", "{}");
    cluster.route(
        "/_cluster/state/metadata",
        "{\"metadata\":{\"stored_scripts\":{\"s\":{\"lang\":\"painless\",\"source\":\"1\"}}}}");
    cluster.route(
        "/_ilm/policy",
        "{\"p\":{\"version\":1,\"policy\":{\"phases\":{}}},\"q\":{\"policy\":{\"_meta\":{\"managed\":true}}}}");
    try (ElasticSource source = open()) {
      assertThat(sections(source))
          .isEqualTo(
              Map.of(
                  "pipelines", "{\"own\":{\"processors\":[ ]}}",
                  "index-templates",
                      "{\"index_templates\":[{\"name\":\"t\",\"index_template\":{\"index_patterns\":[\"a\"]}}]}",
                  "scripts",
                      "{\"stored_scripts\":[{\"_id\":\"s\",\"found\":true,\"script\":{\"lang\":\"painless\",\"source\":\"1\"}}]}",
                  "policies", "{\"p\":{\"version\":1,\"policy\":{\"phases\":{}}}}"));
    }
  }

  @Test
  void sideDataThatIsRequiredIsNotLeftOut() throws IOException {
    try (ElasticSource source = open()) {
      assertThat(sections(source)).doesNotContainKey("policies");
    }
    try (ElasticSource source = open("required-sections", "scripts,policies")) {
      assertThatThrownBy(source::sections)
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("reading scripts");
    }
  }

  @Test
  void aQueryGoesIntoEverySearch() throws IOException {
    fill("movies", 1, 3);
    String range = "{\"bool\":{\"filter\":[{\"range\":{\"_seq_no\":{\"gte\":1}}}]}}";
    for (String query : List.of(range, "{\"query\":" + range + "}")) {
      cluster.requests().clear();
      try (ElasticSource source = open("query", query)) {
        assertThat(source.header().indexes().get(0).documentCount()).isEqualTo(2);
        assertThat(read(source, MOVIES, 1)).containsOnlyKeys("d1", "d2");
      }
      assertThat(cluster.requests())
          .filteredOn(request -> request.path().equals("/_search"))
          .hasSizeGreaterThan(1)
          .allMatch(request -> request.body().contains("\"query\":" + range));
    }
    assertThatThrownBy(() -> open("query", "{\"query\":" + range + ",\"size\":5}"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("a search with query, size");
    assertThatThrownBy(() -> open("query", "n:1"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("option query");
  }

  @Test
  void momentsThatNobodyReadsFromAreKept() throws Exception {
    fill("movies", 1, 3);
    try (ElasticSource source = open("keep-alive", "300ms")) {
      Thread.sleep(700);
      assertThat(
              cluster.requests().stream()
                  .filter(r -> r.body().contains("\"track_total_hits\":false"))
                  .count())
          .isPositive();
      assertThat(read(source, MOVIES, 1)).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"OPENSEARCH,2.19.6,60", "ELASTICSEARCH,8.19.21,300"})
  void momentsBeyondWhatServersKeepAreOpenedLate(Cluster.Engine engine, String version, int shards)
      throws IOException {
    cluster.close();
    cluster = new FakeCluster(engine, version);
    for (int i = 0; i < 5; i++) {
      fill("wide" + i, shards, 100);
    }
    try (ElasticSource source = open()) {
      assertThat(cluster.openContexts()).isEqualTo(3);
      assertThat(source.losses(IndexName.of("wide4")).get(0)).contains("when its turn comes");
      assertThat(source.header().indexes().get(4).documentCount()).isEqualTo(100);
      assertThat(read(source, IndexName.of("wide4"), 4)).hasSize(100);
      assertThat(read(source, IndexName.of("wide0"), 4)).hasSize(100);
      assertThat(cluster.openContexts()).isEqualTo(3);
    }
    assertThat(cluster.openContexts()).isZero();
  }
}
