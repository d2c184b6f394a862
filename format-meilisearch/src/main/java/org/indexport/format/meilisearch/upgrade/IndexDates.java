package org.indexport.format.meilisearch.upgrade;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Finds out when indexes were made and changed, which only the log of updates tells. */
public final class IndexDates {
  /** What is known of one index. */
  private static final class Dates {
    private @Nullable Instant created;
    private @Nullable Instant updated;
    private boolean over;
  }

  private final int version;
  private final Map<String, Dates> dates = new HashMap<>();

  /** For versions 4 and 5: the task that made an index. */
  private final Map<String, Long> creationTasks = new HashMap<>();

  /**
   * Starts with nothing known.
   *
   * @param version the version of the dump, from 2 to 5
   */
  public IndexDates(int version) {
    this.version = version;
  }

  /** Says that an index, of this UUID or name as the version has it, is asked about later. */
  public void askAbout(String index) {
    dates.putIfAbsent(index, new Dates());
  }

  /** For versions 4 and 5: says which task made an index. */
  public void createdBy(String index, long task) {
    creationTasks.put(index, task);
  }

  /**
   * Takes the next line of the log.
   *
   * @throws MalformedJsonException if it is not as described
   */
  public void add(JsonObject line) throws MalformedJsonException {
    if (version <= 3) {
      addUpdate(line);
    } else {
      addTask(line);
    }
  }

  /** When an index was made; null when unknown. */
  public @Nullable Instant created(String index) {
    Dates known = dates.get(index);
    return known == null ? null : known.created;
  }

  /** When it was changed last; null when unknown. */
  public @Nullable Instant updated(String index) {
    Dates known = dates.get(index);
    return known == null ? null : known.updated;
  }

  /**
   * The engine's way: the earliest of the candidates, where one without a time is earlier than all,
   * and is replaced by the next.
   */
  private void addUpdate(JsonObject line) throws MalformedJsonException {
    JsonObject update = Required.object(line, "update");
    if (!V3ToV4.isFinished(update)) {
      return;
    }
    Dates index = dates.get(PendingTask.index(line));
    if (index == null) {
      return;
    }
    Instant finished =
        update.has("processedAt")
            ? Required.time(update, "processedAt")
            : update.has("failedAt") ? Required.time(update, "failedAt") : null;
    if (finished != null && (index.updated == null || finished.isAfter(index.updated))) {
      index.updated = finished;
    }
    Instant candidate = makesIndex(update) ? finished : null;
    Instant created = index.created;
    boolean earlier = candidate == null || created == null || candidate.isBefore(created);
    index.created = earlier ? candidate : created;
  }

  private boolean makesIndex(JsonObject update) throws MalformedJsonException {
    String kind =
        version == 2
            ? Required.string(Required.object(update, "meta"), "type")
            : Tagged.member(update, "meta").tag();
    return switch (kind) {
      case "DocumentsAddition", "DocumentAddition", "Settings" -> true;
      default -> false;
    };
  }

  private void addTask(JsonObject task) throws MalformedJsonException {
    Tagged content = Tagged.member(task, "content");
    String name = version == 4 ? Required.string(task, "index_uid") : indexOf(content);
    Dates index = name == null ? null : dates.get(name);
    if (index == null || index.over) {
      return;
    }
    List<JsonObject> events = task.objects("events");
    if (events.isEmpty()) {
      return;
    }
    Tagged last = Tagged.only(events.get(events.size() - 1));
    boolean succeeded = last.tag().equals("Succeded") || last.tag().equals("Succeeded");
    if (succeeded && index.updated == null) {
      index.updated = Required.time(last.object(), "timestamp");
    }
    Long creation = creationTasks.get(name);
    if (creation != null && creation == Required.count(task, "id")) {
      index.over = true;
      Tagged first = Tagged.only(events.get(0));
      boolean makes =
          switch (content.tag()) {
            case "IndexCreation", "DocumentAddition", "SettingsUpdate" -> true;
            default -> false;
          };
      if (makes && first.tag().equals("Created")) {
        index.created = Required.time(events.get(0), "Created");
      }
    }
  }

  private static @Nullable String indexOf(Tagged content) throws MalformedJsonException {
    return content.value().isNull() ? null : content.object().string("index_uid");
  }
}
