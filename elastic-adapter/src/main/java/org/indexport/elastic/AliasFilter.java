package org.indexport.elastic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.indexport.http.Call;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** What of an index can be seen through aliases: of those with a filter, what that finds. */
final class AliasFilter {
  private AliasFilter() {}

  /**
   * The query for what an entry was asked for, or null for all of it, as when it was asked for by
   * its own name or through an alias without a filter.
   *
   * @throws IOException if the server refuses, or does not answer
   */
  static @Nullable String of(Transport transport, Catalog.Entry entry) throws IOException {
    List<String> filters = new ArrayList<>();
    for (String alias : entry.aliases()) {
      List<String> own = filters(transport, alias, entry);
      if (own.isEmpty()) {
        return null;
      }
      filters.addAll(own);
    }
    if (filters.size() < 2) {
      return filters.isEmpty() ? null : filters.get(0);
    }
    String either = new JsonObject.Builder().putRaw("should", filters).build();
    return new JsonObject.Builder().putRaw("bool", either).build();
  }

  private static List<String> filters(Transport transport, String alias, Catalog.Entry entry)
      throws IOException {
    Answer answer =
        transport.send(Call.get(Call.path("_alias", alias))).orFail("reading alias " + alias);
    List<String> filters = new ArrayList<>();
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
          if (details.kind("filter") != JsonKind.OBJECT) {
            return List.of();
          }
          filters.add(String.valueOf(details.raw("filter")));
        }
      }
      return filters;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private static boolean isOther(JsonObject all, Catalog.Entry entry) {
    return !all.has(entry.name()) && entry.indexes().stream().noneMatch(all::has);
  }
}
