package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** Updates of an index become tasks of one queue, which tell their life as events. */
final class V3ToV4 {
  private static final String ABORTED = "Task was aborted in a previous version of meilisearch.";

  private V3ToV4() {}

  /** Settings had everything that they have in version 4, but typo tolerance. */
  static Map<String, JsonValue> settings(Map<String, JsonValue> old) {
    return old;
  }

  /** Whether an update is over. */
  static boolean isFinished(JsonObject update) throws MalformedJsonException {
    String status = Required.string(update, "status");
    return !status.equals("enqueued") && !status.equals("processing");
  }

  /** An update as a task. */
  static String task(JsonObject update, String index, long id, OldSettings reading)
      throws IOException {
    return new JsonObject.Builder()
        .put("id", id)
        .put("index_uid", index)
        .putRaw("content", content(Tagged.member(update, "meta"), update, reading))
        .putRaw("events", events(update))
        .build();
  }

  private static String content(Tagged meta, JsonObject update, OldSettings reading)
      throws IOException {
    return switch (meta.tag()) {
      case "DocumentAddition" -> {
        JsonObject addition = meta.object();
        String key = addition.raw("primary_key");
        yield Tagged.write(
            "DocumentAddition",
            new JsonObject.Builder()
                .put("content_uuid", Required.string(addition, "content_uuid"))
                .put("merge_strategy", Required.string(addition, "method"))
                .putRaw("primary_key", key == null ? "null" : key)
                .put("documents_count", 0L)
                .put("allow_index_creation", true)
                .build());
      }
      case "DeleteDocuments" ->
          Tagged.write("DocumentDeletion", Tagged.write("Ids", meta.value().raw()));
      case "ClearDocuments" -> Tagged.write("DocumentDeletion", "\"Clear\"");
      case "Settings" ->
          Tagged.write(
              "SettingsUpdate",
              new JsonObject.Builder()
                  .putRaw(
                      "settings",
                      SettingsJson.write(settings(reading.read(3, meta.object(), Set.of()))))
                  .put("is_deletion", false)
                  .put("allow_index_creation", true)
                  .build());
      default -> throw update.unexpected("meta", "an update that version 3 has");
    };
  }

  private static List<String> events(JsonObject update) throws MalformedJsonException {
    List<String> events = new ArrayList<>();
    events.add(event("Created", update, "enqueuedAt"));
    switch (Required.string(update, "status")) {
      case "processed" -> {
        events.add(event("Processing", update, "startedProcessingAt"));
        events.add(
            over(
                "Succeded",
                "result",
                result(Tagged.member(update, "success")),
                update,
                "processedAt"));
      }
      case "failed" -> {
        events.add(event("Processing", update, "startedProcessingAt"));
        String code = ErrorCodes.of3(Required.string(update, "code"));
        String error = ErrorCodes.error(Required.string(update, "msg"), code);
        events.add(over("Failed", "error", error, update, "failedAt"));
      }
      case "aborted" ->
          events.add(
              over(
                  "Failed",
                  "error",
                  ErrorCodes.error(ABORTED, ErrorCodes.UNRETRIEVABLE),
                  update,
                  "abortedAt"));
      case "enqueued", "processing" -> {}
      default ->
          throw update.unexpected("status", "enqueued, processing, processed, failed or aborted");
    }
    return events;
  }

  private static String event(String tag, JsonObject update, String time)
      throws MalformedJsonException {
    return new JsonObject.Builder()
        .put(tag, Timestamps.format(Required.time(update, time)))
        .build();
  }

  private static String over(String tag, String name, String value, JsonObject update, String time)
      throws MalformedJsonException {
    return Tagged.write(
        tag,
        new JsonObject.Builder()
            .putRaw(name, value)
            .put("timestamp", Timestamps.format(Required.time(update, time)))
            .build());
  }

  private static String result(Tagged success) throws MalformedJsonException {
    return switch (success.tag()) {
      case "DocumentsAddition" ->
          Tagged.write(
              "DocumentAddition",
              new JsonObject.Builder()
                  .put("indexed_documents", Required.count(success.object(), "nb_documents"))
                  .build());
      case "DocumentDeletion" ->
          Tagged.write(
              "DocumentDeletion",
              new JsonObject.Builder()
                  .put("deleted_documents", Required.count(success.object(), "deleted"))
                  .build());
      default -> "\"Other\"";
    };
  }
}
