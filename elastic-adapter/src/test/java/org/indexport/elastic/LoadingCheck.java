package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.EngineSource;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.spi.Indexer.SectionMoment;
import org.indexport.spi.Indexer.SectionResult;
import org.indexport.testkit.Batches;
import org.indexport.testkit.DocumentContent;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loads servers that run: {@code -Dtest=LoadingCheck
 * -Dindexport.search.uris=http://127.0.0.1:9201,http://127.0.0.1:9202}. They must be there for
 * tests: all their indexes are removed. Not run by a plain build, as its name is not that of a
 * test. What needs documents longer than the server takes is only looked at where {@code
 * http.max_content_length} is 16 MB or less.
 */
class LoadingCheck {
  private static final IndexName MOVIES = IndexName.of("movies");

  static List<String> uris() {
    return RealServer.uris();
  }

  private static RealServer server(String uri) throws IOException {
    RealServer server = new RealServer(uri);
    server.deleteAll();
    return server;
  }

  private static IndexInfo movies(String body) {
    return index("movies", body);
  }

  private static IndexInfo index(String name, String body) {
    return IndexInfo.builder(IndexName.of(name))
        .lines(Lines.ENVELOPE)
        .settings(Settings.of("elasticsearch", null, body))
        .build();
  }

  private static Indexer begin(
      RealServer server, IndexInfo index, IfExists ifExists, String... options) throws IOException {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    Indexer indexer = new ElasticConnector().openIndexer(server.uri(), map);
    try {
      indexer.begin(DumpHeader.of(index));
      indexer.createIndex(index, ifExists);
      return indexer;
    } catch (IOException | RuntimeException e) {
      indexer.close();
      throw e;
    }
  }

  private static Section aliases(String json) {
    return section("aliases", MOVIES, json);
  }

  private static Section section(
      String name, @org.jspecify.annotations.Nullable IndexName index, String json) {
    return Section.of(
        name, index, Section.MediaType.JSON, Section.Sensitivity.OPEN, json.getBytes(UTF_8));
  }

  /** A setting as the server has it, or the empty text. */
  private static String setting(RealServer server, String index, String name)
      throws IOException, MalformedJsonException {
    JsonObject answer =
        server.get(Call.get(Call.path(index, "_settings")).with("flat_settings", "true"));
    String physical = answer.names().iterator().next();
    JsonObject own = answer.object(physical);
    JsonObject settings = own == null ? null : own.object("settings");
    String value = settings == null ? null : settings.string("index." + name);
    return value == null ? "" : value;
  }

  private static Map<String, String> read(RealServer server, String index) throws IOException {
    Map<String, String> all = new TreeMap<>();
    Map<String, String> options = Map.of("indexes", index, "include-hidden", "true");
    try (EngineSource source = new ElasticConnector().openSource(server.uri(), options)) {
      for (IndexInfo each : source.header().indexes()) {
        for (DocumentCursor cursor : source.slices(each.name(), 1)) {
          try (cursor) {
            for (Document document; (document = cursor.next()) != null; ) {
              String routing = document.routing() == null ? "" : document.routing() + ":";
              all.put(String.valueOf(document.id()), routing + document.json());
            }
          }
        }
      }
    }
    return all;
  }

  private static final String FULL =
      """
      {"settings":{"index":{"number_of_shards":"2","number_of_replicas":"1",
         "refresh_interval":"7s","uuid":"x","creation_date":"1","creation_date_string":"x",
         "provided_name":"movies","history":{"uuid":"x"},"version":{"created":"8","upgraded":"8"},
         "resize":{"source":{"name":"a"}},"verified_before_close":"true",
         "routing":{"allocation":{"initial_recovery":{"_id":"x"},
            "include":{"_tier_preference":"data_content"}}},
         "knn":"true","replication":{"type":"DOCUMENT"},"mode":"standard",
         "mapping":{"source":{"mode":"stored"},"total_fields":{"limit":"500"}},
         "lifecycle":{"name":"days"},"plugins":{"index_state_management":{"policy_id":"x"}},
         "unheard":{"of":"1"},"max_result_window":"20000",
         "default_pipeline":"absent","final_pipeline":"absent-too",
         "blocks":{"write":"true"},
         "analysis":{"analyzer":{"folded":{"type":"custom","tokenizer":"standard",
            "filter":["lowercase","few"]}},
            "filter":{"few":{"type":"stop","stopwords":["the"]}}}}},
       "mappings":{"dynamic":"strict","properties":{
         "title":{"type":"text","analyzer":"folded"},"n":{"type":"integer"},
         "id":{"type":"keyword"},"note":{"type":"keyword"}}}}\
      """;

  @ParameterizedTest
  @MethodSource("uris")
  void settingsOfAnyServerAreSetWhenTheServerTakesThem(String uri) throws Exception {
    RealServer server = server(uri);
    try (Indexer indexer = begin(server, movies(FULL), IfExists.REFUSE)) {
      assertThat(setting(server, "movies", "refresh_interval")).isEqualTo("-1");
      assertThat(setting(server, "movies", "number_of_replicas")).isEqualTo("0");
      assertThat(setting(server, "movies", "number_of_shards")).isEqualTo("2");
      assertThat(setting(server, "movies", "max_result_window")).isEqualTo("20000");
      assertThat(setting(server, "movies", "mapping.total_fields.limit")).isEqualTo("500");
      assertThat(setting(server, "movies", "blocks.write")).isEmpty();
      assertThat(setting(server, "movies", "final_pipeline")).isEmpty();
      assertThat(indexer.putSection(aliases("{\"films\":{}}"), SectionMoment.BEFORE))
          .isEqualTo(SectionResult.APPLIED);
      Batches.deliver(indexer, Batches.of(movies(FULL), Batches.numbered(0, 300, "a")));
      assertThat(server.has("films")).isFalse();
      indexer.finishIndex(MOVIES);
      indexer.finish();
    }
    assertThat(setting(server, "movies", "refresh_interval")).isEqualTo("7s");
    assertThat(setting(server, "movies", "number_of_replicas")).isEqualTo("1");
    assertThat(setting(server, "movies", "blocks.write")).isEqualTo("true");
    assertThat(setting(server, "movies", "default_pipeline")).isEqualTo("absent");
    assertThat(setting(server, "movies", "final_pipeline")).isEqualTo("absent-too");
    assertThat(server.aliases("movies")).containsExactly("films");
    assertThat(read(server, "movies")).isEqualTo(Batches.numbered(0, 300, "a"));
    String tokens =
        server
            .get(
                Call.post(
                    Call.path("movies", "_analyze"),
                    "{\"analyzer\":\"folded\",\"text\":\"The END\"}"))
            .toString();
    assertThat(tokens).contains("\"end\"").doesNotContain("\"the\"");
  }

  @ParameterizedTest
  @MethodSource("uris")
  void anEndBeforeTheEndLeavesAnIndexThatCanBeUsedAndGoneOnWith(String uri) throws Exception {
    RealServer server = server(uri);
    try (Indexer indexer = begin(server, movies(FULL), IfExists.REFUSE)) {
      Batches.deliver(indexer, Batches.of(movies(FULL), Batches.numbered(0, 300, "a")));
    }
    assertThat(setting(server, "movies", "refresh_interval")).isEqualTo("7s");
    assertThat(setting(server, "movies", "number_of_replicas")).isEqualTo("1");
    assertThat(server.aliases("movies")).containsExactly("movies-indexport-loading");
    assertThat(read(server, "movies")).isEqualTo(Batches.numbered(0, 300, "a"));

    try (Indexer indexer = begin(server, movies(FULL), IfExists.APPEND)) {
      assertThat(setting(server, "movies", "refresh_interval")).isEqualTo("-1");
      assertThat(setting(server, "movies", "number_of_replicas")).isEqualTo("0");
      indexer.putSection(aliases("{\"films\":{}}"), SectionMoment.BEFORE);
      Batches.deliver(indexer, Batches.of(movies(FULL), Batches.numbered(200, 400, "a")));
      indexer.finish();
    }
    assertThat(setting(server, "movies", "blocks.write")).isEqualTo("true");
    assertThat(server.aliases("movies")).containsExactly("films");
    assertThat(read(server, "movies")).isEqualTo(Batches.numbered(0, 400, "a"));
  }

  private static final String PLAIN = "{\"settings\":{\"index\":{\"number_of_replicas\":\"0\"}}}";

  private static void swapIn(RealServer server, IfExists ifExists, String note, String... options)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("swap", "true"));
    all.addAll(List.of(options));
    try (Indexer indexer = begin(server, movies(PLAIN), ifExists, all.toArray(new String[0]))) {
      indexer.putSection(aliases("{\"films\":{}}"), SectionMoment.BEFORE);
      Batches.deliver(indexer, Batches.of(movies(PLAIN), Batches.numbered(0, 50, note)));
      indexer.finishIndex(MOVIES);
      indexer.finish();
    }
  }

  @ParameterizedTest
  @MethodSource("uris")
  void namesAreSwitchedAllAtOnceOrNotAtAll(String uri) throws Exception {
    RealServer server = server(uri);
    // An index of the name has to make room, and only where that is asked for.
    try (Indexer indexer = begin(server, movies(PLAIN), IfExists.REFUSE)) {
      Batches.deliver(indexer, Batches.of(movies(PLAIN), Batches.numbered(0, 5, "old")));
      indexer.finish();
    }
    assertThatThrownBy(() -> swapIn(server, IfExists.REFUSE, "new"))
        .isInstanceOf(ExistingTargetException.class);
    swapIn(server, IfExists.REPLACE, "first");
    assertThat(read(server, "movies")).isEqualTo(Batches.numbered(0, 50, "first"));
    Set<String> first = server.indexesOf("movies");
    assertThat(first).hasSize(1).allMatch(name -> name.matches("movies-\\d{17}"));

    swapIn(server, IfExists.REFUSE, "second");
    Set<String> second = server.indexesOf("movies");
    assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
    assertThat(server.indexesOf("films")).isEqualTo(second);
    assertThat(server.has(first.iterator().next())).isTrue();

    // An import that fails leaves users what they had; the next one takes its index away.
    try (Indexer indexer = begin(server, movies(PLAIN), IfExists.REFUSE, "swap", "true")) {
      Batches.deliver(indexer, Batches.of(movies(PLAIN), Batches.numbered(0, 9, "third")));
    }
    assertThat(server.indexesOf("movies")).isEqualTo(second);
    assertThat(read(server, "movies")).isEqualTo(Batches.numbered(0, 50, "second"));
    swapIn(server, IfExists.REPLACE, "fourth", "swap-old", "delete");
    assertThat(read(server, "movies")).isEqualTo(Batches.numbered(0, 50, "fourth"));
    assertThat(server.has(second.iterator().next())).isFalse();
    assertThat(server.indexesOf("movies-indexport-loading")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("uris")
  void documentsThatTheServerCannotTakeAreNamedAndHarmNoOther(String uri) throws Exception {
    RealServer server = server(uri);
    IndexInfo movies =
        movies(
            "{\"mappings\":{\"properties\":{\"id\":{\"type\":\"keyword\"},\"n\":{\"type\":\"integer\"},"
                + "\"day\":{\"type\":\"date\"},\"fixed\":{\"type\":\"object\",\"dynamic\":\"strict\"}}}}");
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("", "{\"n\":1}");
    bad.put("x".repeat(513), "{\"n\":1}");
    bad.put("é".repeat(257), "{\"n\":1}");
    bad.put("twice", "{\"n\":1,\"n\":2}");
    bad.put("type", "{\"n\":\"many\"}");
    bad.put("large", "{\"n\":12345678901}");
    bad.put("date", "{\"day\":\"someday\"}");
    bad.put("strict", "{\"fixed\":{\"new\":1}}");
    bad.put("shape", "{\"id\":{\"a\":1}}");
    bad.put("term", "{\"id\":\"" + "z".repeat(40_000) + "\"}");
    bad.put("empty name", "{\"\":1}");
    bad.put("_source-like", "{\"_id\":\"x\"}");
    long most = Cluster.maxContentLength(server.transport());
    if (most <= 16 << 20) {
      bad.put("huge", "{\"t\":\"" + "x".repeat((int) most) + "\"}");
    }
    Map<String, String> good = Batches.numbered(0, 20, "good");
    good.put("x".repeat(512), "{\"n\":1}");
    good.put("é".repeat(256), "{\n \"n\" :\t1 \r\n}");
    good.put("long", "{\"t\":\"" + "y ".repeat((int) Math.min(most, 4 << 20) / 3) + "\"}");
    Map<String, String> mixed = new LinkedHashMap<>(good);
    mixed.putAll(bad);
    Batches.numbered(20, 40, "good").forEach(mixed::put);
    good.putAll(Batches.numbered(20, 40, "good"));
    List<String> ids = List.copyOf(mixed.keySet());
    try (Indexer indexer = begin(server, movies, IfExists.REFUSE)) {
      Map<String, String> rejected = new TreeMap<>();
      Batches.deliver(indexer, Batches.of(movies, mixed))
          .forEach((position, reason) -> rejected.put(ids.get(position), reason));
      rejected.forEach(
          (id, reason) -> System.out.println(uri + " " + shortened(id) + ": " + reason));
      assertThat(rejected).containsOnlyKeys(bad.keySet());
      assertThat(indexer.documentCount(MOVIES)).hasValue(good.size());
      indexer.finish();
    }
    good.put("é".repeat(256), "{  \"n\" :\t1   }");
    assertThat(read(server, "movies")).isEqualTo(good);
  }

  private static String shortened(String id) {
    return id.length() > 20 ? id.substring(0, 20) + "…(" + id.length() + ")" : id;
  }

  @ParameterizedTest
  @MethodSource("uris")
  void routingAndParentsArrive(String uri) throws Exception {
    RealServer server = server(uri);
    IndexInfo shelves =
        movies(
            """
            {"settings":{"index":{"number_of_shards":"5","number_of_replicas":"0"}},
             "mappings":{"_routing":{"required":true},"properties":{
               "kind":{"type":"join","relations":{"shelf":"book"}}}}}\
            """);
    Map<String, String> expected = new TreeMap<>();
    List<DocumentContent> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String parent = "p" + i % 4;
      String json =
          i < 4
              ? "{\"kind\":\"shelf\"}"
              : "{\"kind\":{\"name\":\"book\",\"parent\":\"" + parent + "\"}}";
      String id = i < 4 ? parent : "b" + i;
      documents.add(new DocumentContent(id, parent, null, json));
      expected.put(id, parent + ":" + json);
    }
    Indexer indexer;
    try {
      indexer = begin(server, shelves, IfExists.REFUSE);
    } catch (DumpException e) {
      // A server without the field says so, before any document.
      assertThat(e).hasMessageContaining("join").hasMessageContaining("map-type");
      assertThat(server.has("movies")).isFalse();
      return;
    }
    try (indexer) {
      documents.add(new DocumentContent("lost", null, null, "{\"kind\":\"shelf\"}"));
      Map<Integer, String> rejected = Batches.deliver(indexer, Batches.of(shelves, documents));
      assertThat(rejected).containsOnlyKeys(40);
      assertThat(rejected.get(40)).contains("routing");
      indexer.finish();
    }
    assertThat(read(server, "movies")).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("uris")
  void mappingsOfOldVersionsLoseTheirType(String uri) throws Exception {
    RealServer server = server(uri);
    IndexInfo old =
        movies(
            """
            {"settings":{"index":{"number_of_replicas":"0","version":{"created":"5060099"}}},
             "mappings":{"movie":{"_all":{"enabled":false},"dynamic":"strict","properties":{
               "id":{"type":"string","index":"not_analyzed"},"note":{"type":"string"},
               "n":{"type":"long","include_in_all":false}}}}}\
            """);
    try (Indexer indexer = begin(server, old, IfExists.REFUSE)) {
      assertThat(Batches.deliver(indexer, Batches.of(old, Batches.numbered(0, 9, "a")))).isEmpty();
      indexer.finish();
    }
    assertThat(server.get(Call.get("/movies/_mapping")).toString())
        .contains("\"dynamic\":\"strict\"", "\"id\":{\"type\":\"keyword\"}")
        .contains("\"note\":{\"type\":\"text\"}");
    IndexInfo several =
        index("several", "{\"mappings\":{\"a\":{\"properties\":{}},\"b\":{\"properties\":{}}}}");
    assertThatThrownBy(() -> begin(server, several, IfExists.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("types [a, b]");
    assertThat(server.has("several")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("uris")
  void whatTheServerDoesNotHaveStopsTheImportBeforeItBegins(String uri) throws Exception {
    RealServer server = server(uri);
    for (String mappings :
        List.of(
            "{\"properties\":{\"a\":{\"type\":\"never_heard_of\"}}}",
            "{\"properties\":{\"a\":{\"type\":\"text\",\"analyzer\":\"absent\"}}}")) {
      IndexInfo index = movies("{\"mappings\":" + mappings + "}");
      assertThatThrownBy(() -> begin(server, index, IfExists.REFUSE))
          .isInstanceOf(DumpException.class)
          .satisfies(e -> System.out.println(uri + ": " + e.getMessage()));
      assertThat(server.has("movies")).isFalse();
    }
    IndexInfo vectors =
        movies("{\"mappings\":{\"properties\":{\"v\":{\"type\":\"never_heard_of\",\"dims\":2}}}}");
    try (Indexer indexer =
        begin(server, vectors, IfExists.REFUSE, "map-type", "never_heard_of=float")) {
      assertThat(Batches.deliver(indexer, Batches.of(vectors, Map.of("a", "{\"v\":[1.5,2.5]}"))))
          .isEmpty();
      indexer.finish();
    }
  }

  @ParameterizedTest
  @MethodSource("uris")
  void anIndexThatIsAddedToStaysAsItIs(String uri) throws Exception {
    RealServer server = server(uri);
    try (Indexer indexer = begin(server, movies(FULL), IfExists.REFUSE)) {
      indexer.finish();
    }
    server
        .transport()
        .send(Call.put("/movies/_settings", "{\"index.blocks.write\":false}"))
        .orFail("opening");
    server
        .transport()
        .send(
            Call.put(
                "/movies/_settings",
                "{\"index.default_pipeline\":\"_none\",\"index.final_pipeline\":\"_none\"}"))
        .orFail("opening");
    try (Indexer indexer = begin(server, movies(FULL), IfExists.APPEND)) {
      assertThat(setting(server, "movies", "refresh_interval")).isEqualTo("7s");
      Batches.deliver(indexer, Batches.of(movies(FULL), Batches.numbered(0, 30, "a")));
      indexer.finish();
    }
    assertThat(setting(server, "movies", "blocks.write")).isEqualTo("false");
    assertThat(read(server, "movies")).isEqualTo(Batches.numbered(0, 30, "a"));
  }

  @ParameterizedTest
  @MethodSource("uris")
  void anIndexThatIsRemovedMeanwhileIsMissed(String uri) throws Exception {
    RealServer server = server(uri);
    try (Indexer indexer = begin(server, movies(PLAIN), IfExists.REFUSE)) {
      Batches.deliver(indexer, Batches.of(movies(PLAIN), Batches.numbered(0, 30, "a")));
      server.delete("movies");
      assertThatThrownBy(
              () ->
                  Batches.deliver(
                      indexer, Batches.of(movies(PLAIN), Batches.numbered(30, 60, "a"))))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("movies");
      assertThatThrownBy(indexer::sync).isInstanceOf(DumpException.class);
    } catch (DumpException e) {
      // The close finds no index whose settings it could put back.
      assertThat(e).hasMessageContaining("movies");
    }
    assertThat(server.has("movies")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("uris")
  void aBlockStopsTheImport(String uri) throws Exception {
    RealServer server = server(uri);
    try (Indexer indexer = begin(server, movies(PLAIN), IfExists.REFUSE)) {
      server
          .transport()
          .send(Call.put("/movies/_settings", "{\"index.blocks.write\":true}"))
          .orFail("blocking");
      assertThatThrownBy(
              () ->
                  Batches.deliver(
                      indexer, Batches.of(movies(PLAIN), Batches.numbered(30, 60, "a"))))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("block");
    }
    server.deleteAll();
  }

  @ParameterizedTest
  @MethodSource("uris")
  void templatesPipelinesAndScriptsComeAfterTheDocuments(String uri) throws Exception {
    RealServer server = server(uri);
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put(
        "component-templates",
        "{\"component_templates\":[{\"name\":\"check-base\",\"component_template\":{\"template\":{\"settings\":{\"index\":{\"number_of_replicas\":\"0\"}}}}}]}");
    sections.put(
        "index-templates",
        "{\"index_templates\":[{\"name\":\"check-movies\",\"index_template\":{\"index_patterns\":[\"movies*\"],\"composed_of\":[\"check-base\"],\"priority\":10,\"template\":{\"mappings\":{\"properties\":{\"n\":{\"type\":\"keyword\"}}}}}}]}");
    sections.put(
        "templates",
        "{\"check-old\":{\"order\":0,\"index_patterns\":[\"older-*\"],\"settings\":{\"index\":{\"number_of_shards\":\"1\"}},\"mappings\":{},\"aliases\":{}}}");
    sections.put("pipelines", "{\"check-pipe\":{\"description\":\"d\",\"processors\":[]}}");
    sections.put(
        "scripts",
        "{\"stored_scripts\":[{\"_id\":\"check-script\",\"found\":true,\"script\":{\"lang\":\"mustache\",\"source\":\"{}\"}}]}");
    IndexInfo movies = movies("{\"mappings\":{\"properties\":{\"n\":{\"type\":\"long\"}}}}");
    Map<String, SectionResult> results = new TreeMap<>();
    try (Indexer indexer = begin(server, movies, IfExists.REFUSE)) {
      for (Map.Entry<String, String> each : sections.entrySet()) {
        if (each.getKey().equals("scripts") && !hasMustache(server)) {
          continue;
        }
        results.put(
            each.getKey(),
            indexer.putSection(
                section(each.getKey(), null, each.getValue()), SectionMoment.BEFORE));
      }
      Batches.deliver(indexer, Batches.of(movies, Batches.numbered(0, 9, "a")));
      indexer.finish();
    }
    System.out.println(uri + " " + results);
    assertThat(server.get(Call.get("/movies/_mapping")).toString()).contains("\"long\"");
    assertThat(server.get(Call.get("/_index_template/check-movies")).toString())
        .contains("check-base");
    assertThat(server.get(Call.get("/_template/check-old")).toString()).contains("older-*");
    assertThat(server.get(Call.get("/_ingest/pipeline/check-pipe")).toString()).contains("\"d\"");
    for (String path :
        List.of(
            "/_index_template/check-movies",
            "/_component_template/check-base",
            "/_template/check-old",
            "/_ingest/pipeline/check-pipe",
            "/_scripts/check-script")) {
      server.transport().send(Call.delete(path));
    }
  }

  private static boolean hasMustache(RealServer server) throws IOException {
    String script = "/_scripts/check-probe";
    String mustache = "{\"script\":{\"lang\":\"mustache\",\"source\":\"{}\"}}";
    boolean taken = server.transport().send(Call.put(script, mustache)).isOk();
    server.transport().send(Call.delete(script));
    return taken;
  }

  /** Only where the server has data streams. */
  @ParameterizedTest
  @MethodSource("uris")
  void aDataStreamIsMadeWithOrWithoutATemplateOfTheServer(String uri) throws Exception {
    RealServer server = server(uri);
    Assumptions.assumeTrue(server.transport().send(Call.get("/_data_stream")).isOk());
    String body =
        """
        {"settings":{"index":{"number_of_replicas":"0","refresh_interval":"9s","hidden":"true"}},
         "mappings":{"_data_stream_timestamp":{"enabled":true},"properties":{
           "@timestamp":{"type":"date"},"level":{"type":"keyword"}}}}\
        """;
    IndexInfo logs = index("logs-check", body);
    Map<String, String> documents = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      documents.put(
          "l" + i, "{\"@timestamp\":\"2026-01-01T00:00:%02dZ\",\"level\":\"x\"}".formatted(i % 60));
    }
    try (Indexer indexer = begin(server, logs, IfExists.REFUSE)) {
      assertThat(Batches.deliver(indexer, Batches.of(logs, documents))).isEmpty();
      assertThat(indexer.existing()).contains(IndexName.of("logs-check"));
      indexer.finish();
    }
    assertThat(read(server, "logs-check")).isEqualTo(documents);
    assertThat(server.get(Call.get("/logs-check/_mapping")).toString())
        .contains("\"level\":{\"type\":\"keyword\"}");
    assertThat(setting(server, "logs-check", "refresh_interval")).isEqualTo("9s");
    assertThat(server.get(Call.get("/_data_stream/logs-check")).toString())
        .contains("\"template\":\"logs-check-indexport\"");
    assertThat(server.get(Call.get("/_index_template")).toString())
        .doesNotContain("indexport-loading");
    // A second time nothing comes twice.
    try (Indexer indexer = begin(server, logs, IfExists.APPEND)) {
      assertThat(setting(server, "logs-check", "refresh_interval")).isEqualTo("9s");
      assertThat(Batches.deliver(indexer, Batches.of(logs, documents))).isEmpty();
      indexer.finish();
    }
    assertThat(read(server, "logs-check")).isEqualTo(documents);
    try (Indexer indexer = begin(server, logs, IfExists.REPLACE)) {
      assertThat(setting(server, "logs-check", "refresh_interval")).isEqualTo("-1");
      assertThat(Batches.deliver(indexer, Batches.of(logs, Map.of("l7", documents.get("l7")))))
          .isEmpty();
    }
    assertThat(read(server, "logs-check")).containsOnlyKeys("l7");
    try (Indexer indexer = begin(server, logs, IfExists.APPEND)) {
      assertThat(setting(server, "logs-check", "refresh_interval")).isEqualTo("-1");
      assertThat(Batches.deliver(indexer, Batches.of(logs, documents))).isEmpty();
      indexer.finish();
    }
    assertThat(read(server, "logs-check")).isEqualTo(documents);
    assertThat(setting(server, "logs-check", "refresh_interval")).isEqualTo("9s");
  }
}
