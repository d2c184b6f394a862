package org.indexport.dialects;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.indexport.json.JsonText;

/** Appends what settings are mostly made of to JSON text. */
final class JsonLists {
  private JsonLists() {}

  /** Appends an array of strings. */
  static void appendStrings(Collection<String> strings, StringBuilder json) {
    json.append('[');
    String comma = "";
    for (String string : strings) {
      json.append(comma).append(JsonText.quote(string));
      comma = ",";
    }
    json.append(']');
  }

  /** Appends an object whose members are arrays of strings. */
  static void appendSynonyms(Map<String, List<String>> synonyms, StringBuilder json) {
    json.append('{');
    String comma = "";
    for (Map.Entry<String, List<String>> entry : synonyms.entrySet()) {
      json.append(comma).append(JsonText.quote(entry.getKey())).append(':');
      appendStrings(entry.getValue(), json);
      comma = ",";
    }
    json.append('}');
  }
}
