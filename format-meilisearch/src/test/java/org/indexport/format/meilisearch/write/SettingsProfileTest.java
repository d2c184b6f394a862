package org.indexport.format.meilisearch.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.indexport.json.MalformedJsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsProfileTest {
  private static SettingsProfile.Result fit(String json, String engine) throws IOException {
    return SettingsProfile.fit(json, EngineVersion.of(engine));
  }

  @ParameterizedTest
  @CsvSource({
    "dictionary, 1.4",
    "embedders, 1.6",
    "proximityPrecision, 1.6",
    "searchCutoffMs, 1.8",
    "localizedAttributes, 1.10",
    "facetSearch, 1.12",
    "prefixSearch, 1.12",
    "chat, 1.15.1",
    "vectorStore, 1.21",
    "foreignKeys, 1.39",
  })
  void membersAreLeftOutBeforeTheVersionThatBroughtThem(String member, String since)
      throws IOException {
    String json = "{\"stopWords\":[],\"" + member + "\":null}";
    assertThat(fit(json, since).json()).isEqualTo(json);
    EngineVersion version = EngineVersion.of(since);
    EngineVersion before =
        version.patch() > 0
            ? new EngineVersion(version.major(), version.minor(), version.patch() - 1)
            : new EngineVersion(version.major(), version.minor() - 1, 99);
    SettingsProfile.Result older = SettingsProfile.fit(json, before);
    assertThat(older.json()).isEqualTo("{\"stopWords\":[]}");
    assertThat(older.losses()).hasSize(1).first().asString().startsWith(member + ": ");
  }

  @Test
  void unknownMembersStayWhereTheEngineIgnoresThem() throws IOException {
    assertThat(fit("{\"soon\":1}", "1.37").json()).isEqualTo("{\"soon\":1}");
    assertThat(fit("{\"soon\":1}", "1.36").json()).isEqualTo("{}");
    assertThat(fit("{\"vectorStore\":1}", "1.37").json()).isEqualTo("{}");
  }

  @Test
  void nestedMembersAreLeftOut() throws IOException {
    String json =
        "{\"typoTolerance\":{\"enabled\":true,\"disableOnNumbers\":false},"
            + "\"faceting\":{\"sortFacetValuesBy\":{},\"maxValuesPerFacet\":1},"
            + "\"embedders\":null}";
    assertThat(fit(json, "1.2").json())
        .isEqualTo("{\"typoTolerance\":{\"enabled\":true},\"faceting\":{\"maxValuesPerFacet\":1}}");
    String embedders =
        "{\"embedders\":{\"a/b\":{\"pooling\":\"x\",\"model\":\"m\",\"indexingFragments\":{}}}}";
    assertThat(fit(embedders, "1.13").json())
        .isEqualTo("{\"embedders\":{\"a/b\":{\"model\":\"m\"}}}");
    assertThat(fit(embedders, "1.16").json()).isEqualTo(embedders);
  }

  @Test
  void embeddersWithinEmbeddersAreFittedToo() throws IOException {
    String embedders =
        "{\"embedders\":{\"a\":{\"source\":\"composite\","
            + "\"searchEmbedder\":{\"pooling\":\"x\",\"model\":\"m\"},"
            + "\"indexingEmbedder\":{\"indexingFragments\":{},\"searchEmbedder\":null}},"
            + "\"b\":{\"request\":{\"pooling\":1}},\"c\":null}}";
    SettingsProfile.Result older = fit(embedders, "1.13");
    assertThat(older.json())
        .isEqualTo(
            "{\"embedders\":{\"a\":{\"source\":\"composite\","
                + "\"searchEmbedder\":{\"model\":\"m\"},"
                + "\"indexingEmbedder\":{\"searchEmbedder\":null}},"
                + "\"b\":{\"request\":{\"pooling\":1}},\"c\":null}}");
    assertThat(older.losses())
        .hasSize(2)
        .anyMatch(loss -> loss.startsWith("embedders.a.searchEmbedder.pooling: "));
    assertThat(fit(embedders, "1.16").json()).isEqualTo(embedders);
  }

  @Test
  void whatTheNewestEngineRefusesIsToldWhereItStays() {
    assertThat(SettingsProfile.cautions("{\"pagination\":{\"maxTotalHits\":0}}"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("pagination.maxTotalHits: 0 stays");
    assertThat(SettingsProfile.cautions("{\"pagination\":{\"maxTotalHits\":1}}")).isEmpty();
    assertThat(SettingsProfile.cautions("{\"pagination\":null}")).isEmpty();
    assertThat(SettingsProfile.cautions("[]")).isEmpty();
  }

  @Test
  void whatHasAnOlderFormGetsIt() throws IOException {
    String rules = "{\"rankingRules\":[\"words\",\"attributeRank\",\"a:asc\",\"wordPosition\"]}";
    assertThat(fit(rules, "1.35").json())
        .isEqualTo("{\"rankingRules\":[\"words\",\"attribute\",\"a:asc\"]}");
    assertThat(fit(rules, "1.36").json()).isEqualTo(rules);
    String filters =
        "{\"filterableAttributes\":[\"a\",{\"attributePatterns\":[\"b\",\"c*\"]},\"d,\\\"e\"]}";
    SettingsProfile.Result older = fit(filters, "1.13");
    assertThat(older.json()).isEqualTo("{\"filterableAttributes\":[\"a\",\"b\",\"d,\\\"e\"]}");
    assertThat(older.losses()).hasSize(2);
    assertThat(fit(filters, "1.14").json()).isEqualTo(filters);
    assertThat(fit("{\"pagination\":{\"maxTotalHits\":0}}", "1.15").json())
        .isEqualTo("{\"pagination\":{\"maxTotalHits\":1}}");
    assertThat(fit("{\"pagination\":{\"maxTotalHits\":0}}", "1.14").losses()).isEmpty();
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> fit("[]", "1.13"));
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> fit("{\"a\":1,\"a\":2}", "1.13"));
  }
}
