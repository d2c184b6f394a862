package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.indexport.Document;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.junit.jupiter.api.Test;

/** The part of {@link IndexerContract} about documents: every one arrives, once, as it is. */
public interface TakesDocuments extends IndexerUnderTest {
  /** The same document twice is one document, and of two with one id the later one wins. */
  @Test
  default void addingIsIdempotentAndTheLastOneWins() throws IOException {
    IndexInfo index = index("movies");
    try (Indexer indexer = begin(index)) {
      Batches.deliver(indexer, Batches.of(index, Batches.numbered(0, 60, "old")));
      Batches.deliver(indexer, Batches.of(index, Batches.numbered(0, 60, "old")));
      Batches.deliver(indexer, Batches.of(index, Batches.numbered(20, 80, "new")));
      indexer.finishIndex(index.name());
      indexer.documentCount(index.name()).ifPresent(count -> assertThat(count).isEqualTo(80));
      indexer.finish();
    }

    Map<String, String> expected = Batches.numbered(0, 20, "old");
    expected.putAll(Batches.numbered(20, 80, "new"));
    check(index.name(), expected);
  }

  /** Also within one batch the later one wins. */
  @Test
  default void theLastOneWinsWithinABatch() throws IOException {
    IndexInfo index = index("movies");
    List<DocumentContent> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      documents.add(new DocumentContent("same", null, null, "{\"id\":\"same\",\"n\":" + i + "}"));
    }
    load(index, documents);
    check(index.name(), Map.of("same", "{\"id\":\"same\",\"n\":39}"));
  }

  /** Documents of all shapes are found again as they were. */
  @Test
  default void documentsOfAllShapesArriveUnchanged() throws IOException {
    IndexInfo index = index("shapes");
    Map<String, String> documents = new LinkedHashMap<>();
    sources().forEach(source -> documents.put("s" + documents.size(), source));
    load(index, documents);
    check(index.name(), documents);
  }

  /** Ids are any text; none is folded, trimmed or taken for another. */
  @Test
  default void idsAreAnyText() throws IOException {
    IndexInfo index = index("ids");
    Map<String, String> documents = new TreeMap<>();
    int n = 0;
    for (String id : ids()) {
      documents.put(id, "{\"n\":" + n++ + "}");
    }
    load(index, documents);
    check(index.name(), documents);
  }

  /** A batch is valid only until the call returns: nothing may look at its bytes later. */
  @Test
  default void theBytesOfABatchAreNotUsedLater() throws IOException {
    IndexInfo index = index("movies");
    Map<String, String> documents = Batches.numbered(0, 200, "kept");
    try (Indexer indexer = begin(index)) {
      DocumentBatch batch = Batches.of(index, documents);
      Batches.deliver(indexer, batch);
      for (Document document : batch.documents()) {
        Arrays.fill(document.array(), (byte) '!');
      }
      indexer.finishIndex(index.name());
      indexer.finish();
    }
    check(index.name(), documents);
  }

  /** As many threads as the indexer says may add at once, while another one syncs. */
  @Test
  default void manyThreadsAddWhileOneSyncs() throws Exception {
    IndexInfo index = index("movies");
    try (Indexer indexer = begin(index)) {
      assertThat(indexer.concurrency()).isPositive();
      int threads = Math.min(indexer.concurrency(), 8);
      ExecutorService executor = Executors.newFixedThreadPool(threads);
      try {
        List<Callable<Map<Integer, String>>> adds = new ArrayList<>();
        for (int i = 0; i < 5 * threads; i++) {
          Map<String, String> documents = Batches.numbered(40 * i, 40 * i + 50, "a");
          adds.add(() -> Batches.deliver(indexer, Batches.of(index, documents)));
        }
        List<Future<Map<Integer, String>>> results = new ArrayList<>();
        adds.forEach(add -> results.add(executor.submit(add)));
        indexer.sync();
        for (Future<Map<Integer, String>> result : results) {
          assertThat(result.get()).isEmpty();
        }
        indexer.sync();
        int count = 40 * (5 * threads - 1) + 50;
        checkAfterCrash(index.name(), Batches.numbered(0, count, "a"));
        indexer.finish();
        check(index.name(), Batches.numbered(0, count, "a"));
      } finally {
        executor.shutdownNow();
      }
    }
  }

  /** A document that cannot be taken is named, and does the others no harm. */
  @Test
  default void aRejectedDocumentHarmsNoOther() throws IOException {
    IndexInfo index = index("movies");
    List<DocumentContent> documents = new ArrayList<>();
    Batches.numbered(0, 9, "good")
        .forEach((id, json) -> documents.add(new DocumentContent(id, null, null, json)));
    documents.add(4, new DocumentContent("bad", null, null, unacceptable()));

    Map<Integer, String> rejected = load(index, documents);

    assertThat(rejected).containsOnlyKeys(4);
    assertThat(rejected.get(4)).isNotBlank();
    check(index.name(), Batches.numbered(0, 9, "good"));
  }

  /** A batch without documents is taken. */
  @Test
  default void anEmptyBatchIsTaken() throws IOException {
    IndexInfo index = index("movies");
    try (Indexer indexer = begin(index)) {
      BatchResult result = indexer.addDocuments(Batches.of(index, Map.of()));
      assertThat(result).isEqualTo(BatchResult.ACKNOWLEDGED);
      indexer.finish();
    }
  }

  /** Only an index that was created takes documents or can be finished. */
  @Test
  default void anIndexThatWasNotCreatedIsMisuse() throws IOException {
    IndexInfo index = index("movies");
    IndexInfo other = index("other");
    try (Indexer indexer = begin(index)) {
      DocumentBatch batch = Batches.of(other, Batches.numbered(0, 1, "a"));
      assertThatThrownBy(() -> indexer.addDocuments(batch))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> indexer.finishIndex(other.name()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(contents(other.name())).isEmpty();
  }

  /** Opens an indexer and makes an index ready that must not exist. */
  private Indexer begin(IndexInfo index) throws IOException {
    Indexer indexer = open();
    indexer.begin(DumpHeader.of(index));
    indexer.createIndex(index, IfExists.REFUSE);
    return indexer;
  }

  private void load(IndexInfo index, Map<String, String> documents) throws IOException {
    List<DocumentContent> contents = new ArrayList<>();
    documents.forEach((id, json) -> contents.add(new DocumentContent(id, null, null, json)));
    assertThat(load(index, contents)).as("rejected").isEmpty();
  }

  private Map<Integer, String> load(IndexInfo index, List<DocumentContent> documents)
      throws IOException {
    try (Indexer indexer = begin(index)) {
      Map<Integer, String> rejected = Batches.deliver(indexer, Batches.of(index, documents));
      indexer.finishIndex(index.name());
      indexer.finish();
      return rejected;
    }
  }

  private void check(IndexName index, Map<String, String> expected) throws IOException {
    Comparison.check(this, contents(index), expected);
  }

  private void checkAfterCrash(IndexName index, Map<String, String> expected) throws IOException {
    Comparison.check(this, contentsAfterCrash(index), expected);
  }
}
