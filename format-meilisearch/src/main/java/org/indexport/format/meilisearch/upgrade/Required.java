package org.indexport.format.meilisearch.upgrade;

import java.time.Instant;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Members that must be there. */
final class Required {
  private Required() {}

  static String string(JsonObject json, String name) throws MalformedJsonException {
    String string = json.string(name);
    if (string == null) {
      throw json.unexpected(name, "a string");
    }
    return string;
  }

  static JsonObject object(JsonObject json, String name) throws MalformedJsonException {
    JsonObject object = json.object(name);
    if (object == null) {
      throw json.unexpected(name, "an object");
    }
    return object;
  }

  static String raw(JsonObject json, String name) throws MalformedJsonException {
    String raw = json.raw(name);
    if (raw == null) {
      throw json.unexpected(name, "a value");
    }
    return raw;
  }

  static long count(JsonObject json, String name) throws MalformedJsonException {
    Long number = json.number(name);
    if (number == null || number < 0) {
      throw json.unexpected(name, "a number that is not negative");
    }
    return number;
  }

  static boolean truth(JsonObject json, String name) throws MalformedJsonException {
    Boolean truth = json.truth(name);
    if (truth == null) {
      throw json.unexpected(name, "true or false");
    }
    return truth;
  }

  static Instant time(JsonObject json, String name) throws MalformedJsonException {
    Instant time = Timestamps.parse(string(json, name));
    if (time == null) {
      throw json.unexpected(name, "a time");
    }
    return time;
  }

  /** A time as text, or null where there is none. */
  static @Nullable String timeText(JsonObject json, String name) throws MalformedJsonException {
    return json.has(name) ? Timestamps.format(time(json, name)) : null;
  }
}
