package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.elastic.Cluster.Engine;
import org.indexport.elastic.Cluster.Flavor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFitTest {
  private static final Cluster OPENSEARCH =
      new Cluster(Engine.OPENSEARCH, "2.19.6", 2, 19, null, Flavor.ORDINARY);
  private static final Cluster ELASTICSEARCH =
      new Cluster(Engine.ELASTICSEARCH, "8.19.21", 8, 19, null, Flavor.ORDINARY);

  private static String fit(String mappings) throws IOException {
    return new MappingFit(OPENSEARCH, Map.of()).fit(mappings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"dynamic\":\"strict\",\"_routing\":{\"required\":true},\"_meta\":{\"type\":\"string\"},"
            + "\"dynamic_templates\":[{\"a\":{\"mapping\":{\"type\":\"text\"}}}],"
            + "\"properties\":{\"type\":{\"type\":\"keyword\"},\"o\":{\"properties\":"
            + "{\"properties\":{\"type\":\"long\",\"fields\":{\"x\":{\"type\":\"ip\"}}}}}}}",
      })
  void mappingsOfTodayStayAsTheyAre(String mappings) throws IOException {
    assertThat(fit(mappings)).isEqualTo(mappings);
  }

  @Test
  void typesAroundMappingsAndOldWordsAreTakenOff() throws IOException {
    MappingFit fit = new MappingFit(OPENSEARCH, Map.of());

    assertThat(
            fit.fit(
                """
                {"_default_":{},"doc":{"_all":{"enabled":false},"_parent":{"type":"p"},"properties":{
                  "a":{"type":"string","analyzer":"x","include_in_all":true},
                  "b":{"type":"string","index":"not_analyzed"},
                  "c":{"type":"string","index":"no"}}}}"""))
        .isEqualTo(
            "{\"properties\":{\"a\":{\"analyzer\":\"x\",\"type\":\"text\"},"
                + "\"b\":{\"type\":\"keyword\"},\"c\":{\"type\":\"text\",\"index\":false}}}");
    assertThat(fit.dropped()).containsExactly("_all", "_parent", "include_in_all");
    assertThat(fit("{\"_doc\":{\"properties\":{}}}")).isEqualTo("{\"properties\":{}}");
    assertThatThrownBy(() -> fit("{\"a\":{\"properties\":{}},\"b\":{\"properties\":{}}}"))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("[a, b]");
  }

  @Test
  void computedFieldsOfTheOtherEngineAreLeftOut() throws IOException {
    String mappings = "{\"runtime\":{\"a\":{\"type\":\"long\"}},\"derived\":{\"b\":{}}}";

    assertThat(fit(mappings)).isEqualTo("{\"derived\":{\"b\":{}}}");
    assertThat(new MappingFit(ELASTICSEARCH, Map.of()).fit(mappings))
        .isEqualTo("{\"runtime\":{\"a\":{\"type\":\"long\"}}}");
  }

  @Test
  void typesBecomeWhatTheUserSays() throws IOException {
    MappingFit fit =
        new MappingFit(
            OPENSEARCH,
            Map.of("dense_vector", "knn_vector", "flattened", "flat_object", "version", "object"));

    assertThat(
            fit.fit(
                """
                {"properties":{"v":{"type":"dense_vector","dims":3,"similarity":"cosine"},
                  "o":{"properties":{"f":{"type":"flattened","depth_limit":3}}},
                  "w":{"type":"version"},"t":{"type":"text"}}}"""))
        .isEqualTo(
            "{\"properties\":{\"v\":{\"type\":\"knn_vector\",\"dimension\":3},"
                + "\"o\":{\"properties\":{\"f\":{\"type\":\"flat_object\"}}},"
                + "\"w\":{\"type\":\"object\",\"enabled\":false},\"t\":{\"type\":\"text\"}}}");
    assertThat(fit.needsKnn()).isTrue();
  }

  @Test
  void waysToTreatNewFieldsBecomeTheNextStricterOnes() throws IOException {
    String runtime =
        "{\"dynamic\":\"runtime\",\"properties\":{\"dynamic\":{\"type\":\"keyword\"},"
            + "\"o\":{\"dynamic\":\"runtime\",\"properties\":{}}}}";
    MappingFit fit = new MappingFit(OPENSEARCH, Map.of());

    assertThat(fit.fit(runtime)).isEqualTo(runtime.replace("\"runtime\"", "\"false\""));
    assertThat(fit.dropped()).containsExactly("dynamic runtime, which becomes false");

    String templates = "{\"dynamic\":\"strict_allow_templates\",\"properties\":{}}";
    MappingFit other = new MappingFit(ELASTICSEARCH, Map.of());
    assertThat(other.fit(templates)).isEqualTo("{\"dynamic\":\"strict\",\"properties\":{}}");
    assertThat(other.dropped())
        .containsExactly("dynamic strict_allow_templates, which becomes strict");
    assertThat(fit(templates)).isEqualTo(templates);
    assertThat(new MappingFit(ELASTICSEARCH, Map.of()).fit(runtime)).isEqualTo(runtime);
  }

  @Test
  void whatOnlyElasticsearchHasAWordForIsLeftOut() throws IOException {
    MappingFit fit = new MappingFit(OPENSEARCH, Map.of());

    assertThat(
            fit.fit(
                """
                {"_source":{"mode":"synthetic","excludes":["x"]},"properties":{
                  "time_series_metric":{"type":"long","time_series_metric":"gauge"},
                  "h":{"type":"keyword","time_series_dimension":true}}}"""))
        .isEqualTo(
            "{\"_source\":{\"excludes\":[\"x\"]},\"properties\":{"
                + "\"time_series_metric\":{\"type\":\"long\"},\"h\":{\"type\":\"keyword\"}}}");
    assertThat(fit.dropped())
        .containsExactlyInAnyOrder(
            "_source.mode \"synthetic\"", "time_series_metric", "time_series_dimension");
    String own = "{\"_source\":{\"mode\":\"synthetic\"},\"properties\":{}}";
    assertThat(new MappingFit(ELASTICSEARCH, Map.of()).fit(own)).isEqualTo(own);
  }
}
