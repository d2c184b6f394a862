package org.indexport.kuzzle;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.indexport.IndexName;
import org.indexport.spi.Indexer;
import org.indexport.testkit.HostileDocuments;
import org.indexport.testkit.IndexerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class KuzzleIndexerContractTest extends IndexerContract {
  private FakeKuzzle kuzzle;

  @BeforeEach
  void start() throws IOException {
    kuzzle = new FakeKuzzle();
    // Some of the documents are longer than a server takes by default.
    kuzzle.maxRequest(8 << 20);
  }

  @AfterEach
  void stop() throws IOException {
    kuzzle.close();
  }

  @Override
  public Indexer open() throws IOException {
    return kuzzle.indexer(Map.of());
  }

  @Override
  public Map<String, String> contents(IndexName index) {
    return kuzzle.found(index);
  }

  @Override
  public Map<String, String> contentsAfterCrash(IndexName index) {
    return kuzzle.kept(index);
  }

  /** All but one, which a server could store and never read again. */
  @Override
  public List<String> sources() {
    return HostileDocuments.all().stream()
        .filter(source -> !source.contains("\"constructor\":{\"prototype\""))
        .toList();
  }

  @Override
  public List<String> names() {
    return List.of(
        "a", "a-b_c", "p\u0159\u00edklad", "\u65e5\u672c", "\ud83d\ude00", "nyc;open=data");
  }
}
