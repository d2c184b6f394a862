package org.indexport.format.meilisearch.upgrade;

import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * A value of one of several shapes: a word, or an object whose one member is called after the
 * shape.
 *
 * @param tag the word or the member's name
 * @param value the member, or null where there is only the word
 */
record Tagged(String tag, JsonValue value) {
  /** Reads a member. */
  static Tagged member(JsonObject holder, String name) throws MalformedJsonException {
    String word = holder.kind(name) == JsonKind.STRING ? holder.string(name) : null;
    if (word != null) {
      return new Tagged(word, JsonValue.NULL);
    }
    JsonObject object = holder.object(name);
    if (object == null || object.names().size() != 1) {
      throw holder.unexpected(name, "a word or an object of one member");
    }
    return only(object);
  }

  /** Reads an object of one member. */
  static Tagged only(JsonObject object) throws MalformedJsonException {
    for (Map.Entry<String, String> member : object.rawExcept(Set.of()).entrySet()) {
      return new Tagged(member.getKey(), new JsonValue(member.getValue()));
    }
    throw object.unexpected("", "one member");
  }

  static String write(String tag, String value) {
    return new JsonObject.Builder().putRaw(tag, value).build();
  }

  JsonObject object() throws MalformedJsonException {
    return value.object();
  }
}
