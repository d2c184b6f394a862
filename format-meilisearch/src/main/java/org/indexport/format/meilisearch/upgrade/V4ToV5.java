package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** The index of a task moves into its content, keys get uids, a word is spelt as it should be. */
final class V4ToV5 {
  private V4ToV5() {}

  /** Settings had everything that they have in version 5, but faceting and pagination. */
  static Map<String, JsonValue> settings(Map<String, JsonValue> old) {
    return old;
  }

  static String task(JsonObject task, OldSettings reading) throws IOException {
    String index = Required.string(task, "index_uid");
    Tagged content = Tagged.member(task, "content");
    return new JsonObject.Builder()
        .put("id", Required.count(task, "id"))
        .putRaw("content", Tagged.write(content.tag(), content(content, index, reading)))
        .putRaw("events", events(task))
        .build();
  }

  private static String content(Tagged content, String index, OldSettings reading)
      throws IOException {
    JsonObject.Builder out = new JsonObject.Builder().put("index_uid", index);
    if (content.tag().equals("DocumentDeletion")) {
      return out.putRaw("deletion", content.value().raw()).build();
    }
    if (content.value().isNull()) {
      return out.build();
    }
    JsonObject members = content.object();
    if (content.tag().equals("SettingsUpdate")) {
      JsonObject settings = Required.object(members, "settings");
      out.putRaw("settings", SettingsJson.write(settings(reading.read(4, settings, Set.of()))));
      return out.putRaw(members.rawExcept(Set.of("settings", "index_uid"))).build();
    }
    return out.putRaw(members.rawExcept(Set.of("index_uid"))).build();
  }

  private static List<String> events(JsonObject task) throws MalformedJsonException {
    List<String> events = new ArrayList<>();
    for (JsonObject event : task.objects("events")) {
      Tagged tagged = Tagged.only(event);
      switch (tagged.tag()) {
        case "Succeded" -> events.add(Tagged.write("Succeeded", tagged.value().raw()));
        case "Failed" -> events.add(Tagged.write("Failed", failure(tagged.object())));
        default -> events.add(event.toString());
      }
    }
    return events;
  }

  private static String failure(JsonObject failure) throws MalformedJsonException {
    JsonObject error = Required.object(failure, "error");
    String code = ErrorCodes.of4(Required.string(error, "code"));
    return new JsonObject.Builder()
        .putRaw("error", ErrorCodes.error(Required.string(error, "message"), code))
        .putRaw("timestamp", Required.raw(failure, "timestamp"))
        .build();
  }

  /** A key with a uid instead of its old id. */
  static String key(JsonObject key, String uid, Omissions omissions) throws MalformedJsonException {
    List<String> actions = new ArrayList<>(key.strings("actions"));
    if (actions.removeIf("dumps.get"::equals)) {
      omissions.add(Omissions.Kind.ACTION);
    }
    return new JsonObject.Builder()
        .putRaw("description", key.has("description") ? key.raw("description") : null)
        .put("uid", uid)
        .put("actions", actions)
        .put("indexes", key.strings("indexes"))
        .putRaw("expires_at", Required.raw(key, "expires_at"))
        .putRaw("created_at", Required.raw(key, "created_at"))
        .putRaw("updated_at", Required.raw(key, "updated_at"))
        .build();
  }
}
