package org.indexport.elastic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.dialects.ServerSettings;
import org.indexport.elastic.Cluster.Engine;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What a dump says of an index, sorted by when a server takes it. Settings have their full names,
 * with {@code index.} before them, and are JSON text.
 *
 * @param first what the index is made with
 * @param later what is set when the documents are in
 * @param dropped names of settings that this server would refuse, or makes itself
 * @param mappings the mappings, or null
 * @param stream if it is a data stream, what its template says of that; null for an index
 */
record IndexSettings(
    Map<String, String> first,
    Map<String, String> later,
    List<String> dropped,
    @Nullable String mappings,
    @Nullable String stream) {
  static final String REFRESH = "index.refresh_interval";
  static final String REPLICAS = "index.number_of_replicas";
  static final String SHARDS = "index.number_of_shards";
  static final String EXPAND = "index.auto_expand_replicas";
  static final String FINAL_PIPELINE = "index.final_pipeline";
  static final String MODE = "index.mode";

  /** Holds off writes, so it is set last of all. */
  static final String BLOCKS = "index.blocks.";

  private static final String INDEX = "index.";
  private static final String PROVIDED_NAME = "index.provided_name";

  /** What the names of the indexes of data streams hold. */
  private static final String OF_STREAM = ".ds-";

  private static final int MAX_DEPTH = 1_000;

  /** A name that ends with a dot means all that start so. */
  private static final Set<String> OF_OPENSEARCH =
      Set.of(
          "replication.type",
          "knn",
          "knn.",
          "append_only.",
          "composite_index",
          "composite_index.",
          "plugins.",
          "opendistro.",
          "derived_source.",
          "codec.compression_level");

  private static final Set<String> OF_ELASTICSEARCH =
      Set.of(
          "mode",
          "lifecycle.",
          "mapping.source.",
          "mapping.exclude_source_vectors",
          "time_series.",
          "look_ahead_time",
          "logsdb.",
          "dimensions",
          "dimensions.",
          "routing_path");

  /** What Elasticsearch 7 does not know of what later versions do. */
  private static final Set<String> SINCE_ELASTICSEARCH_8 =
      Set.of(
          "mode",
          "lifecycle.origination_date",
          "mapping.source.",
          "mapping.exclude_source_vectors",
          "time_series.",
          "look_ahead_time",
          "logsdb.",
          "dimensions",
          "dimensions.",
          "routing_path");

  private static final Set<String> AFTERWARDS =
      Set.of(
          "blocks.",
          "default_pipeline",
          "final_pipeline",
          "refresh_interval",
          "number_of_replicas",
          "auto_expand_replicas",
          "lifecycle.",
          "plugins.index_state_management.",
          "opendistro.index_state_management.",
          "routing.allocation.require.",
          "routing.allocation.include.",
          "routing.allocation.exclude.");

  /** Taken by all servers, and useless when the data lies elsewhere already. */
  static final String TIER = "routing.allocation.include._tier_preference";

  /** Without anything. */
  static IndexSettings none() {
    return new IndexSettings(new LinkedHashMap<>(), new LinkedHashMap<>(), List.of(), null, null);
  }

  /**
   * Sorts the settings of an index for a server.
   *
   * @param json <code>{"settings":{…},"mappings":{…}}</code>
   * @throws CorruptDumpException if the text is something else
   */
  static IndexSettings of(IndexName index, String json, Cluster target)
      throws CorruptDumpException {
    try {
      JsonObject body = JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), MAX_DEPTH);
      Map<String, String> flat = new LinkedHashMap<>();
      JsonObject settings = body.object("settings");
      if (settings != null) {
        flatten("", settings, flat);
      }
      JsonObject mappings = body.object("mappings");
      return sorted(flat, target, mappings == null ? null : mappings(mappings, flat));
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "index %s: its settings: byte %d: %s; correct them, or import documents only"
              .formatted(index, e.offset(), e.getMessage()),
          e);
    }
  }

  /**
   * Indexes whose mode is {@code logsdb} or {@code time_series} have the mark of data streams in
   * their mappings, and the server puts it there. What they were made as tells them from those of
   * streams.
   */
  private static String mappings(JsonObject mappings, Map<String, String> flat)
      throws MalformedJsonException {
    String name = flat.get(PROVIDED_NAME);
    return name == null || name.contains(OF_STREAM)
        ? mappings.toString()
        : new JsonObject.Builder().putRaw(mappings.rawExcept(Set.of(MappingFit.STREAM))).build();
  }

  private static void flatten(String prefix, JsonObject object, Map<String, String> flat)
      throws MalformedJsonException {
    for (String name : object.names()) {
      String full = prefix + name;
      String raw = object.raw(name);
      JsonObject inner = object.kind(name) == JsonKind.OBJECT ? object.object(name) : null;
      if (inner != null) {
        flatten(full + ".", inner, flat);
      } else if (raw != null && object.has(name)) {
        flat.put(full.startsWith(INDEX) ? full : INDEX + full, raw);
      }
    }
  }

  private static IndexSettings sorted(
      Map<String, String> flat, Cluster target, @Nullable String mappings) {
    Map<String, String> first = new LinkedHashMap<>();
    Map<String, String> later = new LinkedHashMap<>();
    List<String> dropped = new ArrayList<>();
    BiPredicate<String, String> refused = refused(target);
    flat.forEach(
        (full, value) -> {
          String name = full.substring(INDEX.length());
          if (ServerSettings.includes(full)) {
            return;
          }
          if (refused.test(name, value)) {
            if (!isAnyway(name, value)) {
              dropped.add(full);
            }
          } else if (isIn(AFTERWARDS, name) && !name.equals(TIER)) {
            later.put(full, value);
          } else {
            first.put(full, value);
          }
        });
    return new IndexSettings(first, later, List.copyOf(dropped), mappings, null);
  }

  /** What a server is known to refuse. */
  private static BiPredicate<String, String> refused(Cluster target) {
    if (target.engine() == Engine.OPENSEARCH) {
      return (name, value) -> isIn(OF_ELASTICSEARCH, name) || isSnapshotStore(name, value);
    }
    return (name, value) ->
        isIn(OF_OPENSEARCH, name)
            || isSnapshotStore(name, value)
            || (name.equals("codec") && value.matches("\"(zstd|qat).*"))
            || (target.major() < 8 && isIn(SINCE_ELASTICSEARCH_8, name));
  }

  /** Whether a setting only says what holds on all servers that do not know it. */
  private static boolean isAnyway(String name, String value) {
    return name.equals("replication.type") && value.equals("\"DOCUMENT\"");
  }

  private static boolean isSnapshotStore(String name, String value) {
    return name.equals("store.type") && value.contains("snapshot");
  }

  private static boolean isIn(Set<String> names, String name) {
    if (names.contains(name)) {
      return true;
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (names.contains(name.substring(0, dot + 1))) {
        return true;
      }
    }
    return false;
  }

  /** Settings as JSON text. */
  static String json(Map<String, String> settings) {
    return new JsonObject.Builder().putRaw(settings).build();
  }
}
