package org.indexport.elastic;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.dialects.MappingType;
import org.indexport.elastic.Cluster.Engine;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Brings mappings into the form that a server takes: without types around them, without what older
 * versions had, and with the types of fields replaced that the user has named. Types that a server
 * lacks are never guessed. Good for one text.
 */
final class MappingFit {
  private static final int MAX_DEPTH = 1_000;

  /** What versions until 6 had. */
  private static final Set<String> GONE =
      Set.of("_all", "_timestamp", "_ttl", "_parent", "_default_", "include_in_all");

  /** What the indexes of data streams have, and the server puts there. */
  static final String STREAM = "_data_stream_timestamp";

  private static final String DYNAMIC = "dynamic";
  private static final String SOURCE = "_source";
  private static final String SOURCE_MODE = "mode";

  /** Parameters of fields that OpenSearch does not know. */
  private static final Set<String> OF_ELASTICSEARCH =
      Set.of("time_series_dimension", "time_series_metric", "synthetic_source_keep");

  private final Cluster target;
  private final Map<String, String> types;
  private final Map<String, String> dynamics;
  private final Set<String> dropped = new LinkedHashSet<>();
  private boolean needsKnn;
  private @Nullable String stream;

  /**
   * Prepares to fit mappings.
   *
   * @param types what types of fields become
   */
  MappingFit(Cluster target, Map<String, String> types) {
    this.target = target;
    this.types = types;
    this.dynamics = dynamics(target);
  }

  /**
   * What becomes of ways to treat new fields that the server lacks. Documents of the dump lose
   * nothing by that: the fields that templates made are in its mappings, and computed ones are not
   * stored at all.
   */
  private static Map<String, String> dynamics(Cluster target) {
    if (target.engine() == Engine.ELASTICSEARCH) {
      return Map.of("strict_allow_templates", "strict", "false_allow_templates", "false");
    }
    return Map.of("runtime", "false");
  }

  /** What was left out, in words. */
  Set<String> dropped() {
    return dropped;
  }

  /** Whether there are fields now that want the setting {@code index.knn}. */
  boolean needsKnn() {
    return needsKnn;
  }

  /** What a template says of a data stream with these mappings; null if they are an index's. */
  @Nullable String stream() {
    return stream;
  }

  /**
   * Fits mappings.
   *
   * @throws MalformedJsonException if a part is not what it should be
   * @throws DumpException if there are several types around them
   */
  String fit(String mappings) throws MalformedJsonException, DumpException {
    JsonObject root =
        untyped(JsonObject.parse(mappings.getBytes(StandardCharsets.UTF_8), MAX_DEPTH));
    JsonObject.Builder fitted = new JsonObject.Builder();
    String computed = target.engine() == Engine.OPENSEARCH ? "runtime" : "derived";
    noteStream(root);
    for (String name : root.names()) {
      if (name.equals(STREAM)) {
        continue;
      }
      if (GONE.contains(name) || name.equals(computed)) {
        dropped.add(name);
      } else if (name.equals("properties")) {
        fitted.putRaw(name, properties(root.object(name)));
      } else if (name.equals(SOURCE)) {
        fitted.putRaw(name, source(root));
      } else {
        fitted.putRaw(name, parameter(root, name));
      }
    }
    return fitted.build();
  }

  /** What this server has no word for, and documents do not depend on. */
  private boolean isUnknown(JsonObject owner, String name) throws MalformedJsonException {
    return GONE.contains(name)
        || (target.engine() == Engine.OPENSEARCH
            && OF_ELASTICSEARCH.contains(name)
            && owner.kind(name) != JsonKind.OBJECT);
  }

  /** How {@code _source} is kept; servers that always keep it as it is have no word for that. */
  private @Nullable String source(JsonObject root) throws MalformedJsonException {
    JsonObject source = root.kind(SOURCE) == JsonKind.OBJECT ? root.object(SOURCE) : null;
    boolean hasModes = target.isAtLeast(Engine.ELASTICSEARCH, 8, 4);
    if (source == null || hasModes || !source.has(SOURCE_MODE)) {
      return root.raw(SOURCE);
    }
    dropped.add("%s.%s %s".formatted(SOURCE, SOURCE_MODE, source.raw(SOURCE_MODE)));
    return new JsonObject.Builder().putRaw(source.rawExcept(Set.of(SOURCE_MODE))).build();
  }

  /** What a parameter of mappings or of a field is to say. */
  private @Nullable String parameter(JsonObject owner, String name) throws MalformedJsonException {
    boolean isWay = name.equals(DYNAMIC) && owner.kind(name) == JsonKind.STRING;
    String way = isWay ? owner.string(name) : null;
    String other = way == null ? null : dynamics.get(way);
    if (other == null) {
      return owner.raw(name);
    }
    dropped.add("%s %s, which becomes %s".formatted(DYNAMIC, way, other));
    return JsonText.quote(other);
  }

  private void noteStream(JsonObject root) throws MalformedJsonException {
    JsonObject timestamp = root.kind(STREAM) == JsonKind.OBJECT ? root.object(STREAM) : null;
    if (timestamp != null && "true".equals(timestamp.raw("enabled"))) {
      stream =
          new JsonObject.Builder()
              .putRaw("timestamp_field", timestamp.raw("timestamp_field"))
              .build();
    }
  }

  /** Until version 6 mappings had types, and their fields lay in them. */
  private JsonObject untyped(JsonObject mappings) throws MalformedJsonException, DumpException {
    List<String> inner = MappingType.around(mappings);
    if (inner.size() > 1) {
      throw new DumpException(
          "mappings: expected those of one type, found the types %s; this server has none, so import them from dumps of one type each"
              .formatted(inner));
    }
    JsonObject only = inner.isEmpty() ? null : mappings.object(inner.get(0));
    return only == null ? mappings : only;
  }

  private @Nullable String properties(@Nullable JsonObject properties)
      throws MalformedJsonException {
    if (properties == null) {
      return null;
    }
    JsonObject.Builder fitted = new JsonObject.Builder();
    for (String name : properties.names()) {
      JsonObject field = properties.object(name);
      fitted.putRaw(name, field == null ? properties.raw(name) : field(field));
    }
    return fitted.build();
  }

  private String field(JsonObject field) throws MalformedJsonException {
    String type = field.kind("type") == JsonKind.STRING ? field.string("type") : null;
    String other = type == null ? null : types.get(type);
    if (type != null && other != null) {
      return replaced(field, type, other);
    }
    boolean isOld = "string".equals(type);
    JsonObject.Builder fitted = new JsonObject.Builder();
    for (String name : field.names()) {
      if (isUnknown(field, name)) {
        dropped.add(name);
      } else if (name.equals("properties") || name.equals("fields")) {
        fitted.putRaw(name, properties(field.object(name)));
      } else if (!isOld || !(name.equals("type") || name.equals("index"))) {
        fitted.putRaw(name, parameter(field, name));
      }
    }
    if (isOld) {
      string(field, fitted);
    }
    return fitted.build();
  }

  /** Before version 5 a string was either, depending on whether it was analysed. */
  private static void string(JsonObject field, JsonObject.Builder fitted)
      throws MalformedJsonException {
    String index = field.kind("index") == JsonKind.STRING ? field.string("index") : null;
    fitted.put("type", "not_analyzed".equals(index) ? "keyword" : "text");
    if ("no".equals(index)) {
      fitted.put("index", false);
    }
  }

  private String replaced(JsonObject field, String type, String other)
      throws MalformedJsonException {
    JsonObject.Builder fitted = new JsonObject.Builder().put("type", other);
    boolean wasVector = type.equals("dense_vector") || type.equals("knn_vector");
    String dims = field.raw(type.equals("dense_vector") ? "dims" : "dimension");
    switch (other) {
      case "knn_vector" -> {
        needsKnn = true;
        fitted.putRaw("dimension", dims);
      }
      case "dense_vector" -> fitted.putRaw("dims", dims);
      case "object" -> fitted.put("enabled", false);
      case "float", "double" -> {
        if (wasVector) {
          // Nobody looks for single numbers of a vector.
          fitted.put("index", false);
        }
      }
      default -> {}
    }
    return fitted.build();
  }
}
