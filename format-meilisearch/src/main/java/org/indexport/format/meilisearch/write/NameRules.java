package org.indexport.format.meilisearch.write;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/** What the engine takes as the uid and the primary key of an index. */
final class NameRules {
  private static final int MOST_UID_BYTES = 400;
  private static final String INTERNAL = ".meili";
  private static final Set<String> RESERVED =
      Set.of("_geo", "_geojson", "_vectors", "_geoDistance", "_geoPoint", "_geoRadius");
  private static final int MOST_SHOWN = 20;

  private NameRules() {}

  /**
   * Checks all indexes before anything is written.
   *
   * @throws IllegalArgumentException if one is refused; the message names every one
   */
  static void check(List<IndexInfo> indexes) {
    List<String> problems = new ArrayList<>();
    for (IndexInfo index : indexes) {
      String uid = uidProblem(index.name());
      if (uid != null) {
        problems.add("index %s: %s".formatted(JsonText.quote(index.name().toString()), uid));
      }
      String key = index.primaryKey() == null ? null : keyProblem(index.primaryKey());
      if (key != null) {
        problems.add("index %s: %s".formatted(JsonText.quote(index.name().toString()), key));
      }
    }
    if (!problems.isEmpty()) {
      List<String> shown = problems.subList(0, Math.min(MOST_SHOWN, problems.size()));
      String more =
          problems.size() > MOST_SHOWN
              ? "; and %,d more".formatted(problems.size() - MOST_SHOWN)
              : "";
      throw new IllegalArgumentException(
          "Meilisearch refuses %s: %s%s; rename indexes (--rename OLD=NEW), or leave them out"
              .formatted(
                  problems.size() == 1 ? "a name" : problems.size() + " names",
                  String.join("; ", shown),
                  more));
    }
  }

  /** Whether an index is the engine's own. */
  static boolean isInternal(IndexName name) {
    return name.namespace() == null && name.name().startsWith(INTERNAL);
  }

  private static @Nullable String uidProblem(IndexName index) {
    if (index.namespace() != null) {
      return "a name with a namespace, for which there is no place; flatten it (--flatten PATTERN)";
    }
    String uid = index.name();
    String own = isInternal(index) ? uid.substring(INTERNAL.length()) : uid;
    if (!own.chars().allMatch(NameRules::isPlain)) {
      return "a uid has ASCII letters, digits, - and _ only";
    }
    return uid.length() > MOST_UID_BYTES
        ? "a uid has at most %d bytes, not %,d".formatted(MOST_UID_BYTES, uid.length())
        : null;
  }

  /** Why the engine would refuse a text as a primary key; null if it takes it. */
  static @Nullable String keyProblem(String key) {
    if (key.isBlank()) {
      return "the primary key is blank";
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
      return "the primary key is not well-formed Unicode";
    }
    return RESERVED.contains(key) ? "the primary key %s is reserved".formatted(key) : null;
  }

  /** Whether uids and ids may have a character. */
  static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
