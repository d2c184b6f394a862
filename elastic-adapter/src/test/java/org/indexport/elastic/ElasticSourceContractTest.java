package org.indexport.elastic;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.EngineSource;
import org.indexport.testkit.EngineSourceContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class ElasticSourceContractTest extends EngineSourceContract {
  private FakeCluster cluster;

  FakeCluster cluster() throws IOException {
    return FakeCluster.elastic();
  }

  @BeforeEach
  void start() throws IOException {
    cluster = cluster();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  @Override
  protected void load(IndexInfo index, Map<String, String> documents) {
    String name = index.name().name();
    if (!cluster.has(name)) {
      cluster.create(name, 3);
    }
    documents.forEach((id, source) -> cluster.put(name, id, source));
  }

  @Override
  protected void delete(IndexName index, Set<String> ids) {
    ids.forEach(id -> cluster.delete(index.name(), id));
  }

  @Override
  protected EngineSource open() throws IOException {
    return open(cluster.uri());
  }

  EngineSource open(String uri) throws IOException {
    return new ElasticConnector().openSource(uri, Map.of());
  }
}
