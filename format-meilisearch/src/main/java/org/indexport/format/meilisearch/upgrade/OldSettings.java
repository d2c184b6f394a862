package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * Settings of versions 1 to 5 as they are read: members by name, of which each is known to be of
 * the right kind. What the engine of then did not know is damage.
 */
final class OldSettings {
  private enum Kind {
    STRING,
    STRINGS,
    SYNONYMS,
    TYPOS,
    TYPO_SIZES,
    FACETING,
    PAGINATION,
    TRUTH,
    NUMBER
  }

  private static final Map<String, Kind> V1 =
      Map.of(
          "rankingRules", Kind.STRINGS,
          "distinctAttribute", Kind.STRING,
          "searchableAttributes", Kind.STRINGS,
          "displayedAttributes", Kind.STRINGS,
          "stopWords", Kind.STRINGS,
          "synonyms", Kind.SYNONYMS,
          "attributesForFaceting", Kind.STRINGS);

  private static final Map<String, Kind> V2 =
      Map.of(
          "displayedAttributes", Kind.STRINGS,
          "searchableAttributes", Kind.STRINGS,
          "filterableAttributes", Kind.STRINGS,
          "sortableAttributes", Kind.STRINGS,
          "rankingRules", Kind.STRINGS,
          "stopWords", Kind.STRINGS,
          "synonyms", Kind.SYNONYMS,
          "distinctAttribute", Kind.STRING);

  private static final Map<String, Kind> V4 = with(V2, Map.of("typoTolerance", Kind.TYPOS));

  private static final Map<String, Kind> V5 =
      with(V4, Map.of("faceting", Kind.FACETING, "pagination", Kind.PAGINATION));

  private static final Map<String, Kind> TYPOS =
      Map.of(
          "enabled", Kind.TRUTH,
          "minWordSizeForTypos", Kind.TYPO_SIZES,
          "disableOnWords", Kind.STRINGS,
          "disableOnAttributes", Kind.STRINGS);

  private static final Map<String, Kind> TYPO_SIZES =
      Map.of("oneTypo", Kind.NUMBER, "twoTypos", Kind.NUMBER);

  private static final Map<String, Kind> FACETING = Map.of("maxValuesPerFacet", Kind.NUMBER);

  private static final Map<String, Kind> PAGINATION = Map.of("maxTotalHits", Kind.NUMBER);

  /** Bounded, since larger ones would take their time. */
  private static final Pattern UNSIGNED = Pattern.compile("[0-9]{1,20}");

  private final String where;
  private final Complaints complaints;
  private final Omissions omissions;

  OldSettings(String where, Complaints complaints, Omissions omissions) {
    this.where = where;
    this.complaints = complaints;
    this.omissions = omissions;
  }

  /** Counts what the settings have and later versions have not. */
  Omissions omissions() {
    return omissions;
  }

  private static Map<String, Kind> with(Map<String, Kind> some, Map<String, Kind> more) {
    Map<String, Kind> all = new LinkedHashMap<>(some);
    all.putAll(more);
    return Map.copyOf(all);
  }

  /**
   * Reads settings.
   *
   * @param version from 1 to 5
   * @param json the settings
   * @param others members that are not settings
   */
  Map<String, JsonValue> read(int version, JsonObject json, Set<String> others) throws IOException {
    Map<String, Kind> known =
        switch (version) {
          case 1 -> V1;
          case 2, 3 -> V2;
          case 4 -> V4;
          default -> V5;
        };
    return members(json, known, others, "");
  }

  private Map<String, JsonValue> members(
      JsonObject json, Map<String, Kind> known, Set<String> others, String path)
      throws IOException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (Map.Entry<String, String> member : json.rawExcept(others).entrySet()) {
      String name = member.getKey();
      Kind kind = known.get(name);
      String shown = path + name;
      if (kind == null) {
        complaints.add(
            new CorruptDumpException(
                where,
                "settings that this version of the engine has",
                "the member " + shown,
                "remove it, or read the dump leniently"));
      } else {
        JsonValue value = new JsonValue(member.getValue());
        try {
          members.put(name, value.isNull() ? value : checked(kind, value, shown));
        } catch (MalformedJsonException e) {
          complaints.add(
              new CorruptDumpException(
                  where,
                  "another value of the member " + shown,
                  e.found(),
                  "correct it, or read the dump leniently"));
        }
      }
    }
    return members;
  }

  private JsonValue checked(Kind kind, JsonValue value, String path) throws IOException {
    switch (kind) {
      case STRING -> value.string();
      case STRINGS -> value.strings();
      case TRUTH -> JsonValue.parse("{\"v\":" + value.raw() + "}").truth("v");
      case NUMBER -> count(value);
      case SYNONYMS -> {
        return synonyms(value);
      }
      case TYPOS -> {
        return nested(value, TYPOS, path);
      }
      case TYPO_SIZES -> {
        return nested(value, TYPO_SIZES, path);
      }
      case FACETING -> {
        return nested(value, FACETING, path);
      }
      case PAGINATION -> {
        return nested(value, PAGINATION, path);
      }
    }
    return value;
  }

  private static void count(JsonValue value) throws MalformedJsonException {
    String digits = value.raw();
    if (!UNSIGNED.matcher(digits).matches() || new BigInteger(digits).bitLength() > Long.SIZE) {
      throw JsonValue.parse("{\"v\":" + digits + "}")
          .unexpected("v", "a whole number of 64 bits that is not negative");
    }
  }

  /** In order of their words; the lists stay as they are. */
  private static JsonValue synonyms(JsonValue value) throws MalformedJsonException {
    if (value.kind() != JsonKind.OBJECT) {
      value.object();
    }
    JsonObject words = value.object();
    JsonObject.Builder sorted = new JsonObject.Builder();
    for (String word : JsonValue.sorted(words.names())) {
      List<String> others = words.strings(word);
      sorted.put(word, others);
    }
    return new JsonValue(sorted.build());
  }

  private JsonValue nested(JsonValue value, Map<String, Kind> known, String path)
      throws IOException {
    JsonObject.Builder out = new JsonObject.Builder();
    Map<String, JsonValue> members = members(value.object(), known, Set.of(), path + ".");
    for (Map.Entry<String, JsonValue> member : members.entrySet()) {
      JsonValue each = member.getValue();
      boolean isSet = known.get(member.getKey()) == Kind.STRINGS;
      out.putRaw(member.getKey(), isSet ? each.asSet().raw() : each.raw());
    }
    return new JsonValue(out.build());
  }
}
