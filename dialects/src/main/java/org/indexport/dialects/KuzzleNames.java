package org.indexport.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/**
 * What Kuzzle lets indexes and collections be called. An index of Kuzzle is the namespace of its
 * collections. Stateless and thread-safe.
 */
public final class KuzzleNames {
  private static final int MOST_BYTES = 126;
  private static final String REFUSED = "\\/*?\"<>|,+#:.&% \t\r\n\u0000";
  private static final String ALL = "_all";
  private static final String KEEP = "_kuzzle_keep";

  private KuzzleNames() {}

  /**
   * Why Kuzzle refuses the name of a collection with its index.
   *
   * @return what is wrong, to follow the word "found"; null if Kuzzle takes it
   */
  public static @Nullable String problem(IndexName collection) {
    String index = collection.namespace();
    if (index == null) {
      return "no namespace, which is the index of Kuzzle";
    }
    String problem = problem(index);
    if (problem == null && collection.name().equals(KEEP)) {
      problem = KEEP + ", which Kuzzle keeps for itself";
    }
    return problem == null ? problem(collection.name()) : problem;
  }

  /**
   * Why Kuzzle refuses the name of an index.
   *
   * @return what is wrong, to follow the word "found"; null if Kuzzle takes it
   */
  public static @Nullable String problem(String index) {
    String problem = property(index);
    return problem == null ? null : "'%s', which %s".formatted(index, problem);
  }

  private static @Nullable String property(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (REFUSED.indexOf(c) >= 0) {
        return c > ' ' ? "has the character '%s'".formatted(c) : "has blanks";
      }
    }
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      return "has capital letters";
    }
    if (name.getBytes(UTF_8).length > MOST_BYTES) {
      return "has more than " + MOST_BYTES + " bytes";
    }
    return name.isEmpty() || name.equals(ALL) ? "is not allowed" : null;
  }

  /** A name like another that Kuzzle takes, for messages. */
  public static String suggested(IndexName collection) {
    String index = collection.namespace();
    return suggested(index == null ? "main" : index) + "/" + suggested(collection.name());
  }

  private static String suggested(String name) {
    StringBuilder fitted = new StringBuilder();
    int bytes = 0;
    for (int c : name.toLowerCase(Locale.ROOT).codePoints().toArray()) {
      String next = REFUSED.indexOf(c) >= 0 ? "-" : Character.toString(c);
      bytes += next.getBytes(UTF_8).length;
      if (bytes > MOST_BYTES) {
        break;
      }
      fitted.append(next);
    }
    String text = fitted.toString();
    return text.equals(ALL) || text.equals(KEEP) ? text.substring(1) : text;
  }
}
