package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.indexport.Document;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Outcome.Kind;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.spi.Indexer.SectionMoment;
import org.indexport.spi.Indexer.SectionResult;
import org.indexport.testkit.Batches;
import org.indexport.testkit.TinyHttpServer.Fault;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.indexport.testkit.TinyHttpServer.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticIndexerTest {
  private static final IndexName MOVIES = IndexName.of("movies");
  private static final String GUARD = "movies-indexport-loading";

  private FakeTarget target;

  @BeforeEach
  void start() throws IOException {
    target = FakeTarget.elasticsearch();
  }

  @AfterEach
  void stop() throws IOException {
    target.close();
  }

  private static IndexInfo movies() {
    return IndexInfo.builder(MOVIES).lines(Lines.ENVELOPE).build();
  }

  private static IndexInfo movies(String settings) {
    return movies().toBuilder().settings(Settings.of("elasticsearch", null, settings)).build();
  }

  private static Section section(String name, boolean ofMovies, String json) {
    return Section.of(
        name,
        ofMovies ? MOVIES : null,
        Section.MediaType.JSON,
        Section.Sensitivity.OPEN,
        json.getBytes(UTF_8));
  }

  private static DocumentBatch numbered(int from, int to) {
    return Batches.of(movies(), Batches.numbered(from, to, "a"));
  }

  private ElasticIndexer begin(IndexInfo index, IfExists ifExists, Map<String, String> options)
      throws IOException {
    ElasticIndexer indexer = target.open(options);
    indexer.begin(DumpHeader.of(index));
    indexer.createIndex(index, ifExists);
    return indexer;
  }

  private ElasticIndexer begin() throws IOException {
    return begin(movies(), IfExists.REFUSE, Map.of());
  }

  private FakeTarget.Index index(String name) {
    return Objects.requireNonNull(target.index(name));
  }

  private List<Request> bulks() {
    return target.requests().stream().filter(each -> each.path().endsWith("_bulk")).toList();
  }

  @Test
  void settingsAreSetWhenTheServerTakesThem() throws IOException {
    IndexInfo index =
        movies(
            """
            {"settings":{"index":{"number_of_shards":"3","number_of_replicas":"2",
               "refresh_interval":"5s","uuid":"x","creation_date":"1","provided_name":"movies",
               "version":{"created":"8"},"knn":"true","unheard":{"of":"1"},"private":"1",
               "default_pipeline":"p","blocks":{"write":"true"},
               "analysis":{"analyzer":{"a":{"filter":["lowercase"]}}}}},
             "mappings":{"properties":{"title":{"type":"text"}}}}\
            """);

    try (ElasticIndexer indexer = begin(index, IfExists.REFUSE, Map.of())) {
      assertThat(index("movies").settings)
          .isEqualTo(
              new TreeMap<>(
                  Map.of(
                      "index.number_of_shards",
                      "\"3\"",
                      "index.number_of_replicas",
                      "\"0\"",
                      "index.refresh_interval",
                      "\"-1\"",
                      "index.analysis.analyzer.a.filter",
                      "[\"lowercase\"]")));
      assertThat(index("movies").mappings)
          .isEqualTo("{\"properties\":{\"title\":{\"type\":\"text\"}}}");
      assertThat(index("movies").aliases).containsOnlyKeys(GUARD);
      indexer.putSection(
          section("aliases", true, "{\"films\":{\"is_write_index\":true}}"), SectionMoment.BEFORE);
      Batches.deliver(indexer, numbered(0, 3));
      assertThat(index("movies").aliases).doesNotContainKey("films");
      indexer.finish();
    }

    assertThat(index("movies").settings)
        .containsEntry("index.number_of_replicas", "\"2\"")
        .containsEntry("index.refresh_interval", "\"5s\"")
        .containsEntry("index.default_pipeline", "\"p\"")
        .containsEntry("index.blocks.write", "\"true\"");
    assertThat(index("movies").aliases).isEqualTo(Map.of("films", "{\"is_write_index\":true}"));
    List<String> changes = target.changes();
    assertThat(changes.subList(changes.indexOf("POST /_aliases"), changes.size()))
        .containsExactly("POST /_aliases", "PUT /movies/_settings");
  }

  @Test
  void whatTheDumpDoesNotSayIsTheServersDefault() throws IOException {
    try (ElasticIndexer indexer = begin()) {
      indexer.finish();
    }

    assertThat(index("movies").settings).isEmpty();
    assertThat(index("movies").aliases).isEmpty();
  }

  @Test
  void documentsAreSentAsTheyAre() throws IOException {
    Document document =
        Document.of("a\"b", "r", 7L, " {\"n\":1.10, \"u\":\"\\u00e9\"}".getBytes(UTF_8), 1, 24);
    DocumentBatch batch = new DocumentBatch(movies(), List.of(document), List.of("a\"b"), 24);

    try (ElasticIndexer indexer = begin()) {
      assertThat(indexer.addDocuments(batch)).isEqualTo(BatchResult.ACKNOWLEDGED);
    }
    try (ElasticIndexer indexer = begin(movies(), IfExists.REPLACE, Map.of("versions", "keep"))) {
      assertThat(indexer.addDocuments(batch)).isEqualTo(BatchResult.ACKNOWLEDGED);
    }

    String source = "{\"n\":1.10, \"u\":\"\\u00e9\"}\n";
    assertThat(bulks())
        .extracting(Request::body)
        .containsExactly(
            "{\"index\":{\"_id\":\"a\\\"b\",\"routing\":\"r\"}}\n" + source,
            "{\"index\":{\"_id\":\"a\\\"b\",\"routing\":\"r\",\"version\":7,"
                + "\"version_type\":\"external_gte\"}}\n"
                + source);
    assertThat(bulks().get(0).path()).isEqualTo("/" + GUARD + "/_bulk");
    assertThat(bulks().get(0).parameters())
        .containsEntry("pipeline", "_none")
        .containsEntry("require_alias", "true")
        .containsEntry("filter_path", "errors,items.*.status,items.*.error");
    assertThat(bulks().get(0).headers()).containsEntry("content-type", "application/x-ndjson");
  }

  @Test
  void documentsThatAreThereStayIfThatIsAskedFor() throws IOException {
    try (ElasticIndexer indexer = begin()) {
      Batches.deliver(indexer, numbered(0, 3));
      indexer.finish();
    }
    Map<String, String> before = Map.copyOf(index("movies").documents);
    try (ElasticIndexer indexer =
        begin(movies(), IfExists.APPEND, Map.of("op-type", "create", "versions", "keep"))) {
      DocumentBatch others = Batches.of(movies(), Batches.numbered(1, 5, "other"));
      assertThat(indexer.addDocuments(others)).isEqualTo(BatchResult.ACKNOWLEDGED);
      indexer.finish();
    }

    assertThat(index("movies").documents).hasSize(5).containsAllEntriesOf(before);
    assertThat(bulks().get(1).body()).startsWith("{\"create\":").doesNotContain("\"index\":");
  }

  @Test
  void documentsGoThroughAPipelineIfOneIsNamed() throws IOException {
    Map<String, String> options = Map.of("pipeline", "my pipe");
    target.spoil(
        "/_ingest/pipeline/my%20pipe",
        1, FakeTarget.error(404, "resource_not_found_exception", "none"));
    assertThatThrownBy(() -> target.open(options))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("pipeline my pipe");
    try (ElasticIndexer indexer = begin(movies(), IfExists.REFUSE, options)) {
      Batches.deliver(indexer, numbered(0, 3));
    }

    assertThat(bulks()).allMatch(bulk -> "my pipe".equals(bulk.parameters().get("pipeline")));
  }

  @Test
  void aLongBatchIsCut() throws IOException {
    try (ElasticIndexer indexer = begin(movies(), IfExists.REFUSE, Map.of("bulk-bytes", "1024"))) {
      assertThat(indexer.addDocuments(numbered(0, 40))).isEqualTo(BatchResult.ACKNOWLEDGED);
      indexer.finish();
    }

    assertThat(bulks()).hasSizeGreaterThan(3).allMatch(each -> each.body().length() <= 1_024);
    assertThat(target.found("movies")).isEqualTo(Batches.numbered(0, 40, "a"));
  }

  @Test
  void whatTheServerTakesIsNotExceeded() throws IOException {
    target.limit(900);

    try (ElasticIndexer indexer = begin()) {
      Map<String, String> documents = Batches.numbered(0, 40, "a");
      assertThat(Batches.deliver(indexer, Batches.of(movies(), documents))).isEmpty();
      indexer.finish();
    }

    assertThat(target.found("movies")).isEqualTo(Batches.numbered(0, 40, "a"));
  }

  @Test
  void aProxyThatTakesLessIsFoundOut() throws IOException {
    target.spoil(
        request ->
            request.path().endsWith("_bulk") && request.body().length() > 700
                ? Reply.of(413, "<html>too large</html>")
                : null);
    Map<String, String> documents = Batches.numbered(0, 40, "a");
    documents.put("d2", "{\"long\":\"" + "x".repeat(800) + "\"}");

    try (ElasticIndexer indexer = begin()) {
      assertThat(Batches.deliver(indexer, Batches.of(movies(), documents)))
          .hasSize(1)
          .allSatisfy((position, reason) -> assertThat(reason).contains("413"));
      indexer.finish();
    }

    documents.remove("d2");
    assertThat(target.found("movies")).isEqualTo(documents);
  }

  @Test
  void oneLineThatSpoilsTheRequestIsFound() throws IOException {
    Map<String, String> documents = Batches.numbered(0, 30, "a");
    documents.put("d17whole", "{}");

    Map<Integer, String> rejected;
    try (ElasticIndexer indexer = begin()) {
      rejected = Batches.deliver(indexer, Batches.of(movies(), documents));
      indexer.finish();
    }

    assertThat(rejected).hasSize(1);
    assertThat(rejected.values().iterator().next()).contains("the whole request is bad");
    documents.remove("d17whole");
    assertThat(target.found("movies")).isEqualTo(documents);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 502, 504})
  void aServerThatAsksForPatienceIsAskedAgain(int status) throws IOException {
    try (ElasticIndexer indexer = begin()) {
      target.spoil("_bulk", 1, Reply.of(status, "busy"));

      assertThat(indexer.addDocuments(numbered(0, 3))).isInstanceOf(BatchResult.NotSent.class);
      assertThat(indexer.addDocuments(numbered(0, 3))).isEqualTo(BatchResult.ACKNOWLEDGED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DROPPED", "CUT", "SHORTENED"})
  void aConnectionThatBreaksIsNoLoss(String fault) throws IOException {
    try (ElasticIndexer indexer = begin()) {
      target.spoil("_bulk", 1, Reply.of(200, "{\"errors\":false}").with(Fault.valueOf(fault)));

      assertThat(Batches.deliver(indexer, numbered(0, 3))).isEmpty();
      indexer.finish();
    }

    assertThat(target.found("movies")).hasSize(3);
  }

  @Test
  void onlyWhatWasPutOffIsAskedForAgain() throws IOException {
    String busy = FakeTarget.item(429, "es_rejected_execution_exception", "queue is full");
    String bad = FakeTarget.item(400, "document_parsing_exception", "not a date");
    String full = FakeTarget.item(429, "cluster_block_exception", "disk usage exceeded");
    String conflict = FakeTarget.item(409, "version_conflict_engine_exception", "newer");
    List<String> items =
        List.of("{\"status\":201}", busy, bad, full, conflict).stream()
            .map(item -> "{\"index\":" + item + "}")
            .toList();

    BatchResult result;
    try (ElasticIndexer indexer = begin()) {
      target.spoil(
          "_bulk",
          1,
          Reply.of(200, "{\"errors\":true,\"items\":[" + String.join(",", items) + "]}"));
      result = indexer.addDocuments(numbered(0, 5));
    }

    Map<Integer, BatchResult.Outcome> exceptions = ((BatchResult.Delivered) result).exceptions();
    assertThat(exceptions).containsOnlyKeys(1, 2, 3);
    assertThat(outcome(exceptions, 1).kind()).isEqualTo(Kind.RETRY_LATER);
    assertThat(outcome(exceptions, 2).kind()).isEqualTo(Kind.REJECTED);
    assertThat(outcome(exceptions, 2).reason())
        .contains("document_parsing_exception", "not a date");
    assertThat(outcome(exceptions, 3).kind()).isEqualTo(Kind.RETRY_LATER);
    assertThat(outcome(exceptions, 3).reason()).contains("disk is full");
  }

  @Test
  void anAnswerAboutOtherDocumentsIsAnError() throws IOException {
    try (ElasticIndexer indexer = begin()) {
      target.spoil("_bulk", 1, Reply.of(200, "{\"errors\":true,\"items\":[]}"));

      assertThatThrownBy(() -> indexer.addDocuments(numbered(0, 5)))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("5 documents");
    }
  }

  @Test
  void aBlockEndsTheImport() throws IOException {
    try (ElasticIndexer indexer = begin()) {
      String blocked = FakeTarget.item(403, "cluster_block_exception", "index read-only");
      target.spoil(
          "_bulk", 1, Reply.of(200, "{\"errors\":true,\"items\":[{\"index\":" + blocked + "}]}"));

      assertThatThrownBy(() -> indexer.addDocuments(numbered(0, 1)))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void anIndexThatIsRemovedIsMissed() throws IOException {
    try (ElasticIndexer indexer = begin()) {
      Batches.deliver(indexer, numbered(0, 3));
      target.remove("movies");

      assertThatThrownBy(() -> indexer.addDocuments(numbered(3, 6)))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("another program has removed it");
      assertThat(target.names()).isEmpty();
      assertThatThrownBy(indexer::sync)
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("none");
      target.put("movies");
      assertThatThrownBy(() -> indexer.finishIndex(MOVIES))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("another one of its name");
    }
  }

  @Test
  void idsAndDocumentsThatNoServerTakesAreNotSent() throws IOException {
    target.limit(2_000);
    Map<String, String> documents = new TreeMap<>();
    documents.put("", "{}");
    documents.put("\u00e9".repeat(257), "{}");
    documents.put("long", "{\"a\":\"" + "x".repeat(2_000) + "\"}");
    documents.put("ok", "{}");

    Map<Integer, String> rejected;
    try (ElasticIndexer indexer = begin()) {
      rejected = Batches.deliver(indexer, Batches.of(movies(), documents));
      indexer.finish();
    }

    assertThat(rejected).hasSize(3);
    assertThat(rejected.values())
        .anyMatch(reason -> reason.contains("0 bytes"))
        .anyMatch(reason -> reason.contains("514 bytes"))
        .anyMatch(reason -> reason.contains("http.max_content_length"));
    assertThat(target.found("movies")).containsOnlyKeys("ok");
  }

  @Test
  void afterAFailureTheIndexCanBeSearchedAndResumed() throws IOException {
    IndexInfo index = movies("{\"settings\":{\"index\":{\"number_of_replicas\":\"1\"}}}");
    try (ElasticIndexer indexer = begin(index, IfExists.REFUSE, Map.of())) {
      Batches.deliver(indexer, numbered(0, 3));
    }
    assertThat(index("movies").settings).isEqualTo(Map.of("index.number_of_replicas", "\"1\""));
    assertThat(index("movies").aliases).containsOnlyKeys(GUARD);

    try (ElasticIndexer indexer = begin(index, IfExists.APPEND, Map.of())) {
      assertThat(index("movies").settings)
          .isEqualTo(
              Map.of("index.number_of_replicas", "\"0\"", "index.refresh_interval", "\"-1\""));
      Batches.deliver(indexer, numbered(2, 6));
      indexer.finish();
    }

    assertThat(index("movies").settings).isEqualTo(Map.of("index.number_of_replicas", "\"1\""));
    assertThat(index("movies").aliases).isEmpty();
    assertThat(target.found("movies")).hasSize(6);
  }

  @Test
  void indexesThatWereMadeInVainGo() throws IOException {
    IndexInfo later = IndexInfo.builder(IndexName.of("later")).lines(Lines.ENVELOPE).build();
    target.spoil("/later", 3, FakeTarget.error(400, "mapper_parsing_exception", "No handler"));
    try (ElasticIndexer indexer = begin()) {
      assertThat(target.index("movies")).isNotNull();
      assertThatThrownBy(() -> indexer.createIndex(later, IfExists.REFUSE))
          .isInstanceOf(DumpException.class);
    }
    assertThat(target.index("movies")).isNull();

    try (ElasticIndexer indexer = begin()) {
      Batches.deliver(indexer, numbered(0, 1));
    }
    assertThat(index("movies").documents).hasSize(1);

    try (ElasticIndexer indexer = begin(movies(), IfExists.APPEND, Map.of())) {
      assertThat(indexer.existing()).contains(MOVIES);
    }
    assertThat(index("movies").documents).hasSize(1);
  }

  @Test
  void anAliasOfSeveralTakesDocumentsForTheIndexThatItWritesTo() throws IOException {
    target.put("movies-1");
    target.put("movies-2");
    target.spoil(
        "/movies/_alias",
        2,
        Reply.of(
            200,
            "{\"movies-1\":{\"aliases\":{\"movies\":{}}},"
                + "\"movies-2\":{\"aliases\":{\"movies\":{\"is_write_index\":true}}}}"));

    try (ElasticIndexer indexer = begin(movies(), IfExists.APPEND, Map.of())) {
      Batches.deliver(indexer, numbered(0, 3));
      indexer.finish();
    }

    assertThat(index("movies-1").documents).isEmpty();
    assertThat(index("movies-2").documents).hasSize(3);
  }

  @Test
  void aLiveIndexStaysAsItIs() throws IOException {
    target.put("movies").settings.put("index.number_of_replicas", "\"1\"");

    try (ElasticIndexer indexer = begin(movies(), IfExists.APPEND, Map.of())) {
      assertThat(
              indexer.putSection(section("aliases", true, "{\"films\":{}}"), SectionMoment.BEFORE))
          .isEqualTo(SectionResult.LEFT_AS_IT_WAS);
      Batches.deliver(indexer, numbered(0, 3));
      indexer.finish();
    }

    assertThat(index("movies").settings).isEqualTo(Map.of("index.number_of_replicas", "\"1\""));
    assertThat(target.changes()).noneMatch(change -> change.contains("_settings"));
    assertThat(target.found("movies")).hasSize(3);
  }

  @Test
  void anAliasIsNotReplacedByAnIndex() throws IOException {
    target.put("movies-1").aliases.put("movies", "{}");

    assertThatThrownBy(() -> begin(movies(), IfExists.REFUSE, Map.of()))
        .isInstanceOf(ExistingTargetException.class);
    assertThatThrownBy(() -> begin(movies(), IfExists.REPLACE, Map.of()))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("movies-1");
    begin(movies(), IfExists.APPEND, Map.of()).close();
  }

  @Test
  void anIndexMadeByARequestWhoseAnswerWasLostIsOurs() throws IOException {
    target.spoil(
        request -> {
          if (request.toString().equals("PUT /movies") && target.index("movies") == null) {
            target.put("movies").aliases.put(GUARD, "{}");
            return Reply.of(200, "").with(Fault.DROPPED);
          }
          return null;
        });

    try (ElasticIndexer indexer = begin()) {
      Batches.deliver(indexer, numbered(0, 3));
      indexer.finish();
    }

    assertThat(target.found("movies")).hasSize(3);
  }

  @Test
  void namesAreSwitchedWhenAllIsThere() throws IOException {
    target.put("movies-1").aliases.putAll(Map.of("movies", "{}", "films", "{}", "other", "{}"));
    index("movies-1").documents.put("old", "{}");

    try (ElasticIndexer indexer = begin(movies(), IfExists.REFUSE, Map.of("swap", "true"))) {
      assertThat(indexer.existing()).doesNotContain(IndexName.of("films"));
      indexer.putSection(
          section("aliases", true, "{\"films\":{\"filter\":{}}}"), SectionMoment.BEFORE);
      Batches.deliver(indexer, numbered(0, 3));
      assertThat(indexer.documentCount(MOVIES)).hasValue(3);
      indexer.finishIndex(MOVIES);
      assertThat(index("movies-1").aliases).containsKey("movies");
      indexer.finish();
    }

    String fresh = fresh();
    assertThat(fresh).matches("movies-\\d{17}");
    assertThat(index(fresh).aliases).isEqualTo(Map.of("movies", "{}", "films", "{\"filter\":{}}"));
    assertThat(index("movies-1").aliases).isEqualTo(Map.of("other", "{}"));
    assertThat(target.found(fresh)).hasSize(3);
    assertThat(target.requests().stream().filter(each -> each.path().equals("/_aliases")))
        .hasSize(1);
  }

  private String fresh() {
    return target.names().stream().filter(name -> name.length() > 20).findFirst().orElseThrow();
  }

  @Test
  void whenTheSwitchFailsUsersHaveTheOldIndexAndTheImportCanBeResumed() throws IOException {
    target.put("movies-1").aliases.put("movies", "{}");
    Map<String, String> options = Map.of("swap", "true", "swap-old", "delete");

    try (ElasticIndexer indexer = begin(movies(), IfExists.REFUSE, options)) {
      Batches.deliver(indexer, numbered(0, 3));
      target.spoil("/_aliases", 1, FakeTarget.error(400, "illegal_argument_exception", "no"));
      assertThatThrownBy(indexer::finish)
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("which stay beside the old ones");
    }
    assertThat(index("movies-1").aliases).containsOnlyKeys("movies");
    assertThat(index(fresh()).aliases).containsOnlyKeys(GUARD);

    assertThatThrownBy(() -> begin(movies(), IfExists.REFUSE, options))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("interrupted");
    try (ElasticIndexer indexer = begin(movies(), IfExists.APPEND, options)) {
      assertThat(indexer.existing()).contains(MOVIES);
      indexer.finish();
    }

    assertThat(target.names()).containsExactly(fresh());
    assertThat(index(fresh()).aliases).containsOnlyKeys("movies");
  }

  @Test
  void anIndexGivesWayToAnAliasOnlyWhenItMayBeReplaced() throws IOException {
    target.put("movies").documents.put("old", "{}");
    Map<String, String> options = Map.of("swap", "true");

    assertThatThrownBy(() -> begin(movies(), IfExists.REFUSE, options))
        .isInstanceOf(ExistingTargetException.class);
    try (ElasticIndexer indexer = begin(movies(), IfExists.REPLACE, options)) {
      Batches.deliver(indexer, numbered(0, 3));
      assertThat(target.stored("movies")).containsOnlyKeys("old");
      indexer.finish();
    }

    assertThat(target.names()).containsExactly(fresh());
    assertThat(index(fresh()).aliases).containsOnlyKeys("movies");
  }

  @Test
  void sideDataComesWhenTheDocumentsAreIn() throws IOException {
    target.forget("/_ilm");
    try (ElasticIndexer indexer = begin()) {
      assertThat(
              put(
                  indexer,
                  "index-templates",
                  """
                  {"index_templates":[
                    {"name":"logs","index_template":{"index_patterns":["l*"],"composed_of":["base"]}},
                    {"name":".own","index_template":{}},
                    {"name":"managed","index_template":{"_meta":{"managed":true}}}]}\
                  """))
          .isEqualTo(SectionResult.APPLIED);
      assertThat(
              put(
                  indexer,
                  "component-templates",
                  """
                  {"component_templates":[{"name":"base","component_template":{"template":{}}}]}\
                  """))
          .isEqualTo(SectionResult.APPLIED);
      put(
          indexer,
          "scripts",
          "{\"stored_scripts\":[{\"_id\":\"s 1\",\"found\":true,\"script\":{\"lang\":\"p\"}}]}");
      put(indexer, "pipelines", "{\"p\":{\"processors\":[]}}");
      assertThat(put(indexer, "policies", "{\"30d\":{\"policy\":{}}}"))
          .isEqualTo(SectionResult.UNSUPPORTED);
      assertThat(put(indexer, "keys", "{}")).isEqualTo(SectionResult.UNSUPPORTED);
      assertThat(target.changes()).noneMatch(change -> change.contains("/_i"));
      Batches.deliver(indexer, numbered(0, 3));
      indexer.finish();
    }

    List<String> changes = target.changes();
    assertThat(changes.subList(changes.indexOf("POST /_aliases") + 1, changes.size()))
        .containsExactly(
            "PUT /_ingest/pipeline/p",
            "PUT /_scripts/s%201",
            "PUT /_component_template/base",
            "PUT /_index_template/logs");
    assertThat(target.thing("/_scripts/s 1")).isEqualTo("{\"script\":{\"lang\":\"p\"}}");
    assertThat(target.thing("/_index_template/logs"))
        .isEqualTo("{\"index_patterns\":[\"l*\"],\"composed_of\":[\"base\"]}");
  }

  private static SectionResult put(ElasticIndexer indexer, String name, String json)
      throws IOException {
    return indexer.putSection(section(name, false, json), SectionMoment.BEFORE);
  }

  @Test
  void sideDataThatIsRefusedIsNamedAtTheEnd() throws IOException {
    try (ElasticIndexer indexer = begin()) {
      put(indexer, "pipelines", "{\"bad\":{},\"good\":{}}");
      target.spoil(
          "pipeline/bad", 1, FakeTarget.error(400, "parse_exception", "[processors] missing"));

      assertThatThrownBy(indexer::finish)
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("pipelines bad")
          .hasMessageContaining("[processors] missing");
    }

    assertThat(target.thing("/_ingest/pipeline/good")).isNotNull();
    assertThat(index("movies").aliases).isEmpty();
  }

  @Test
  void typesAreReplacedOnRequest() throws IOException {
    IndexInfo index =
        movies("{\"mappings\":{\"properties\":{\"v\":{\"type\":\"dense_vector\",\"dims\":3}}}}");

    try (ElasticIndexer indexer =
        begin(index, IfExists.REFUSE, Map.of("map-type", "dense_vector=float"))) {
      indexer.finish();
    }

    assertThat(index("movies").mappings)
        .isEqualTo("{\"properties\":{\"v\":{\"type\":\"float\",\"index\":false}}}");
  }

  @Test
  void aTypeThatTheServerLacksEndsTheImport() throws IOException {
    target.spoil(
        "/movies",
        9,
        FakeTarget.error(
            400,
            "mapper_parsing_exception",
            "No handler for type [dense_vector] declared on field [v]"));

    assertThatThrownBy(this::begin)
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("option map-type");
  }

  @Test
  void copiesAndShardsCanBeChosen() throws IOException {
    IndexInfo index =
        movies(
            "{\"settings\":{\"number_of_replicas\":2,\"index.auto_expand_replicas\":\"0-1\","
                + "\"number_of_shards\":9}}");

    try (ElasticIndexer indexer =
        begin(index, IfExists.REFUSE, Map.of("replicas", "1", "shards", "3"))) {
      indexer.finish();
    }

    assertThat(index("movies").settings)
        .isEqualTo(Map.of("index.number_of_replicas", "\"1\"", "index.number_of_shards", "\"3\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Movies", "a*", "a,b", "_a", "-a", "a b", "a/b", "a#", "."})
  void namesThatNoServerHasAreRefused(String name) throws IOException {
    try (ElasticIndexer indexer = target.open(Map.of())) {
      int before = target.requests().size();

      assertThatThrownBy(() -> indexer.createIndex(IndexInfo.of(name), IfExists.REPLACE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("rename");
      assertThat(target.requests()).hasSize(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connections=0",
        "bulk-bytes=x",
        "map-type=float",
        "versions=maybe",
        "op-type=update",
        "swap=yes",
        "shards=0"
      })
  void optionsAreChecked(String option) {
    int equals = option.indexOf('=');
    Map<String, String> options = Map.of(option.substring(0, equals), option.substring(equals + 1));

    assertThatThrownBy(() -> target.open(options))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("option " + option.substring(0, equals));
  }

  private static BatchResult.Outcome outcome(
      Map<Integer, BatchResult.Outcome> outcomes, int document) {
    return Objects.requireNonNull(outcomes.get(document));
  }

  @Test
  void manyBatchesAtOnceAreAllTaken() throws Exception {
    target.spoil(
        new java.util.function.Function<Request, @Nullable Reply>() {
          private int n;

          @Override
          public @Nullable Reply apply(Request request) {
            boolean isBusy = request.path().endsWith("_bulk") && n++ % 3 == 1;
            return isBusy ? Reply.of(429, "busy") : null;
          }
        });
    try (ElasticIndexer indexer = begin()) {
      IntStream.range(0, 40)
          .parallel()
          .forEach(
              i -> {
                try {
                  assertThat(Batches.deliver(indexer, numbered(10 * i, 10 * i + 10))).isEmpty();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      indexer.finish();
    }

    assertThat(target.found("movies")).hasSize(400);
  }

  private static IndexInfo logs() {
    String settings =
        """
        {"settings":{"index":{"refresh_interval":"9s","hidden":"true"}},
         "mappings":{"_data_stream_timestamp":{"enabled":true},
           "properties":{"level":{"type":"keyword"}}}}\
        """;
    return IndexInfo.builder(IndexName.of("logs"))
        .lines(Lines.ENVELOPE)
        .settings(Settings.of("elasticsearch", null, settings))
        .build();
  }

  /** The server makes the stream of its template. */
  private void makeStreams() {
    target.spoil(
        request -> {
          if (!request.toString().startsWith("PUT /_data_stream/logs")) {
            return null;
          }
          target.put("logs");
          return Reply.of(200, "{}");
        });
  }

  @Test
  void aDataStreamGetsATemplateOfItsOwnUntilTheServerHasOne() throws IOException {
    makeStreams();
    String own = "/_index_template/logs-indexport-loading";
    try (ElasticIndexer indexer = begin(logs(), IfExists.REFUSE, Map.of())) {
      assertThat(target.thing(own))
          .contains("\"index_patterns\":[\"logs\"]", "\"data_stream\":{}")
          .contains("\"index.refresh_interval\":\"-1\"", "\"level\"")
          .doesNotContain("hidden", "_data_stream_timestamp");
      indexer.finish();
    }
    assertThat(index("logs").settings).containsEntry("index.refresh_interval", "\"9s\"");
    assertThat(target.thing(own)).isNull();
    assertThat(target.thing("/_index_template/logs-indexport")).isNull();
  }

  @Test
  void theTemplateOfADataStreamStaysWhereTheServerHasNoOther() throws IOException {
    makeStreams();
    int[] refusals = {1};
    target.spoil(
        request ->
            request.body().contains("[\"logs-indexport-loading\"]") && refusals[0]-- > 0
                ? Reply.of(400, "{\"error\":{\"type\":\"illegal_argument_exception\"}}")
                : null);
    try (ElasticIndexer indexer = begin(logs(), IfExists.REFUSE, Map.of())) {
      indexer.finish();
    }
    assertThat(target.thing("/_index_template/logs-indexport-loading")).isNull();
    assertThat(target.thing("/_index_template/logs-indexport"))
        .contains("\"index.refresh_interval\":\"9s\"", "\"data_stream\":{}");
  }

  @Test
  void whereThereAreNoDataStreamsItBecomesAnIndex() throws IOException {
    target.spoil("/_data_stream/logs", 2, Reply.of(405, "{\"error\":\"Incorrect HTTP method\"}"));
    try (ElasticIndexer indexer = begin(logs(), IfExists.REFUSE, Map.of())) {
      indexer.finish();
    }
    assertThat(index("logs").settings).containsEntry("index.refresh_interval", "\"9s\"");
    assertThat(target.thing("/_index_template/logs-indexport-loading")).isNull();
  }

  @Test
  void whereTemplatesCannotBeOfDataStreamsItBecomesAnIndexToo() throws IOException {
    target.spoil(
        "/_index_template/logs-indexport-loading",
        1,
        FakeTarget.error(
            400,
            "illegal_argument_exception",
            "template after composition is invalid: [index_template] unknown field [data_stream]"));
    try (ElasticIndexer indexer = begin(logs(), IfExists.REFUSE, Map.of())) {
      indexer.finish();
    }
    assertThat(index("logs").settings).containsEntry("index.refresh_interval", "\"9s\"");
  }

  @Test
  void whatTemplatesOfTheServerAddIsSaid() throws IOException {
    target.spoil(
        request ->
            request.toString().equals("GET /odd-one")
                ? Reply.of(
                    200,
                    """
                    {"odd-one":{"aliases":{"odd-one-indexport-loading":{},"all":{}},"mappings":{
                      "properties":{"more":{"type":"ip"}}},"settings":{"index.priority":"3"}}}""")
                : null);
    try (ElasticIndexer indexer = begin(named("odd-one"), IfExists.REFUSE, Map.of())) {
      indexer.finish();
      assertThat(indexer.notices())
          .containsExactly(
              "index odd-one: templates of the server have added what the dump does not have: "
                  + "alias all, index.priority, field more");
    }
    try (ElasticIndexer indexer = begin(named("plain"), IfExists.REFUSE, Map.of())) {
      indexer.finish();
      assertThat(indexer.notices()).isEmpty();
    }
  }

  /** A server that lacks a type of field. */
  private void refuseOdd() {
    target.spoil(
        request ->
            request.method().equals("PUT") && request.body().contains("\"odd\"")
                ? FakeTarget.error(400, "mapper_parsing_exception", "No handler for type [odd]")
                : null);
  }

  private static IndexInfo odd() {
    return movies("{\"mappings\":{\"properties\":{\"x\":{\"type\":\"odd\"}}}}");
  }

  private static IndexInfo named(String name) {
    return movies("{\"mappings\":{\"properties\":{}}}").toBuilder()
        .name(IndexName.of(name))
        .build();
  }

  @Test
  void anIndexThatCannotBeMadeTakesTheEmptyOnesBeforeItAlong() throws IOException {
    refuseOdd();
    IndexInfo books = named("books");
    try (ElasticIndexer indexer = target.open(Map.of())) {
      indexer.begin(DumpHeader.of(books, odd()));
      indexer.createIndex(books, IfExists.REFUSE);
      assertThatThrownBy(() -> indexer.createIndex(odd(), IfExists.REFUSE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("map-type");
      assertThat(target.names()).isEmpty();
    }
    assertThat(target.names()).isEmpty();
  }

  @Test
  void whatHasDocumentsOrMayBeInACheckpointStays() throws IOException {
    refuseOdd();
    IndexInfo books = named("books");
    IndexInfo synced = named("synced");
    IndexInfo empty = named("empty");
    target.put("live");
    try (ElasticIndexer indexer = target.open(Map.of())) {
      indexer.begin(DumpHeader.of(books, synced, empty, odd()));
      indexer.createIndex(named("live"), IfExists.APPEND);
      indexer.createIndex(synced, IfExists.REFUSE);
      indexer.sync();
      indexer.createIndex(books, IfExists.REFUSE);
      Batches.deliver(indexer, Batches.of(books, Batches.numbered(0, 2, "a")));
      indexer.createIndex(empty, IfExists.REFUSE);
      assertThatThrownBy(() -> indexer.createIndex(odd(), IfExists.REFUSE))
          .isInstanceOf(ImportException.class);
      assertThat(target.names()).containsExactly("books", "live", "synced");
    }
  }

  @Test
  void nothingIsReplacedBeforeAllIndexesAreKnownToFit() throws IOException {
    refuseOdd();
    IndexInfo books = named("books");
    target.put("books").documents.put("old", "{}");
    try (ElasticIndexer indexer = target.open(Map.of())) {
      indexer.begin(DumpHeader.of(books, odd()));
      assertThatThrownBy(() -> indexer.createIndex(books, IfExists.REPLACE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("movies");
    }
    assertThat(target.names()).containsExactly("books");
    assertThat(target.stored("books")).containsOnlyKeys("old");
  }

  @Test
  void aLiveIndexWhoseSettingsAreNotTakenIsTold() throws IOException {
    target.put("movies");
    IndexInfo index = movies("{\"mappings\":{\"properties\":{\"a\":{\"type\":\"text\"}}}}");

    try (ElasticIndexer indexer = begin(index, IfExists.APPEND, Map.of())) {
      assertThat(indexer.notices()).singleElement().asString().contains("extend=true");
    }
    target.spoil("/_mapping", 1, Reply.of(200, "{}"));
    try (ElasticIndexer indexer = begin(index, IfExists.APPEND, Map.of("extend", "true"))) {
      assertThat(indexer.notices()).isEmpty();
    }
  }

  @Test
  void aCheckFindsWhatTheServerRefusesAndChangesNothing() throws IOException {
    IndexInfo index = movies("{\"mappings\":{\"properties\":{\"a\":{\"type\":\"odd\"}}}}");
    target.put("old");
    target.put("books-1").aliases.put("books", "{}");
    try (ElasticIndexer indexer = target.open(Map.of())) {
      indexer.checkIndex(index, IfExists.REFUSE);
      target.spoil(
          "_simulate", 2, FakeTarget.error(400, "mapper_parsing_exception", "No handler for type"));
      for (IfExists ifExists : List.of(IfExists.REFUSE, IfExists.REPLACE)) {
        assertThatThrownBy(() -> indexer.checkIndex(index, ifExists))
            .isInstanceOf(ImportException.class)
            .hasMessageContaining("map-type");
      }
      target.spoil("_simulate", 1, FakeTarget.error(403, "security_exception", "no"));
      indexer.checkIndex(index, IfExists.REFUSE);
      indexer.checkIndex(named("old"), IfExists.APPEND);
      assertThatThrownBy(() -> indexer.checkIndex(named("old"), IfExists.REFUSE))
          .isInstanceOf(ExistingTargetException.class);
      indexer.checkIndex(named("books"), IfExists.APPEND);
      assertThatThrownBy(() -> indexer.checkIndex(named("books"), IfExists.REPLACE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("books-1");
      assertThatThrownBy(() -> indexer.checkIndex(named("Upper"), IfExists.REFUSE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("lower case");
    }
    assertThat(target.changes()).allMatch(change -> change.endsWith("/_simulate"));
    assertThat(target.names()).containsExactly("books-1", "old");
  }

  @Test
  void noTemplateOfTheServerChangesDocuments() throws IOException {
    target.spoil(
        request -> {
          if (request.method().equals("GET") && request.path().contains("/_settings/")) {
            index("movies").settings.putIfAbsent("index.final_pipeline", "\"p\"");
          }
          return null;
        });
    begin().close();
    assertThat(target.requests())
        .anyMatch(
            request ->
                request.toString().equals("PUT /movies/_settings")
                    && request.body().equals("{\"index.final_pipeline\":null}"));

    target.put("books").settings.put("index.final_pipeline", "\"p\"");
    try (ElasticIndexer indexer = begin(named("books"), IfExists.APPEND, Map.of())) {
      assertThat(indexer.notices()).anyMatch(notice -> notice.contains("final pipeline p"));
    }
    assertThat(index("books").settings).containsEntry("index.final_pipeline", "\"p\"");
  }

  @Test
  void policiesOfOpenSearchReplaceThoseOfTheirName() throws IOException {
    target = FakeTarget.opensearch();
    String path = "/_plugins/_ism/policies/p";
    target.spoil(
        request -> {
          if (!request.path().equals(path)) {
            return null;
          }
          if (request.method().equals("GET")) {
            return Reply.of(200, "{\"_id\":\"p\",\"_seq_no\":7,\"_primary_term\":2,\"policy\":{}}");
          }
          Map<String, String> parameters = request.parameters();
          return "7".equals(parameters.get("if_seq_no"))
                  && "2".equals(parameters.get("if_primary_term"))
              ? null
              : FakeTarget.error(409, "version_conflict_engine_exception", "it exists");
        });
    try (ElasticIndexer indexer = begin()) {
      put(indexer, "policies", "{\"policies\":[{\"_id\":\"p\",\"policy\":{\"a\":1}}]}");
      indexer.finish();
    }
    assertThat(target.thing(path)).isEqualTo("{\"policy\":{\"a\":1}}");
  }

  @Test
  void whoMayNotTryOutReplacesAllTheSame() throws IOException {
    target.spoil(
        request ->
            request.path().startsWith("/indexport-trial")
                ? FakeTarget.error(403, "security_exception", "action is unauthorized")
                : null);
    target.put("books").documents.put("old", "{}");
    try (ElasticIndexer indexer = target.open(Map.of())) {
      indexer.begin(DumpHeader.of(named("books")));
      indexer.createIndex(named("books"), IfExists.REPLACE);
      indexer.finish();
    }
    assertThat(target.names()).containsExactly("books");
    assertThat(target.stored("books")).isEmpty();
  }
}
