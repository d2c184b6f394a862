package org.indexport.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.indexport.ReadLimits;
import org.indexport.Settings;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** The index of Elasticsearch that a collection of Kuzzle is, and the other way round. */
final class KuzzleIndex {
  private static final String MAPPINGS = "mappings";
  private static final String SETTINGS = "settings";
  private static final String PROPERTIES = "properties";
  private static final String DYNAMIC = "dynamic";
  private static final String INDEX = "index";
  private static final String INFO = "_kuzzle_info";

  /** What Kuzzle adds to the mappings of each collection, and does not show. */
  private static final String INFO_FIELDS =
      "{\"properties\":{\"author\":{\"type\":\"keyword\"},\"createdAt\":{\"type\":\"date\"},"
          + "\"updatedAt\":{\"type\":\"date\"},\"updater\":{\"type\":\"keyword\"}}}";

  private KuzzleIndex() {}

  /**
   * The body that creates the index.
   *
   * @param settings the settings of the collection
   * @return null if they are not as they should be, which reading them tells
   */
  static @Nullable Settings of(Settings settings) {
    try {
      JsonObject body =
          JsonObject.parse(settings.json().getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
      if (!Set.of(MAPPINGS, SETTINGS).containsAll(body.names())) {
        return null;
      }
      JsonObject own = body.object(SETTINGS);
      JsonObject.Builder json = new JsonObject.Builder().putRaw(MAPPINGS, mappings(body));
      if (own != null) {
        json.putRaw(SETTINGS, index(own));
      }
      return Settings.of(ElasticsearchDialect.ID, null, json.build());
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /**
   * The collection that an index is, if it is one: Kuzzle's own fields tell.
   *
   * @param settings the settings of the index
   * @return null if it is none, or they are not as they should be
   */
  static @Nullable Settings collection(Settings settings) {
    try {
      JsonObject body =
          JsonObject.parse(settings.json().getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
      JsonObject mappings = body.object(MAPPINGS);
      JsonObject properties = mappings == null ? null : mappings.object(PROPERTIES);
      if (mappings == null || properties == null || !properties.has(INFO)) {
        return null;
      }
      Map<String, String> members = new LinkedHashMap<>(mappings.rawExcept(Set.of()));
      members.putIfAbsent(DYNAMIC, "\"true\"");
      members.put(
          PROPERTIES, new JsonObject.Builder().putRaw(properties.rawExcept(Set.of(INFO))).build());
      JsonObject own = body.object(SETTINGS);
      String json =
          new JsonObject.Builder()
              .putRaw(MAPPINGS, new JsonObject.Builder().putRaw(members).build())
              .putRaw(SETTINGS, own == null ? null : own.toString())
              .build();
      return Settings.of(KuzzleDialect.ID, null, json);
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  private static String mappings(JsonObject body) throws MalformedJsonException {
    JsonObject mappings = body.object(MAPPINGS);
    Map<String, String> members = new LinkedHashMap<>();
    Map<String, String> fields = new LinkedHashMap<>();
    if (mappings != null) {
      members.putAll(mappings.rawExcept(Set.of(PROPERTIES)));
      JsonObject properties = mappings.object(PROPERTIES);
      if (properties != null) {
        fields.putAll(properties.rawExcept(Set.of()));
      }
    }
    // Elasticsearch's own default is another.
    members.putIfAbsent(DYNAMIC, "\"false\"");
    fields.putIfAbsent(INFO, INFO_FIELDS);
    members.put(PROPERTIES, new JsonObject.Builder().putRaw(fields).build());
    return new JsonObject.Builder().putRaw(members).build();
  }

  private static String index(JsonObject settings) {
    return settings.has(INDEX)
        ? settings.toString()
        : new JsonObject.Builder().putRaw(INDEX, settings.toString()).build();
  }
}
