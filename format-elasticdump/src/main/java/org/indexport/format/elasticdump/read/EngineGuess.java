package org.indexport.format.elasticdump.read;

import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Tells by settings which of the two engines a dump comes from, where they tell it. */
final class EngineGuess {
  static final String ELASTICSEARCH = "elasticsearch";
  static final String OPENSEARCH = "opensearch";

  /** OpenSearch sets this bit in the numbers of its versions, above all of Elasticsearch's. */
  private static final long OPENSEARCH_VERSIONS = 0x8000000;

  private @Nullable String engine;
  private boolean contradicted;

  /** The engine, or null where nothing tells it or there are signs of both. */
  @Nullable String engine() {
    return contradicted ? null : engine;
  }

  void note(String found) {
    contradicted |= engine != null && !engine.equals(found);
    engine = found;
  }

  /** Looks at the settings of an index. */
  void look(JsonObject settings) throws MalformedJsonException {
    JsonObject index = object(settings, "index");
    if (index == null) {
      return;
    }
    JsonObject version = object(index, "version");
    if (version != null && version.kind("created") == JsonKind.STRING) {
      String created = version.string("created");
      if (created != null && created.matches("\\d{1,18}")) {
        note(Long.parseLong(created) >= OPENSEARCH_VERSIONS ? OPENSEARCH : ELASTICSEARCH);
      }
      return;
    }
    if (index.names().contains("replication") || index.names().contains("knn")) {
      note(OPENSEARCH);
    }
    JsonObject at = index;
    for (String step : new String[] {"routing", "allocation", "include"}) {
      at = at == null ? null : object(at, step);
    }
    if (at != null && at.names().contains("_tier_preference")) {
      note(ELASTICSEARCH);
    }
  }

  private static @Nullable JsonObject object(JsonObject json, String name)
      throws MalformedJsonException {
    return json.kind(name) == JsonKind.OBJECT ? json.object(name) : null;
  }
}
