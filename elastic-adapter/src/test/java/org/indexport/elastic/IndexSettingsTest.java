package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.elastic.Cluster.Engine;
import org.indexport.elastic.Cluster.Flavor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSettingsTest {
  private static final Cluster OPENSEARCH_2 =
      new Cluster(Engine.OPENSEARCH, "2.19.6", 2, 19, null, Flavor.ORDINARY);
  private static final Cluster ELASTICSEARCH_7 =
      new Cluster(Engine.ELASTICSEARCH, "7.17.29", 7, 17, null, Flavor.ORDINARY);
  private static final Cluster ELASTICSEARCH_8 =
      new Cluster(Engine.ELASTICSEARCH, "8.19.21", 8, 19, null, Flavor.ORDINARY);

  private static IndexSettings of(String settings, Cluster target) throws CorruptDumpException {
    return IndexSettings.of(IndexName.of("a"), "{\"settings\":" + settings + "}", target);
  }

  @Test
  void allWaysToWriteSettingsAreOne() throws CorruptDumpException {
    IndexSettings settings =
        of(
            """
            {"number_of_shards":1,"index.codec":"default","index":{"sort":{"field":["a"]},
             "mapping.total_fields":{"limit":"9"},"max_terms_count":null}}""",
            OPENSEARCH_2);

    assertThat(IndexSettings.json(settings.first()))
        .isEqualTo(
            "{\"index.number_of_shards\":1,\"index.codec\":\"default\","
                + "\"index.sort.field\":[\"a\"],\"index.mapping.total_fields.limit\":\"9\"}");
    assertThat(settings.later()).isEmpty();
    assertThat(settings.mappings()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uuid",
        "creation_date",
        "provided_name",
        "version.created",
        "version.upgraded",
        "history.uuid",
        "resize.source.name",
        "shrink.source.uuid",
        "routing.allocation.initial_recovery._id",
        "verified_before_close",
        "remote_store.enabled",
        "ccr.following_index",
        "lifecycle.indexing_complete",
        "store.snapshot.index_name"
      })
  void whatServersNoteThemselvesIsLeftOutWithoutAWord(String name) throws CorruptDumpException {
    for (Cluster target : new Cluster[] {OPENSEARCH_2, ELASTICSEARCH_7, ELASTICSEARCH_8}) {
      IndexSettings settings = of("{\"index." + name + "\":\"x\"}", target);

      assertThat(settings.first()).isEmpty();
      assertThat(settings.later()).isEmpty();
      assertThat(settings.dropped()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blocks.write",
        "default_pipeline",
        "final_pipeline",
        "refresh_interval",
        "number_of_replicas",
        "auto_expand_replicas",
        "routing.allocation.require.box",
        "routing.allocation.include._name"
      })
  void whatWouldHinderTheDocumentsComesLater(String name) throws CorruptDumpException {
    IndexSettings settings = of("{\"index." + name + "\":\"x\"}", ELASTICSEARCH_8);

    assertThat(settings.first()).isEmpty();
    assertThat(settings.later()).containsOnlyKeys("index." + name);
  }

  @Test
  void eachEngineIsSparedWhatOnlyTheOtherHas() throws CorruptDumpException {
    String json =
        """
        {"index":{"replication":{"type":"DOCUMENT"},"knn":"true","knn.algo_param.ef_search":"9",
          "mode":"logsdb","mapping":{"source":{"mode":"synthetic"}},"lifecycle":{"name":"30d"},
          "codec":"zstd","routing":{"allocation":{"include":{"_tier_preference":"data_hot"}}}}}""";

    assertThat(of(json, OPENSEARCH_2))
        .satisfies(
            settings -> {
              assertThat(settings.first())
                  .containsOnlyKeys(
                      "index.replication.type",
                      "index.knn",
                      "index.knn.algo_param.ef_search",
                      "index.codec",
                      "index.routing.allocation.include._tier_preference");
              assertThat(settings.dropped())
                  .containsExactlyInAnyOrder(
                      "index.mode", "index.mapping.source.mode", "index.lifecycle.name");
            });
    assertThat(of(json, ELASTICSEARCH_8))
        .satisfies(
            settings -> {
              assertThat(settings.first())
                  .containsOnlyKeys(
                      "index.mode",
                      "index.mapping.source.mode",
                      "index.routing.allocation.include._tier_preference");
              assertThat(settings.later()).containsOnlyKeys("index.lifecycle.name");
            });
    assertThat(of(json, ELASTICSEARCH_7).dropped())
        .contains("index.mode", "index.mapping.source.mode", "index.codec");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "{", "{\"a\":1,\"a\":2}"})
  void otherShapesAreTypedErrors(String settings) {
    assertThatThrownBy(() -> of(settings, OPENSEARCH_2))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageStartingWith("index a: its settings");
  }

  @Test
  void onlyIndexesOfStreamsKeepTheMarkOfStreams() throws CorruptDumpException {
    String body =
        "{\"settings\":{\"index\":{\"mode\":\"logsdb\",\"provided_name\":\"%s\"}},"
            + "\"mappings\":{\"_data_stream_timestamp\":{\"enabled\":true},\"properties\":{}}}";
    IndexName name = IndexName.of("a");

    assertThat(IndexSettings.of(name, body.formatted("a"), ELASTICSEARCH_8).mappings())
        .isEqualTo("{\"properties\":{}}");
    assertThat(IndexSettings.of(name, body.formatted(".ds-a-000001"), ELASTICSEARCH_8).mappings())
        .contains("_data_stream_timestamp");
    assertThat(
            IndexSettings.of(name, body.replace("provided_name", "priority"), ELASTICSEARCH_8)
                .mappings())
        .contains("_data_stream_timestamp");
  }

  @Test
  void whatHoldsAnywayIsLeftOutWithoutAWord() throws CorruptDumpException {
    assertThat(of("{\"index.replication.type\":\"DOCUMENT\"}", ELASTICSEARCH_8).dropped())
        .isEmpty();
    assertThat(of("{\"index.replication.type\":\"SEGMENT\"}", ELASTICSEARCH_8).dropped())
        .containsExactly("index.replication.type");
  }
}
