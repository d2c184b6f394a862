package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What of an index can be seen through aliases: of those with a filter, what that finds, and of
 * those with a routing for searches, the shards that it leads to.
 *
 * @param filter the query for what can be seen, or null for all of it
 * @param shards the shards that can be seen; none for all of them
 */
record AliasView(@Nullable String filter, Set<Integer> shards) {
  /**
   * What can be seen of an entry; all of it when it was asked for by its own name.
   *
   * @throws IOException if the server refuses, or does not answer
   */
  static AliasView of(Transport transport, Catalog.Entry entry) throws IOException {
    List<String> filters = new ArrayList<>();
    Set<Integer> shards = new TreeSet<>();
    boolean isFiltered = true;
    boolean isRouted = entry.patterned().isEmpty() && entry.kind() == Catalog.Entry.Kind.INDEX;
    for (String alias : entry.aliases()) {
      List<JsonObject> own = details(transport, alias, entry);
      isFiltered &= !own.isEmpty();
      isRouted &= !own.isEmpty();
      for (JsonObject details : own) {
        isFiltered &= details.kind("filter") == JsonKind.OBJECT;
        isRouted &= details.kind("search_routing") == JsonKind.STRING;
        filters.add(String.valueOf(details.raw("filter")));
      }
      if (isRouted) {
        shards.addAll(shards(transport, alias, entry));
      }
    }
    return new AliasView(
        isFiltered ? either(filters) : null, isRouted ? Set.copyOf(shards) : Set.of());
  }

  private static @Nullable String either(List<String> filters) {
    if (filters.size() < 2) {
      return filters.isEmpty() ? null : filters.get(0);
    }
    String either = new JsonObject.Builder().putRaw("should", filters).build();
    return new JsonObject.Builder().putRaw("bool", either).build();
  }

  /** What the server tells of an alias, for each index of an entry. */
  private static List<JsonObject> details(Transport transport, String alias, Catalog.Entry entry)
      throws IOException {
    Answer answer =
        transport.send(Call.get(Call.path("_alias", alias))).orFail("reading alias " + alias);
    List<JsonObject> found = new ArrayList<>();
    try {
      JsonObject all = answer.json();
      for (String name : all.names()) {
        // A data stream's index may be meant, of which the server says nothing here.
        boolean isMeant =
            name.equals(entry.name()) || entry.indexes().contains(name) || isOther(all, entry);
        JsonObject index = isMeant ? all.object(name) : null;
        JsonObject aliases = index == null ? null : index.object("aliases");
        JsonObject details = aliases == null ? null : aliases.object(alias);
        if (details != null) {
          found.add(details);
        }
      }
      return found;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private static boolean isOther(JsonObject all, Catalog.Entry entry) {
    return !all.has(entry.name()) && entry.indexes().stream().noneMatch(all::has);
  }

  /** The shards that a search through an alias is sent to. */
  private static Set<Integer> shards(Transport transport, String alias, Catalog.Entry entry)
      throws IOException {
    Answer answer =
        transport
            .send(Call.get(Call.path(alias, "_search_shards")))
            .orFail("asking which shards alias " + alias + " leads to");
    Set<Integer> shards = new TreeSet<>();
    try {
      for (String copies : answer.json().raws("shards")) {
        byte[] wrapped = ("{\"copies\":" + copies + "}").getBytes(StandardCharsets.UTF_8);
        List<JsonObject> all = JsonObject.parse(wrapped, 10).objects("copies");
        if (all.isEmpty()) {
          throw new DumpException(
              "%s: expected a copy of each shard that alias %s leads to, found one without; wait until the index is whole again, or name the index itself"
                  .formatted(transport.name(), alias));
        }
        JsonObject first = all.get(0);
        Long shard = first.number("shard");
        if (shard != null && entry.indexes().contains(String.valueOf(first.string("index")))) {
          shards.add(shard.intValue());
        }
      }
      return shards;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }
}
