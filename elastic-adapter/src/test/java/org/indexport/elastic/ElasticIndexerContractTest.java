package org.indexport.elastic;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.indexport.IndexName;
import org.indexport.spi.Indexer;
import org.indexport.testkit.IndexerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class ElasticIndexerContractTest extends IndexerContract {
  private FakeTarget target;

  @BeforeEach
  void start() throws IOException {
    target = target();
  }

  FakeTarget target() throws IOException {
    return FakeTarget.opensearch();
  }

  @AfterEach
  void stop() throws IOException {
    target.close();
  }

  @Override
  public Indexer open() throws IOException {
    return open(target);
  }

  Indexer open(FakeTarget opened) throws IOException {
    return opened.open(Map.of());
  }

  @Override
  public Map<String, String> contents(IndexName index) {
    return index.namespace() == null ? target.found(index.name()) : Map.of();
  }

  @Override
  public Map<String, String> contentsAfterCrash(IndexName index) {
    return target.stored(index.name());
  }

  @Override
  public List<String> names() {
    return List.of("a", "a-b_c", ".hidden", "p\u0159\u00edklad", "pct%41", "\ud83d\ude00");
  }
}
