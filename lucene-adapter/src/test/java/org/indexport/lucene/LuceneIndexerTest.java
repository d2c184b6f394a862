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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.BatchResult;
import org.indexport.spi.Indexer.IfExists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexerTest {
  private static final IndexInfo INDEX = Batches.envelopes("movies");

  @TempDir Path folder;

  @Test
  void theLastDocumentOfAnIdWins() throws IOException {
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(INDEX, IfExists.REFUSE);
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(0, 100, "old")));
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(0, 100, "old")));
      assertThat(indexer.documentCount(INDEX.name())).hasValue(100);
      indexer.sync();
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(40, 110, "new")));
      assertThat(indexer.documentCount(INDEX.name())).hasValue(110);
      indexer.finish();
      assertThat(indexer.documentCount(INDEX.name())).hasValue(110);
      assertThat(indexer.documentCount(IndexName.of("none"))).isEmpty();
    }

    Map<String, String> expected = new TreeMap<>(Batches.numbered(0, 40, "old"));
    expected.putAll(Batches.numbered(40, 110, "new"));
    assertThat(Batches.read(folder, INDEX.name())).isEqualTo(expected);
  }

  @Test
  void aCrashLeavesWhatWasSyncedAndAnAppendResumes() throws IOException {
    Path crashed = folder.resolve("crashed");
    try (LuceneIndexer indexer = LuceneIndexer.open(folder.resolve("running"))) {
      indexer.createIndex(INDEX, IfExists.REFUSE);
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(0, 500, "a")));
      indexer.sync();
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(500, 800, "lost")));
      copy(folder.resolve("running"), crashed);
    }
    assertThat(Batches.read(crashed, INDEX.name())).isEqualTo(Batches.numbered(0, 500, "a"));

    try (LuceneIndexer indexer = LuceneIndexer.open(crashed)) {
      indexer.createIndex(INDEX, IfExists.APPEND);
      assertThat(indexer.documentCount(INDEX.name())).hasValue(500);
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(400, 900, "a")));
      indexer.finish();
    }

    assertThat(Batches.read(crashed, INDEX.name())).isEqualTo(Batches.numbered(0, 900, "a"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void closingKeepsWhatWasAcknowledged() throws IOException {
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(INDEX, IfExists.REFUSE);
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(0, 5, "a")));
    }

    assertThat(Batches.read(folder, INDEX.name())).isEqualTo(Batches.numbered(0, 5, "a"));
  }

  @Test
  void anIndexWithoutDocumentsLeavesNoTraceUnlessFinished() throws IOException {
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(INDEX, IfExists.REFUSE);
    }
    assertThat(folder).isEmptyDirectory();

    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(INDEX, IfExists.REFUSE);
      indexer.finishIndex(INDEX.name());
    }
    assertThat(Batches.read(folder, INDEX.name())).isEmpty();
  }

  @Test
  void anExistingIndexIsRefusedAndNotTouched() throws IOException {
    Batches.load(folder, INDEX, Batches.numbered(0, 5, "a"));

    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      assertThat(indexer.existing()).containsExactly(INDEX.name());
      assertThatThrownBy(() -> indexer.createIndex(INDEX, IfExists.REFUSE))
          .isInstanceOf(ExistingTargetException.class)
          .hasMessageContaining("no index movies");
    }
    assertThat(Batches.read(folder, INDEX.name())).hasSize(5);
  }

  @Test
  void replacingKeepsTheOldContentUntilTheFirstCommit() throws IOException {
    Batches.load(folder, INDEX, Batches.numbered(0, 5, "old"));
    IndexInfo changed = INDEX.toBuilder().primaryKey("n").build();

    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(changed, IfExists.REPLACE);
      assertThat(indexer.documentCount(INDEX.name())).hasValue(0);
    }
    assertThat(Batches.read(folder, INDEX.name())).isEqualTo(Batches.numbered(0, 5, "old"));

    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(changed, IfExists.REPLACE);
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(2, 4, "new")));
      assertThat(Batches.read(folder, INDEX.name())).isEqualTo(Batches.numbered(0, 5, "old"));
      indexer.finish();
    }
    assertThat(Batches.read(folder, INDEX.name())).isEqualTo(Batches.numbered(2, 4, "new"));
    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
      assertThat(source.header().indexes()).extracting(IndexInfo::primaryKey).containsExactly("n");
    }
  }

  @Test
  void aReplacedIndexMayBecomeEmptyForGood() throws IOException {
    Batches.load(folder, INDEX, Batches.numbered(0, 5, "old"));

    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(INDEX, IfExists.REPLACE);
      indexer.sync();
    }

    assertThat(Batches.read(folder, INDEX.name())).isEmpty();
  }

  @Test
  void appendingKeepsTheDescription() throws IOException {
    IndexInfo original = INDEX.toBuilder().primaryKey("key").build();
    Batches.load(folder, original, Batches.numbered(0, 2, "a"));

    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(INDEX.toBuilder().primaryKey("other").build(), IfExists.APPEND);
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(2, 3, "a")));
      indexer.finish();
    }

    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
      assertThat(source.header().indexes())
          .containsExactly(original.toBuilder().documentCount(3L).build());
    }
  }

  @Test
  void aSecondWriterIsRefused() throws IOException {
    try (LuceneIndexer first = LuceneIndexer.open(folder);
        LuceneIndexer second = LuceneIndexer.open(folder)) {
      first.createIndex(INDEX, IfExists.REFUSE);
      assertThatThrownBy(() -> second.createIndex(INDEX, IfExists.REFUSE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("locked by another writer");
      assertThatThrownBy(() -> first.createIndex(INDEX, IfExists.REFUSE))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void documentsThatCannotBeIndexedAreRejectedAlone() throws IOException {
    Map<String, String> documents = Batches.numbered(0, 3, "a");
    documents.put("x".repeat(40_000), "{}");
    documents.put("z", "{\"a\":tru}");
    documents.put("zz", "{\"ok\":1}");
    documents.put("zzz", "{\"ok\":1} {}");

    BatchResult result = Batches.load(folder, INDEX, documents);

    assertThat(result).isInstanceOf(BatchResult.Delivered.class);
    Map<Integer, BatchResult.Outcome> rejected = ((BatchResult.Delivered) result).exceptions();
    assertThat(rejected).containsOnlyKeys(3, 4, 6);
    assertThat(rejected).extractingByKey(3).asString().contains("longer than 32,766 bytes");
    assertThat(rejected)
        .extractingByKey(4)
        .asString()
        .contains("not a well-formed JSON object: byte 8");
    assertThat(Batches.read(folder, INDEX.name())).containsOnlyKeys("d0", "d1", "d2", "zz");
  }

  @Test
  void manyThreadsAddToOneIndex() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (LuceneIndexer indexer = LuceneIndexer.builder(folder).threads(4).build()) {
      assertThat(indexer.concurrency()).isEqualTo(4);
      indexer.createIndex(INDEX, IfExists.REFUSE);
      List<Callable<BatchResult>> adds = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Map<String, String> documents = Batches.numbered(50 * i, 50 * i + 60, "a");
        adds.add(() -> indexer.addDocuments(Batches.batch(INDEX, documents)));
      }
      List<Future<BatchResult>> results = threads.invokeAll(adds);
      indexer.sync();
      for (Future<BatchResult> result : results) {
        assertThat(result.get()).isEqualTo(BatchResult.ACKNOWLEDGED);
      }
      assertThat(indexer.documentCount(INDEX.name())).hasValue(2_010);
    } finally {
      threads.shutdownNow();
    }
    assertThat(Batches.read(folder, INDEX.name())).isEqualTo(Batches.numbered(0, 2_010, "a"));
  }

  @Test
  void aWriterThatLuceneClosedIsAnImportFailure() throws IOException {
    Path own = folder.resolve("movies");
    try (LuceneIndexer indexer = LuceneIndexer.builder(folder).ramBufferMegabytes(1).build()) {
      indexer.createIndex(INDEX, IfExists.REFUSE);
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(0, 2_000, "a")));
      indexer.sync();
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(2_000, 4_000, "a")));
      // Where the next commit is to be, there is a folder.
      Files.createDirectories(own.resolve("pending_segments_2").resolve("in the way"));
      Files.createDirectories(own.resolve("segments_2").resolve("in the way"));

      assertThatThrownBy(indexer::sync)
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("index movies cannot be committed");
    }
  }

  @Test
  void aFolderThatIsOneIndexTakesOnlyItsOwnName() throws IOException {
    Batches.load(folder, INDEX, Batches.numbered(0, 5, "a"));

    try (LuceneIndexer indexer = LuceneIndexer.open(folder.resolve("movies"))) {
      assertThat(indexer.existing()).containsExactly(INDEX.name());
      assertThatThrownBy(() -> indexer.createIndex(Batches.envelopes("other"), IfExists.REFUSE))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("a folder of indexes");
      indexer.createIndex(INDEX, IfExists.APPEND);
      indexer.addDocuments(Batches.batch(INDEX, Batches.numbered(5, 6, "a")));
      indexer.finish();
    }
    assertThat(Batches.read(folder, INDEX.name())).isEqualTo(Batches.numbered(0, 6, "a"));
  }

  @Test
  void misuseIsNamed() throws IOException {
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      assertThatThrownBy(() -> indexer.addDocuments(Batches.batch(INDEX, "1", "{}")))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> indexer.finishIndex(INDEX.name()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> LuceneIndexer.builder(folder).threads(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LuceneIndexer.builder(folder).ramBufferMegabytes(4_096))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
