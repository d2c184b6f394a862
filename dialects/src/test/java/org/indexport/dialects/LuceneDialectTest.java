package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.UnsupportedVersionException;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneDialectTest {
  private final LuceneDialect dialect = new LuceneDialect();

  @Property
  void readsWhatItWrote(@ForAll("schemas") Schema schema) throws DumpException {
    Translation<Settings> written = dialect.write(schema);

    Translation<Schema> read = dialect.read(written.value());

    assertThat(written.losses()).isEmpty();
    assertThat(read.losses()).isEmpty();
    assertThat(read.value()).isEqualTo(schema);
    assertThat(List.copyOf(read.value().synonyms().keySet()))
        .isEqualTo(List.copyOf(schema.synonyms().keySet()));
  }

  @Property
  void anyTextGivesASchemaOrATypedError(@ForAll("damaged") String json) {
    try {
      dialect.read(Settings.of("lucene", "1", json));
    } catch (DumpException expected) {
      assertThat(expected).isInstanceOf(CorruptDumpException.class);
    }
  }

  @Test
  void writesTheDocumentedForm() {
    Schema schema =
        new Schema(
            "id",
            List.of(
                Field.of("title", FieldType.TEXT, FieldRole.DISPLAYED, FieldRole.SEARCHABLE),
                new Field("place.at", FieldType.GEO_POINT, Set.of(), null),
                new Field("v", FieldType.VECTOR, Set.of(FieldRole.SEARCHABLE), 384)),
            Field.of("*", FieldType.ANY, FieldRole.DISPLAYED),
            List.of("the"),
            Map.of("tv", List.of("television")));

    Settings settings = dialect.write(schema).value();

    assertThat(settings)
        .isEqualTo(
            Settings.of(
                "lucene",
                "1",
                """
                {"primaryKey":"id","fields":[\
                {"path":"title","type":"text","roles":["searchable","displayed"]},\
                {"path":"place.at","type":"geo_point","roles":[]},\
                {"path":"v","type":"vector","roles":["searchable"],"dimensions":384}],\
                "otherFields":{"type":"any","roles":["displayed"]},\
                "stopWords":["the"],"synonyms":{"tv":["television"]}}"""));
  }

  @Test
  void anEmptyObjectIsTheEmptySchema() throws DumpException {
    assertThat(dialect.read(Settings.of("lucene", null, "{}")).value()).isEqualTo(Schema.EMPTY);
  }

  @Test
  void unknownMembersAreLosses() throws DumpException {
    String json =
        "{\"typo\":{\"a\":[1]},\"fields\":[{\"path\":\"a\",\"boost\":2}],\"otherFields\":{\"path\":1}}";

    Translation<Schema> read = dialect.read(Settings.of("lucene", "1", json));

    assertThat(read.value().fields()).containsExactly(Field.of("a", FieldType.ANY));
    assertThat(read.losses())
        .containsExactly(
            "typo: not known to the dialect lucene",
            "fields/0/boost: not known to the dialect lucene",
            "otherFields/path: not known to the dialect lucene");
  }

  @Test
  void anotherNameForTheRestIsALoss() {
    Schema schema =
        new Schema(null, List.of(), Field.of("rest", FieldType.ANY), List.of(), Map.of());

    assertThat(dialect.write(schema).losses()).hasSize(1).first().asString().startsWith("other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{} {}",
        "{\"fields\":{}}",
        "{\"fields\":[1]}",
        "{\"fields\":[{}]}",
        "{\"fields\":[{\"path\":\"\"}]}",
        "{\"fields\":[{\"path\":\"a\",\"type\":\"TEXT\"}]}",
        "{\"fields\":[{\"path\":\"a\",\"roles\":[\"seen\"]}]}",
        "{\"fields\":[{\"path\":\"a\",\"dimensions\":0}]}",
        "{\"fields\":[{\"path\":\"a\",\"dimensions\":12345678901}]}",
        "{\"fields\":[],\"fields\":[]}",
        "{\"primaryKey\":1}",
        "{\"stopWords\":[null]}",
        "{\"synonyms\":{\"a\":\"b\"}}",
        "{\"synonyms\":{\"a\":[]",
      })
  void otherShapesAreTypedErrors(String json) {
    assertThatThrownBy(() -> dialect.read(Settings.of("lucene", "1", json)))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageStartingWith("settings of dialect lucene: expected ");
  }

  @Test
  void otherVersionsAndDialectsAreRefused() {
    assertThatThrownBy(() -> dialect.read(Settings.of("lucene", "2", "{}")))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> dialect.read(Settings.of("solr", "1", "{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void absurdSizesAreTypedErrors() {
    List<String> absurd =
        List.of(
            "{\"new\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
            "{\"stopWords\":[\"" + "a".repeat(20_000_001) + "\"]}",
            "{\"" + "a".repeat(60_000) + "\":1}");

    for (String json : absurd) {
      assertThatThrownBy(() -> dialect.read(Settings.of("lucene", "1", json)))
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("too deep or has too long a part");
    }
  }

  @Test
  void isFoundAsAService() {
    assertThat(SchemaDialects.load().byId("lucene")).isInstanceOf(LuceneDialect.class);
  }

  @Provide
  Arbitrary<Schema> schemas() {
    return Combinators.combine(
            Arbitraries.strings().injectNull(0.3),
            fields().list().ofMaxSize(5),
            fields(),
            Arbitraries.strings().list().ofMaxSize(3),
            Arbitraries.maps(Arbitraries.strings(), Arbitraries.strings().list().ofMaxSize(3))
                .ofMaxSize(3))
        .as(
            (key, fields, rest, stopWords, synonyms) ->
                new Schema(
                    key,
                    fields,
                    new Field("*", rest.type(), rest.roles(), rest.dimensions()),
                    stopWords,
                    synonyms));
  }

  private static Arbitrary<Field> fields() {
    return Combinators.combine(
            Arbitraries.strings().ofMinLength(1),
            Arbitraries.of(FieldType.class),
            Arbitraries.of(FieldRole.class).set(),
            Arbitraries.integers().between(1, 99_999).injectNull(0.7))
        .as(Field::new);
  }

  @Provide
  Arbitrary<String> damaged() {
    return Combinators.combine(schemas(), Arbitraries.doubles().between(0, 1), Arbitraries.chars())
        .as(
            (schema, place, other) -> {
              StringBuilder json = new StringBuilder(dialect.write(schema).value().json());
              json.setCharAt((int) (place * (json.length() - 1)), other);
              return json.toString();
            });
  }
}
