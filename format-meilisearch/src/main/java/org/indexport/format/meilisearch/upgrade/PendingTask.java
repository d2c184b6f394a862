package org.indexport.format.meilisearch.upgrade;

import java.util.List;
import java.util.Locale;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * A task of versions 2 to 5 that was not done yet and has documents.
 *
 * @param uid its number in version 6
 * @param content the UUID that the file with the documents is called after
 * @param format how the documents are written
 */
public record PendingTask(long uid, String content, Format format) {
  /** How documents are written. */
  public enum Format {
    /** One object a line. */
    LINES,
    /** A JSON array. */
    ARRAY,
    /** Comma-separated values with a header. */
    CSV
  }

  /**
   * What a line of the log tells of such a task.
   *
   * @param version the version of the dump, from 2 to 5
   * @param line the line
   * @param id the number it gets where versions 2 and 3 count within an index
   * @return the task, or null when the line is about another one
   * @throws MalformedJsonException if it is not as described
   */
  public static @Nullable PendingTask of(int version, JsonObject line, long id)
      throws MalformedJsonException {
    return version <= 3 ? ofUpdate(version, line, id) : ofTask(line);
  }

  private static @Nullable PendingTask ofUpdate(int version, JsonObject line, long id)
      throws MalformedJsonException {
    JsonObject update = Required.object(line, "update");
    if (V3ToV4.isFinished(update)) {
      return null;
    }
    if (version == 3) {
      Tagged meta = Tagged.member(update, "meta");
      return meta.tag().equals("DocumentAddition")
          ? new PendingTask(id, uuid(meta.object(), "content_uuid"), Format.LINES)
          : null;
    }
    JsonObject meta = Required.object(update, "meta");
    boolean isAddition = "DocumentsAddition".equals(meta.string("type"));
    if (!isAddition || !update.has("content")) {
      return null;
    }
    String format = Required.string(meta, "format");
    return new PendingTask(
        id,
        uuid(update, "content"),
        switch (format) {
          case "Csv" -> Format.CSV;
          case "JsonStream" -> Format.LINES;
          case "Json" -> Format.ARRAY;
          default -> throw meta.unexpected("format", "Csv, Json or JsonStream");
        });
  }

  private static @Nullable PendingTask ofTask(JsonObject task) throws MalformedJsonException {
    Tagged content = Tagged.member(task, "content");
    List<JsonObject> events = task.objects("events");
    if (!content.tag().equals("DocumentAddition") || events.isEmpty()) {
      return null;
    }
    String last = Tagged.only(events.get(events.size() - 1)).tag();
    return switch (last) {
      case "Succeded", "Succeeded", "Failed" -> null;
      default ->
          new PendingTask(
              Required.count(task, "id"), uuid(content.object(), "content_uuid"), Format.LINES);
    };
  }

  /**
   * The UUID, in lower case, of the index that an update of versions 2 and 3 is about.
   *
   * @throws MalformedJsonException if the line is not as described
   */
  public static String index(JsonObject line) throws MalformedJsonException {
    return uuid(line, "uuid");
  }

  static String uuid(JsonObject json, String name) throws MalformedJsonException {
    return Required.string(json, name).toLowerCase(Locale.ROOT);
  }
}
