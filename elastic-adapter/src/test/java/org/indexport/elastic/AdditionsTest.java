package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.indexport.IndexName;
import org.indexport.elastic.Cluster.Engine;
import org.indexport.elastic.Cluster.Flavor;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdditionsTest {
  private static final Cluster OPENSEARCH =
      new Cluster(Engine.OPENSEARCH, "2.19.6", 2, 19, null, Flavor.ORDINARY);
  private static final String SENT =
      """
      {"settings":{"index":{"number_of_shards":"2","default_pipeline":"own","codec":"default"}},
       "mappings":{"dynamic":"false","properties":{"a":{"type":"long"},"b.c":{"type":"ip"},
         "o":{"properties":{"x":{"type":"keyword"}}}}}}""";

  private static @Nullable String additions(String found) throws Exception {
    IndexSettings sent = IndexSettings.of(IndexName.of("i"), SENT, OPENSEARCH);
    return Additions.of(JsonObject.parse(found.getBytes(UTF_8), 100), sent);
  }

  @Test
  void whatServersNoteAnywayIsNoAddition() throws Exception {
    assertThat(
            additions(
                """
                {"aliases":{"i-indexport-loading":{}},
                 "mappings":{"dynamic":"false","properties":{"a":{"type":"long"},
                   "b":{"properties":{"c":{"type":"ip"}}},
                   "o":{"properties":{"x":{"type":"keyword"}}}}},
                 "settings":{"index.number_of_shards":"2","index.codec":"default",
                   "index.number_of_replicas":"0","index.refresh_interval":"-1","index.uuid":"u",
                   "index.creation_date":"1","index.provided_name":"i","index.version.created":"1",
                   "index.routing.allocation.include._tier_preference":"data_content",
                   "index.replication.type":"DOCUMENT"}}"""))
        .isNull();
  }

  @Test
  void whatTemplatesAddIsNamed() throws Exception {
    assertThat(
            additions(
                """
                {"aliases":{"i-indexport-loading":{},"all":{}},
                 "mappings":{"dynamic":"false","date_detection":false,"properties":{
                   "a":{"type":"long"},"b":{"properties":{"c":{"type":"ip"}}},"n":{"type":"ip"},
                   "o":{"properties":{"x":{"type":"keyword"},"y":{"type":"keyword"}}}}},
                 "settings":{"index.default_pipeline":"own","index.priority":"7"}}"""))
        .isEqualTo("alias all, index.priority, mapping date_detection, field n, field o.y");
  }

  @Test
  void manyAreCounted() throws Exception {
    StringBuilder aliases = new StringBuilder();
    for (int i = 0; i < 15; i++) {
      aliases.append(i == 0 ? "" : ",").append("\"a").append(i).append("\":{}");
    }
    assertThat(additions("{\"aliases\":{" + aliases + "}}"))
        .startsWith("alias a0, alias a1,")
        .endsWith("alias a9 and 5 more");
  }
}
