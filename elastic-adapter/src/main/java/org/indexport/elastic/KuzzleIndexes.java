package org.indexport.elastic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a cluster that are collections of a Kuzzle. Its aliases tell: an index may have
 * any name, as one that is taken gets a number behind it. Those without alias are of Kuzzle before
 * 2.14, and tell by their own names. Immutable.
 */
final class KuzzleIndexes {
  /**
   * A collection.
   *
   * @param name what Kuzzle calls it
   * @param indice what Elasticsearch calls it
   * @param aliases the aliases by which Kuzzle finds it, with what belongs to each as JSON; none
   *     for those of old
   */
  record Found(KuzzleName name, String indice, Map<String, String> aliases) {}

  private final Map<IndexName, Found> collections = new TreeMap<>();
  private final List<String> strays = new ArrayList<>();

  private KuzzleIndexes() {}

  /**
   * Asks a cluster.
   *
   * @throws DumpException if a collection's alias stands for several indexes
   * @throws IOException if the server refuses or does not answer
   */
  static KuzzleIndexes list(Transport transport) throws IOException {
    Answer answer =
        transport
            .send(Call.get("/_alias").with("expand_wildcards", "all"))
            .orFail("listing the aliases");
    KuzzleIndexes indexes = new KuzzleIndexes();
    try {
      indexes.add(answer.json(), transport);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
    return indexes;
  }

  private void add(JsonObject cluster, Transport transport) throws IOException {
    Set<String> unnamed = new TreeSet<>();
    for (String indice : new TreeSet<>(cluster.names())) {
      JsonObject members = cluster.object(indice);
      JsonObject aliases = members == null ? null : members.object("aliases");
      Found found = aliases == null ? null : found(indice, aliases);
      if (found != null) {
        Found other = collections.putIfAbsent(found.name.name(), found);
        if (other != null) {
          throw ambiguous(transport, found, other);
        }
      } else if (KuzzleName.isLike(indice)) {
        unnamed.add(indice);
      }
    }
    for (String indice : unnamed) {
      KuzzleName name = KuzzleName.of(indice);
      if (name == null || collections.containsKey(name.name())) {
        strays.add(indice);
      } else {
        collections.put(name.name(), new Found(name, indice, Map.of()));
      }
    }
  }

  /** What the aliases of an index tell; the one that is like its own name goes before others. */
  private static @Nullable Found found(String indice, JsonObject aliases) {
    KuzzleName found = null;
    Map<String, String> own = new TreeMap<>();
    for (String alias : new TreeSet<>(aliases.names())) {
      KuzzleName name = KuzzleName.ofAlias(alias);
      if (name != null) {
        boolean isLikeIndice = indice.startsWith(name.indice());
        found = own.isEmpty() || isLikeIndice ? name : found;
        own.put(alias, String.valueOf(aliases.raw(alias)));
      } else if (found == null && IndexLoad.isGuard(alias)) {
        found = KuzzleName.of(IndexLoad.guardedName(alias));
      }
    }
    return found == null ? null : new Found(found, indice, own);
  }

  private static DumpException ambiguous(Transport transport, Found found, Found other) {
    return new DumpException(
        "%s: alias %s: expected one index, found %s and %s; take the alias from the one that is not wanted, Kuzzle itself refuses the collection"
            .formatted(transport.name(), found.name.alias(), other.indice, found.indice));
  }

  /** The collections in the order of their names. */
  Collection<Found> collections() {
    return collections.values();
  }

  /** The names of the collections in dumps. */
  Set<IndexName> names() {
    return new TreeSet<>(collections.keySet());
  }

  /** Indexes that look like Kuzzle's, but that no Kuzzle finds. */
  List<String> strays() {
    return strays;
  }
}
