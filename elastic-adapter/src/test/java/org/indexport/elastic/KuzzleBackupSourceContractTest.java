package org.indexport.elastic;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.spi.EngineSource;
import org.indexport.testkit.EngineSourceContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class KuzzleBackupSourceContractTest extends EngineSourceContract {
  private FakeCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = FakeCluster.elastic();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private static KuzzleName kuzzle(IndexName name) {
    return Objects.requireNonNull(KuzzleName.of(name));
  }

  /** The index is not called as the collection is: only the alias tells. */
  private static String indice(IndexName name) {
    return kuzzle(name).indice() + ".73442";
  }

  @Override
  protected IndexInfo index(String name) {
    return IndexInfo.builder(IndexName.of("library", name)).lines(Lines.ENVELOPE).build();
  }

  @Override
  protected void load(IndexInfo index, Map<String, String> documents) {
    String indice = indice(index.name());
    if (!cluster.has(indice)) {
      cluster.create(indice, 3);
      cluster.describe(indice, "{}", "{}", "{\"" + kuzzle(index.name()).alias() + "\":{}}");
    }
    documents.forEach((id, source) -> cluster.put(indice, id, source));
  }

  @Override
  protected void delete(IndexName index, Set<String> ids) {
    ids.forEach(id -> cluster.delete(indice(index), id));
  }

  @Override
  protected EngineSource open() throws IOException {
    return new KuzzleBackupConnector()
        .openSource(cluster.uri().replace("http:", "kuzzle+elasticsearch:"), Map.of());
  }
}
