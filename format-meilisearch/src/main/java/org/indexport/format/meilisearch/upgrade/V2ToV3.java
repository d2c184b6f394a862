package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Payloads become lines, updates are tagged otherwise, ranking rules have one syntax. */
final class V2ToV3 {
  /** In the place of payloads that nobody needs any more. */
  private static final String NO_CONTENT = "00112233-4455-6677-8899-aabbccddeeff";

  private V2ToV3() {}

  static Map<String, JsonValue> settings(Map<String, JsonValue> old) throws MalformedJsonException {
    Map<String, JsonValue> settings = new LinkedHashMap<>(old);
    JsonValue rules = settings.get("rankingRules");
    if (rules != null && !rules.isNull()) {
      settings.put("rankingRules", JsonValue.list(RankingRules.of2(rules.strings())));
    }
    return settings;
  }

  /**
   * A line of the log.
   *
   * @param now when updates fail whose payload is missing; null for when they were asked for
   */
  static String update(JsonObject line, OldSettings reading, @Nullable Instant now)
      throws IOException {
    JsonObject update = Required.object(line, "update");
    String status = Required.string(update, "status");
    JsonObject meta = Required.object(update, "meta");
    boolean pending = status.equals("enqueued") || status.equals("processing");
    boolean isAddition = Required.string(meta, "type").equals("DocumentsAddition");
    String content = update.string("content");
    boolean broken = pending && isAddition && content == null;
    String enqueued = Timestamps.format(Required.time(update, "enqueuedAt"));
    JsonObject.Builder out =
        new JsonObject.Builder()
            .put("status", broken ? "failed" : status)
            .putRaw("updateId", update.raw("updateId"))
            .putRaw("meta", meta(meta, reading, content == null ? NO_CONTENT : content))
            .put("enqueuedAt", enqueued);
    String started = Required.timeText(update, "startedProcessingAt");
    if (broken) {
      String failed = now == null ? enqueued : Timestamps.format(now);
      out.put("startedProcessingAt", started == null ? failed : started)
          .put("msg", "The task cannot be done: its documents are not in the dump.")
          .put("code", "MalformedDump")
          .put("failedAt", failed);
    } else {
      out.put("startedProcessingAt", started);
      finish(out, update, status);
    }
    return new JsonObject.Builder()
        .putRaw("uid", line.raw("uid"))
        .putRaw("uuid", line.raw("uuid"))
        .putRaw("update", out.build())
        .build();
  }

  private static void finish(JsonObject.Builder out, JsonObject update, String status)
      throws MalformedJsonException {
    switch (status) {
      case "processed" ->
          out.putRaw("success", Required.raw(update, "success"))
              .put("processedAt", Timestamps.format(Required.time(update, "processedAt")));
      case "failed" -> {
        JsonObject error = Required.object(update, "error");
        out.put("msg", Required.string(error, "message"))
            .put("code", ErrorCodes.nameOf3(Required.string(error, "errorCode")))
            .put("failedAt", Timestamps.format(Required.time(update, "failedAt")));
      }
      case "aborted" -> out.put("abortedAt", Timestamps.format(Required.time(update, "abortedAt")));
      case "enqueued", "processing" -> {}
      default ->
          throw update.unexpected("status", "enqueued, processing, processed, failed or aborted");
    }
  }

  private static String meta(JsonObject meta, OldSettings reading, String content)
      throws IOException {
    return switch (Required.string(meta, "type")) {
      case "DocumentsAddition" ->
          Tagged.write(
              "DocumentAddition",
              new JsonObject.Builder()
                  .putRaw("primary_key", meta.has("primary_key") ? meta.raw("primary_key") : "null")
                  .put("method", Required.string(meta, "method"))
                  .put("content_uuid", content)
                  .build());
      case "ClearDocuments" -> "\"ClearDocuments\"";
      case "DeleteDocuments" -> Tagged.write("DeleteDocuments", Required.raw(meta, "ids"));
      case "Settings" ->
          Tagged.write(
              "Settings", SettingsJson.write(settings(reading.read(2, meta, Set.of("type")))));
      default -> throw meta.unexpected("type", "an update that version 2 has");
    };
  }
}
