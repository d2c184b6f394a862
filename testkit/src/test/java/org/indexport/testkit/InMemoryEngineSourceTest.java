package org.indexport.testkit;

import java.util.Map;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.EngineSource;

class InMemoryEngineSourceTest extends EngineSourceContract {
  private final InMemoryEngine engine = new InMemoryEngine();

  @Override
  protected void load(IndexInfo index, Map<String, String> documents) {
    engine.put(index, documents);
  }

  @Override
  protected void delete(IndexName index, Set<String> ids) {
    engine.delete(index, ids);
  }

  @Override
  protected EngineSource open() {
    return new InMemoryEngineSource(engine);
  }
}
