package org.indexport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one index in the words of the engine that wrote them.
 *
 * @param dialect the id of the dialect: {@code lucene}, {@code meilisearch}, {@code elasticsearch},
 *     {@code kuzzle} …
 * @param version the version of the dialect, or null when unknown
 * @param json the engine's own JSON, verbatim
 * @param secrets JSON pointers (RFC 6901) of the members that must not be shown
 */
public record Settings(
    String dialect, @Nullable String version, String json, List<String> secrets) {
  /** Copies the list. */
  public Settings {
    secrets = List.copyOf(secrets);
  }

  /** Settings without secret members. */
  public static Settings of(String dialect, @Nullable String version, String json) {
    return new Settings(dialect, version, json, List.of());
  }
}
