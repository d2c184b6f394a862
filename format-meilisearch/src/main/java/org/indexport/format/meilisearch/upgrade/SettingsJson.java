package org.indexport.format.meilisearch.upgrade;

import java.util.List;
import java.util.Map;
import org.indexport.json.JsonObject;

/** Writes settings in the order of the engine. */
final class SettingsJson {
  private static final List<String> ORDER =
      List.of(
          "displayedAttributes",
          "searchableAttributes",
          "filterableAttributes",
          "sortableAttributes",
          "rankingRules",
          "stopWords",
          "synonyms",
          "distinctAttribute",
          "typoTolerance",
          "faceting",
          "pagination");

  private SettingsJson() {}

  static String write(Map<String, JsonValue> settings) {
    JsonObject.Builder out = new JsonObject.Builder();
    for (String name : ORDER) {
      JsonValue value = settings.get(name);
      out.putRaw(name, value == null ? null : value.raw());
    }
    return out.build();
  }
}
