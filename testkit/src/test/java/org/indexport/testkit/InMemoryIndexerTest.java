package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.spi.Indexer.SectionMoment;
import org.junit.jupiter.api.Test;

class InMemoryIndexerTest extends IndexerContract {
  private final InMemoryEngine engine = new InMemoryEngine();

  @Override
  public Indexer open() {
    return new InMemoryIndexer(engine);
  }

  @Override
  public Map<String, String> contents(IndexName index) {
    return engine.indexes().contains(index) ? engine.contents(index) : Map.of();
  }

  @Override
  public Map<String, String> contentsAfterCrash(IndexName index) {
    return engine.durableContents(index);
  }

  @Test
  void aCrashForgetsWhatWasNotSynced() throws IOException {
    IndexInfo index = IndexInfo.of("movies");
    InMemoryIndexer indexer = new InMemoryIndexer(engine, 2);
    indexer.createIndex(index, IfExists.REFUSE);
    indexer.addDocuments(Batches.of(index, Batches.numbered(0, 3, "a")));
    indexer.sync();
    indexer.addDocuments(Batches.of(index, Batches.numbered(3, 5, "a")));
    assertThat(engine.contents(index.name())).hasSize(5);
    engine.crash();
    assertThat(engine.contents(index.name())).isEqualTo(Batches.numbered(0, 3, "a"));
  }

  @Test
  void callsAndSectionsAreWrittenDown() throws IOException {
    IndexInfo index = IndexInfo.of("movies");
    SectionContent keys =
        new SectionContent(
            "keys",
            null,
            Section.MediaType.BYTES,
            Section.Sensitivity.SENSITIVE,
            "\u0000\u00ff",
            Map.of("more", "\u0080"));
    InMemoryIndexer indexer = new InMemoryIndexer(engine);
    try (indexer) {
      indexer.begin(DumpHeader.of(index));
      indexer.putSection(keys.toSection(), SectionMoment.BEFORE);
      indexer.createIndex(index, IfExists.APPEND);
      indexer.addDocuments(Batches.of(index, Batches.numbered(0, 3, "a")));
      indexer.finishIndex(index.name());
      indexer.finish();
    }
    assertThat(indexer.calls())
        .containsExactly(
            "begin",
            "putSection keys BEFORE",
            "createIndex movies APPEND",
            "addDocuments movies 3",
            "finishIndex movies",
            "finish",
            "close");
    assertThat(engine.sections()).containsExactly(keys);
  }
}
