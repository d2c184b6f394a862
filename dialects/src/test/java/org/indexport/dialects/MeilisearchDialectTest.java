package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.indexport.schema.FieldRole.DISPLAYED;
import static org.indexport.schema.FieldRole.FILTERABLE;
import static org.indexport.schema.FieldRole.SEARCHABLE;
import static org.indexport.schema.FieldRole.SORTABLE;

import java.util.List;
import java.util.Map;
import java.util.Set;
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

class MeilisearchDialectTest {
  private final MeilisearchDialect dialect = new MeilisearchDialect();

  private Translation<Schema> read(String json) throws DumpException {
    return dialect.read(Settings.of("meilisearch", "6", json));
  }

  private static Field any(String path, FieldRole... roles) {
    return Field.of(path, FieldType.ANY, roles);
  }

  private static Schema schema(Field others, Field... fields) {
    return new Schema(null, List.of(fields), others, List.of(), Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"searchableAttributes\":null,\"displayedAttributes\":null,\"stopWords\":null,"
            + "\"synonyms\":null,\"embedders\":null,\"filterableAttributes\":null,"
            + "\"typoTolerance\":null,\"sortableAttributes\":null,\"new\":null}",
        "{\"searchableAttributes\":[\"*\"],\"displayedAttributes\":[\"a\",\"*\"],"
            + "\"embedders\":{\"e\":null},\"dictionary\":[],\"typoTolerance\":{}}",
      })
  void whatIsNotSetIsTheEnginesDefault(String json) throws DumpException {
    Translation<Schema> read = read(json);

    assertThat(read.value()).isEqualTo(schema(any("*", SEARCHABLE, DISPLAYED)));
    assertThat(read.losses()).isEmpty();
  }

  @Test
  void listsGiveRolesAndOrder() throws DumpException {
    Translation<Schema> read =
        read(
            """
            {"searchableAttributes":["title","author","title"],
             "displayedAttributes":["year","author.name","title"],
             "filterableAttributes":["genre","author"],
             "sortableAttributes":["year"]}""");

    assertThat(read.value())
        .isEqualTo(
            schema(
                any("*"),
                any("title", SEARCHABLE, DISPLAYED),
                any("author", SEARCHABLE, FILTERABLE),
                any("author.name", SEARCHABLE, DISPLAYED, FILTERABLE),
                any("year", DISPLAYED, SORTABLE),
                any("genre", FILTERABLE)));
    assertThat(read.losses())
        .hasSize(4)
        .allMatch(
            loss ->
                loss.endsWith(": what is nested in the named attributes is not carried with them"));
  }

  @Test
  void theFirstFilterRuleHolds() throws DumpException {
    Translation<Schema> read =
        read(
            """
            {"filterableAttributes":[
               {"attributePatterns":["hidden"],"features":{"filter":{"equality":false}}},
               "hidden.not",
               {"attributePatterns":["*_at","price"],
                "features":{"facetSearch":true,"filter":{"equality":true,"comparison":true}}},
               {"attributePatterns":["exact"]}],
             "sortableAttributes":["hidden.sub","hidden.not.x","exact","exact.sub","made_at"]}""");

    assertThat(read.value().fields())
        .containsExactly(
            any("exact", SEARCHABLE, DISPLAYED, FILTERABLE, SORTABLE),
            any("exact.sub", SEARCHABLE, DISPLAYED, SORTABLE),
            any("hidden.not", SEARCHABLE, DISPLAYED, FILTERABLE),
            any("hidden.not.x", SEARCHABLE, DISPLAYED, FILTERABLE, SORTABLE),
            any("hidden.sub", SEARCHABLE, DISPLAYED, SORTABLE),
            any("made_at", SEARCHABLE, DISPLAYED, FILTERABLE, SORTABLE),
            any("price", SEARCHABLE, DISPLAYED, FILTERABLE));
    assertThat(read.losses())
        .contains(
            "filterableAttributes/2/attributePatterns/0: the pattern is carried at most for"
                + " attributes that have a name here",
            "filterableAttributes/3/features: the schema knows only attributes that filters use or"
                + " not")
        .hasSize(4);
    assertThat(dialect.write(read.value()).value().json())
        .contains(
            """
            "filterableAttributes":[{"attributePatterns":["exact.sub"],"features":\
            {"facetSearch":false,"filter":{"equality":false,"comparison":false}}},\
            "exact","hidden.not","hidden.not.x","made_at","price"],""");
  }

  @Test
  void aPatternOfEverythingIsForTheOthers() throws DumpException {
    String json =
        """
        {"filterableAttributes":[
           {"attributePatterns":["secret"],"features":{"filter":{"equality":false}}},"_geo",
           {"attributePatterns":["*"],"features":{"facetSearch":true,
             "filter":{"equality":true,"comparison":true}}}]}""";

    Translation<Schema> read = read(json);

    assertThat(read.losses()).isEmpty();
    assertThat(read.value())
        .isEqualTo(
            schema(
                any("*", SEARCHABLE, DISPLAYED, FILTERABLE),
                Field.of("_geo", FieldType.GEO_POINT, SEARCHABLE, DISPLAYED, FILTERABLE),
                any("secret", SEARCHABLE, DISPLAYED)));
    assertThat(dialect.write(read.value()).losses()).isEmpty();
  }

  @Test
  void embeddersOfAKnownLengthAreVectors() throws DumpException {
    Translation<Schema> read =
        read(
            """
            {"embedders":{
               "mine":{"source":"userProvided","dimensions":3,"model":null},
               "open":{"source":"openAi","apiKey":"SECRET","dimensions":1536},
               "face":{"source":"huggingFace","model":"m"}}}""");

    assertThat(read.value().fields())
        .containsExactly(
            new Field("_vectors.mine", FieldType.VECTOR, Set.of(SEARCHABLE, DISPLAYED), 3),
            new Field("_vectors.open", FieldType.VECTOR, Set.of(SEARCHABLE, DISPLAYED), 1536));
    assertThat(read.losses())
        .containsExactly(
            "embedders/open: carried as vectors that users provide, without source, apiKey",
            "embedders/face: the schema knows vectors of a stated number of dimensions only");
    Translation<Settings> written = dialect.write(read.value());
    assertThat(written.losses()).isEmpty();
    assertThat(written.value().secrets()).isEmpty();
    assertThat(written.value().json())
        .endsWith(
            """
            ,"synonyms":{},"embedders":{"mine":{"source":"userProvided","dimensions":3},\
            "open":{"source":"userProvided","dimensions":1536}}}""");
  }

  @Test
  void whatHasNoPlaceIsLostAndNotWritten() throws DumpException {
    Translation<Schema> read =
        read(
            """
            {"rankingRules":["words","year:desc"],"distinctAttribute":"sku",
             "proximityPrecision":"byWord","typoTolerance":{"minWordSizeForTypos":{"oneTypo":5}},
             "faceting":{"maxValuesPerFacet":9},"pagination":{"maxTotalHits":1000},
             "searchCutoffMs":5,"separatorTokens":["|"],"nonSeparatorTokens":[],
             "dictionary":["J. R."],"localizedAttributes":[{"attributePatterns":["*"],
             "locales":["jpn"]}],"facetSearch":true,"prefixSearch":"disabled","chat":{},
             "foreignKeys":[{"foreignIndexUid":"a","fieldName":"b"}],"vectorStore":"stable",
             "brandNew":{"a":[{}]}}""");

    assertThat(read.value()).isEqualTo(schema(any("*", SEARCHABLE, DISPLAYED)));
    assertThat(read.losses())
        .containsExactly(
            "rankingRules: the schema has no place for it, nor for sortable attributes without the"
                + " rule sort",
            "distinctAttribute: the schema has no place for it",
            "proximityPrecision: the schema has no place for it; it is the engine's default",
            "typoTolerance: the schema has no place for it; it is the engine's default",
            "faceting: the schema has no place for it",
            "pagination: the schema has no place for it; it is the engine's default",
            "searchCutoffMs: the schema has no place for it",
            "separatorTokens: the schema has no place for it",
            "dictionary: the schema has no place for it",
            "localizedAttributes: the schema has no place for it",
            "facetSearch: the schema has no place for it; it is the engine's default",
            "prefixSearch: the schema has no place for it",
            "chat: the schema has no place for it",
            "foreignKeys: the schema has no place for it",
            "vectorStore: the schema has no place for it",
            "brandNew: not known to the dialect meilisearch");
    assertThat(dialect.write(read.value()).value())
        .isEqualTo(
            Settings.of(
                "meilisearch",
                "6",
                """
                {"displayedAttributes":["*"],"searchableAttributes":["*"],\
                "filterableAttributes":[],"sortableAttributes":[],"stopWords":[],"synonyms":{}}"""));
  }

  @Test
  void namesThatNoFieldCanHaveAreLost() throws DumpException {
    Translation<Schema> read =
        read(
            "{\"sortableAttributes\":[\"*\",\"\",\"a*\",\"%s\"],\"searchableAttributes\":[]}"
                .formatted("a".repeat(1001)));

    assertThat(read.value()).isEqualTo(schema(any("*", DISPLAYED)));
    assertThat(read.losses())
        .hasSize(4)
        .allMatch(loss -> loss.startsWith("sortableAttributes/") && loss.endsWith("not carried"));
  }

  @Test
  void everythingOfTheEmptySchemaButSortingIsCarried() {
    Translation<Settings> written = dialect.write(Schema.EMPTY);

    assertThat(written.losses())
        .containsExactly("sortableAttributes: only those are sortable that a field describes");
    assertThat(written.value().json())
        .isEqualTo(
            """
            {"displayedAttributes":["*"],"searchableAttributes":["*"],"filterableAttributes":\
            [{"attributePatterns":["*"],"features":{"facetSearch":true,"filter":\
            {"equality":true,"comparison":true}}}],"sortableAttributes":[],\
            "stopWords":[],"synonyms":{}}""");
  }

  @Test
  void whatTheEngineCannotSayIsLost() {
    Schema schema =
        new Schema(
            "id",
            List.of(
                Field.of("title", FieldType.TEXT, SEARCHABLE),
                Field.of("title.x", FieldType.DATE),
                new Field("v", FieldType.VECTOR, Set.of(SEARCHABLE), 3),
                Field.of("title", FieldType.TEXT),
                Field.of("*", FieldType.TEXT),
                Field.of("_geo", FieldType.OBJECT),
                Field.of("b\ud800", FieldType.TEXT)),
            Field.of("rest", FieldType.ANY, DISPLAYED),
            List.of("the", "\udc00", "a", "the"),
            Map.of("tv", List.of("television", "\ud800"), "\ud800", List.of()));

    Translation<Settings> written = dialect.write(schema);

    assertThat(written.value().json())
        .isEqualTo(
            """
            {"displayedAttributes":["*"],"searchableAttributes":["title"],\
            "filterableAttributes":[],"sortableAttributes":[],"stopWords":["a","the"],\
            "synonyms":{"tv":["television"]}}""");
    assertThat(written.losses())
        .containsExactlyInAnyOrder(
            "fields: only the first description is carried of title",
            "fields: an attribute whose name starts or ends with *, which patterns do is not"
                + " carried",
            "fields: an attribute whose name has half a character is not carried",
            "otherFields: the path rest is written as *",
            "fields: the engine goes by the values, not by the type text, of title",
            "fields: the engine goes by the values, not by the type date, of title.x",
            "fields: the engine goes by the values, not by the type vector, of v",
            "fields: the engine goes by the values, not by the type object, of _geo",
            "fields: dimensions are carried of searchable vectors in _vectors only, not of v",
            "displayedAttributes: all have the role, so do title, title.x, v, _geo",
            "searchableAttributes: nested in attributes with the role, and thus with it, are"
                + " title.x",
            "stopWords: a word with half a character is not carried",
            "synonyms: a word with half a character is not carried",
            "synonyms: a word with half a character is not carried");
  }

  @Test
  void theOrderIsLostWhereAllAreSearchable() {
    Schema schema =
        schema(any("*", SEARCHABLE), any("b", SEARCHABLE), any("a", SEARCHABLE, SORTABLE));

    assertThat(dialect.write(schema).losses())
        .containsExactly("searchableAttributes: where all are searchable the fields have no order");
  }

  @Test
  void secretsAreFoundInEmbeddersOnly() throws DumpException {
    String json =
        """
        {"synonyms":{"apiKey":["url"]},"embedders":{
          "apiKey":{"source":"openAi","apiKey":"k","model":"m","url":"https://example.org/v1"},
          "a/b":{"url":"https://example.org/v1?key=k","headers":{"X~1":"k","n":null},
                 "request":[{"api_key":"k"}]},
          "c":{"source":"composite","url":"https://u:p@example.org","apiKey":null,
               "searchEmbedder":{"apiKey":"k"},"headers":"odd"},
          "headers":{"source":"userProvided"}}}""";

    Settings settings = MeilisearchDialect.settings(json);

    assertThat(settings)
        .isEqualTo(
            new Settings(
                "meilisearch",
                "6",
                json,
                List.of(
                    "/embedders/apiKey/apiKey",
                    "/embedders/a~1b/url",
                    "/embedders/a~1b/headers/X~01",
                    "/embedders/a~1b/request/0/api_key",
                    "/embedders/c/url",
                    "/embedders/c/searchEmbedder/apiKey")));
  }

  @Test
  void tooManySecretsAreOne() throws DumpException {
    StringBuilder json =
        new StringBuilder("{\"embedders\":{\"%s\":{\"request\":[".formatted("e".repeat(20_000)));
    json.append("{\"apiKey\":1},".repeat(1_000)).append("1]}}}");

    assertThat(MeilisearchDialect.settings(json.toString()).secrets())
        .containsExactly("/embedders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{} {}",
        "{\"stopWords\":[],\"stopWords\":[]}",
        "{\"searchableAttributes\":{}}",
        "{\"searchableAttributes\":[null]}",
        "{\"searchableAttributes\":\"*\"}",
        "{\"displayedAttributes\":[1]}",
        "{\"sortableAttributes\":[[\"a\"]]}",
        "{\"sortableAttributes\":[\"\\ud800\"]}",
        "{\"filterableAttributes\":{}}",
        "{\"filterableAttributes\":[1]}",
        "{\"filterableAttributes\":[{}]}",
        "{\"filterableAttributes\":[{\"attributePatterns\":\"a\"}]}",
        "{\"filterableAttributes\":[{\"attributePatterns\":[],\"feature\":{}}]}",
        "{\"filterableAttributes\":[{\"attributePatterns\":[],\"features\":null}]}",
        "{\"filterableAttributes\":[{\"attributePatterns\":[],\"features\":{\"a\":1}}]}",
        "{\"filterableAttributes\":[{\"attributePatterns\":[],\"features\":{\"facetSearch\":1}}]}",
        "{\"filterableAttributes\":[{\"attributePatterns\":[],\"features\":{\"filter\":{\"a\":1}}}]}",
        "{\"stopWords\":{}}",
        "{\"stopWords\":[\"\\udc00a\"]}",
        "{\"synonyms\":[]}",
        "{\"synonyms\":{\"a\":\"b\"}}",
        "{\"synonyms\":{\"a\":null}}",
        "{\"synonyms\":{\"\\ud800\":[]}}",
        "{\"embedders\":[]}",
        "{\"embedders\":{\"a\":1}}",
        "{\"embedders\":{\"a\":{\"source\":1}}}",
        "{\"embedders\":{\"a\":{\"dimensions\":0}}}",
        "{\"embedders\":{\"a\":{\"dimensions\":1.0}}}",
        "{\"embedders\":{\"a\":{\"dimensions\":12345678901}}}",
        "{\"rankingRules\":{}}",
        "{\"rankingRules\":[1]}",
        "{\"dictionary\":[null]}",
        "{\"distinctAttribute\":[]}",
        "{\"typoTolerance\":[]}",
        "{\"facetSearch\":\"true\"}",
        "{\"searchCutoffMs\":\"5\"}",
        "{\"chat\":[",
      })
  void otherShapesAreTypedErrors(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageStartingWith("settings of dialect meilisearch: expected ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{} 1", "{\"embedders\":{\"a\":{", "{\"a\":1,\"a\":1}"})
  void settingsAreOneObject(String json) {
    assertThatThrownBy(() -> MeilisearchDialect.settings(json))
        .isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void otherVersionsAndDialectsAreRefused() throws DumpException {
    assertThat(dialect.read(Settings.of("meilisearch", "V6", "{}")).losses()).isEmpty();
    assertThatThrownBy(() -> dialect.read(Settings.of("meilisearch", "5", "{}")))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("version 5");
    assertThatThrownBy(() -> dialect.read(Settings.of("lucene", "6", "{}")))
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
      assertThatThrownBy(() -> read(json))
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("too deep or has too long a part");
    }
  }

  @Test
  void isFoundAsAService() {
    assertThat(SchemaDialects.load().byId("meilisearch")).isInstanceOf(MeilisearchDialect.class);
  }
}
