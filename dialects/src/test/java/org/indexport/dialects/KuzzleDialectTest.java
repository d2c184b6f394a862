package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Settings;
import org.indexport.json.JsonObject;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.SettingsTranslation;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KuzzleDialectTest {
  private final KuzzleDialect dialect = new KuzzleDialect();

  /** What a server answers, put together as dumps have it. */
  private static final String REAL =
      """
      {"mappings":{"_meta":{"owner":"port authority"},"dynamic":"strict","properties":{
         "active":{"type":"boolean"},
         "crew":{"type":"nested","properties":{"rank":{"type":"keyword"}}},
         "extra":{"type":"object","enabled":false},
         "name":{"type":"text","fields":{"raw":{"type":"keyword","ignore_above":128}}},
         "position":{"type":"geo_point"},"tonnage":{"type":"long"}}},
       "settings":{"routing":{"allocation":{"include":{"_tier_preference":"data_content"}}},
         "refresh_interval":"2s","number_of_shards":"2","provided_name":"&harbour.vessels",
         "creation_date":"1795219042142","number_of_replicas":"0","uuid":"3RmiTBw","version":{"created":"7172999"}}}""";

  private Translation<Schema> read(String json) throws DumpException {
    return dialect.read(Settings.of("kuzzle", null, json));
  }

  @Test
  void mappingsOfAServerBecomeFields() throws DumpException {
    Translation<Schema> read = read(REAL);

    Schema schema = read.value();
    assertThat(schema.fields())
        .extracting(Field::path)
        .containsExactly("active", "crew.rank", "extra", "name", "position", "tonnage");
    assertThat(schema.field("name").roles())
        .containsExactlyInAnyOrder(
            FieldRole.SEARCHABLE, FieldRole.FILTERABLE, FieldRole.SORTABLE, FieldRole.DISPLAYED);
    assertThat(schema.field("tonnage").type()).isEqualTo(FieldType.INTEGER);
    assertThat(schema.otherFields().roles()).containsExactly(FieldRole.DISPLAYED);
    assertThat(read.losses())
        .anyMatch(loss -> loss.contains("one by one in crew"))
        .anyMatch(loss -> loss.contains("mappings/_meta"))
        .anyMatch(loss -> loss.contains("index.refresh_interval"))
        .noneMatch(loss -> loss.contains("uuid"));
  }

  @Test
  void withoutDynamicOtherMembersAreNotSearched() throws DumpException {
    Schema schema = read("{\"mappings\":{\"properties\":{\"a\":{\"type\":\"keyword\"}}}}").value();
    assertThat(schema.otherFields().roles()).containsExactly(FieldRole.DISPLAYED);
    assertThat(read("{\"mappings\":{\"properties\":{}}}").value().otherFields().roles())
        .containsExactly(FieldRole.DISPLAYED);
    assertThat(
            read("{\"mappings\":{\"dynamic\":\"true\",\"properties\":{}}}").value().otherFields())
        .isEqualTo(Schema.ANYTHING);
    assertThat(read("{}").value()).isEqualTo(Schema.EMPTY);
  }

  @Test
  void writesWhatTheServerTakes() {
    Schema schema =
        new Schema(
            "id",
            List.of(
                new Field("title", FieldType.TEXT, java.util.Set.of(FieldRole.SEARCHABLE), null)),
            Field.of("*", FieldType.ANY, FieldRole.DISPLAYED),
            List.of("the"),
            Map.of());
    String json = dialect.write(schema).value().json();
    assertThat(json)
        .contains("\"dynamic\":\"false\"")
        .contains("\"properties\":{\"title\":{\"type\":\"text\"}}")
        .contains("\"settings\":{\"mapping\":{\"ignore_malformed\":true")
        .contains("\"analysis\":")
        .doesNotContain("dynamic_templates", "date_detection", "\"index\":{");
    assertThat(dialect.write(schema).value().dialect()).isEqualTo("kuzzle");
  }

  @Test
  void fieldsOfAnyTypeAreLeftToTheServer() {
    Field any = Field.of("genres", FieldType.ANY, FieldRole.FILTERABLE, FieldRole.DISPLAYED);
    Field unseen = Field.of("*", FieldType.ANY, FieldRole.DISPLAYED);
    Translation<Settings> written =
        dialect.write(new Schema(null, List.of(any), unseen, List.of(), Map.of()));
    assertThat(written.value().json())
        .contains("\"dynamic\":\"true\"")
        .doesNotContain("genres\":{");
    assertThat(written.losses())
        .anyMatch(loss -> loss.startsWith("fields: the first value") && loss.endsWith("genres"))
        .anyMatch(loss -> loss.startsWith("otherFields: they are searched too"));
    assertThat(dialect.write(Schema.EMPTY).losses())
        .containsExactly(
            "otherFields: the first value of each decides on the type and what can be done");
  }

  @Test
  void fieldsThatValuesHaveMadeAreNotTakenForUsers() throws DumpException {
    String written = dialect.write(Schema.EMPTY).value().json();
    String grown =
        written.replace(
            "\"properties\":{}",
            "\"properties\":{\"n\":{\"type\":\"long\"},\"t\":{\"type\":\"text\",\"fields\":{\"keyword\":{\"type\":\"keyword\",\"ignore_above\":256}}}}");
    assertThat(grown).isNotEqualTo(written);
    assertThat(read(grown).value()).isEqualTo(Schema.EMPTY);
    assertThat(read(grown).losses()).isEmpty();
  }

  private static @Nullable Settings adopted(String json) {
    return new ElasticsearchDialect().adopt(Settings.of("kuzzle", null, json));
  }

  private static JsonObject json(@Nullable Settings settings) throws Exception {
    return JsonObject.parse(
        Objects.requireNonNull(settings).json().getBytes(StandardCharsets.UTF_8), 100);
  }

  @Test
  void elasticsearchTakesAllOfIt() throws Exception {
    JsonObject taken = json(adopted(REAL));
    JsonObject given = json(Settings.of("kuzzle", null, REAL));
    assertThat(Objects.requireNonNull(taken.object("settings")).raw("index"))
        .isEqualTo(given.raw("settings"));
    JsonObject mappings = Objects.requireNonNull(taken.object("mappings"));
    assertThat(mappings.raw("dynamic")).isEqualTo("\"strict\"");
    assertThat(mappings.raw("_meta")).contains("port authority");
    assertThat(mappings.raw("properties"))
        .contains(
            "nested", "ignore_above", "geo_point", "\"_kuzzle_info\":{\"properties\":{\"author\"");
    IndexInfo index =
        IndexInfo.builder(IndexName.of("harbour", "vessels"))
            .settings(Settings.of("kuzzle", null, REAL))
            .build();
    assertThat(SettingsTranslation.of(index, "elasticsearch", SchemaDialects.load()).losses())
        .isEmpty();
  }

  @Test
  void whatElasticsearchHasOfACollectionIsTakenBack() throws Exception {
    Settings index = Objects.requireNonNull(adopted(REAL));
    JsonObject back = json(dialect.adopt(index));
    JsonObject given = json(Settings.of("kuzzle", null, REAL));
    assertThat(json(adopted(back.toString())).toString()).isEqualTo(index.json());
    assertThat(Objects.requireNonNull(back.object("mappings")).raw("properties"))
        .isEqualToIgnoringWhitespace(
            Objects.requireNonNull(given.object("mappings")).raw("properties"));
    assertThat(
            dialect.adopt(
                Settings.of("elasticsearch", null, "{\"mappings\":{\"properties\":{\"a\":{}}}}")))
        .isNull();
    assertThat(dialect.adopt(Settings.of("elasticsearch", null, "{\"mappings\":1}"))).isNull();
    assertThat(
            json(dialect.adopt(
                    Settings.of(
                        "elasticsearch",
                        null,
                        "{\"mappings\":{\"properties\":{\"_kuzzle_info\":{}}}}")))
                .raw("mappings"))
        .isEqualTo("{\"properties\":{},\"dynamic\":\"true\"}");
  }

  @Test
  void elasticsearchTakesNothingElse() throws Exception {
    assertThat(json(adopted("{}")).raw("mappings")).startsWith("{\"dynamic\":\"false\"");
    assertThat(json(adopted("{\"settings\":{\"index\":{\"a\":1}}}")).raw("settings"))
        .isEqualTo("{\"index\":{\"a\":1}}");
    assertThat(adopted("{\"properties\":{}}")).isNull();
    assertThat(adopted("{\"mappings\":[]}")).isNull();
    assertThat(adopted("[")).isNull();
    assertThat(new ElasticsearchDialect().adopt(Settings.of("lucene", null, "{}"))).isNull();
    assertThat(dialect.adopt(Settings.of("elasticsearch", null, "{}"))).isNull();
  }

  @Test
  void whatTheServerNotesDownMakesNoDifference() throws DumpException {
    String other =
        REAL.replace("1795219042142", "1").replace("3RmiTBw", "u").replace("7172999", "8");
    assertThat(dialect.comparable(Settings.of("kuzzle", null, other)))
        .isEqualTo(dialect.comparable(Settings.of("kuzzle", null, REAL)));
    assertThat(dialect.comparable(Settings.of("kuzzle", null, REAL.replace("\"2s\"", "\"3s\""))))
        .isNotEqualTo(dialect.comparable(Settings.of("kuzzle", null, REAL)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"mappings\":[]}", "{\"mappings\":{}", "{\"settings\":1}"})
  void anotherShapeIsATypedError(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void isFoundByItsId() {
    assertThat(SchemaDialects.load().byId("kuzzle")).isInstanceOf(KuzzleDialect.class);
    assertThatThrownBy(() -> dialect.read(Settings.of("elasticsearch", null, "{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elasticsearch");
  }
}
