package org.indexport.format.kourou.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/** What Kuzzle calls indexes and collections. */
final class NameRules {
  private static final int LONGEST = 126;
  private static final String REFUSED = "\\/*?\"<>|,+#:.&% \t\r\n";
  private static final String KEEP = "_kuzzle_keep";

  private NameRules() {}

  /**
   * Looks at both names of a collection.
   *
   * @throws IllegalArgumentException if one cannot be used
   */
  static void check(IndexName index) {
    String space = index.namespace();
    String problem =
        space == null ? "it has no namespace, which is the index of Kuzzle" : problem(space);
    if (problem == null) {
      problem = problem(index.name());
    }
    if (problem == null && index.name().equals(KEEP)) {
      problem = "Kuzzle keeps this name for itself";
    }
    if (problem != null) {
      throw new IllegalArgumentException(
          "index %s: %s; %srename it, to %s for example"
              .formatted(
                  index,
                  problem,
                  space == null ? "name one with --namespace, or " : "",
                  suggested(space == null ? "main" : space) + "/" + suggested(index.name())));
    }
  }

  /** A name like another that Kuzzle takes. */
  private static String suggested(String name) {
    StringBuilder fitted = new StringBuilder();
    name.toLowerCase(Locale.ROOT)
        .codePoints()
        .limit(LONGEST / 4)
        .map(c -> c == 0 || REFUSED.indexOf(c) >= 0 ? '-' : c)
        .forEach(fitted::appendCodePoint);
    String text = fitted.toString();
    return text.equals("_all") || text.equals(KEEP) ? text.substring(1) : text;
  }

  /**
   * Looks at the name of an index of Kuzzle.
   *
   * @throws IllegalArgumentException if it cannot be used
   */
  static void checkNamespace(String name) {
    String problem = problem(name);
    if (problem != null) {
      throw new IllegalArgumentException("namespace %s: %s; rename it".formatted(name, problem));
    }
  }

  private static @Nullable String problem(String name) {
    if (name.equals("_all")) {
      return "Kuzzle takes no name _all";
    }
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      return "Kuzzle takes names in lower case only";
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (REFUSED.indexOf(c) >= 0 || c == 0) {
        return "Kuzzle takes no name with " + (c > ' ' ? "'" + c + "'" : "blanks");
      }
    }
    return name.getBytes(UTF_8).length > LONGEST
        ? "Kuzzle takes names of at most " + LONGEST + " bytes"
        : null;
  }
}
