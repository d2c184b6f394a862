package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.indexport.format.elasticdump.files.FileType.ALIAS;
import static org.indexport.format.elasticdump.files.FileType.ANALYZER;
import static org.indexport.format.elasticdump.files.FileType.INDEX;
import static org.indexport.format.elasticdump.files.FileType.MAPPING;
import static org.indexport.format.elasticdump.files.FileType.SETTINGS;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.Settings;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.json.JsonEdit;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/** The meta files that lie together beside one file of documents. One thread. */
final class IndexMeta {
  private static final String SETTINGS_MEMBER = "settings";
  private static final String MAPPINGS_MEMBER = "mappings";
  private static final String ALIASES_MEMBER = "aliases";

  /** What the tool and we write where there are no settings. */
  private static final Set<String> NO_SETTINGS = Set.of("{}", "{\"index\":{}}");

  private static final String NOTHING = "{}";

  private final Map<FileType, Map<String, JsonObject>> entries = new EnumMap<>(FileType.class);
  private final Map<FileType, String> where = new EnumMap<>(FileType.class);

  /**
   * Adds a file.
   *
   * @throws CorruptDumpException if there is one of its type already, or it holds what is no name
   */
  void add(FileType type, MetaFile file) throws DumpException {
    String other = where.put(type, file.where());
    if (other != null) {
      throw new CorruptDumpException(
          file.where(),
          "one file of type " + type.id() + " for each index",
          other + " too",
          "move one of them away");
    }
    Map<String, JsonObject> own = file.entries();
    checkNames(file, own);
    entries.put(type, own);
  }

  private static void checkNames(MetaFile file, Map<String, JsonObject> entries)
      throws CorruptDumpException {
    for (Map.Entry<String, JsonObject> entry : entries.entrySet()) {
      String name = entry.getKey();
      if (!entry.getValue().names().isEmpty() && !HitNames.isName(name)) {
        throw new CorruptDumpException(
            file.where(),
            "the name of an index before each entry",
            name.isEmpty() ? "an empty one" : "one with half of a character",
            "mend or remove this entry");
      }
    }
  }

  /** The names under which there is something, but for aliases. */
  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    for (FileType type : new FileType[] {SETTINGS, MAPPING, INDEX, ANALYZER}) {
      keys.addAll(keys(type));
    }
    return keys;
  }

  /** The names under which there is something, aliases included. */
  Set<String> allKeys() {
    Set<String> keys = keys();
    keys.addAll(keys(ALIAS));
    return keys;
  }

  private Set<String> keys(FileType type) {
    Set<String> keys = new LinkedHashSet<>();
    entries
        .getOrDefault(type, Map.of())
        .forEach(
            (name, entry) -> {
              if (!entry.names().isEmpty()) {
                keys.add(name);
              }
            });
    return keys;
  }

  /**
   * Whether the tool was given this name and the server answered for others: then it has left an
   * empty entry.
   */
  boolean standsForOthers(String name) {
    Set<String> keys = keys();
    if (keys.contains(name) || keys.isEmpty()) {
      return false;
    }
    return keys.size() > 1 || entries.values().stream().anyMatch(of -> of.containsKey(name));
  }

  /** The name under which the only thing stands that is there for an index, or null. */
  @Nullable String keyOf(String name) {
    Set<String> keys = allKeys();
    if (keys.contains(name)) {
      return name;
    }
    // A file that was renamed, to be loaded under another name, keeps the old one inside.
    return keys.size() == 1 ? keys.iterator().next() : null;
  }

  private @Nullable JsonObject entry(FileType type, @Nullable String key) {
    return key == null ? null : entries.getOrDefault(type, Map.of()).get(key);
  }

  private static @Nullable String object(@Nullable JsonObject entry, String member) {
    return entry == null || entry.kind(member) != JsonKind.OBJECT ? null : entry.raw(member);
  }

  /**
   * The body that would make an index like this one, or null where there is nothing in it.
   *
   * @param notices is told what is out of the ordinary
   */
  @Nullable Settings settings(IndexName index, @Nullable String key, List<String> notices)
      throws DumpException {
    String settings = object(entry(SETTINGS, key), SETTINGS_MEMBER);
    String mappings = object(entry(MAPPING, key), MAPPINGS_MEMBER);
    noteTypes(index, mappings, notices);
    JsonObject whole = entry(INDEX, key);
    if (whole != null && !whole.names().isEmpty()) {
      String wholeSettings = object(whole, SETTINGS_MEMBER);
      String wholeMappings = object(whole, MAPPINGS_MEMBER);
      if (agree(wholeSettings, settings) && agree(wholeMappings, mappings)) {
        return isBare(whole, wholeSettings, wholeMappings) ? null : body(whole);
      }
      notices.add(
          "index %s: its index file differs from its settings or its mapping file; these count"
              .formatted(index));
      settings = settings == null ? wholeSettings : settings;
      mappings = mappings == null ? wholeMappings : mappings;
    }
    // The analyzer file has all settings, for who has no other.
    return body(
        settings == null ? object(entry(ANALYZER, key), SETTINGS_MEMBER) : settings, mappings);
  }

  private Settings body(JsonObject whole) throws DumpException {
    try {
      return settings(JsonEdit.without(whole.toString(), List.of("/" + ALIASES_MEMBER)));
    } catch (MalformedJsonException e) {
      throw MetadataText.described(String.valueOf(where.get(INDEX)), e);
    }
  }

  private static @Nullable Settings body(@Nullable String settings, @Nullable String mappings) {
    boolean noSettings = settings == null || NO_SETTINGS.contains(settings);
    if (noSettings && (mappings == null || mappings.equals(NOTHING))) {
      return null;
    }
    return settings(
        new JsonObject.Builder()
            .putRaw(SETTINGS_MEMBER, settings)
            .putRaw(MAPPINGS_MEMBER, mappings)
            .build());
  }

  private static Settings settings(String json) {
    return Settings.of(FormatElasticdump.DIALECT, null, json);
  }

  /** Whether two files say the same, or one says nothing. */
  private static boolean agree(@Nullable String whole, @Nullable String alone) {
    if (alone == null) {
      return true;
    }
    return whole == null ? NO_SETTINGS.contains(alone) : onOneLine(whole).equals(onOneLine(alone));
  }

  private static String onOneLine(String json) {
    return json.replace('\n', ' ').replace('\r', ' ');
  }

  /** Whether there is just what we write for an index without settings. */
  private static boolean isBare(
      JsonObject whole, @Nullable String settings, @Nullable String mappings) {
    Set<String> others = new LinkedHashSet<>(whole.names());
    others.removeAll(Set.of(ALIASES_MEMBER, SETTINGS_MEMBER, MAPPINGS_MEMBER));
    return others.isEmpty()
        && settings != null
        && NO_SETTINGS.contains(settings)
        && NOTHING.equals(mappings);
  }

  /** Old servers had types between the mapping and the fields. */
  private static void noteTypes(IndexName index, @Nullable String mappings, List<String> notices) {
    if (mappings == null) {
      return;
    }
    try {
      JsonObject json = JsonObject.parse(mappings.getBytes(UTF_8), Integer.MAX_VALUE);
      List<String> types = new ArrayList<>();
      for (String name : json.names()) {
        if (!name.equals("properties") && json.kind(name) == JsonKind.OBJECT) {
          JsonObject value = json.object(name);
          if (value != null && value.kind("properties") == JsonKind.OBJECT) {
            types.add(name);
          }
        }
      }
      if (!types.isEmpty() && !json.names().contains("properties")) {
        notices.add(
            "index %s: its mapping has the type level of Elasticsearch 6 and before (%s)"
                .formatted(index, String.join(", ", types)));
      }
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("an object that was read before", e);
    }
  }

  /** The side data of an index. */
  List<SideData> sideData(IndexName index, @Nullable String key) {
    List<SideData> sideData = new ArrayList<>();
    String aliases = object(entry(ALIAS, key), ALIASES_MEMBER);
    if (aliases == null) {
      aliases = object(entry(INDEX, key), ALIASES_MEMBER);
    }
    if (aliases != null && !aliases.equals(NOTHING)) {
      sideData.add(new SideData(FormatElasticdump.ALIASES, index, aliases));
    }
    String analyzer = object(entry(ANALYZER, key), SETTINGS_MEMBER);
    if (analyzer != null && !NO_SETTINGS.contains(analyzer)) {
      String settings = object(entry(SETTINGS, key), SETTINGS_MEMBER);
      if (settings == null) {
        settings = object(entry(INDEX, key), SETTINGS_MEMBER);
      }
      boolean isSaid = settings == null ? entry(INDEX, key) == null : analyzer.equals(settings);
      if (!isSaid) {
        sideData.add(new SideData(FormatElasticdump.ANALYZER, index, analyzer));
      }
    }
    return sideData;
  }

  /** Lets the settings tell the engine. */
  void tell(EngineGuess guess) throws DumpException {
    for (FileType type : new FileType[] {SETTINGS, INDEX, ANALYZER}) {
      Map<String, JsonObject> of = new LinkedHashMap<>(entries.getOrDefault(type, Map.of()));
      for (JsonObject entry : of.values()) {
        try {
          JsonObject settings =
              entry.kind(SETTINGS_MEMBER) == JsonKind.OBJECT ? entry.object(SETTINGS_MEMBER) : null;
          if (settings != null) {
            guess.look(settings);
          }
        } catch (MalformedJsonException e) {
          throw MetadataText.described(String.valueOf(where.get(type)), e);
        }
      }
    }
  }
}
