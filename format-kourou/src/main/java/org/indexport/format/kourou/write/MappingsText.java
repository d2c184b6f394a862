package org.indexport.format.kourou.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.Settings;
import org.indexport.json.JsonEdit;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.PrettyJson;
import org.indexport.json.UnexpectedBytesException;
import org.indexport.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * What a file of mappings says of a collection.
 *
 * @param mappings the mapping
 * @param settings the settings, or null where none are written
 */
record MappingsText(String mappings, @Nullable String settings) {
  private static final String NOTHING = "{}";
  private static final Set<String> CARRIED = Set.of("_meta", "dynamic", "properties");
  private static final Set<String> DYNAMIC = Set.of("\"true\"", "\"false\"", "\"strict\"");

  /** What a server notes down itself and does not take. */
  private static final List<String> SERVERS_OWN =
      List.of("creation_date", "provided_name", "uuid", "version", "routing", "history", "resize");

  /** What depends on the size of a cluster. */
  private static final List<String> OF_CLUSTER = List.of("number_of_shards", "number_of_replicas");

  /** That of a collection of which nothing is known. */
  static final MappingsText EMPTY = new MappingsText(NOTHING, null);

  /**
   * Takes what can be written out of the settings of a collection.
   *
   * @param settings in the dialect of Kuzzle
   * @param kept which settings are written
   * @param losses gets a sentence for each thing that is not written
   * @throws DumpException if they are no object
   */
  static MappingsText of(
      IndexName name, Settings settings, WriteChoices.SettingsKept kept, List<String> losses)
      throws DumpException {
    String where = "settings of " + name;
    try {
      JsonObject body =
          JsonObject.parse(settings.json().getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
      for (String member : body.names()) {
        if (!member.equals("mappings") && !member.equals("settings")) {
          losses.add("settings: kourou has no place for " + JsonText.quote(member));
        }
      }
      String mapping = object(body, "mappings", losses);
      String own = object(body, "settings", losses);
      return new MappingsText(
          mapping == null ? NOTHING : mapping(mapping, losses),
          own == null ? null : settings(own, kept, losses));
    } catch (MalformedJsonException e) {
      throw MetadataText.described(where, e);
    }
  }

  private static @Nullable String object(JsonObject body, String member, List<String> losses) {
    if (!body.has(member)) {
      return null;
    }
    if (body.kind(member) != JsonKind.OBJECT) {
      losses.add(member + ": no object, so it is not written");
      return null;
    }
    return body.raw(member);
  }

  private static String mapping(String json, List<String> losses) throws MalformedJsonException {
    JsonObject mapping = JsonObject.parse(json.getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
    JsonObject.Builder written = new JsonObject.Builder();
    List<String> dropped = new ArrayList<>();
    boolean changed = false;
    for (String member : mapping.names()) {
      String value = String.valueOf(mapping.raw(member));
      if (!CARRIED.contains(member)) {
        dropped.add(member);
        changed = true;
      } else if (member.equals("dynamic") && !DYNAMIC.contains(value)) {
        changed = true;
        String fitted = dynamic(value);
        losses.add(
            "mappings: dynamic %s is none that Kuzzle takes; %s"
                .formatted(value, fitted == null ? "it is left out" : fitted + " is written"));
        written.putRaw(member, fitted);
      } else {
        written.putRaw(member, value);
      }
    }
    if (!dropped.isEmpty()) {
      losses.add(
          "mappings: %s not written, as Kuzzle takes only _meta, dynamic and properties"
              .formatted(String.join(", ", dropped) + (dropped.size() == 1 ? " is" : " are")));
    }
    return changed ? written.build() : json;
  }

  /** The nearest that Kuzzle takes, which accepts all that the other does; null for none. */
  private static @Nullable String dynamic(String value) {
    return switch (value) {
      case "true" -> "\"true\"";
      case "false", "\"runtime\"", "\"false_allow_templates\"" -> "\"false\"";
      case "\"strict_allow_templates\"" -> "\"strict\"";
      default -> null;
    };
  }

  private static @Nullable String settings(
      String json, WriteChoices.SettingsKept kept, List<String> losses)
      throws MalformedJsonException {
    List<String> left = new ArrayList<>(SERVERS_OWN);
    if (kept == WriteChoices.SettingsKept.PORTABLE) {
      left.addAll(OF_CLUSTER);
    }
    String fitted = without(json, left);
    if (fitted.replaceAll("\\s", "").matches("\\{(\"index\":\\{\\})?\\}")) {
      return null;
    }
    if (kept == WriteChoices.SettingsKept.NONE) {
      losses.add(
          "settings: they are not written, as kourou writes none%s; --option settings=portable or"
                  .formatted(
                      fitted.contains("\"analysis\"")
                          ? ", and what is mapped with an analyzer of theirs cannot be imported"
                          : "")
              + " settings=all writes them");
      return null;
    }
    return fitted;
  }

  private static String without(String json, List<String> names) throws MalformedJsonException {
    JsonObject settings = JsonObject.parse(json.getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
    JsonObject index = settings.kind("index") == JsonKind.OBJECT ? settings.object("index") : null;
    List<String> pointers = new ArrayList<>();
    for (String name : names) {
      for (String member : settings.names()) {
        if (is(member, name) || is(member, "index." + name)) {
          pointers.add("/" + member);
        }
      }
      for (String member : index == null ? Set.<String>of() : index.names()) {
        if (is(member, name)) {
          pointers.add("/index/" + member);
        }
      }
    }
    return pointers.isEmpty() ? json : JsonEdit.without(json, pointers);
  }

  /** Whether a member is a setting or, with a dot, one within it. */
  private static boolean is(String member, String setting) {
    return member.equals(setting) || member.startsWith(setting + ".");
  }

  /** The body that creates the collection. */
  String body() {
    return new JsonObject.Builder()
        .putRaw("mappings", mappings)
        .putRaw("settings", settings)
        .build();
  }

  /**
   * The text of the file.
   *
   * @throws CorruptDumpException if the mapping is noticed not to be well formed
   */
  String file(IndexName name, WriteChoices.Form form) throws CorruptDumpException {
    try {
      if (form != WriteChoices.Form.JSONL) {
        return PrettyJson.of(mappings);
      }
      String collection = new JsonObject.Builder().putRaw(name.name(), body()).build();
      String index =
          new JsonObject.Builder().putRaw(String.valueOf(name.namespace()), collection).build();
      return PrettyJson.of(
          new JsonObject.Builder().put("type", "mappings").putRaw("content", index).build());
    } catch (UnexpectedBytesException e) {
      throw new CorruptDumpException(
          "settings of " + name, e.expected(), e.found(), "leave them out");
    }
  }
}
