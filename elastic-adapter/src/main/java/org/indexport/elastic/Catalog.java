package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Finds out which indexes and data streams are meant. */
final class Catalog {
  /** What becomes of hidden things, and of those of the system, that are not named one by one. */
  enum Hidden {
    /** They are left out. */
    LEFT_OUT,
    /** As searches find them: only what the server hides is left out, whatever it is called. */
    AS_SEARCHED,
    /** They are taken. */
    TAKEN;

    private boolean takes(String name, Found found) {
      boolean isHidden = found.attributes.contains("hidden") || found.attributes.contains("system");
      return switch (this) {
        case LEFT_OUT -> !isHidden && !name.startsWith(".");
        case AS_SEARCHED -> !isHidden;
        case TAKEN -> true;
      };
    }
  }

  /** What becomes of data streams. */
  enum Streams {
    /** Each is one index of its name. */
    AS_ONE,
    /** Each of the indexes behind it is one. */
    AS_INDEXES
  }

  /**
   * What an index is called that was loaded beside another one and has that one's name as alias.
   */
  enum Swapped {
    /** As the alias that it was asked for by. */
    AS_ALIAS,
    /** As it is. */
    AS_INDEX
  }

  /** How what is found is to be taken. */
  record Manner(Hidden hidden, Streams streams, Swapped swapped) {}

  /**
   * An index, or a data stream.
   *
   * @param name its name
   * @param indexes the index itself, or those behind the data stream, the one that is written last
   * @param closed those of them that are closed
   * @param kind which of the two
   * @param aliases the aliases by which alone it was asked for, none if it was by its own name
   * @param patterned those of them that only a pattern has found; through these, searches are sent
   *     to all shards
   */
  record Entry(
      String name,
      List<String> indexes,
      Set<String> closed,
      Kind kind,
      Set<String> aliases,
      Set<String> patterned) {
    /** What an entry is. */
    enum Kind {
      /** An index. */
      INDEX,
      /** A data stream. */
      STREAM
    }
  }

  private record Found(Set<String> attributes, @Nullable String stream) {}

  /**
   * What was asked for.
   *
   * @param own names without stars of indexes and data streams
   * @param aliased the names behind aliases, with these
   * @param patterned those of the aliases that only a pattern has found
   */
  private record Named(Set<String> own, Map<String, Set<String>> aliased, Set<String> patterned) {
    boolean contains(String name) {
      return own.contains(name) || aliased.containsKey(name);
    }

    /** The aliases by which alone something was asked for. */
    Set<String> aliases(String name, boolean isMeant) {
      return isMeant || own.contains(name) ? Set.of() : aliased.getOrDefault(name, Set.of());
    }
  }

  /** How long names may be in a URL: servers take 4,096 bytes of the line that it is in. */
  private static final int MOST_OF_A_LINE = 3_000;

  private final Map<String, Found> indexes = new TreeMap<>();
  private final Map<String, List<String>> aliases = new TreeMap<>();
  private final Map<String, List<String>> streams = new TreeMap<>();

  private Catalog() {}

  /**
   * Asks for all that fits a pattern.
   *
   * @param pattern names separated by commas, {@code *} for anything, those after {@code -} left
   *     out again; null for all. An alias is what is behind it, and a pattern but a lone star fits
   *     aliases too
   * @return the entries in order of their names
   * @throws DumpException if a name without star is that of nothing
   * @throws IOException if the server refuses or does not answer
   */
  static List<Entry> entries(
      Transport transport, Cluster cluster, @Nullable String pattern, Manner manner)
      throws IOException {
    List<String> wanted = new ArrayList<>();
    List<String> unwanted = new ArrayList<>();
    for (String part : (pattern == null ? "*" : pattern).split(",", -1)) {
      String name = part.strip();
      if (name.startsWith("-")) {
        unwanted.add(name.substring(1));
      } else if (!name.isEmpty()) {
        wanted.add(name.equals("_all") ? "*" : name);
      }
    }
    if (wanted.isEmpty()) {
      wanted.add("*");
    }
    Catalog catalog = new Catalog();
    if (cluster.resolvesNames()) {
      wanted = workedOut(transport, wanted);
      for (String names : lists(wanted)) {
        catalog.resolve(transport, names);
      }
      for (String names : lists(catalog.unknownBehind(wanted))) {
        catalog.resolve(transport, names);
      }
    } else {
      for (String names : lists(wanted)) {
        catalog.list(transport, names);
      }
      catalog.listAliases(transport);
    }
    return catalog.chosen(transport, wanted, matching(unwanted), manner);
  }

  /** The names with what those in angle brackets stand for today. */
  private static List<String> workedOut(Transport transport, List<String> names)
      throws IOException {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith("<")) {
        Catalog own = new Catalog();
        own.resolve(transport, name);
        all.addAll(own.indexes.keySet());
        all.addAll(own.aliases.keySet());
        all.addAll(own.streams.keySet());
      } else {
        all.add(name);
      }
    }
    return all;
  }

  /** Names in lists, none of which is too long for a URL. */
  private static List<String> lists(List<String> names) {
    List<String> lists = new ArrayList<>();
    String list = "";
    for (String name : names) {
      String longer = list.isEmpty() ? name : list + "," + name;
      if (!list.isEmpty() && Call.path(longer).length() > MOST_OF_A_LINE) {
        lists.add(list);
        longer = name;
      }
      list = longer;
    }
    if (!list.isEmpty()) {
      lists.add(list);
    }
    return lists;
  }

  private void resolve(Transport transport, String names) throws IOException {
    Answer answer =
        transport
            .send(Call.get(Call.path("_resolve", "index", names)).with("expand_wildcards", "all"))
            .orFail("looking for indexes " + names);
    try {
      JsonObject found = answer.json();
      for (JsonObject index : found.objects("indices")) {
        indexes.put(
            name(index),
            new Found(Set.copyOf(index.strings("attributes")), index.string("data_stream")));
      }
      for (JsonObject alias : found.objects("aliases")) {
        aliases.put(name(alias), alias.strings("indices"));
      }
      for (JsonObject stream : found.objects("data_streams")) {
        streams.put(name(stream), stream.strings("backing_indices"));
      }
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** What aliases that are named lead to, as far as the server has not told more of it. */
  private List<String> unknownBehind(List<String> wanted) {
    List<String> unknown = new ArrayList<>();
    for (String alias : wantedAliases(wanted)) {
      for (String behind : aliases.getOrDefault(alias, List.of())) {
        if (!indexes.containsKey(behind) && !streams.containsKey(behind)) {
          unknown.add(behind);
        }
      }
    }
    return unknown;
  }

  /** The aliases that are meant, by name or by a pattern. */
  private Set<String> wantedAliases(List<String> wanted) {
    Predicate<String> isMeant =
        matching(wanted.stream().filter(name -> isPattern(name) && !name.equals("*")).toList());
    Set<String> meant = new LinkedHashSet<>();
    for (String alias : aliases.keySet()) {
      if (wanted.contains(alias) || (isMeant.test(alias) && !IndexLoad.isGuard(alias))) {
        meant.add(alias);
      }
    }
    return meant;
  }

  private static boolean isPattern(String name) {
    return name.indexOf('*') >= 0;
  }

  private static String name(JsonObject object) throws MalformedJsonException {
    String name = object.string("name");
    if (name == null) {
      throw object.unexpected("name", "a name");
    }
    return name;
  }

  /** What the earliest servers have instead. */
  private void list(Transport transport, String names) throws IOException {
    Answer answer =
        transport
            .send(
                Call.get(Call.path("_cat", "indices", names))
                    .with("format", "json")
                    .with("h", "index,status"))
            .orFail("looking for indexes " + names);
    try {
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      byte[] wrapped = ("{\"all\":" + text + "}").getBytes(StandardCharsets.UTF_8);
      for (JsonObject index : JsonObject.parse(wrapped, 5).objects("all")) {
        String name = index.string("index");
        boolean closed = "close".equals(index.string("status"));
        if (name != null) {
          indexes.put(name, new Found(Set.of(closed ? "closed" : "open"), null));
        }
      }
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private void listAliases(Transport transport) throws IOException {
    Answer answer = transport.send(Call.get("/_aliases")).orFail("looking for aliases");
    try {
      JsonObject all = answer.json();
      for (String name : all.names()) {
        JsonObject index = all.object(name);
        JsonObject own = index == null ? null : index.object("aliases");
        for (String alias : own == null ? Set.<String>of() : own.names()) {
          aliases.computeIfAbsent(alias, one -> new ArrayList<>()).add(name);
        }
      }
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private static Predicate<String> matching(List<String> patterns) {
    List<Pattern> compiled = new ArrayList<>();
    for (String pattern : patterns) {
      StringBuilder regex = new StringBuilder();
      for (String piece : pattern.split("\\*", -1)) {
        regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(piece));
      }
      compiled.add(Pattern.compile(regex.toString(), Pattern.DOTALL));
    }
    return name -> compiled.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  private List<Entry> chosen(
      Transport transport, List<String> wanted, Predicate<String> isUnwanted, Manner manner)
      throws DumpException {
    Hidden hidden = manner.hidden;
    Named named = named(transport, wanted, hidden);
    Predicate<String> isMeant = matching(wanted.stream().filter(Catalog::isPattern).toList());
    Map<String, Entry> entries = new TreeMap<>();
    indexes.forEach(
        (name, found) -> {
          // What is behind a data stream comes with that.
          boolean meant = found.stream == null && isMeant.test(name) && hidden.takes(name, found);
          if ((meant || named.contains(name)) && !isUnwanted.test(name)) {
            Set<String> through = named.aliases(name, meant);
            String called = manner.swapped == Swapped.AS_ALIAS ? swappedName(name, through) : name;
            entries.put(called, entry(called, List.of(name), Entry.Kind.INDEX, through, named));
          }
        });
    streams.forEach(
        (name, behind) -> {
          boolean meant = isMeant.test(name) && (hidden == Hidden.TAKEN || !name.startsWith("."));
          if ((!meant && !named.contains(name)) || isUnwanted.test(name)) {
            return;
          }
          Set<String> through = named.aliases(name, meant);
          if (manner.streams == Streams.AS_ONE) {
            entries.put(name, entry(name, behind, Entry.Kind.STREAM, through, named));
          } else {
            behind.forEach(
                index ->
                    entries.put(
                        index, entry(index, List.of(index), Entry.Kind.INDEX, through, named)));
          }
        });
    return List.copyOf(entries.values());
  }

  /** The only alias by which an index was asked for, if an import has switched that to it. */
  private String swappedName(String name, Set<String> through) {
    for (String alias : through) {
      if (AliasSwitch.isLoadedBeside(name, alias)
          && aliases.getOrDefault(alias, List.of()).size() == 1) {
        return alias;
      }
    }
    return name;
  }

  private Entry entry(
      String name, List<String> behind, Entry.Kind kind, Set<String> through, Named named) {
    Set<String> closed = new LinkedHashSet<>();
    for (String index : behind) {
      Found found = indexes.get(index);
      if (found != null && found.attributes.contains("closed")) {
        closed.add(index);
      }
    }
    Set<String> patterned = new TreeSet<>(through);
    patterned.retainAll(named.patterned);
    return new Entry(
        name, List.copyOf(behind), Set.copyOf(closed), kind, through, Set.copyOf(patterned));
  }

  private Named named(Transport transport, List<String> wanted, Hidden hidden)
      throws DumpException {
    Named named = new Named(new LinkedHashSet<>(), new TreeMap<>(), new TreeSet<>());
    for (String name : wanted) {
      if (indexes.containsKey(name) || streams.containsKey(name)) {
        named.own.add(name);
      } else if (!isPattern(name) && !aliases.containsKey(name)) {
        throw new DumpException(
            "%s: expected an index, alias or data stream %s, found none of that name"
                .formatted(transport.name(), name));
      }
    }
    for (String alias : wantedAliases(wanted)) {
      boolean isNamed = wanted.contains(alias) || hidden == Hidden.TAKEN;
      if (!wanted.contains(alias)) {
        named.patterned.add(alias);
      }
      for (String behind : aliases.getOrDefault(alias, List.of())) {
        Found found = indexes.get(behind);
        if (isNamed || found == null || hidden.takes(behind, found)) {
          named.aliased.computeIfAbsent(behind, index -> new TreeSet<>()).add(alias);
        }
      }
    }
    return named;
  }
}
