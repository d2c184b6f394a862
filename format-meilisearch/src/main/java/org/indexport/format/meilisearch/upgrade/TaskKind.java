package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import java.util.List;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What a task of version 5 is to do, in the shapes of version 6.
 *
 * @param index the index it is about, or null
 * @param type the type
 * @param detail the name of its details
 * @param members the details but for counts of results
 */
record TaskKind(@Nullable String index, String type, String detail, JsonObject.Builder members) {
  static TaskKind of(
      JsonObject task,
      Tagged content,
      OldSettings reading,
      List<String> keys,
      @Nullable String instanceUid)
      throws IOException {
    JsonObject json = content.object();
    if (content.tag().equals("Dump")) {
      return dump(json, keys, instanceUid);
    }
    String index = Required.string(json, "index_uid");
    return switch (content.tag()) {
      case "DocumentAddition" -> addition(json, index);
      case "DocumentDeletion" -> deletion(json, index);
      case "SettingsUpdate" -> settings(json, index, reading);
      case "IndexDeletion" -> of(index, "\"indexDeletion\"", "ClearAll");
      case "IndexCreation" -> info(index, "indexCreation", json, null);
      case "IndexUpdate" -> info(index, "indexUpdate", json, "null");
      default -> throw task.unexpected("content", "a task that this version has");
    };
  }

  private static TaskKind of(@Nullable String index, String type, String detail) {
    return new TaskKind(index, type, detail, new JsonObject.Builder());
  }

  private static TaskKind dump(JsonObject json, List<String> keys, @Nullable String instanceUid)
      throws MalformedJsonException {
    String type =
        Tagged.write(
            "dumpCreation",
            new JsonObject.Builder()
                .putRaw("keys", keys)
                .putRaw("instance_uid", instanceUid == null ? "null" : JsonText.quote(instanceUid))
                .build());
    TaskKind kind = of(null, type, "Dump");
    kind.members.put("dump_uid", Required.string(json, "uid"));
    return kind;
  }

  private static TaskKind addition(JsonObject json, String index) throws MalformedJsonException {
    long count = Required.count(json, "documents_count");
    String type =
        Tagged.write(
            "documentImport",
            new JsonObject.Builder()
                .putRaw("primary_key", primaryKey(json))
                .put("method", Required.string(json, "merge_strategy"))
                .put("documents_count", count)
                .put("allow_index_creation", Required.truth(json, "allow_index_creation"))
                .build());
    TaskKind kind = of(index, type, "DocumentAdditionOrUpdate");
    kind.members.put("received_documents", count);
    return kind;
  }

  private static String primaryKey(JsonObject json) throws MalformedJsonException {
    String key = json.string("primary_key");
    return key == null ? "null" : JsonText.quote(key);
  }

  private static TaskKind deletion(JsonObject json, String index) throws MalformedJsonException {
    Tagged deletion = Tagged.member(json, "deletion");
    if (deletion.tag().equals("Clear")) {
      return of(index, "\"documentClear\"", "ClearAll");
    }
    if (!deletion.tag().equals("Ids")) {
      throw json.unexpected("deletion", "Clear or Ids");
    }
    List<String> ids = deletion.value().strings();
    String type =
        Tagged.write(
            "documentDeletion", new JsonObject.Builder().put("documents_ids", ids).build());
    TaskKind kind = of(index, type, "DocumentDeletion");
    kind.members.put("provided_ids", (long) ids.size());
    return kind;
  }

  private static TaskKind settings(JsonObject json, String index, OldSettings reading)
      throws IOException {
    String settings =
        SettingsJson.write(V5ToV6.readSettings(Required.object(json, "settings"), reading));
    String type =
        Tagged.write(
            "settings",
            new JsonObject.Builder()
                .putRaw("settings", settings)
                .put("is_deletion", Required.truth(json, "is_deletion"))
                .put("allow_index_creation", Required.truth(json, "allow_index_creation"))
                .build());
    TaskKind kind = of(index, type, "SettingsUpdate");
    kind.members.putRaw("settings", settings);
    return kind;
  }

  private static TaskKind info(String index, String tag, JsonObject json, @Nullable String newUid)
      throws MalformedJsonException {
    String key = primaryKey(json);
    String type =
        Tagged.write(
            tag, new JsonObject.Builder().putRaw("primary_key", key).putRaw("uid", newUid).build());
    TaskKind kind = of(index, type, "IndexInfo");
    kind.members.putRaw("primary_key", key);
    return kind;
  }

  /** The details with what came of the task. */
  String details(TaskEvents events) throws MalformedJsonException {
    switch (detail) {
      case "DocumentAdditionOrUpdate" ->
          members.putRaw(
              "indexed_documents", events.count("DocumentAddition", "indexed_documents"));
      case "DocumentDeletion" ->
          members.putRaw(
              "deleted_documents", events.count("DocumentDeletion", "deleted_documents"));
      case "ClearAll" ->
          members.putRaw("deleted_documents", events.count("ClearAll", "deleted_documents"));
      default -> {}
    }
    return Tagged.write(detail, members.build());
  }
}
