package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.IndexInfo;
import org.indexport.Settings;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is made with: mappings and settings without what the server notes down itself
 * or refuses. Immutable.
 *
 * @param mappings the mappings, or null for the server's own
 * @param settings the settings by name
 * @param losses what was left out, in words
 */
record CollectionSettings(
    @Nullable String mappings, Map<String, String> settings, List<String> losses) {
  private static final String ANALYSIS = "analysis";
  private static final String REFRESH = "refresh_interval";
  private static final String NEVER = "\"-1\"";
  private static final int MAX_DEPTH = 1_000;

  /** The members of mappings that the API takes; all others it refuses, or drops in silence. */
  private static final Set<String> MAPPING_MEMBERS = Set.of("_meta", "dynamic", "properties");

  private static final Set<String> DYNAMIC = Set.of("\"true\"", "\"false\"", "\"strict\"");

  private static final Set<String> OF_THE_SERVER =
      Set.of(
          "creation_date",
          "creation_date_string",
          "provided_name",
          "uuid",
          "version",
          "routing",
          "history",
          "history_uuid",
          "resize",
          "verified_before_close");

  /**
   * Reads the settings of an index.
   *
   * @throws CorruptDumpException if they are not <code>{"mappings":{…},"settings":{…}}</code>, or
   *     mappings alone
   */
  static CollectionSettings of(IndexInfo index) throws CorruptDumpException {
    Settings given = index.settings();
    if (given == null) {
      return new CollectionSettings(null, Map.of(), List.of());
    }
    try {
      JsonObject json = JsonObject.parse(given.json().getBytes(UTF_8), MAX_DEPTH);
      boolean isBare = !json.has("mappings") && !json.has("settings");
      JsonObject mappings = isBare ? json : json.object("mappings");
      List<String> losses = new ArrayList<>();
      return new CollectionSettings(
          mappings == null || mappings.names().isEmpty() ? null : mappings(mappings, losses),
          settings(json.object("settings")),
          List.copyOf(losses));
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "collection %s: its settings: byte %d: %s; correct them, or import documents only"
              .formatted(index.name(), e.offset(), e.getMessage()),
          e);
    }
  }

  private static String mappings(JsonObject mappings, List<String> losses) {
    JsonObject.Builder json = new JsonObject.Builder();
    for (String name : mappings.names()) {
      String raw = String.valueOf(mappings.raw(name));
      if (!MAPPING_MEMBERS.contains(name)) {
        losses.add("mappings/%s: the server's API does not take it".formatted(name));
      } else if (name.equals("dynamic")) {
        boolean isTruth = mappings.kind(name) == JsonKind.BOOLEAN;
        String word = isTruth ? "\"" + raw + "\"" : raw;
        if (DYNAMIC.contains(word)) {
          json.putRaw(name, word);
        } else {
          losses.add("mappings/dynamic: the server does not take %s".formatted(raw));
        }
      } else {
        json.putRaw(name, raw);
      }
    }
    return json.build();
  }

  /** Settings may lie in a member {@code index}, which the server would not look into. */
  private static Map<String, String> settings(@Nullable JsonObject given)
      throws MalformedJsonException {
    Map<String, String> settings = new LinkedHashMap<>();
    if (given == null) {
      return settings;
    }
    for (String name : given.names()) {
      if (name.equals("index") && given.kind(name) == JsonKind.OBJECT) {
        settings.putAll(settings(given.object(name)));
      } else {
        String bare = name.startsWith("index.") ? name.substring("index.".length()) : name;
        String first = bare.indexOf('.') < 0 ? bare : bare.substring(0, bare.indexOf('.'));
        if (!OF_THE_SERVER.contains(first) && given.has(name)) {
          settings.put(bare, String.valueOf(given.raw(name)));
        }
      }
    }
    return settings;
  }

  /** The same without analyzers, or null if there are none. */
  @Nullable CollectionSettings withoutAnalysis() {
    Map<String, String> rest = new LinkedHashMap<>(settings);
    rest.keySet().removeIf(name -> name.equals(ANALYSIS) || name.startsWith(ANALYSIS + "."));
    return rest.size() == settings.size() ? null : new CollectionSettings(mappings, rest, losses);
  }

  /** The body that makes the collection, of which nothing can be searched while it is loaded. */
  String whileLoading() {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(REFRESH, NEVER);
    return new JsonObject.Builder()
        .putRaw("mappings", mappings == null ? "{}" : mappings)
        .putRaw("settings", new JsonObject.Builder().putRaw(all).build())
        .build();
  }

  /** The body that adds to a collection what it does not have yet; null if there is nothing. */
  @Nullable String added() {
    if (mappings == null && settings.isEmpty()) {
      return null;
    }
    JsonObject.Builder body = new JsonObject.Builder().putRaw("mappings", mappings);
    if (!settings.isEmpty()) {
      body.putRaw("settings", new JsonObject.Builder().putRaw(settings).build());
    }
    return body.build();
  }

  /** The body that has the collection searched again as it should be. */
  String afterwards() {
    String wanted = settings.getOrDefault(REFRESH, "null");
    return new JsonObject.Builder()
        .putRaw("settings", new JsonObject.Builder().putRaw(REFRESH, wanted).build())
        .build();
  }

  /** Whether it should never become searchable by itself. */
  boolean wantsNoRefresh() {
    return NEVER.equals(settings.get(REFRESH)) || "-1".equals(settings.get(REFRESH));
  }

  /** Whether settings of a server say that a collection is being loaded, or once was. */
  static boolean areOfLoading(JsonObject settings) {
    return NEVER.equals(settings.raw(REFRESH));
  }
}
