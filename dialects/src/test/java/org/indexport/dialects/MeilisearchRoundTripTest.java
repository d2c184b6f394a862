package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.json.JsonText;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;

class MeilisearchRoundTripTest {
  private static final List<String> WRITTEN =
      List.of(
          "displayedAttributes",
          "searchableAttributes",
          "filterableAttributes",
          "sortableAttributes",
          "stopWords",
          "synonyms",
          "embedders");

  private final MeilisearchDialect dialect = new MeilisearchDialect();

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void whatIsReadAndWrittenIsReadAgain(@ForAll("settings") String json) throws DumpException {
    Translation<Schema> read = dialect.read(Settings.of("meilisearch", "6", json));
    Translation<Settings> written = dialect.write(read.value());

    Translation<Schema> again = dialect.read(written.value());

    assertThat(again.value()).isEqualTo(read.value());
    assertThat(List.copyOf(again.value().synonyms().keySet()))
        .isEqualTo(List.copyOf(read.value().synonyms().keySet()));
    assertThat(dialect.write(again.value())).isEqualTo(written);
    assertThat(written.losses()).allMatch(loss -> loss.endsWith("the fields have no order"));
    assertThat(again.losses()).allMatch(loss -> loss.contains("nested"));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void everySecretIsFound(@ForAll("settings") String json) throws DumpException {
    assertThat(MeilisearchDialect.settings(json).secrets())
        .hasSize(json.split("\"SECRET\"", -1).length - 1);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void whatIsNotLostIsThere(@ForAll("schemas") Schema schema) throws DumpException {
    Translation<Settings> written = dialect.write(schema);
    Translation<Schema> read = dialect.read(written.value());

    assertThat(read.losses()).allMatch(loss -> loss.contains("nested"));
    assertThat(read.value().stopWords())
        .hasSizeLessThanOrEqualTo(schema.stopWords().size())
        .isSubsetOf(schema.stopWords());
    Statistics.collect(written.losses().isEmpty());
    if (written.losses().isEmpty()) {
      assertThat(read.value().otherFields()).isEqualTo(schema.otherFields());
      assertThat(read.value().synonyms()).isEqualTo(schema.synonyms());
      assertThat(new TreeSet<>(read.value().stopWords()))
          .isEqualTo(new TreeSet<>(schema.stopWords()));
      for (Field field : schema.fields()) {
        Field there = read.value().field(field.path());
        assertThat(new Field(field.path(), there.type(), there.roles(), there.dimensions()))
            .isEqualTo(field);
      }
    }
  }

  @Property
  void setsAreInTheOrderOfTheirBytes(@ForAll("words") String a, @ForAll("words") String b) {
    int byBytes =
        Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    assertThat(Integer.signum(AttributeName.BY_BYTES.compare(a, b)))
        .isEqualTo(Integer.signum(byBytes));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void writesItsMembersInOrder(@ForAll("schemas") Schema schema) throws IOException {
    String json = dialect.write(schema).value().json();

    List<String> names = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      for (String name; (name = parser.nextFieldName()) != null; ) {
        names.add(name);
        parser.nextToken();
        parser.skipChildren();
      }
    }
    assertThat(names).isEqualTo(WRITTEN.subList(0, names.size())).hasSizeGreaterThanOrEqualTo(6);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void anyTextGivesASchemaOrATypedError(@ForAll("damaged") String json) {
    try {
      dialect.read(Settings.of("meilisearch", "6", json));
      MeilisearchDialect.settings(json);
    } catch (DumpException expected) {
      assertThat(expected).isInstanceOf(CorruptDumpException.class);
    }
  }

  @Provide
  Arbitrary<String> damaged() {
    return Combinators.combine(settings(), Arbitraries.doubles().between(0, 1), Arbitraries.chars())
        .as(
            (settings, place, other) -> {
              StringBuilder json = new StringBuilder(settings);
              json.setCharAt((int) (place * (json.length() - 1)), other);
              return json.toString();
            });
  }

  /** Few names, so that lists meet, nest and match patterns. */
  private static Arbitrary<String> names() {
    return Arbitraries.of(
        "a",
        "b",
        "a.b",
        "a.b.c",
        "b.a",
        "_geo",
        "_geo.lat",
        "_vectors.v",
        "_vectors",
        "ab",
        "a*",
        "*",
        "\ud83d\ude00",
        "\uffee",
        "",
        "a.",
        ".",
        "a.b*");
  }

  @Provide
  static Arbitrary<String> words() {
    return Arbitraries.oneOf(
        names(), Arbitraries.strings().ofMaxLength(5).filter(AttributeName::isText));
  }

  private static String array(List<String> values) {
    return "[" + String.join(",", values) + "]";
  }

  private static Arbitrary<String> strings(Arbitrary<String> of) {
    return of.map(JsonText::quote).list().ofMaxSize(4).map(MeilisearchRoundTripTest::array);
  }

  private static Arbitrary<String> rules() {
    Arbitrary<String> truth = Arbitraries.of("true", "false");
    Arbitrary<String> filter =
        Combinators.combine(truth, truth).as("{\"equality\":%s,\"comparison\":%s}"::formatted);
    Arbitrary<String> features =
        Combinators.combine(truth, filter).as("{\"facetSearch\":%s,\"filter\":%s}"::formatted);
    Arbitrary<String> rule =
        Combinators.combine(strings(names()), Arbitraries.oneOf(features, Arbitraries.just("{}")))
            .as("{\"attributePatterns\":%s,\"features\":%s}"::formatted);
    return Arbitraries.oneOf(rule, names().map(JsonText::quote))
        .list()
        .ofMaxSize(5)
        .map(MeilisearchRoundTripTest::array);
  }

  private static Arbitrary<String> object(Arbitrary<String> names, Arbitrary<String> values) {
    return Arbitraries.maps(names, values)
        .ofMaxSize(3)
        .map(
            map -> {
              List<String> members = new ArrayList<>();
              map.forEach((name, value) -> members.add(JsonText.quote(name) + ":" + value));
              return "{" + String.join(",", members) + "}";
            });
  }

  private static Arbitrary<String> embedders() {
    Arbitrary<String> embedder =
        Arbitraries.of(
            "null",
            "{}",
            "{\"source\":\"userProvided\",\"dimensions\":3}",
            "{\"dimensions\":768,\"source\":\"openAi\",\"apiKey\":\"SECRET\"}",
            "{\"dimensions\":null,\"headers\":{\"h\":\"SECRET\"}}");
    return object(Arbitraries.of("v", "w", "", "x.y", "z*"), embedder);
  }

  @Provide
  Arbitrary<String> settings() {
    Arbitrary<String> lists = Arbitraries.oneOf(strings(names()), Arbitraries.just("null"));
    return Combinators.combine(
            lists,
            lists,
            Arbitraries.oneOf(rules(), Arbitraries.just("null")),
            lists,
            strings(words()),
            object(words(), strings(words())),
            embedders(),
            Arbitraries.of("", ",\"typoTolerance\":{\"enabled\":false}", ",\"new\":[]"))
        .as(
            (displayed, searchable, filterable, sortable, stopWords, synonyms, embedders, rest) ->
                """
                {"displayedAttributes":%s,"searchableAttributes":%s,"filterableAttributes":%s,
                 "sortableAttributes":%s,"stopWords":%s,"synonyms":%s,"embedders":%s%s}"""
                    .formatted(
                        displayed,
                        searchable,
                        filterable,
                        sortable,
                        stopWords,
                        synonyms,
                        embedders,
                        rest));
  }

  @Provide
  Arbitrary<Schema> schemas() {
    Arbitrary<String> anyWords =
        Arbitraries.frequencyOf(
            Tuple.of(9, words()), Tuple.of(1, Arbitraries.strings().ofMaxLength(3)));
    return Combinators.combine(
            fields(anyWords).list().ofMaxSize(4),
            fields(Arbitraries.just("*")),
            anyWords.list().ofMaxSize(3),
            Arbitraries.maps(anyWords, anyWords.list().ofMaxSize(3)).ofMaxSize(3))
        .as(
            (fields, rest, stopWords, synonyms) ->
                new Schema(null, fields, rest, stopWords, synonyms));
  }

  private static Arbitrary<Field> fields(Arbitrary<String> paths) {
    Arbitrary<FieldType> types =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.just(FieldType.ANY)),
            Tuple.of(1, Arbitraries.of(FieldType.class)));
    return Combinators.combine(
            paths.filter(path -> !path.isEmpty()),
            types,
            Arbitraries.of(FieldRole.class).set(),
            Arbitraries.integers().between(-1, 99_999).injectNull(0.95))
        .as(Field::new);
  }
}
