package org.indexport.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.indexport.IndexInfo;
import org.indexport.dialects.LuceneDialect;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.spi.BatchResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was indexed is found. */
class SourceMapperTest {
  @TempDir Path folder;

  /** Which of these queries finds a document that is the only one. */
  private void assertFinds(Schema schema, String json, Map<String, Query> queries)
      throws IOException {
    IndexInfo index =
        Batches.envelopes("i").toBuilder()
            .settings(new LuceneDialect().write(schema).value())
            .build();
    assertThat(Batches.load(folder, index, Map.of("1", json))).isEqualTo(BatchResult.ACKNOWLEDGED);
    Map<String, Boolean> found = new TreeMap<>();
    try (Directory directory = FSDirectory.open(folder.resolve("i"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      for (Map.Entry<String, Query> query : queries.entrySet()) {
        found.put(query.getKey(), searcher.count(query.getValue()) == 1);
      }
    }
    assertThat(found).allSatisfy((name, is) -> assertThat(is).isEqualTo(!name.startsWith("not ")));
  }

  private static Query term(String field, String value) {
    return new TermQuery(new Term(field, value));
  }

  @Test
  void withoutSettingsEverythingIsIndexedForEverything() throws IOException {
    assertFinds(
        Schema.EMPTY,
        """
        {"title":"The Blue Planet","year":1999,"rate":0.5,"seen":true,"none":null,"_id":"inner",
         "tags":["Sea","Deep Sea"],"cast":[{"name":"Ann Lee","age":40},{"name":"Bo"}]}""",
        Map.ofEntries(
            Map.entry("id", term("_id", "1")),
            Map.entry("word", term("title", "blue")),
            Map.entry("not case", term("title", "Blue")),
            Map.entry("whole", KeywordField.newExactQuery("title#keyword", "The Blue Planet")),
            Map.entry("whole number", DoubleField.newExactQuery(FieldNames.number("year"), 1999)),
            Map.entry("number", DoubleField.newRangeQuery("rate#number", 0.4, 0.6)),
            Map.entry("bool", term(FieldNames.keyword("seen"), "true")),
            Map.entry("array", term("tags#keyword", "Deep Sea")),
            Map.entry("array's words", term("tags", "deep")),
            Map.entry("nested", term("cast.name", "lee")),
            Map.entry("second nested", term("cast.name", "bo")),
            Map.entry("not across", new PhraseQuery("cast.name", "ann", "bo")),
            Map.entry("nested number", DoubleField.newExactQuery("cast.age#number", 40)),
            Map.entry("reserved", term(FieldNames.of("_id"), "inner")),
            Map.entry("not reserved", term("_id", "inner"))));
  }

  @Test
  void typesAndRolesDecide() throws IOException {
    Schema schema =
        new Schema(
            "sku",
            List.of(
                Field.of("sku", FieldType.KEYWORD, FieldRole.FILTERABLE),
                Field.of("name", FieldType.TEXT, FieldRole.SEARCHABLE),
                Field.of("note", FieldType.TEXT, FieldRole.SORTABLE),
                Field.of("stock.count", FieldType.INTEGER, FieldRole.SORTABLE),
                Field.of("price", FieldType.FLOAT, FieldRole.FILTERABLE),
                Field.of("sold", FieldType.BOOLEAN, FieldRole.FILTERABLE),
                Field.of("made", FieldType.DATE, FieldRole.FILTERABLE),
                Field.of("shown", FieldType.TEXT, FieldRole.DISPLAYED),
                Field.of("box", FieldType.OBJECT, FieldRole.SEARCHABLE)),
            Field.of("*", FieldType.ANY, FieldRole.DISPLAYED),
            List.of("the"),
            Map.of());
    assertFinds(
        schema,
        """
        {"sku":12,"name":"The Lamp","note":"Old one","stock":{"count":"3","place":"x"},
         "price":9.99,"sold":false,"made":"2024-05-06T07:08:09+02:00","shown":"word",
         "other":"thing","box":{"in":"it"}}""",
        Map.ofEntries(
            Map.entry("number as keyword", term("sku", "12")),
            Map.entry("words", term("name", "lamp")),
            Map.entry("not stop word", term("name", "the")),
            Map.entry("not whole", term("name#keyword", "The Lamp")),
            Map.entry("whole", term("note#keyword", "Old one")),
            Map.entry("not words", term("note", "old")),
            Map.entry("string as number", LongField.newExactQuery("stock.count", 3)),
            Map.entry("float", DoubleField.newExactQuery("price", 9.99)),
            Map.entry("bool", term("sold", "false")),
            Map.entry("date", LongField.newExactQuery("made", 1_714_972_089_000L)),
            Map.entry("not displayed", term("shown", "word")),
            Map.entry("not described", term("other", "thing")),
            Map.entry("not described within", term("stock.place", "x")),
            Map.entry("not within", term("box.in", "it"))));
  }

  @Test
  void pointsOnEarthHaveManyForms() throws IOException {
    Schema schema = schema(Field.of("g", FieldType.GEO_POINT, FieldRole.FILTERABLE));
    assertFinds(
        schema,
        """
        {"g":[{"lat":10,"lon":20},{"lng":"21","lat":"11"},"12,22",[23,13],
          {"type":"Point","coordinates":[24,14]},{"lat":100,"lon":0},{"lat":{}},"x",null,[1]]}""",
        Map.of(
            "object", near(10, 20),
            "strings", near(11, 21),
            "text", near(12, 22),
            "array", near(13, 23),
            "geojson", near(14, 24),
            "not nonsense", near(0, 0)));
  }

  private static Query near(double latitude, double longitude) {
    return LatLonPoint.newDistanceQuery("g", latitude, longitude, 10);
  }

  private static Schema schema(Field... fields) {
    return new Schema(null, List.of(fields), Field.of("*", FieldType.ANY), List.of(), Map.of());
  }

  @Test
  void valuesThatDoNotFitAreKeptAndNotIndexed() throws IOException {
    Map<String, String> documents = new TreeMap<>();
    String[] values = {
      "\"x\"",
      "1",
      "-1.5",
      "1e400",
      "12345678901234567890",
      "true",
      "null",
      "{}",
      "[]",
      "{\"lat\":[1],\"lon\":{}}",
      "[[[1,2,3]]]",
      "[1,2]",
      "[0,0]",
      "[1,\"a\"]",
      "[1e300,1]",
      "[[1,2],[3,4]]",
      "\"2024-99-99\"",
      "\"2024-01-01Tx\"",
      "\"" + "y".repeat(40_000) + "\"",
      "\"\"",
      "[{\"v\":1},\"s\",2]",
    };
    for (int i = 0; i < values.length; i++) {
      StringBuilder json = new StringBuilder("{");
      for (FieldType type : FieldType.values()) {
        json.append('"').append(type).append("\":").append(values[i]).append(',');
      }
      documents.put("d" + i, json.append("\"end\":1}").toString());
    }
    Field[] fields =
        Arrays.stream(FieldType.values())
            .map(type -> new Field(type.name(), type, Set.of(FieldRole.values()), 2))
            .toArray(Field[]::new);
    IndexInfo index =
        Batches.envelopes("i").toBuilder()
            .settings(new LuceneDialect().write(schema(fields)).value())
            .build();

    assertThat(Batches.load(folder, index, documents)).isEqualTo(BatchResult.ACKNOWLEDGED);

    assertThat(Batches.read(folder, index.name())).isEqualTo(documents);
  }

  @Test
  void vectorsMayBeWiderThanLucenesDefault() throws IOException {
    float[] vector = new float[1_536];
    StringBuilder json = new StringBuilder("{\"v\":[");
    for (int i = 0; i < vector.length; i++) {
      vector[i] = i % 7 - 3;
      json.append(i == 0 ? "" : ",").append(vector[i]);
    }
    assertFinds(
        schema(new Field("v", FieldType.VECTOR, Set.of(FieldRole.SEARCHABLE), vector.length)),
        json.append("]}").toString(),
        Map.of("nearest", new KnnFloatVectorQuery("v", vector, 1)));
  }

  @Test
  void resultsAreSorted() throws IOException {
    IndexInfo index = Batches.envelopes("i");
    Batches.load(folder, index, Batches.numbered(0, 30, "x"));
    try (Directory directory = FSDirectory.open(folder.resolve("i"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      Sort byNumber =
          new Sort(
              DoubleField.newSortField(
                  FieldNames.number("n"), true, SortedNumericSelector.Type.MAX));
      ScoreDoc[] hits = new IndexSearcher(reader).search(term("note", "x"), 2, byNumber).scoreDocs;
      assertThat(hits)
          .extracting(hit -> reader.storedFields().document(hit.doc).get(FieldNames.ID))
          .containsExactly("d29", "d28");
    }
  }

  @Test
  void membersBeyondTheLimitAreKept() throws IOException {
    Map<String, String> documents = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      documents.put("d" + i, "{\"n" + i + "\":{\"m\":\"v\"},\"all\":1}");
    }
    IndexInfo index = Batches.envelopes("i");
    try (LuceneIndexer indexer =
        LuceneIndexer.builder(folder).mapper(new SourceMapper(10)).build()) {
      indexer.createIndex(index, org.indexport.spi.Indexer.IfExists.REFUSE);
      indexer.addDocuments(Batches.batch(index, documents));
      indexer.finish();
    }

    assertThat(Batches.read(folder, index.name())).isEqualTo(documents);
    try (Directory directory = FSDirectory.open(folder.resolve("i"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(org.apache.lucene.index.FieldInfos.getMergedFieldInfos(reader).size())
          .isLessThan(30);
    }
  }

  @Test
  void synonymsAreForSearching() {
    Schema schema =
        new Schema(
            null,
            List.of(),
            Schema.ANYTHING,
            List.of("of"),
            Map.of("TV", List.of("Television set", "of")));

    Query query =
        new QueryBuilder(SchemaAnalyzer.forSearching(schema)).createBooleanQuery("f", "tv");

    assertThat(String.valueOf(query)).contains("f:tv").contains("television").contains("set");
    assertThat(
            String.valueOf(
                new QueryBuilder(SchemaAnalyzer.forIndexing(schema))
                    .createBooleanQuery("f", "of TV")))
        .isEqualTo("f:tv");
    assertThat(
            String.valueOf(
                new QueryBuilder(SchemaAnalyzer.forSearching(schema))
                    .createBooleanQuery("f#keyword", "Of TV")))
        .isEqualTo("f#keyword:Of TV");
  }
}
