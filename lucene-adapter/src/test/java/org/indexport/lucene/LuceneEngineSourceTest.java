package org.indexport.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.schema.Schema;
import org.indexport.spi.Indexer.IfExists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneEngineSourceTest {
  private static final IndexInfo INDEX = Batches.envelopes("movies");
  private static final IndexName NAME = INDEX.name();

  @TempDir Path folder;

  /** Writes as an application of its own would, many small segments. */
  private static IndexWriter writer(Directory directory) throws IOException {
    return new IndexWriter(
        directory,
        new IndexWriterConfig(SchemaAnalyzer.forIndexing(Schema.EMPTY))
            .setMergePolicy(NoMergePolicy.INSTANCE));
  }

  private static void add(IndexWriter writer, Map<String, String> documents) throws IOException {
    SourceMapper mapper = new SourceMapper();
    DocumentMapper.Encoder encoder = mapper.encoder(INDEX, Schema.EMPTY);
    for (Map.Entry<String, String> entry : documents.entrySet()) {
      String id = entry.getKey();
      writer.updateDocument(
          mapper.idTerm(id), encoder.fields(id, org.indexport.Document.of(entry.getValue())));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 1_000})
  void slicesAreDisjointCompleteAndTheSameAgain(int wanted) throws IOException {
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer = writer(directory)) {
      for (int i = 0; i < 10; i++) {
        add(writer, Batches.numbered(30 * i, 30 * i + 40, "s" + i));
        writer.flush();
      }
      writer.deleteDocuments(new Term(FieldNames.ID, "d5"), new Term(FieldNames.ID, "d301"));
      try (DirectoryReader reader = DirectoryReader.open(writer);
          LuceneEngineSource source = LuceneEngineSource.of(NAME, reader, null)) {
        assertThat(reader.leaves()).hasSize(10);
        List<List<String>> slices = Batches.slices(source, NAME, wanted);

        assertThat(slices).hasSize(Math.min(wanted, reader.maxDoc()));
        assertThat(Batches.slices(source, NAME, wanted)).isEqualTo(slices);
        List<String> all = slices.stream().flatMap(List::stream).toList();
        assertThat(all).isEqualTo(Batches.slices(source, NAME, 1).get(0));
        assertThat(all).hasSize(308).doesNotHaveDuplicates();
        assertThat(source.header().indexes())
            .extracting(IndexInfo::documentCount)
            .containsExactly(308L);
      }
    }
  }

  @Test
  void deletedDocumentsNeverAppear() throws IOException {
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer = writer(directory)) {
      add(writer, Batches.numbered(0, 50, "a"));
      writer.commit();
      add(writer, Batches.numbered(10, 20, "b"));
      writer.deleteDocuments(new Term(FieldNames.ID, "d3"));
      writer.commit();
      try (DirectoryReader reader = DirectoryReader.open(directory);
          LuceneEngineSource source = LuceneEngineSource.of(NAME, reader, null)) {
        Map<String, String> expected = Batches.numbered(0, 50, "a");
        expected.putAll(Batches.numbered(10, 20, "b"));
        expected.remove("d3");
        assertThat(Batches.read(source, NAME)).isEqualTo(expected);
      }
    }
  }

  @Test
  void softlyDeletedDocumentsNeverAppear() throws IOException {
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer =
            new IndexWriter(directory, new IndexWriterConfig().setSoftDeletesField("gone"))) {
      for (int i = 0; i < 4; i++) {
        Document document = new Document();
        document.add(new StringField("id", "i" + i % 3, Store.YES));
        writer.softUpdateDocument(
            new Term("id", "i" + i % 3), document, new NumericDocValuesField("gone", 1));
      }
      writer.commit();
      try (DirectoryReader reader = DirectoryReader.open(directory);
          LuceneEngineSource source =
              LuceneEngineSource.of(NAME, reader, new StoredFieldsMapper("id"))) {
        assertThat(Batches.slices(source, NAME, 1))
            .containsExactly(List.of("{\"id\":\"i1\"}", "{\"id\":\"i2\"}", "{\"id\":\"i0\"}"));
        assertThat(source.header().indexes())
            .extracting(IndexInfo::documentCount)
            .containsExactly(3L);
      }
    }
  }

  @Test
  void readingSeesOnePointInTimeWhileAWriterGoesOn() throws Exception {
    Batches.load(folder, INDEX, Batches.numbered(0, 2_000, "before"));
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(INDEX, IfExists.APPEND);
      AtomicBoolean stop = new AtomicBoolean();
      Thread writer = new Thread(() -> rewrite(indexer, stop));
      try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
        writer.start();
        for (int i = 0; i < 20; i++) {
          assertThat(Batches.read(source, NAME)).isEqualTo(Batches.numbered(0, 2_000, "before"));
        }
      } finally {
        stop.set(true);
        writer.join();
      }
      indexer.finish();
    }
    assertThat(Batches.read(folder, NAME)).containsEntry("d0", "{\"n\":0,\"note\":\"after\"}");
  }

  private static void rewrite(LuceneIndexer indexer, AtomicBoolean stop) {
    try {
      do {
        indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(0, 1_500, "after")));
        indexer.sync();
      } while (!stop.get());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anOpenReaderStaysTheApplications() throws IOException {
    try (Directory directory = new ByteBuffersDirectory();
        IndexWriter writer = writer(directory)) {
      add(writer, Batches.numbered(0, 3, "a"));
      DirectoryReader reader = DirectoryReader.open(writer);
      LuceneEngineSource source = LuceneEngineSource.of(NAME, reader, null);
      reader.close();
      assertThat(Batches.read(source, NAME)).isEqualTo(Batches.numbered(0, 3, "a"));
      source.close();
      source.close();
      assertThat(reader.getRefCount()).isZero();
    }
  }

  @Test
  void anApplicationsOwnCommitDataDescribesItsIndex() throws IOException {
    IndexInfo info = IndexInfo.builder(NAME).primaryKey("n").lines(Lines.SOURCE).build();
    try (Directory directory = FSDirectory.open(folder.resolve("movies"));
        IndexWriter writer = writer(directory)) {
      add(writer, Batches.numbered(0, 1, "a"));
      writer.setLiveCommitData(
          Map.of("mine", "kept", CommitData.KEY, CommitData.toJson(info)).entrySet());
      writer.commit();
    }
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(info, IfExists.APPEND);
      indexer.finish();
    }

    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null);
        DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder.resolve("movies")))) {
      assertThat(source.header().indexes())
          .containsExactly(info.toBuilder().documentCount(1L).build());
      assertThat(reader.getIndexCommit().getUserData()).containsEntry("mine", "kept");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"lines\":\"both\"}",
        "{\"createdAt\":\"yesterday\"}",
        "{\"settings\":{}}",
        "{\"settings\":{\"secrets\":[1]}}",
        "{\"primaryKey\":\"\"}",
        "{\"extensions\":[]}",
      })
  void brokenCommitDataIsATypedError(String text) throws IOException {
    try (Directory directory = FSDirectory.open(folder.resolve("movies"));
        IndexWriter writer = writer(directory)) {
      writer.setLiveCommitData(Map.of(CommitData.KEY, text).entrySet());
      writer.commit();
    }

    assertThatThrownBy(() -> LuceneEngineSource.open(folder, (String) null))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("index movies");
  }

  @Test
  void aDamagedIndexIsATypedError() throws IOException {
    Batches.load(folder, INDEX, Batches.numbered(0, 10, "a"));
    List<Path> files = new ArrayList<>();
    try (var all = Files.newDirectoryStream(folder.resolve("movies"), "segments_*")) {
      all.forEach(files::add);
    }
    byte[] commit = Files.readAllBytes(files.get(0));
    commit[commit.length / 2] ^= 1;
    Files.write(files.get(0), commit);

    assertThatThrownBy(() -> LuceneEngineSource.open(folder, (String) null))
        .isInstanceOf(DumpException.class);
  }

  @Test
  void aFolderWithoutIndexesIsRefused() throws IOException {
    assertThatThrownBy(() -> LuceneEngineSource.open(folder.resolve("none"), (String) null))
        .isInstanceOf(DumpException.class);
    try (LuceneEngineSource empty = LuceneEngineSource.open(folder, (String) null)) {
      assertThat(empty.header().indexes()).isEmpty();
    }
    Files.writeString(folder.resolve("readme"), "x");
    assertThatThrownBy(() -> LuceneEngineSource.open(folder, (String) null))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("found neither");
  }

  @Test
  void foreignFolderNamesStayAndAreAppendedTo() throws IOException {
    try (Directory directory = FSDirectory.open(folder.resolve("Größe 100%"));
        IndexWriter writer = writer(directory)) {
      add(writer, Batches.numbered(0, 1, "a"));
    }
    IndexInfo index = Batches.envelopes("Größe 100%");
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      assertThat(indexer.existing()).containsExactly(index.name());
      indexer.createIndex(index, IfExists.APPEND);
      indexer.addDocuments(Batches.batch(index, Batches.numbered(1, 2, "a")));
      indexer.finish();
    }

    assertThat(Batches.read(folder, index.name()))
        .isEqualTo(new TreeMap<>(Batches.numbered(0, 2, "a")));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void misuseIsNamed() throws IOException {
    Batches.load(folder, INDEX, Map.of());
    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
      assertThatThrownBy(() -> source.slices(IndexName.of("none"), 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> source.slices(NAME, 0)).isInstanceOf(IllegalArgumentException.class);
      List<DocumentCursor> none = source.slices(NAME, 3);
      assertThat(none).isEmpty();
    }
  }
}
