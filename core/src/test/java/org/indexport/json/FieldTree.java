package org.indexport.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** What edits of fields do, done to trees: maps, lists, and scalars as their JSON text. */
final class FieldTree {
  private FieldTree() {}

  /** Thrown where the edit must refuse. */
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Documents with few names, so that paths often fit, dots in some of them included. */
  static Arbitrary<Map<String, Object>> documents() {
    return objects(4);
  }

  private static Arbitrary<Map<String, Object>> objects(int depth) {
    Arbitrary<String> names = Arbitraries.of("a", "b", "c", "a.b", "b.c", "é\"", "a/b");
    return Arbitraries.maps(names, Arbitraries.lazy(() -> values(depth - 1)))
        .ofMaxSize(4)
        .map(LinkedHashMap::new);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<Object> scalars =
        Arbitraries.of("1", "-0.50", "1e400", "null", "true", "\"x\"", "\"\\u0061\\\"}\"", "\"\"");
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<Object> lists =
        Arbitraries.lazy(() -> values(depth - 1)).list().ofMaxSize(3).map(list -> (Object) list);
    return Arbitraries.oneOf(scalars, objects(depth).map(map -> (Object) map), lists);
  }

  /** As JSON text, with these blanks between all tokens. */
  static String text(Object value, String blank) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(
              e ->
                  JsonText.quote((String) e.getKey())
                      + blank
                      + ":"
                      + blank
                      + text(e.getValue(), blank))
          .collect(Collectors.joining(blank + "," + blank, "{" + blank, blank + "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(each -> text(each, blank))
          .collect(Collectors.joining(blank + "," + blank, "[" + blank, blank + "]"));
    }
    return (String) value;
  }

  /**
   * The steps of a path that are left after a name, null if it does not lead on; empty at its end.
   */
  private static @org.jspecify.annotations.Nullable String after(String name, String path) {
    if (path.startsWith("/")) {
      String rest = path.substring(1);
      int slash = rest.indexOf('/');
      String step = slash < 0 ? rest : rest.substring(0, slash);
      boolean same = step.replace("~1", "/").replace("~0", "~").equals(name);
      return !same ? null : slash < 0 ? "" : rest.substring(slash);
    }
    if (path.equals(name)) {
      return "";
    }
    return path.startsWith(name + ".") ? path.substring(name.length() + 1) : null;
  }

  private static List<String> after(String name, List<String> paths) {
    List<String> rest = new ArrayList<>();
    for (String path : paths) {
      String left = after(name, path);
      if (left != null) {
        rest.add(left);
      }
    }
    return rest;
  }

  static Object drop(Object value, List<String> paths) {
    if (value instanceof List<?> list) {
      return list.stream().map(each -> drop(each, paths)).toList();
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    members(value)
        .forEach(
            (name, member) -> {
              List<String> rest = after(name, paths);
              if (!rest.contains("")) {
                kept.put(name, isNested(member) ? drop(member, rest) : member);
              }
            });
    return isNested(value) ? kept : value;
  }

  static Object keep(Object value, List<String> paths) {
    if (value instanceof List<?> list) {
      return list.stream().filter(FieldTree::isNested).map(each -> keep(each, paths)).toList();
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    members(value)
        .forEach(
            (name, member) -> {
              List<String> rest = after(name, paths);
              if (rest.contains("")) {
                kept.put(name, member);
              } else if (!rest.isEmpty() && isNested(member)) {
                kept.put(name, keep(member, rest));
              }
            });
    return kept;
  }

  static Object rename(Object value, String path, String last, String to) {
    if (value instanceof List<?> list) {
      return list.stream().map(each -> rename(each, path, last, to)).toList();
    }
    if (!isNested(value)) {
      return value;
    }
    Map<String, Object> renamed = new LinkedHashMap<>();
    members(value)
        .forEach(
            (name, member) -> {
              String rest = after(name, path);
              if (rest == null) {
                renamed.merge(name, member, (a, b) -> unfit());
              } else if (rest.isEmpty()) {
                String dotted = name.substring(0, name.length() - last.length()) + to;
                String other = path.startsWith("/") ? to : dotted;
                if (members(value).containsKey(other)) {
                  throw new Unfit();
                }
                renamed.put(other, member);
              } else {
                renamed.put(name, rename(member, rest, last, to));
              }
            });
    return renamed;
  }

  private static Object unfit() {
    throw new Unfit();
  }

  static Object set(Object value, String path, String json) {
    if (value instanceof List<?> list) {
      return list.stream().map(each -> isNested(each) ? set(each, path, json) : each).toList();
    }
    Map<String, Object> changed = new LinkedHashMap<>(members(value));
    boolean found = false;
    for (Map.Entry<String, Object> member : changed.entrySet()) {
      String rest = after(member.getKey(), path);
      if (rest != null) {
        found = true;
        Object old = member.getValue();
        if (!rest.isEmpty() && !isNested(old) && !old.equals("null")) {
          throw new Unfit();
        }
        boolean none = !isNested(old);
        member.setValue(
            rest.isEmpty()
                ? json
                : set(none ? new LinkedHashMap<String, Object>() : old, rest, json));
      }
    }
    if (!found) {
      String step = path.startsWith("/") ? path.substring(1) : path;
      int end = step.indexOf(path.startsWith("/") ? '/' : '.');
      String name = (end < 0 ? step : step.substring(0, end)).replace("~1", "/");
      String rest =
          path.startsWith("/") ? step.substring(Math.max(end, 0)) : step.substring(end + 1);
      changed.put(name, end < 0 ? json : set(new LinkedHashMap<String, Object>(), rest, json));
    }
    return changed;
  }

  private static boolean isNested(Object value) {
    return value instanceof Map || value instanceof List;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : Map.of();
  }
}
