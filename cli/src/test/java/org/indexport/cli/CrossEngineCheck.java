package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Brings indexes from one search server through a dump to another one and back: {@code
 * -Dtest=CrossEngineCheck -Dindexport.search.uris=http://127.0.0.1:9201,http://127.0.0.1:9202}. The
 * servers must be there for tests: all their indexes are removed. Not run by a plain build, as its
 * name is not that of a test.
 */
class CrossEngineCheck {
  @TempDir Path folder;

  /** Every server with every other one. */
  static Stream<Arguments> pairs() {
    List<LiveCluster> all = LiveCluster.all();
    return all.stream()
        .flatMap(
            from -> all.stream().filter(to -> !to.equals(from)).map(to -> Arguments.of(from, to)));
  }

  static List<LiveCluster> clusters() {
    return LiveCluster.all();
  }

  private static final String BOOKS =
      """
      {"settings":{"index":{"number_of_shards":3,"number_of_replicas":0,"refresh_interval":"7s",
         "max_result_window":20000,"mapping":{"total_fields":{"limit":"300"}},
         "analysis":{
           "filter":{"few":{"type":"stop","stopwords":["the","a"]},
                     "pairs":{"type":"shingle","max_shingle_size":3,"output_unigrams":true}},
           "analyzer":{
             "folded":{"type":"custom","tokenizer":"standard","filter":["lowercase","few"]},
             "pairs":{"type":"custom","tokenizer":"standard","filter":["lowercase","pairs"]},
             "short":{"type":"standard","max_token_length":5,"stopwords":["and"]}}}}},
       "mappings":{"dynamic":"false","date_detection":false,"_meta":{"owner":"check","n":1},
         "properties":{
           "title":{"type":"text","analyzer":"folded","search_analyzer":"standard",
             "fields":{"raw":{"type":"keyword","ignore_above":64},
                       "pairs":{"type":"text","analyzer":"pairs"}}},
           "note":{"type":"text","analyzer":"short","index_options":"freqs","norms":false},
           "n":{"type":"long"},"price":{"type":"double","ignore_malformed":true},
           "day":{"type":"date","format":"yyyy-MM-dd||epoch_millis"},
           "in":{"type":"boolean"},"where":{"type":"geo_point"},"at":{"type":"ip"},
           "span":{"type":"integer_range"},"blob":{"type":"object","enabled":false},
           "parts":{"type":"nested","properties":{"k":{"type":"keyword"},"v":{"type":"float"}}},
           "also":{"type":"alias","path":"n"}}}}\
      """;

  /** Documents in which each spelling matters. */
  private static List<String> odd() {
    return List.of(
        "{}",
        "{ \"n\" : 1 ,\t\"x\":[ ] }",
        "{\"blob\":{\"a\":1.10,\"b\":1E+3,\"c\":-0.0,\"d\":1e400,\"e\":12345678901234567890123}}",
        "{\"n\":9223372036854775807,\"price\":0.1000000000000000055511151231257827}",
        "{\"n\":-9223372036854775808,\"price\":\"not a price\"}",
        "{\"title\":\"\\u00e9 \\/ \\ud83d\\ude42 \\n\\t\\b\\\"\\\\\"}",
        "{\"title\":\"é / 🙂 日本語 \u2028 \u2029 \u0085 \u007f \ufeff\"}",
        "{\"blob\":{\"half\":\"\\ud800\"}}",
        "{\"blob\":{\"10\":1,\"9\":2,\"__proto__\":3,\"a.b\":4}}",
        "{\"title\":null,\"x\":[null,[],{}]}",
        "{\"where\":{\"lat\":50.08,\"lon\":14.42},\"at\":\"::1\",\"span\":{\"gte\":1,\"lt\":9}}",
        "{\"day\":\"2026-02-28\",\"in\":\"true\",\"parts\":[{\"k\":\"a\",\"v\":1.5},{\"k\":\"b\"}]}");
  }

  private static void fill(LiveCluster server) throws Exception {
    server.clear();
    server.put("/cross-books", BOOKS);
    int n = 0;
    for (String source : odd()) {
      String id = "odd " + n + "/ě?#&%" + n++;
      assertThat(server.index("cross-books", id, n % 3 == 0 ? "r ů" + n : "", source))
          .as("%s takes %s", server, source)
          .isTrue();
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      lines.append("{\"index\":{\"_id\":\"b").append(i).append('"');
      if (i % 10 == 0) {
        lines.append(",\"routing\":\"r").append(i % 7).append('"');
      }
      lines.append(
          "}}\n{\"n\":%d,\"title\":\"The %s story of a %d\",\"note\":\"beautiful and %d\",\"price\":%d.50,\"parts\":[{\"k\":\"k%d\",\"v\":%d}]}\n"
              .formatted(i, i % 2 == 0 ? "Long" : "short", i % 50, i % 20, i % 90, i % 5, i));
    }
    server.bulk("cross-books", lines.toString());
    server.put("/cross-empty", "{\"settings\":{\"number_of_replicas\":0}}");
    server.put(
        "/cross-b%c5%99%25",
        "{\"settings\":{\"number_of_replicas\":0,\"hidden\":false},\"mappings\":{\"_routing\":{\"required\":true}}}");
    assertThat(server.index("cross-bř%", "x", "y", "{\"a\":1}")).isTrue();
    server.post(
        "/_aliases",
        """
        {"actions":[{"add":{"index":"cross-books","alias":"lib"}},
          {"add":{"index":"cross-books","alias":"cheap","filter":{"range":{"price":{"lt":10}}},
             "index_routing":"1","search_routing":"1,2"}},
          {"add":{"index":"cross-empty","alias":"books-w","is_write_index":true}}]}\
        """);
    server.refresh();
  }

  private Path dump(LiveCluster server, String name, Object... more) {
    Path dump = folder.resolve(name);
    List<Object> arguments = new ArrayList<>(List.of("dump", server.uri(), dump, "--to", "v2"));
    arguments.addAll(List.of(more));
    Outcome outcome = Outcome.of(arguments.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return dump;
  }

  private static Outcome load(Path dump, LiveCluster server, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("import", dump, server.uri()));
    arguments.addAll(List.of(more));
    Outcome outcome = Outcome.of(arguments.toArray());
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    return outcome;
  }

  /** What users see of the indexes of a server. */
  private static Map<String, Object> seen(LiveCluster server) throws Exception {
    Map<String, Object> seen = new TreeMap<>();
    seen.put("names", server.names());
    for (String index : server.names()) {
      seen.put(index + " documents", server.documents(index));
      seen.put(index + " mappings", server.mappings(index));
      seen.put(index + " aliases", server.aliases(index));
      seen.put(index + " settings", server.settings(index));
    }
    String text = "The Beautiful AND a long story, příliš žluťoučký";
    for (String analyzer : List.of("folded", "pairs", "short", "standard", "whitespace")) {
      seen.put("terms " + analyzer, server.terms("cross-books", analyzer, text));
    }
    for (String query :
        List.of(
            "{\"match\":{\"title\":\"the long\"}}",
            "{\"match_phrase\":{\"title.pairs\":\"short story\"}}",
            "{\"match\":{\"note\":\"beaut\"}}",
            "{\"term\":{\"title.raw\":\"The Long story of a 2\"}}",
            "{\"range\":{\"also\":{\"gte\":2990}}}",
            "{\"nested\":{\"path\":\"parts\",\"query\":{\"term\":{\"parts.k\":\"k3\"}}}}",
            "{\"exists\":{\"field\":\"_ignored\"}}")) {
      seen.put("found " + query, server.found("cross-books", query));
      seen.put("found cheap " + query, server.found("cheap", query));
    }
    return seen;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everythingCrossesAndComesBack(LiveCluster from, LiveCluster to) throws Exception {
    fill(from);
    Map<String, Object> before = seen(from);
    Path there = dump(from, "there");

    to.clear();
    System.out.println(load(there, to).out());
    to.refresh();
    assertThat(seen(to)).containsExactlyInAnyOrderEntriesOf(before);
    Outcome same = Outcome.of("diff", there, to.uri());
    assertThat(same.code()).as(same.out() + same.err()).isZero();

    Path back = dump(to, "back");
    from.clear();
    load(back, from);
    from.refresh();
    assertThat(seen(from)).containsExactlyInAnyOrderEntriesOf(before);
    from.clear();
    to.clear();
  }

  /** Needs a server with processors, painless and data streams, as OpenSearch 3 is. */
  @ParameterizedTest
  @MethodSource("clusters")
  void pipelinesTemplatesScriptsAndStreamsCross(LiveCluster server) throws Exception {
    Assumptions.assumeTrue(server.engine().equals("opensearch") && server.major() >= 3);
    server.clear();
    server.put(
        "/_ingest/pipeline/cross-pipe",
        "{\"description\":\"d\",\"processors\":[{\"set\":{\"field\":\"seen\",\"value\":true}}]}");
    server.put(
        "/_scripts/cross-script",
        "{\"script\":{\"lang\":\"painless\",\"source\":\"doc['n'].value * params.f\"}}");
    server.put(
        "/_component_template/cross-base",
        "{\"template\":{\"settings\":{\"number_of_replicas\":0},\"mappings\":{\"properties\":{\"level\":{\"type\":\"keyword\"}}}},\"_meta\":{\"by\":\"check\"}}");
    server.put(
        "/_index_template/cross-logs",
        "{\"index_patterns\":[\"cross-logs*\"],\"composed_of\":[\"cross-base\"],\"priority\":200,\"data_stream\":{},\"template\":{\"settings\":{\"refresh_interval\":\"11s\"}}}");
    server.put(
        "/_template/cross-old",
        "{\"order\":3,\"index_patterns\":[\"cross-older-*\"],\"settings\":{\"number_of_shards\":2}}");
    server.put(
        "/cross-piped",
        "{\"settings\":{\"number_of_replicas\":0,\"default_pipeline\":\"cross-pipe\",\"final_pipeline\":\"cross-pipe\"}}");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      lines.append(
          "{\"create\":{\"_id\":\"l%d\"}}\n{\"@timestamp\":\"2026-01-01T%02d:00:00Z\",\"level\":\"info\",\"x\":%d.0}\n"
              .formatted(i, i % 24, i));
      if (i == 250) {
        server.bulk("cross-logs-web", lines.toString());
        lines.setLength(0);
        server.post("/cross-logs-web/_rollover", "");
      }
    }
    server.bulk("cross-logs-web", lines.toString());
    assertThat(server.index("cross-piped", "p", "", "{\"n\":1}")).isTrue();
    server.refresh();
    Map<String, Object> before = things(server);
    assertThat(String.valueOf(before.get("cross-logs-web"))).contains("l499");

    Path dump = dump(server, "full", "--include-secrets");
    server.clear();
    server.refresh();
    String report = load(dump, server, "--sections", "*", "--include-secrets").out();
    System.out.println(report);
    server.refresh();

    assertThat(things(server)).containsExactlyInAnyOrderEntriesOf(before);
    assertThat(server.has("/_index_template/cross-logs-web-indexport")).isFalse();
    // What comes now goes through the pipeline again.
    assertThat(server.index("cross-piped", "q", "", "{\"n\":2}")).isTrue();
    server.refresh();
    assertThat(server.documents("cross-piped").get("q")).contains("\"seen\":true");
    server.post("/cross-logs-web/_rollover", "");
    server.clear();
  }

  private static Map<String, Object> things(LiveCluster server) throws Exception {
    Map<String, Object> things = new TreeMap<>();
    things.put("names", server.names());
    for (String path :
        List.of(
            "/_ingest/pipeline/cross-pipe",
            "/_scripts/cross-script",
            "/_component_template/cross-base",
            "/_index_template/cross-logs",
            "/_template/cross-old",
            "/_data_stream/cross-logs-web?filter_path=data_streams.name,data_streams.template,data_streams.timestamp_field")) {
      things.put(path, LiveCluster.canonical(server.get(path).toString()));
    }
    for (String name : List.of("cross-logs-web", "cross-piped")) {
      things.put(name, server.documents(name));
      things.put(name + " mappings", server.mappings(name));
      things.put(name + " settings", server.settings(name));
    }
    return things;
  }
}
