package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.indexport.schema.FieldRole.DISPLAYED;
import static org.indexport.schema.FieldRole.FILTERABLE;
import static org.indexport.schema.FieldRole.SEARCHABLE;
import static org.indexport.schema.FieldRole.SORTABLE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.json.JsonObject;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticsearchDialectTest {
  private final ElasticsearchDialect dialect = new ElasticsearchDialect();

  private Translation<Schema> read(String json) throws DumpException {
    return dialect.read(Settings.of("elasticsearch", null, json));
  }

  private Translation<Schema> readMappings(String json) throws DumpException {
    return read("{\"mappings\":" + json + "}");
  }

  private Translation<Schema> readAnalysis(String json) throws DumpException {
    return read("{\"settings\":{\"index\":{\"analysis\":" + json + "}}}");
  }

  private static Field shown(String path, FieldType type, FieldRole... roles) {
    Set<FieldRole> all = new java.util.HashSet<>(Set.of(roles));
    all.add(DISPLAYED);
    return new Field(path, type, all, null);
  }

  /** An object in settings, or in an object. */
  private static JsonObject object(String json, String... path) throws IOException {
    JsonObject object = JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), 100);
    for (String name : path) {
      object = Objects.requireNonNull(object.object(name));
    }
    return object;
  }

  private static Schema schema(Field others, Field... fields) {
    return new Schema(null, List.of(fields), others, List.of(), Map.of());
  }

  private static final Field OTHERS_SHOWN = shown("*", FieldType.ANY);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"settings\":{},\"mappings\":{}}",
        "{\"settings\":null,\"mappings\":{\"properties\":{}}}",
        "{\"settings\":{\"index\":{\"uuid\":\"x\",\"version\":{\"created\":\"8\"},"
            + "\"provided_name\":\"a\",\"creation_date\":\"1\"}}}",
        "{\"mappings\":{\"dynamic\":\"true\",\"_meta\":null}}",
      })
  void anIndexWithoutMappingsTakesEverything(String json) throws DumpException {
    Translation<Schema> read = read(json);

    assertThat(read.value()).isEqualTo(Schema.EMPTY);
    assertThat(read.losses()).isEmpty();
  }

  @Test
  void fieldsHaveTheTypesAndRolesThatTheServerGivesThem() throws DumpException {
    Translation<Schema> read =
        readMappings(
            """
            {"dynamic":"false","properties":{
              "title":{"type":"text","fields":{"raw":{"type":"keyword","ignore_above":256}}},
              "body":{"type":"text"},
              "hidden":{"type":"text","index":false},
              "sku":{"type":"keyword","fields":{"words":{"type":"text"}}},
              "filtered":{"type":"keyword","doc_values":false},
              "sorted":{"type":"long","index":false},
              "kept":{"type":"double","index":"false","doc_values":"false"},
              "on":{"type":"boolean"},"at":{"type":"date"},"place":{"type":"geo_point"},
              "vendor":{"properties":{"name":{"type":"text"},
                 "address":{"type":"object","properties":{"zip":{"type":"integer"}}}}},
              "blob":{"type":"object","enabled":false},
              "empty":{"type":"object"}}}""");

    assertThat(read.value())
        .isEqualTo(
            schema(
                OTHERS_SHOWN,
                shown("title", FieldType.TEXT, SEARCHABLE, FILTERABLE, SORTABLE),
                shown("body", FieldType.TEXT, SEARCHABLE),
                shown("hidden", FieldType.TEXT),
                shown("sku", FieldType.KEYWORD, SEARCHABLE, FILTERABLE, SORTABLE),
                shown("filtered", FieldType.KEYWORD, FILTERABLE),
                shown("sorted", FieldType.INTEGER, SORTABLE),
                shown("kept", FieldType.FLOAT),
                shown("on", FieldType.BOOLEAN, FILTERABLE, SORTABLE),
                shown("at", FieldType.DATE, FILTERABLE, SORTABLE),
                shown("place", FieldType.GEO_POINT, FILTERABLE, SORTABLE),
                shown("vendor.name", FieldType.TEXT, SEARCHABLE),
                shown("vendor.address.zip", FieldType.INTEGER, FILTERABLE, SORTABLE),
                shown("blob", FieldType.OBJECT),
                shown("empty", FieldType.OBJECT)));
    assertThat(read.losses()).isEmpty();
  }

  @Test
  void whatASchemaCannotSayIsListed() throws DumpException {
    Translation<Schema> read =
        readMappings(
            """
            {"dynamic":"strict","runtime":{"day":{"type":"keyword"}},"_routing":{"required":true},
             "dynamic_templates":[],
             "properties":{
              "reviews":{"type":"nested","properties":{"stars":{"type":"byte"}}},
              "rel":{"type":"join","relations":{"order":"line"}},
              "old":{"type":"alias","path":"new"},
              "from":{"type":"ip"},"to":{"type":"ip"},"range":{"type":"date_range"},
              "text":{"type":"text","analyzer":"folded","copy_to":["all"],
                 "fields":{"en":{"type":"text","analyzer":"english"}}},
              "title":{"type":"text","analyzer":"folded"},
              "v":{"type":"dense_vector","dims":16,"similarity":"cosine"},
              "w":{"type":"knn_vector","dimension":"3"},"x":{"type":"dense_vector"}}}""");

    assertThat(read.value().fields())
        .containsExactly(
            shown("reviews.stars", FieldType.INTEGER, FILTERABLE, SORTABLE),
            shown("from", FieldType.KEYWORD, FILTERABLE, SORTABLE),
            shown("to", FieldType.KEYWORD, FILTERABLE, SORTABLE),
            shown("range", FieldType.ANY),
            shown("text", FieldType.TEXT, SEARCHABLE),
            shown("title", FieldType.TEXT, SEARCHABLE),
            new Field("v", FieldType.VECTOR, Set.of(DISPLAYED, SEARCHABLE), 16),
            new Field("w", FieldType.VECTOR, Set.of(DISPLAYED, SEARCHABLE), 3),
            new Field("x", FieldType.VECTOR, Set.of(DISPLAYED, SEARCHABLE), null));
    assertThat(read.losses())
        .containsExactlyInAnyOrder(
            "mappings: a schema cannot say that objects are searched one by one in reviews",
            "mappings: parents and children are not carried of rel",
            "mappings: another name for a field is not carried: old",
            "mappings: the type ip is carried as keyword of from, to",
            "mappings: the type date_range is carried as any of range",
            "mappings: fields of fields are carried by their roles only of text",
            "mappings: the parameter analyzer is not carried of text, title",
            "mappings: the parameter copy_to is not carried of text",
            "mappings: the parameter similarity is not carried of v",
            "mappings: no number of dimensions is known of x",
            "mappings/dynamic: a schema cannot treat other members as 'strict'",
            "mappings/runtime: a schema has no place for computed fields: day",
            "mappings/_routing: a schema has no place for it",
            "mappings/dynamic_templates: a schema has no place for it");
  }

  @Test
  void whereThereAreFieldsOthersAreOnlyShown() throws DumpException {
    Translation<Schema> read = readMappings("{\"properties\":{\"a\":{\"type\":\"keyword\"}}}");

    assertThat(read.value().otherFields()).isEqualTo(OTHERS_SHOWN);
    assertThat(read.losses())
        .containsExactly(
            "mappings/dynamic: members that have no field yet would get one; here they do not");
  }

  @Test
  void typesAroundMappingsAreTakenOff() throws DumpException {
    assertThat(
            readMappings(
                    """
                    {"doc":{"dynamic":"false","_routing":{"required":true},
                      "properties":{"name":{"type":"text"}}}}""")
                .value())
        .isEqualTo(schema(OTHERS_SHOWN, shown("name", FieldType.TEXT, SEARCHABLE)));
    assertThat(
            readMappings(
                """
                {"_default_":{},"a":{"properties":{"x":{"type":"long"}}},
                 "b":{"dynamic":"false","properties":{"y":{"type":"long"}}}}"""))
        .satisfies(
            read -> {
              assertThat(read.value().fields()).extracting(Field::path).containsExactly("x", "y");
              assertThat(read.losses()).hasSize(1).first().asString().contains("[a, b]");
            });
  }

  @Test
  void settingsAreListed() throws DumpException {
    Translation<Schema> read =
        read(
            """
            {"settings":{"number_of_shards":3,"index.refresh_interval":"5s",
              "index":{"codec":"best_compression","uuid":"u","sort":{"field":["a","b"]}}},
             "aliases":{"x":{}}}""");

    assertThat(read.losses())
        .containsExactly(
            "aliases: not part of a schema",
            "settings: a schema has no place for index.number_of_shards, index.refresh_interval,"
                + " index.codec, index.sort.field");
  }

  @Test
  void stopWordsAndSynonymsAreThoseInUse() throws DumpException {
    Translation<Schema> read =
        readAnalysis(
            """
            {"filter":{
               "pairs":{"type":"shingle"},
               "my_stop":{"type":"stop","stopwords":["the","a","_french_","_none_"]},
               "numbered":{"type":"stop","stopwords.0":"x","stopwords.1":"y"},
               "unused":{"type":"stop","stopwords":"never"},
               "same":{"type":"synonym_graph","synonyms":["tv, television,  telly","# no","",
                 "i-pod => ipod","sea biscuit, sea\\\\,biscuit"]},
               "far":{"type":"synonym","synonyms_path":"a.txt"}},
             "tokenizer":{"cut":{"type":"pattern"}},
             "analyzer":{
               "folded":{"type":"custom","tokenizer":"cut",
                 "filter":["lowercase","my_stop","numbered","same","far"]},
               "plain":{"type":"standard","stopwords":"und, oder"},
               "paired":{"tokenizer":"standard","filter":["pairs"]},
               "cz":{"type":"czech"}}}""");

    assertThat(read.value().stopWords())
        .containsExactlyInAnyOrder("the", "a", "x", "y", "und", "oder");
    assertThat(read.value().synonyms())
        .isEqualTo(
            Map.of(
                "tv", List.of("television", "telly"),
                "television", List.of("tv", "telly"),
                "telly", List.of("tv", "television"),
                "i-pod", List.of("ipod"),
                "sea biscuit", List.of("sea,biscuit"),
                "sea,biscuit", List.of("sea biscuit")));
    assertThat(read.losses())
        .containsExactlyInAnyOrder(
            "analysis/analyzer: only stop words and synonyms are carried, and for all fields, of"
                + " folded, plain, paired, cz",
            "analysis/analyzer/cz: the words of a language are not carried",
            "analysis/filter: a schema has no place for pairs",
            "analysis/filter/my_stop: the words of a language are not carried, those of _french_",
            "analysis/filter/unused: not carried, as no analyzer uses it",
            "analysis/filter/same: a word that is replaced also stays itself: i-pod",
            "analysis/filter/far: synonyms that lie elsewhere, in synonyms_path, are not carried",
            "analysis/tokenizer: a schema has no place for cut");
  }

  @Test
  void theWordsThatTheEngineTakesByItselfAreThoseOfEnglish() throws DumpException {
    assertThat(readAnalysis("{\"analyzer\":{\"a\":{\"type\":\"stop\"}}}").value().stopWords())
        .hasSize(33)
        .contains("the", "with");
    assertThat(
            readAnalysis(
                    "{\"analyzer\":{\"a\":{\"tokenizer\":\"standard\",\"filter\":[\"stop\"]}}}")
                .value()
                .stopWords())
        .hasSize(33);
    assertThat(readAnalysis("{\"analyzer\":{\"a\":{\"type\":\"standard\"}}}").value().stopWords())
        .isEmpty();
  }

  @Test
  void fieldsOfAKnownTypeAreProperties() throws IOException {
    Schema schema =
        schema(
            OTHERS_SHOWN,
            shown("title", FieldType.TEXT, SEARCHABLE, SORTABLE),
            shown("body", FieldType.TEXT, SEARCHABLE),
            shown("sku", FieldType.KEYWORD, FILTERABLE),
            shown("vendor.zip", FieldType.INTEGER, FILTERABLE),
            shown("vendor.rate", FieldType.FLOAT),
            shown("vendor", FieldType.OBJECT),
            shown("place", FieldType.GEO_POINT, FILTERABLE),
            new Field("v", FieldType.VECTOR, Set.of(SEARCHABLE, DISPLAYED), 3),
            shown("blob", FieldType.OBJECT));

    Translation<Settings> written = dialect.write(schema);

    JsonObject mappings = object(written.value().json(), "mappings");
    assertThat(mappings.raw("dynamic")).isEqualTo("false");
    assertThat(mappings.raw("properties"))
        .isEqualTo(
            """
            {"title":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":8191}}},\
            "body":{"type":"text"},\
            "sku":{"type":"keyword","ignore_above":8191},\
            "vendor":{"properties":{"zip":{"type":"long"},\
            "rate":{"type":"double","index":false,"doc_values":false}}},\
            "place":{"type":"geo_point"},\
            "v":{"type":"dense_vector","dims":3},\
            "blob":{"type":"object","enabled":false}}""");
    assertThat(written.losses())
        .containsExactly("fields: which is the more important is for each search to say");
  }

  @Test
  void vectorsOfOpensearchAreItsOwn() throws IOException {
    Schema schema =
        schema(OTHERS_SHOWN, new Field("v", FieldType.VECTOR, Set.of(SEARCHABLE, DISPLAYED), 3));

    String written = new OpensearchDialect().write(schema).value().json();

    assertThat(object(written, "settings", "index").raw("knn")).isEqualTo("true");
    assertThat(object(written, "mappings").raw("properties"))
        .isEqualTo("{\"v\":{\"type\":\"knn_vector\",\"dimension\":3}}");
  }

  @Test
  void fieldsOfAnyTypeAreTemplates() throws IOException {
    Schema schema =
        schema(
            OTHERS_SHOWN,
            shown("a", FieldType.ANY, SEARCHABLE),
            shown("a.b", FieldType.ANY, FILTERABLE),
            shown("c", FieldType.ANY));

    JsonObject mappings = object(dialect.write(schema).value().json(), "mappings");

    assertThat(mappings.names()).doesNotContain("dynamic");
    assertThat(mappings.raw("date_detection")).isEqualTo("false");
    assertThat(mappings.raw("properties"))
        .isEqualTo("{\"c\":{\"type\":\"object\",\"enabled\":false}}");
    List<JsonObject> templates = mappings.objects("dynamic_templates");
    assertThat(templates)
        .extracting(template -> template.names().iterator().next())
        .containsExactly(
            "a.b string",
            "a.b long",
            "a.b double",
            "a.b boolean",
            "a.b.* string",
            "a.b.* long",
            "a.b.* double",
            "a.b.* boolean",
            "a string",
            "a long",
            "a double",
            "a boolean",
            "a.* string",
            "a.* long",
            "a.* double",
            "a.* boolean",
            "* string",
            "* long",
            "* double",
            "* boolean");
    assertThat(templates.get(0))
        .hasToString(
            """
            {"a.b string":{"path_match":"a.b","match_mapping_type":"string",\
            "mapping":{"type":"keyword","ignore_above":8191}}}""");
    assertThat(object(templates.get(8).toString(), "a string").raw("mapping"))
        .isEqualTo("{\"type\":\"text\"}");
    assertThat(object(templates.get(9).toString(), "a long").raw("mapping"))
        .isEqualTo("{\"type\":\"double\"}");
    assertThat(object(templates.get(16).toString(), "* string").raw("mapping"))
        .isEqualTo("{\"type\":\"keyword\",\"index\":false,\"doc_values\":false}");
  }

  @Test
  void stopWordsAndSynonymsAreInTheDefaultAnalyzers() throws IOException {
    Schema schema =
        new Schema(
            null,
            List.of(),
            Schema.ANYTHING,
            List.of("the", "_english_"),
            Map.of("tv, set", List.of("television", " ")));

    Translation<Settings> written = dialect.write(schema);

    assertThat(object(written.value().json(), "settings", "index").raw("analysis"))
        .isEqualTo(
            """
            {"filter":{\
            "indexport_synonyms":{"type":"synonym_graph","lenient":true,\
            "synonyms":["tv\\\\, set => tv\\\\, set, television"]},\
            "indexport_stop":{"type":"stop","ignore_case":true,"stopwords":["the"]}},\
            "analyzer":{\
            "default":{"type":"custom","tokenizer":"standard",\
            "filter":["lowercase","indexport_stop"]},\
            "default_search":{"type":"custom","tokenizer":"standard",\
            "filter":["lowercase","indexport_synonyms","indexport_stop"]}}}""");
    assertThat(written.losses()).hasSize(2);
  }

  @Test
  void whatCannotBeDescribedIsListed() {
    Schema schema =
        schema(
            Field.of("*", FieldType.KEYWORD, SEARCHABLE),
            shown("a", FieldType.TEXT, SEARCHABLE),
            shown("a.b", FieldType.TEXT, SEARCHABLE),
            shown("x*y", FieldType.ANY, SEARCHABLE),
            shown("x..y", FieldType.ANY, SEARCHABLE),
            Field.of("secret", FieldType.KEYWORD),
            new Field("v", FieldType.VECTOR, Set.of(SEARCHABLE, DISPLAYED), null),
            new Field("_vectors.e", FieldType.VECTOR, Set.of(SEARCHABLE, DISPLAYED), 3),
            shown("_geo", FieldType.GEO_POINT, SORTABLE));

    assertThat(dialect.write(schema).losses())
        .containsExactlyInAnyOrder(
            "otherFields: the type is decided by each value",
            "otherFields: the engine displays all members of a document",
            "fields: nested in one that has a value, and thus without use, is a.b",
            "fields: not mapped, as a * stands for many, is x*y",
            "fields: not mapped, as a part of its name is empty, is x..y",
            "fields: the engine displays all members of a document, so also secret",
            "fields: not searched, as no number of dimensions is known, is v",
            "fields: what is in _vectors is kept, and not searched: _vectors.e",
            "fields: a point in _geo has a lng where the engine wants a lon, so the two are"
                + " numbers");
  }

  @Test
  void whatUsersAddedToWrittenMappingsIsReadToo() throws IOException {
    Schema schema =
        new Schema(
            "id",
            List.of(shown("title", FieldType.ANY, SEARCHABLE)),
            shown("*", FieldType.ANY),
            List.of("the"),
            Map.of());
    String changed =
        dialect
            .write(schema)
            .value()
            .json()
            .replace("\"index\":{\"mapping\"", "\"index\":{\"number_of_shards\":\"1\",\"mapping\"")
            .replace(
                "\"properties\":{}",
                """
                "properties":{"title":{"type":"text"},
                  "grown":{"properties":{"x":{"type":"keyword","index":false,"doc_values":false}}},
                  "added":{"type":"keyword"}}""");

    Translation<Schema> read = read(changed);

    assertThat(read.value().primaryKey()).isEqualTo("id");
    assertThat(read.value().stopWords()).containsExactly("the");
    assertThat(read.value().otherFields()).isEqualTo(OTHERS_SHOWN);
    assertThat(read.value().fields())
        .containsExactly(
            shown("title", FieldType.ANY, SEARCHABLE),
            shown("added", FieldType.KEYWORD, FILTERABLE, SORTABLE));
    assertThat(read.losses())
        .containsExactly("settings: a schema has no place for index.number_of_shards");
  }

  @Test
  void aDamagedOwnSchemaIsNotUsed() throws DumpException {
    Translation<Schema> read =
        readMappings("{\"_meta\":{\"indexport_schema\":\"{\"},\"dynamic\":\"false\"}");

    assertThat(read.value()).isEqualTo(schema(OTHERS_SHOWN));
    assertThat(read.losses())
        .containsExactly(
            "mappings/_meta/indexport_schema: not a schema, so it is not used",
            "mappings/_meta: a schema has no place for it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{} {}",
        "{\"mappings\":[]}",
        "{\"settings\":1}",
        "{\"mappings\":{},\"mappings\":{}}",
        "{\"mappings\":{\"properties\":{\"a\"",
      })
  void otherShapesAreTypedErrors(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageStartingWith("settings of dialect elasticsearch: expected ");
  }

  @Test
  void absurdDepthIsATypedError() {
    String deep = "{\"properties\":{\"a\":".repeat(100_000);

    assertThatThrownBy(() -> read("{\"mappings\":" + deep))
        .isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void eachDialectReadsItsOwn() throws DumpException {
    Settings settings = Settings.of("opensearch", null, "{}");

    assertThat(new OpensearchDialect().read(settings).value()).isEqualTo(Schema.EMPTY);
    assertThatThrownBy(() -> dialect.read(settings)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OpensearchDialect().read(Settings.of("elasticsearch", null, "{}")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SchemaDialects.load().byId("elasticsearch"))
        .isInstanceOf(ElasticsearchDialect.class);
    assertThat(SchemaDialects.load().byId("opensearch")).isInstanceOf(OpensearchDialect.class);
  }

  @Test
  void theTypeAroundMappingsMakesNoDifference() throws Exception {
    Settings typed =
        Settings.of(
            "elasticsearch",
            null,
            "{\"mappings\":{\"book\":{\"properties\":{\"a\":{\"type\":\"text\"}}}}}");
    Settings typeless =
        Settings.of(
            "elasticsearch", null, "{\"mappings\":{\"properties\":{\"a\":{\"type\":\"text\"}}}}");
    Settings two =
        Settings.of(
            "elasticsearch",
            null,
            "{\"mappings\":{\"a\":{\"properties\":{}},\"b\":{\"properties\":{}}}}");

    assertThat(dialect.comparable(typed).json()).isEqualTo(dialect.comparable(typeless).json());
    assertThat(dialect.comparable(two).json()).contains("\"b\":");
  }

  @Test
  void whatTwoServersMakeOfOneIndexIsComparable() throws Exception {
    Settings ofOpenSearch =
        Settings.of(
            "elasticsearch",
            null,
            """
            {"settings":{"index":{"replication":{"type":"DOCUMENT"},"number_of_shards":"2",\
            "uuid":"a","version":{"created":"136"},"analysis":{"filter":{"s":{"stopwords":["a"]}}}}},\
            "mappings":{"properties":{"n":{"type":"long","null_value":null}}}}""");
    Settings ofElasticsearch =
        Settings.of(
            "elasticsearch",
            null,
            """
            {"mappings":{"properties":{"n":{"type":"long","null_value":null}}},"settings":{\
            "index.analysis.filter.s.stopwords":["a"],"number_of_shards":2,"index":{"uuid":"b",\
            "routing":{"allocation":{"include":{"_tier_preference":"data_content"}}}}}}""");

    assertThat(dialect.comparable(ofElasticsearch).json())
        .isEqualTo(dialect.comparable(ofOpenSearch).json())
        .isEqualTo(
            """
            {"settings":{"index.analysis.filter.s.stopwords":["a"],"index.number_of_shards":"2"},\
            "mappings":{"properties":{"n":{"type":"long","null_value":null}}}}""");
  }
}
