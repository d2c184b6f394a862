package org.indexport.elastic;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.Indexer;
import org.indexport.testkit.IndexerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class KuzzleBackupIndexerContractTest extends IndexerContract {
  private FakeTarget target;

  @BeforeEach
  void start() throws IOException {
    target = FakeTarget.elasticsearch();
  }

  @AfterEach
  void stop() throws IOException {
    target.close();
  }

  private static KuzzleName kuzzle(IndexName name) {
    return Objects.requireNonNull(KuzzleName.of(name));
  }

  /** The index is not called as the collection is: only the alias tells. */
  private static String indice(IndexName name) {
    return kuzzle(name).indice() + ".73442";
  }

  @Override
  public Indexer open() throws IOException {
    return target.openKuzzle(Map.of());
  }

  @Override
  public IndexInfo index(IndexName name) {
    Map<String, String> extensions = new HashMap<>();
    extensions.put(
        KuzzleHome.EXTENSION,
        KuzzleHome.extension(
            new KuzzleIndexes.Found(
                kuzzle(name), indice(name), Map.of(kuzzle(name).alias(), "{}"))));
    return super.index(name).toBuilder().extensions(extensions).build();
  }

  @Override
  public IndexInfo index(String name) {
    return index(IndexName.of("library", name));
  }

  @Override
  public Map<String, String> contents(IndexName index) {
    return target.found(indice(index));
  }

  @Override
  public Map<String, String> contentsAfterCrash(IndexName index) {
    return target.stored(indice(index));
  }

  @Override
  public List<String> names() {
    return List.of("a", "a-b_c", "_kuzzle_keep", "p\u0159\u00edklad", "x.12", "\ud83d\ude00");
  }
}
