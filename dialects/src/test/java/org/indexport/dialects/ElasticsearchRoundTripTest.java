package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.json.JsonText;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.indexport.spi.SchemaDialect;
import org.junit.jupiter.api.Test;

class ElasticsearchRoundTripTest {
  private final SchemaDialect dialect = dialect();
  private final MeilisearchDialect meilisearch = new MeilisearchDialect();

  /** The dialect to be tested. */
  SchemaDialect dialect() {
    return new ElasticsearchDialect();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAgain(@ForAll("schemas") Schema schema) throws DumpException {
    Translation<Schema> read = dialect.read(dialect.write(schema).value());

    assertThat(read.value()).isEqualTo(schema);
    assertThat(read.losses()).isEmpty();
    assertThat(dialect.write(read.value())).isEqualTo(dialect.write(schema));
  }

  @Test
  void settingsOfMeilisearchComeBack() throws DumpException {
    Settings settings =
        Settings.of(
            "meilisearch",
            "6",
            """
            {"displayedAttributes":["*"],"searchableAttributes":["title","overview","author.name"],\
            "filterableAttributes":["genres","release_date"],\
            "sortableAttributes":["release_date","title"],"stopWords":["a","the"],\
            "synonyms":{"logan":["wolverine"],"wolverine":["logan","xmen"]}}""");

    Schema schema = meilisearch.read(settings).value();
    Translation<Settings> there = dialect.write(schema);
    Translation<Schema> back = dialect.read(there.value());

    assertThat(back.value()).isEqualTo(schema);
    assertThat(back.losses()).isEmpty();
    assertThat(meilisearch.write(back.value()).value()).isEqualTo(settings);
  }

  @Test
  void mappingsBecomeAttributes() throws DumpException {
    Settings settings =
        Settings.of(
            dialect.id(),
            null,
            """
            {"settings":{"index":{"number_of_shards":"1","analysis":{
               "filter":{"my_stop":{"type":"stop","stopwords":["the","a"]}},
               "analyzer":{"folded":{"type":"custom","tokenizer":"standard",
                 "filter":["lowercase","my_stop"]}}}}},
             "mappings":{"dynamic":"strict","properties":{
               "category":{"type":"keyword"},"price":{"type":"double"},
               "title":{"type":"text","analyzer":"folded"},
               "vendor":{"properties":{"name":{"type":"text"}}}}}}""");

    Settings written = meilisearch.write(dialect.read(settings).value()).value();

    assertThat(written.json())
        .isEqualTo(
            """
            {"displayedAttributes":["*"],\
            "searchableAttributes":["title","vendor.name"],\
            "filterableAttributes":["category","price"],\
            "sortableAttributes":["category","price"],\
            "stopWords":["a","the"],"synonyms":{}}""");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anyTextGivesASchemaOrATypedError(@ForAll("damaged") String json) {
    try {
      dialect.read(Settings.of(dialect.id(), null, json));
    } catch (DumpException expected) {
      assertThat(expected).isInstanceOf(CorruptDumpException.class);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anyMappingGivesASchema(@ForAll("values") String mappings, @ForAll("values") String settings)
      throws DumpException {
    String json =
        "{\"mappings\":{\"properties\":%s},\"settings\":%s}".formatted(mappings, settings);

    Schema schema = dialect.read(Settings.of(dialect.id(), null, json)).value();

    assertThat(dialect.read(dialect.write(schema).value()).value().fields())
        .isEqualTo(schema.fields());
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> names =
        Arbitraries.of("a", "b.c", "type", "properties", "fields", "index", "analysis", "filter");
    Arbitrary<String> leaves =
        Arbitraries.of("\"text\"", "\"keyword\"", "\"nested\"", "true", "12", "null", "[1,null]");
    Arbitrary<String> objects = object(names, leaves);
    for (int depth = 0; depth < 3; depth++) {
      objects = object(names, Arbitraries.oneOf(leaves, objects));
    }
    return objects;
  }

  private static Arbitrary<String> object(Arbitrary<String> names, Arbitrary<String> values) {
    return Arbitraries.maps(names, values)
        .ofMaxSize(4)
        .map(
            map -> {
              List<String> members = new ArrayList<>();
              map.forEach((name, value) -> members.add(JsonText.quote(name) + ":" + value));
              return "{" + String.join(",", members) + "}";
            });
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

  /** Words as engines keep them: without blanks around them. */
  private static Arbitrary<String> words() {
    return Arbitraries.of(
        "a", "b c", "x,y", "a=>b", "#c", "\\", "back\\slash", "=", "\ud83d\ude00", "\u00e9t\u00e9");
  }

  /** Few names, so that fields meet and nest. */
  private static Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "a.b", "a.b.c", "b.a", "_geo", "_vectors.v", "ab", "x*", "y.");
  }

  @Provide
  Arbitrary<Schema> schemas() {
    Arbitrary<Map<String, List<String>>> synonyms =
        Arbitraries.maps(words(), words().list().uniqueElements().ofMaxSize(3))
            .ofMaxSize(3)
            .map(
                map -> {
                  map.forEach((word, others) -> others.remove(word));
                  return map;
                });
    return Combinators.combine(
            Arbitraries.of("id", "a.b").injectNull(0.3),
            fields(names()).list().uniqueElements(Field::path).ofMaxSize(5),
            fields(Arbitraries.just("*")),
            words().list().uniqueElements().ofMaxSize(3),
            synonyms)
        .as(Schema::new);
  }

  private static Arbitrary<Field> fields(Arbitrary<String> paths) {
    return Combinators.combine(
            paths,
            Arbitraries.of(FieldType.class),
            Arbitraries.of(FieldRole.class).set(),
            Arbitraries.integers().between(1, 99_999).injectNull(0.7))
        .as(Field::new);
  }
}
