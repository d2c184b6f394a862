package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.Settings;
import org.indexport.json.JsonObject;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that engines wrote; their origin stands beside them. */
class MeilisearchRealSettingsTest {
  private static final Set<String> CARRIED =
      Set.of(
          "displayedAttributes",
          "searchableAttributes",
          "filterableAttributes",
          "sortableAttributes",
          "stopWords",
          "synonyms");

  private final MeilisearchDialect dialect = new MeilisearchDialect();

  private static String json(String name) throws IOException {
    String resource = "meilisearch/" + name + ".json";
    try (InputStream in =
        Objects.requireNonNull(
            MeilisearchRealSettingsTest.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1-dnd_spells",
        "v1-movies",
        "v1-products",
        "v2-dnd_spells",
        "v2-movies",
        "v2-products",
        "v3-dnd_spells",
        "v3-movies",
        "v3-products",
        "v4-dnd_spells",
        "v4-movies",
        "v4-products",
        "v5-dnd_spells",
        "v5-movies",
        "v5-products",
        "v6-with-experimental-test",
        "v6-with-vectors-novector",
        "v6-with-vectors-vector",
      })
  void areCarriedOrLostButNotForgotten(String name) throws IOException {
    String json = json(name);
    JsonObject original = JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), 100);

    Settings settings = MeilisearchDialect.settings(json);
    Translation<Schema> read = dialect.read(settings);
    Translation<Settings> written = dialect.write(read.value());

    JsonObject result =
        JsonObject.parse(written.value().json().getBytes(StandardCharsets.UTF_8), 100);
    Set<String> expectedLosses = new TreeSet<>();
    for (String member : original.names()) {
      if (CARRIED.contains(member)) {
        assertThat(result.raw(member)).isEqualTo(original.raw(member));
      } else if (original.has(member) && !"[]".equals(original.raw(member))) {
        expectedLosses.add(member);
      }
    }
    assertThat(settings.secrets()).isEmpty();
    assertThat(read.losses())
        .filteredOn(loss -> !loss.contains("nested"))
        .extracting(loss -> loss.split("[:/]", 2)[0])
        .containsExactlyInAnyOrderElementsOf(expectedLosses);
    assertThat(written.losses()).isEmpty();
    assertThat(dialect.read(written.value()).value()).isEqualTo(read.value());
  }

  @Test
  void moviesOfVersionFour() throws IOException {
    Field others = Field.of("*", FieldType.ANY, FieldRole.SEARCHABLE, FieldRole.DISPLAYED);

    Translation<Schema> read = dialect.read(Settings.of("meilisearch", "6", json("v4-movies")));

    assertThat(read.value())
        .isEqualTo(
            new Schema(
                null,
                List.of(
                    with(others, "genres", FieldRole.FILTERABLE),
                    with(others, "id", FieldRole.FILTERABLE),
                    with(others, "release_date", FieldRole.SORTABLE)),
                others,
                List.of(),
                Map.of()));
    assertThat(read.losses())
        .containsExactly(
            "filterableAttributes: what is nested in the named attributes is not carried with them",
            "sortableAttributes: what is nested in the named attributes is not carried with them",
            "rankingRules: the schema has no place for it",
            "typoTolerance: the schema has no place for it; it is the engine's default");
  }

  private static Field with(Field others, String path, FieldRole role) {
    Set<FieldRole> roles = new TreeSet<>(others.roles());
    roles.add(role);
    return new Field(path, FieldType.ANY, roles, null);
  }
}
