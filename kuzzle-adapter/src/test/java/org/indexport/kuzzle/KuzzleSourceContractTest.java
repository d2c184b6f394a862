package org.indexport.kuzzle;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.spi.EngineSource;
import org.indexport.testkit.EngineSourceContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class KuzzleSourceContractTest extends EngineSourceContract {
  private FakeKuzzle kuzzle;

  @BeforeEach
  void start() throws IOException {
    kuzzle = new FakeKuzzle();
  }

  @AfterEach
  void stop() throws IOException {
    kuzzle.close();
  }

  @Override
  protected IndexInfo index(String name) {
    return IndexInfo.builder(IndexName.of("space", name)).lines(Lines.ENVELOPE).build();
  }

  @Override
  protected Moment moment() {
    return Moment.SLICES;
  }

  @Override
  protected void load(IndexInfo index, Map<String, String> documents) {
    if (!kuzzle.has(index.name())) {
      kuzzle.create(index.name(), "{\"dynamic\":\"false\",\"properties\":{}}");
    }
    documents.forEach((id, source) -> kuzzle.put(index.name(), id, source));
  }

  @Override
  protected void delete(IndexName index, Set<String> ids) {
    ids.forEach(id -> kuzzle.delete(index, id));
  }

  @Override
  protected EngineSource open() throws IOException {
    return kuzzle.source("", Map.of());
  }
}
