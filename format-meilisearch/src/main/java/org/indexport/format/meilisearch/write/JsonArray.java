package org.indexport.format.meilisearch.write;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** The elements of a small JSON array of mixed kinds. */
final class JsonArray {
  private static final int MAX_DEPTH = 1_000;
  private static final String NAME = "a";

  private JsonArray() {}

  /**
   * An element.
   *
   * @param holder has it as its only member
   */
  record Element(JsonObject holder) {
    JsonKind kind() {
      JsonKind kind = holder.kind(NAME);
      return kind == null ? JsonKind.NULL : kind;
    }

    String string() throws MalformedJsonException {
      return String.valueOf(holder.string(NAME));
    }

    JsonObject object() throws MalformedJsonException {
      JsonObject object = holder.object(NAME);
      if (object == null) {
        throw holder.unexpected(NAME, "an object");
      }
      return object;
    }
  }

  /**
   * The elements of an array.
   *
   * @throws MalformedJsonException if the text is no array
   */
  static List<Element> of(String json) throws MalformedJsonException {
    List<Element> elements = new ArrayList<>();
    for (String raw : raw(json)) {
      elements.add(new Element(holder(raw)));
    }
    return elements;
  }

  private static JsonObject holder(String raw) throws MalformedJsonException {
    String text = "{\"" + NAME + "\":" + raw + "}";
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), MAX_DEPTH);
  }

  /** The elements' texts. */
  private static List<String> raw(String json) throws MalformedJsonException {
    // An array is as an object whose members have no names: commas outside of strings and brackets.
    holder(json);
    List<String> raw = new ArrayList<>();
    String text = json.strip();
    int depth = 0;
    int start = 1;
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        i = stringEnd(text, i);
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        raw.add(text.substring(start, i));
        start = i + 1;
      }
    }
    String last = text.substring(start, text.length() - 1);
    if (!last.isBlank()) {
      raw.add(last);
    }
    return raw;
  }

  private static int stringEnd(String text, int quote) {
    int i = quote + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }
}
