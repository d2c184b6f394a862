package org.indexport.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.spi.Indexer.IfExists;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that another application made, without any of ours in it. */
class StoredFieldsMapperTest {
  private static final IndexName NAME = IndexName.of("shop");

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Document full = new Document();
    full.add(new StringField("id", "a-1", Store.YES));
    full.add(new TextField("title", "one \"two\"\n\u0001", Store.YES));
    full.add(new StoredField("price", 1.5d));
    full.add(new StoredField("ratio", 0.1f));
    full.add(new StoredField("odd", Double.NaN));
    full.add(new StoredField("tag", "x"));
    full.add(new StoredField("n", 7));
    full.add(new StoredField("tag", "y"));
    full.add(new StoredField("big", Long.MIN_VALUE));
    full.add(new StoredField("text bytes", "é".getBytes(StandardCharsets.UTF_8)));
    full.add(new StoredField("bytes", new byte[] {(byte) 0xff, 0}));
    full.add(new SortedDocValuesField("title", new BytesRef("not this")));
    full.add(new SortedDocValuesField("facet", new BytesRef("f")));
    full.add(new SortedSetDocValuesField("set", new BytesRef("q")));
    full.add(new SortedSetDocValuesField("set", new BytesRef("p")));
    full.add(new NumericDocValuesField("count", 42));
    full.add(new SortedNumericDocValuesField("counts", 2));
    full.add(new SortedNumericDocValuesField("counts", 1));
    full.add(new BinaryDocValuesField("_uid", new BytesRef("u1")));
    full.add(new TextField("body", "only searched", Store.NO));
    full.add(new LongPoint("when", 5));
    full.add(new KnnFloatVectorField("vector", new float[] {1, 2}));
    Document bare = new Document();
    bare.add(new StringField("id", "b-2", Store.YES));
    bare.add(new BinaryDocValuesField("_uid", new BytesRef("u2")));
    try (Directory directory = FSDirectory.open(folder.resolve("shop"));
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(full);
      writer.addDocument(bare);
      writer.commit();
    }
  }

  private static final String FULL =
      "{\"id\":\"a-1\",\"title\":\"one \\\"two\\\"\\n\\u0001\",\"price\":1.5,\"ratio\":0.1,"
          + "\"odd\":\"NaN\",\"tag\":[\"x\",\"y\"],\"n\":7,\"big\":-9223372036854775808,"
          + "\"text bytes\":\"é\",\"bytes\":\"/wA=\"";
  private static final String COLUMNS =
      "\"count\":42,\"counts\":[1,2],\"facet\":\"f\",\"set\":[\"p\",\"q\"]}";

  @Test
  void documentsAreRebuilt() throws IOException {
    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
      assertThat(Batches.slices(source, NAME, 1))
          .containsExactly(
              List.of(FULL + ",\"_uid\":\"u1\"," + COLUMNS, "{\"id\":\"b-2\",\"_uid\":\"u2\"}"));
      assertThat(source.header().indexes())
          .containsExactly(IndexInfo.builder(NAME).documentCount(2L).build());
    }
  }

  @Test
  void aStoredIdIsThePrimaryKey() throws IOException {
    try (LuceneEngineSource source = LuceneEngineSource.open(folder, "id")) {
      assertThat(source.header().indexes())
          .containsExactly(IndexInfo.builder(NAME).primaryKey("id").documentCount(2L).build());
    }
  }

  @Test
  void anIdThatIsNotStoredLiesBesideTheDocuments() throws IOException {
    try (LuceneEngineSource source = LuceneEngineSource.open(folder, "_uid")) {
      assertThat(source.header().indexes())
          .containsExactly(IndexInfo.builder(NAME).lines(Lines.ENVELOPE).documentCount(2L).build());
      assertThat(Batches.read(source, NAME))
          .isEqualTo(Map.of("u1", FULL + "," + COLUMNS, "u2", "{\"id\":\"b-2\"}"));
    }
  }

  @Test
  void whatCannotBeRecoveredIsListed() throws IOException {
    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
      assertThat(source.losses(NAME))
          .satisfiesExactly(
              loss -> assertThat(loss).startsWith("body: indexed, but stored in none of the 2 "),
              loss -> assertThat(loss).startsWith("count: only doc values"),
              loss -> assertThat(loss).startsWith("counts: only doc values"),
              loss -> assertThat(loss).startsWith("set: only doc values, which lost order"),
              loss -> assertThat(loss).startsWith("vector: indexed"),
              loss -> assertThat(loss).startsWith("when: indexed"));
    }
  }

  @Test
  void addingToItNeedsAMapperOfItsOwn() throws IOException {
    IndexInfo index = IndexInfo.builder(NAME).build();
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      assertThatThrownBy(() -> indexer.createIndex(index, IfExists.APPEND))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("another application's index");
      indexer.createIndex(index, IfExists.REPLACE);
      indexer.addDocuments(Batches.batch(index, "1", "{\"id\":1}"));
      indexer.finish();
    }
    assertThat(Batches.read(folder, NAME)).containsOnlyKeys("null");
  }
}
