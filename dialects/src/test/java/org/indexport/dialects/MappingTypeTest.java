package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTypeTest {
  private static IndexInfo index(Map<String, String> extensions) {
    return IndexInfo.builder(IndexName.of("a")).extensions(extensions).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"_doc\"", "\"book\"", "\"k\\u006eiha č.\""})
  void itStandsAsItWasSaid(String json) {
    assertThat(MappingType.of(index(Map.of(IndexInfo.MAPPING_TYPE, json)))).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "{}", "\"a\",\"b\"", "\"a", ""})
  void whatIsNoStringIsNone(String json) {
    IndexInfo index = index(Map.of(IndexInfo.MAPPING_TYPE, json));
    assertThat(MappingType.of(index)).isNull();
    assertThat(MappingType.tellingExtensions(index)).isEqualTo(index.extensions());
  }

  @Test
  void anIndexMayHaveNone() {
    assertThat(MappingType.of(IndexInfo.of("a"))).isNull();
  }

  @Test
  void onlyTheUsualOneTellsNothing() {
    assertThat(
            MappingType.tellingExtensions(
                index(Map.of("x", "1", IndexInfo.MAPPING_TYPE, MappingType.USUAL))))
        .isEqualTo(Map.of("x", "1"));
    assertThat(MappingType.tellingExtensions(index(Map.of(IndexInfo.MAPPING_TYPE, "\"book\""))))
        .containsOnlyKeys(IndexInfo.MAPPING_TYPE);
  }
}
