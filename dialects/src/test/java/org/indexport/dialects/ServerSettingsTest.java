package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.indexport.Settings;
import org.indexport.json.MalformedJsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
  private static Settings settings(String json) {
    return Settings.of("elasticsearch", null, json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index.uuid",
        "uuid",
        "index.version.created",
        "index.routing.allocation.initial_recovery._id",
        "index.store.snapshot.index_name"
      })
  void theServersOwnAreKnown(String name) {
    assertThat(ServerSettings.includes(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index.number_of_shards",
        "index.uuids",
        "index.version",
        "index.routing.allocation.include._tier_preference",
        "index.store.type",
        "index.analysis.analyzer.uuid.type"
      })
  void othersAreNot(String name) {
    assertThat(ServerSettings.includes(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"settings\":{\"index\":{\"uuid\":\"x\",\"codec\":\"y\"}}} | {\"settings\":{\"index\":{\"codec\":\"y\"}}}",
        "{\"settings\":{\"index.uuid\":\"x\",\"index.codec\":\"y\"}} | {\"settings\":{\"index.codec\":\"y\"}}",
        "{\"settings\":{\"index\":{\"version\":{\"created\":\"1\"},\"version.upgraded\":\"2\"}}} | {\"settings\":{\"index\":{}}}",
        "{\"settings\":{\"uuid\":\"x\",\"store\":{\"snapshot\":{\"a~b/c\":1},\"type\":\"fs\"}}} | {\"settings\":{\"store\":{\"type\":\"fs\"}}}",
        "{\"settings\":null} | {\"settings\":null}",
        "{\"mappings\":{\"uuid\":1}} | {\"mappings\":{\"uuid\":1}}"
      })
  void theyAreTakenOutHoweverTheyAreNested(String json, String expected) throws Exception {
    assertThat(ServerSettings.without(settings(json)).json()).isEqualTo(expected);
  }

  @Test
  void otherTextsAreToldOf() {
    assertThatThrownBy(() -> ServerSettings.without(settings("{\"settings\":[1]}")))
        .isInstanceOf(MalformedJsonException.class);
  }
}
