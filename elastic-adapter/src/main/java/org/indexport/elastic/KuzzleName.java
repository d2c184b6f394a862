package org.indexport.elastic;

import java.util.Set;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/**
 * A collection of a Kuzzle by the name that its index in Elasticsearch has: {@code &library.books}
 * is public, {@code %kuzzle.users} Kuzzle's own, {@code %plugin-NAME.things} a plugin's. Kuzzle
 * finds it by the alias {@code @&library.books}. Immutable.
 *
 * @param scope {@code &} or {@code %}
 * @param index the index in Kuzzle's words
 * @param collection the collection
 */
record KuzzleName(char scope, String index, String collection) {
  private static final char PUBLIC = '&';
  private static final char INTERNAL = '%';
  private static final String ALIAS = "@";
  private static final String MARKER = "_kuzzle_keep";
  private static final String PLUGIN = "plugin-";

  /** Collections of Kuzzle itself that hold secrets. */
  private static final Set<String> SECRET = Set.of("config", "api-keys");

  /** Reads the name of an index in Elasticsearch; null if it is none of Kuzzle's. */
  static @Nullable KuzzleName of(String indice) {
    int dot = indice.indexOf('.');
    boolean isOurs = !indice.isEmpty() && isScope(indice.charAt(0));
    return isOurs && dot > 1 && dot < indice.length() - 1
        ? new KuzzleName(indice.charAt(0), indice.substring(1, dot), indice.substring(dot + 1))
        : null;
  }

  /** Reads an alias; null if it is none of Kuzzle's. */
  static @Nullable KuzzleName ofAlias(String alias) {
    return alias.startsWith(ALIAS) ? of(alias.substring(ALIAS.length())) : null;
  }

  /** Reads a name in a dump; null if nothing of Kuzzle's can be called so. */
  static @Nullable KuzzleName of(IndexName name) {
    String namespace = name.namespace();
    if (namespace == null) {
      return null;
    }
    char first = namespace.charAt(0);
    // What can be read back from the indice is a name; dots in an index's name are lost there.
    KuzzleName read = of((first == INTERNAL ? "" : PUBLIC) + namespace + "." + name.name());
    return read != null && read.name().equals(name) ? read : null;
  }

  /** Whether an index looks as if it were of a Kuzzle. */
  static boolean isLike(String indice) {
    return !indice.isEmpty() && isScope(indice.charAt(0));
  }

  private static boolean isScope(char c) {
    return c == PUBLIC || c == INTERNAL;
  }

  /** The name in dumps: {@code library/books}, {@code %kuzzle/users}. */
  IndexName name() {
    return IndexName.of(scope == INTERNAL ? scope + index : index, collection);
  }

  /** The name of the index in Elasticsearch, where nothing was in its way. */
  String indice() {
    return scope + index + "." + collection;
  }

  /** The alias by which Kuzzle finds it. */
  String alias() {
    return ALIAS + indice();
  }

  /** Whether no user of Kuzzle sees it as a collection. */
  boolean isInternal() {
    return scope == INTERNAL || collection.equals(MARKER);
  }

  /** Whether it shows that users of Kuzzle see its index, with collections or without. */
  boolean isMarker() {
    return scope == PUBLIC && collection.equals(MARKER);
  }

  /**
   * Whether its documents may be secrets: the seed of tokens, API keys, and whatever plugins keep,
   * of which those for logging in keep hashes of passwords.
   */
  boolean isSecret() {
    boolean holdsDocuments = scope == INTERNAL && !collection.equals(MARKER);
    return holdsDocuments && (index.startsWith(PLUGIN) || SECRET.contains(collection));
  }
}
