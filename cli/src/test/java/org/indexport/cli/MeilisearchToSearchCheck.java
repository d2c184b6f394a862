package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Brings dumps of Meilisearch with their settings into search servers that run, and back: {@code
 * -Dtest=MeilisearchToSearchCheck -Dindexport.search.uris=http://127.0.0.1:9201}. The servers must
 * be there for tests: all their indexes are removed. They need the usual analysis, which the test
 * distributions of Elasticsearch lack. Not run by a plain build, as its name is not that of a test.
 */
class MeilisearchToSearchCheck {
  private static final Path DUMPS = Path.of("../format-meilisearch/src/test/resources/meilisearch");

  @TempDir Path folder;

  static List<LiveCluster> clusters() {
    return LiveCluster.all();
  }

  private static void load(Path dump, LiveCluster server) {
    Outcome outcome = Outcome.of("import", dump, server.uri());
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out()).contains("Not carried over");
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void whatMeilisearchSearchesIsSearchedHere(LiveCluster server) throws Exception {
    Assumptions.assumeTrue(server.engine().equals("opensearch"));
    server.clear();
    load(DUMPS.resolve("v5.dump"), server);
    server.refresh();

    assertThat(server.names()).containsExactly("dnd_spells", "movies", "products");
    Map<String, String> products = server.documents("products");
    assertThat(products).hasSize(10);
    // Synonyms go one way each, as they are noted in the dump.
    assertThat(server.terms("products", "default_search", "iPhone"))
        .contains("\"iphone\"", "\"phone\"", "\"smartphone\"")
        .doesNotContain("android");
    // None of its documents has such words, so a further one is added.
    assertThat(server.index("products", "new", "", "{\"name\":\"The Smartphone 7\"}")).isTrue();
    server.refresh();
    String query =
        "{\"multi_match\":{\"query\":\"ANDROID\",\"fields\":[\"name\",\"description\"]}}";
    assertThat(server.found("products", query)).containsExactly("new");
    assertThat(server.found("products", "{\"match\":{\"name\":\"duracell\"}}"))
        .isEqualTo(
            products.entrySet().stream()
                .filter(each -> each.getValue().contains("Duracell - "))
                .map(Map.Entry::getKey)
                .toList())
        .isNotEmpty();
    // Filterable and sortable attributes can be filtered by and sorted.
    Map<String, String> movies = server.documents("movies");
    for (String genre : List.of("Horror", "Comedy", "Drama")) {
      assertThat(server.found("movies", "{\"term\":{\"genres.keyword\":\"" + genre + "\"}}"))
          .as(genre)
          .hasSize(
              (int)
                  movies.values().stream()
                      .filter(each -> each.contains("\"" + genre + "\""))
                      .count());
    }
    assertThat(server.found("movies", "{\"match\":{\"overview\":\"the\"}}")).isNotEmpty();
    assertThat(server.send("GET", "/movies/_search?sort=release_date:desc", "").statusCode())
        .isEqualTo(200);
    server.clear();
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void theSameComesBackByWayOfADumpOfMeilisearch(LiveCluster server) throws Exception {
    Assumptions.assumeTrue(server.engine().equals("opensearch"));
    server.clear();
    server.put(
        "/cross-films",
        """
        {"settings":{"number_of_replicas":0,"analysis":{
           "filter":{"few":{"type":"stop","stopwords":["the","of"]},
                     "alike":{"type":"synonym_graph","synonyms":["car, automobile","film => movie, film"]}},
           "analyzer":{"default":{"type":"custom","tokenizer":"standard","filter":["lowercase","few"]},
             "default_search":{"type":"custom","tokenizer":"standard","filter":["lowercase","few","alike"]}}}},
         "mappings":{"properties":{"title":{"type":"text"},"year":{"type":"integer"},
           "genre":{"type":"keyword"},"hidden":{"type":"object","enabled":false}}}}\
        """);
    for (int i = 0; i < 20; i++) {
      assertThat(
              server.index(
                  "cross-films",
                  "f" + i,
                  "",
                  "{\"title\":\"The %s of number %d\",\"year\":%d,\"genre\":\"%s\",\"hidden\":{\"a\":1.10}}"
                      .formatted(i % 2 == 0 ? "automobile" : "movie", i, 1990 + i, "g" + i % 3)))
          .isTrue();
    }
    server.refresh();
    String cars = "{\"match\":{\"title\":\"the car\"}}";
    List<String> found = server.found("cross-films", cars);
    assertThat(found).hasSize(10);

    Path dump = folder.resolve("films.dump");
    Outcome made = Outcome.of("dump", server.uri(), dump, "--to", "meilisearch");
    assertThat(made.code()).as(made.out() + made.err()).isZero();
    System.out.println(made.out());
    Outcome settings = Outcome.of("settings", dump, "cross-films");
    System.out.println(settings.out());
    assertThat(settings.out())
        .contains(
            "stopWords", "\"the\"", "\"of\"", "synonyms", "automobile", "filterableAttributes");

    server.clear();
    load(dump, server);
    server.refresh();
    Map<String, String> back = server.documents("cross-films");
    assertThat(back).hasSize(20);
    assertThat(back.get("f3")).contains("\"hidden\":{\"a\":1.10}");
    assertThat(server.found("cross-films", cars)).isEqualTo(found);
    server.clear();
  }
}
