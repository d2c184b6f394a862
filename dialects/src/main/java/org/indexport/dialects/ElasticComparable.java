package org.indexport.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * Settings of Elasticsearch and OpenSearch as somebody gave them: with full names, flat, and
 * without what a server adds to each index that it makes.
 */
final class ElasticComparable {
  private static final int MAX_DEPTH = 1_000;

  /** What one of the two engines says of every index and the other does not know. */
  private static final Map<String, String> OF_EVERY_INDEX =
      Map.of(
          "index.replication.type", "DOCUMENT",
          "index.routing.allocation.include._tier_preference", "data_content");

  private ElasticComparable() {}

  static Settings of(Settings settings) throws DumpException {
    JsonObject.Builder flat = new JsonObject.Builder();
    new TreeMap<>(ElasticSettingsParser.parse(settings).settings())
        .forEach(
            (name, value) -> {
              if (value.equals(OF_EVERY_INDEX.get(name)) || ServerSettings.includes(name)) {
                return;
              }
              if (value instanceof List<?> list) {
                flat.put(name, list.stream().map(Object::toString).toList());
              } else {
                flat.put(name, value.toString());
              }
            });
    String json = settings.json();
    try {
      JsonObject body = JsonObject.parse(json.getBytes(UTF_8), MAX_DEPTH);
      Map<String, String> others = body.rawExcept(Set.of("settings"));
      if (body.kind("mappings") == JsonKind.OBJECT) {
        others.put("mappings", untyped(Objects.requireNonNull(body.object("mappings"))).toString());
      }
      String comparable =
          new JsonObject.Builder().putRaw("settings", flat.build()).putRaw(others).build();
      return new Settings(settings.dialect(), settings.version(), comparable, settings.secrets());
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "settings of dialect %s: %s".formatted(settings.dialect(), e.getMessage()), e);
    }
  }

  /** What lies in a type, which a newer server leaves away when it takes the mappings. */
  private static JsonObject untyped(JsonObject mappings) throws MalformedJsonException {
    List<String> types = MappingType.around(mappings);
    JsonObject only = types.size() == 1 ? mappings.object(types.get(0)) : null;
    return only == null ? mappings : only;
  }
}
