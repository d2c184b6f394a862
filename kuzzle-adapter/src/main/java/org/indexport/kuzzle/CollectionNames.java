package org.indexport.kuzzle;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.indexport.ImportException;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/** What a Kuzzle allows indexes and collections to be called. */
final class CollectionNames {
  private static final String FORBIDDEN = "\\/*?\"<>|,+#:.&% \t\r\n";
  private static final int MAX_BYTES = 126;

  private CollectionNames() {}

  /**
   * Makes sure that a server takes a name.
   *
   * @throws IllegalArgumentException if it has no namespace
   * @throws ImportException if the server would refuse it; names one that it would take
   */
  static void check(IndexName name) throws ImportException {
    String namespace = name.namespace();
    if (namespace == null) {
      throw new IllegalArgumentException(
          "index %s: a Kuzzle index is needed as its namespace".formatted(name));
    }
    check(name, "index", namespace);
    check(name, "collection", name.name());
    if (name.name().equals("_kuzzle_keep")) {
      throw refused(name, "a collection that the server does not keep for itself", name.name());
    }
  }

  private static void check(IndexName whole, String kind, String part) throws ImportException {
    String problem = problem(part);
    if (problem != null) {
      throw refused(whole, "the name of a Kuzzle " + kind, part + ", which " + problem);
    }
  }

  private static ImportException refused(IndexName name, String expected, String found) {
    String suggested = suggested(String.valueOf(name.namespace())) + "/" + suggested(name.name());
    return new ImportException(
        "index " + name, expected, found, "rename it, to " + suggested + " for example");
  }

  private static @Nullable String problem(String part) {
    for (int i = 0; i < part.length(); i++) {
      if (FORBIDDEN.indexOf(part.charAt(i)) >= 0) {
        return "has the character '%s'".formatted(part.substring(i, i + 1));
      }
    }
    if (!part.equals(part.toLowerCase(Locale.ROOT))) {
      return "has capital letters";
    }
    if (part.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "has more than " + MAX_BYTES + " bytes";
    }
    return part.isEmpty() || part.equals("_all") ? "is not allowed" : null;
  }

  private static String suggested(String part) {
    StringBuilder name = new StringBuilder();
    for (char c : part.toLowerCase(Locale.ROOT).toCharArray()) {
      name.append(FORBIDDEN.indexOf(c) >= 0 ? '-' : c);
    }
    while (name.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      name.setLength(name.length() - 1);
    }
    String text = name.toString();
    return text.equals("_all") || text.equals("_kuzzle_keep") ? text.substring(1) : text;
  }
}
