package org.indexport.dialects;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings and mappings of an index as they were read. The server takes settings nested or with
 * dotted names, with or without {@code index.} before them, and says numbers and truths as strings:
 * here all are flat, named in full, and texts or lists of texts.
 *
 * @param settings by full name: a {@code String} or a {@code List<String>}
 * @param mappings the mappings: maps, lists, and the texts of scalars; nothing in it is null
 * @param others the names of further members
 */
record ElasticSettings(
    Map<String, Object> settings, Map<String, Object> mappings, List<String> others) {
  private static final String INDEX = "index.";

  /** Makes settings flat. */
  static Map<String, Object> flat(Map<String, Object> nested) {
    Map<String, Object> flat = new LinkedHashMap<>();
    nested.forEach((name, value) -> flatten(full(name), value, flat));
    return flat;
  }

  private static String full(String name) {
    return name.equals("index") || name.startsWith(INDEX) ? name : INDEX + name;
  }

  private static void flatten(String name, Object value, Map<String, Object> flat) {
    if (value instanceof Map<?, ?> members) {
      members.forEach((key, member) -> flatten(name + "." + key, member, flat));
    } else if (value instanceof List<?> list) {
      flat.put(name, list.stream().map(Object::toString).toList());
    } else {
      flat.put(name, value);
    }
  }

  /**
   * The settings of components that have names.
   *
   * @param prefix what the full names start with, dot included; the component's name follows
   * @return the settings of each by its name, without what is before them
   */
  Map<String, Map<String, Object>> groups(String prefix) {
    Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
    settings.forEach(
        (name, value) -> {
          int dot = name.indexOf('.', prefix.length());
          if (name.startsWith(prefix) && dot > 0) {
            groups
                .computeIfAbsent(name.substring(prefix.length(), dot), key -> new LinkedHashMap<>())
                .put(name.substring(dot + 1), value);
          }
        });
    return groups;
  }

  /** The text of a member, or null when there is none. */
  static @Nullable String text(Map<String, Object> members, String name) {
    return members.get(name) instanceof String text ? text : null;
  }

  /** A list that is an array, a text with commas, or numbered members. Null when not there. */
  static @Nullable List<String> list(Map<String, Object> members, String name) {
    Object value = members.get(name);
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).toList();
    }
    if (value instanceof String text) {
      return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }
    return numbered(members, name);
  }

  private static @Nullable List<String> numbered(Map<String, Object> members, String name) {
    List<String> list = new java.util.ArrayList<>();
    while (members.get(name + "." + list.size()) instanceof String text) {
      list.add(text);
    }
    return list.isEmpty() ? null : list;
  }

  /** A member that has members, empty when it is not there or something else. */
  static Map<String, Object> map(Map<String, Object> members, String name) {
    return asMap(members.get(name));
  }

  /** A value that has members, empty when it is something else. */
  static Map<String, Object> asMap(@Nullable Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, member) -> copy.put(key.toString(), member));
    }
    return copy;
  }
}
