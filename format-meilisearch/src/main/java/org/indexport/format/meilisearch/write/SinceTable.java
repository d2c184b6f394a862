package org.indexport.format.meilisearch.write;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names that engines know, each with the version that brought it. Immutable. */
final class SinceTable {
  private final Map<String, EngineVersion> since;

  private SinceTable(Map<String, EngineVersion> since) {
    this.since = since;
  }

  static Builder builder() {
    return new Builder();
  }

  /** Whether an engine knows a name. */
  boolean knows(String name, EngineVersion engine) {
    EngineVersion first = since.get(name);
    return first != null && !engine.isBefore(first);
  }

  /** The version that brought a name, or null where nothing is known of it. */
  @Nullable EngineVersion since(String name) {
    return since.get(name);
  }

  Set<String> names() {
    return since.keySet();
  }

  /** Collects names. */
  static final class Builder {
    private final Map<String, EngineVersion> since = new HashMap<>();

    /** Adds names that a version brought. */
    Builder since(String version, String... names) {
      EngineVersion first = EngineVersion.of(version);
      for (String name : names) {
        since.put(name, first);
      }
      return this;
    }

    SinceTable build() {
      return new SinceTable(Map.copyOf(since));
    }
  }
}
