package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.Settings;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.json.JsonEdit;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an index's files that are no documents. Immutable.
 *
 * @param index the index
 * @param body the body that would make the index, or null where there is none
 * @param settings its settings
 * @param mappings its mapping
 * @param aliases its aliases, or null
 * @param analyzer the settings for the analyzer file, or null where they are its settings
 */
record MetaTexts(
    IndexName index,
    @Nullable String body,
    String settings,
    String mappings,
    @Nullable String aliases,
    @Nullable String analyzer) {
  private static final String ALIASES = "aliases";
  private static final String NOTHING = "{}";
  private static final String NO_SETTINGS = "{\"index\":{}}";

  /** Those of an index without settings. */
  static MetaTexts bare(IndexName index) {
    return new MetaTexts(index, null, NO_SETTINGS, NOTHING, null, null);
  }

  /**
   * Those of an index.
   *
   * @throws CorruptDumpException if its settings are no body that makes an index
   */
  static MetaTexts of(IndexInfo index) throws DumpException {
    Settings settings = index.settings();
    if (settings == null) {
      return bare(index.name());
    }
    String where = "settings of index " + index.name();
    JsonObject body = parse(where, settings.json());
    String aliases = body.kind(ALIASES) == JsonKind.OBJECT ? body.raw(ALIASES) : null;
    return new MetaTexts(
        index.name(),
        withoutAliases(where, settings.json(), body),
        object(body, "settings", NO_SETTINGS),
        object(body, "mappings", NOTHING),
        aliases,
        null);
  }

  /** Aliases have a file of their own, and a place of their own in the file of everything. */
  private static String withoutAliases(String where, String json, JsonObject body)
      throws DumpException {
    if (!body.names().contains(ALIASES)) {
      return json;
    }
    try {
      return JsonEdit.without(json, List.of("/" + ALIASES));
    } catch (MalformedJsonException e) {
      throw described(where, e);
    }
  }

  private static String object(JsonObject body, String member, String otherwise) {
    String raw = body.kind(member) == JsonKind.OBJECT ? body.raw(member) : null;
    return raw == null ? otherwise : raw;
  }

  /** Makes sure that a text is one object. */
  static JsonObject parse(String where, String json) throws DumpException {
    try {
      return JsonObject.parse(json.getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
    } catch (MalformedJsonException e) {
      throw described(where, e);
    }
  }

  private static CorruptDumpException described(String where, MalformedJsonException e) {
    return new CorruptDumpException(
        where + ": byte " + (e.offset() + 1), e.expected(), e.found(), "mend or leave it out");
  }

  MetaTexts withAliases(String json) {
    return new MetaTexts(index, body, settings, mappings, json, analyzer);
  }

  MetaTexts withAnalyzer(String json) {
    return new MetaTexts(index, body, settings, mappings, aliases, json);
  }

  /**
   * The one line of a file, without its end.
   *
   * @param type one that tells of indexes
   * @param indexes those that it tells of
   */
  static String line(FileType type, Collection<MetaTexts> indexes) {
    StringJoiner entries = new StringJoiner(",", "{", "}");
    for (MetaTexts texts : indexes) {
      String value = texts.value(type);
      if (value != null) {
        entries.add(JsonText.quote(texts.index.name()) + ":" + value);
      }
    }
    return type == FileType.MAPPING
        ? onOneLine(entries.toString())
        : JsonText.quote(entries.toString());
  }

  private @Nullable String value(FileType type) {
    return switch (type) {
      case MAPPING -> member("mappings", mappings);
      case SETTINGS -> member("settings", settings);
      case ANALYZER -> member("settings", analyzer == null ? settings : analyzer);
      // An entry without aliases is an error for the tool.
      case ALIAS -> aliases == null ? null : member("aliases", aliases);
      case INDEX -> whole();
      default -> throw new IllegalArgumentException("no file of type " + type.id());
    };
  }

  private static String member(String name, String json) {
    return "{\"" + name + "\":" + json + "}";
  }

  /** Line breaks between tokens become blanks; there are none within strings. */
  private static String onOneLine(String json) {
    return json.replace('\n', ' ').replace('\r', ' ');
  }

  /** The body with the aliases as its first member, where reading takes them out again. */
  private String whole() {
    String first = "\"aliases\":" + (aliases == null ? NOTHING : aliases);
    String rest = body;
    if (rest == null) {
      return "{" + first + ",\"mappings\":" + mappings + ",\"settings\":" + settings + "}";
    }
    int brace = rest.indexOf('{');
    int next = brace + 1;
    while (" \t\r\n".indexOf(rest.charAt(next)) >= 0) {
      next++;
    }
    String comma = rest.charAt(next) == '}' ? "" : ",";
    return rest.substring(brace, next) + first + comma + rest.substring(next);
  }
}
