package org.indexport.format.meilisearch.upgrade;

import java.time.Instant;
import java.util.List;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a task of version 5 tell.
 *
 * @param status in the words of version 6
 * @param result what came of it where it succeeded
 * @param error the error of version 6, or null
 */
record TaskEvents(
    String status,
    @Nullable Tagged result,
    @Nullable String error,
    Instant enqueued,
    @Nullable Instant started,
    @Nullable Instant finished) {

  static TaskEvents of(JsonObject task) throws MalformedJsonException {
    List<JsonObject> events = task.objects("events");
    if (events.isEmpty() || !Tagged.only(events.get(0)).tag().equals("Created")) {
      throw task.unexpected("events", "a list that starts with Created");
    }
    Instant enqueued = Required.time(events.get(0), "Created");
    Instant started = null;
    for (JsonObject event : events) {
      if (started == null && Tagged.only(event).tag().equals("Processing")) {
        started = Required.time(event, "Processing");
      }
    }
    Tagged last = Tagged.only(events.get(events.size() - 1));
    return switch (last.tag()) {
      case "Created", "Batched" -> new TaskEvents("enqueued", null, null, enqueued, started, null);
      case "Processing" -> new TaskEvents("enqueued", null, null, enqueued, null, null);
      case "Succeeded" -> {
        JsonObject success = last.object();
        Instant finished = Required.time(success, "timestamp");
        Tagged result = Tagged.member(success, "result");
        yield new TaskEvents("succeeded", result, null, enqueued, started, finished);
      }
      case "Failed" -> {
        JsonObject failure = last.object();
        JsonObject error = Required.object(failure, "error");
        String code = ErrorCodes.of5(Required.string(error, "code"));
        yield new TaskEvents(
            "failed",
            null,
            ErrorCodes.error(Required.string(error, "message"), code),
            enqueued,
            started,
            Required.time(failure, "timestamp"));
      }
      default -> throw task.unexpected("events", "events that this version has");
    };
  }

  /**
   * A count of the result as JSON: 0 where the task failed, null where there is none of this kind.
   */
  String count(String kind, String member) throws MalformedJsonException {
    if (error != null) {
      return "0";
    }
    if (result == null || !result.tag().equals(kind)) {
      return "null";
    }
    return String.valueOf(Required.count(result.object(), member));
  }
}
