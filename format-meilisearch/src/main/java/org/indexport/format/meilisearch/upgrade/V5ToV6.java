package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Tasks tell status and details instead of events; what the engine no longer knows goes. */
final class V5ToV6 {
  private static final List<String> SETS =
      List.of("filterableAttributes", "sortableAttributes", "stopWords");

  private static final List<String> WILDCARDS =
      List.of("displayedAttributes", "searchableAttributes");

  private static final String ALL = "[\"*\"]";

  private V5ToV6() {}

  static Map<String, JsonValue> settings(Map<String, JsonValue> old, Omissions omissions)
      throws MalformedJsonException {
    Map<String, JsonValue> settings = new LinkedHashMap<>(old);
    for (String name : SETS) {
      JsonValue set = settings.get(name);
      if (set != null) {
        settings.put(name, set.asSet());
      }
    }
    for (String name : WILDCARDS) {
      JsonValue list = settings.get(name);
      if (list != null && list.isNull()) {
        settings.put(name, new JsonValue(ALL));
      }
    }
    JsonValue rules = settings.get("rankingRules");
    if (rules != null && !rules.isNull()) {
      settings.put("rankingRules", JsonValue.list(RankingRules.of5(rules.strings(), omissions)));
    }
    JsonValue pagination = settings.get("pagination");
    if (pagination != null && !pagination.isNull()) {
      // As text: it may be larger than a signed number can be.
      if ("0".equals(pagination.object().raw("maxTotalHits"))) {
        settings.put("pagination", new JsonValue("{\"maxTotalHits\":1}"));
      }
    }
    return settings;
  }

  /** What is done with the settings of an index and not with those in tasks. */
  static Map<String, JsonValue> checked(Map<String, JsonValue> old) throws MalformedJsonException {
    Map<String, JsonValue> settings = new LinkedHashMap<>(old);
    for (String name : WILDCARDS) {
      JsonValue list = settings.get(name);
      if (list != null && list.strings().contains("*")) {
        settings.put(name, new JsonValue(ALL));
      }
    }
    return settings;
  }

  /**
   * A task.
   *
   * @param keys all keys of the dump, which tasks that make dumps hold
   * @param instanceUid likewise
   */
  static String task(
      JsonObject task, OldSettings reading, List<String> keys, @Nullable String instanceUid)
      throws IOException {
    Tagged content = Tagged.member(task, "content");
    TaskEvents events = TaskEvents.of(task);
    TaskKind kind = TaskKind.of(task, content, reading, keys, instanceUid);
    String index = kind.index();
    return new JsonObject.Builder()
        .put("uid", Required.count(task, "id"))
        .putRaw("batchUid", "null")
        .putRaw("indexUid", index == null ? "null" : JsonText.quote(index))
        .put("status", events.status())
        .putRaw("type", kind.type())
        .putRaw("details", kind.details(events))
        .putRaw("error", events.error())
        .put("enqueuedAt", text(events.enqueued()))
        .put("startedAt", text(events.started()))
        .put("finishedAt", text(events.finished()))
        .build();
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : Timestamps.format(time);
  }

  static Map<String, JsonValue> readSettings(JsonObject settings, OldSettings reading)
      throws IOException {
    return settings(reading.read(5, settings, Set.of()), reading.omissions());
  }

  /** A key; name and description are left out where they say nothing. */
  static String key(JsonObject key) throws MalformedJsonException {
    return new JsonObject.Builder()
        .putRaw("description", key.has("description") ? key.raw("description") : null)
        .putRaw("name", key.has("name") ? key.raw("name") : null)
        .put("uid", Required.string(key, "uid"))
        .put("actions", key.strings("actions"))
        .put("indexes", key.strings("indexes"))
        .putRaw("expires_at", time(key, "expires_at"))
        .putRaw("created_at", time(key, "created_at"))
        .putRaw("updated_at", time(key, "updated_at"))
        .build();
  }

  private static String time(JsonObject key, String name) throws MalformedJsonException {
    Required.raw(key, name);
    String text = Required.timeText(key, name);
    return text == null ? "null" : JsonText.quote(text);
  }
}
