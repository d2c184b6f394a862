package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.indexport.ImportException;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** The indexes, aliases and data streams of a server. Thread-safe. */
final class TargetIndexes {
  /** What a server allows, without what stands for several names. */
  private static final Pattern NAME =
      Pattern.compile("[^-_+\\p{Lu}\\\\/*?\"<>| ,#:][^\\p{Lu}\\\\/*?\"<>| ,#:]*");

  private static final int MAX_NAME_BYTES = 255;

  private final Transport transport;
  private final Cluster cluster;

  TargetIndexes(Transport transport, Cluster cluster) {
    this.transport = transport;
    this.cluster = cluster;
  }

  /** What a name is. */
  enum Kind {
    /** Nobody has it. */
    NOTHING,
    /** An index. */
    INDEX,
    /** Another name of indexes. */
    ALIAS,
    /** A data stream. */
    STREAM
  }

  /**
   * What there is under a name.
   *
   * @param indexes the indexes that it stands for, with the names of the aliases of each
   * @param writer the index that an alias of several says documents go to, or null
   */
  record Found(Kind kind, Map<String, Set<String>> indexes, @Nullable String writer) {
    private static final Found NOTHING = new Found(Kind.NOTHING, Map.of(), null);

    /** The only index that it stands for, or null. */
    @Nullable String only() {
      return indexes.size() == 1 ? indexes.keySet().iterator().next() : null;
    }

    /** The index that takes documents sent to this name, or null. */
    @Nullable String taker() {
      String only = only();
      return only == null ? writer : only;
    }
  }

  /**
   * Checks that a name is one of a single index that a server can have.
   *
   * @throws ImportException if it is not
   */
  static void check(String name) throws ImportException {
    boolean isDots = name.equals(".") || name.equals("..");
    if (isDots
        || !NAME.matcher(name).matches()
        || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      throw new ImportException(
          "index " + name,
          "a name in lower case, of at most 255 bytes, that starts with none of -_+ and has no"
              + " blank, comma, colon or any of \\/*?\"<>|#",
          "this one",
          "rename the index for this server");
    }
  }

  /**
   * Looks what a name is.
   *
   * @throws IOException if the server does not answer, or refuses to tell
   */
  Found find(String name) throws IOException {
    Answer answer = transport.send(Call.get(Call.path(name, "_alias")));
    if (answer.isAbsent()) {
      return stream(name);
    }
    JsonObject json = answer.orFail("looking for index " + name).json();
    try {
      Map<String, Set<String>> indexes = new LinkedHashMap<>();
      boolean isAlias = false;
      String writer = null;
      for (String index : json.names()) {
        JsonObject members = json.object(index);
        JsonObject aliases = members == null ? null : members.object("aliases");
        Set<String> names = aliases == null ? Set.of() : aliases.names();
        indexes.put(index, Set.copyOf(names));
        isAlias |= names.contains(name);
        JsonObject own = aliases == null ? null : aliases.object(name);
        if (own != null && Boolean.TRUE.equals(own.truth("is_write_index"))) {
          writer = index;
        }
      }
      if (indexes.isEmpty()) {
        return Found.NOTHING;
      }
      Kind kind = indexes.containsKey(name) ? Kind.INDEX : isAlias ? Kind.ALIAS : Kind.STREAM;
      return new Found(kind, indexes, writer);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** OpenSearch 2 says nothing of data streams where it is asked for aliases. */
  private Found stream(String name) throws IOException {
    Answer answer = transport.send(Call.get(Call.path("_data_stream", name)));
    if (answer.isAbsent()) {
      return Found.NOTHING;
    }
    JsonObject json = answer.orFail("looking for data stream " + name).json();
    try {
      Map<String, Set<String>> indexes = new LinkedHashMap<>();
      for (JsonObject stream : json.objects("data_streams")) {
        for (JsonObject index : stream.objects("indices")) {
          indexes.put(String.valueOf(index.string("index_name")), Set.of());
        }
      }
      return indexes.isEmpty() ? Found.NOTHING : new Found(Kind.STREAM, indexes, null);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /**
   * All names of indexes and data streams, and of aliases with the indexes that they stand for.
   *
   * @throws IOException if the server does not answer, or refuses to tell
   */
  Listing list() throws IOException {
    return cluster.resolvesNames() ? resolved() : aliased();
  }

  /**
   * Names that are in use.
   *
   * @param indexes names of indexes and data streams
   * @param aliases names of aliases
   */
  record Listing(Set<String> indexes, Set<String> aliases) {}

  private Listing resolved() throws IOException {
    Answer answer =
        transport
            .send(Call.get("/_resolve/index/*").with("expand_wildcards", "all"))
            .orFail("listing the indexes");
    JsonObject json = answer.json();
    try {
      Set<String> indexes = new TreeSet<>();
      for (JsonObject index : json.objects("indices")) {
        if (!index.has("data_stream")) {
          addName(index, indexes);
        }
      }
      for (JsonObject stream : json.objects("data_streams")) {
        addName(stream, indexes);
      }
      Set<String> aliases = new TreeSet<>();
      for (JsonObject alias : json.objects("aliases")) {
        addName(alias, aliases);
      }
      return new Listing(indexes, aliases);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private static void addName(JsonObject thing, Set<String> names) throws MalformedJsonException {
    String name = thing.string("name");
    if (name != null) {
      names.add(name);
    }
  }

  private Listing aliased() throws IOException {
    Answer answer = transport.send(Call.get("/_aliases")).orFail("listing the indexes");
    JsonObject json = answer.json();
    try {
      Set<String> aliases = new TreeSet<>();
      for (String index : json.names()) {
        JsonObject members = json.object(index);
        JsonObject own = members == null ? null : members.object("aliases");
        if (own != null) {
          aliases.addAll(own.names());
        }
      }
      return new Listing(new LinkedHashSet<>(json.names()), aliases);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /**
   * Removes an index.
   *
   * @throws IOException if the server does not answer, or refuses
   */
  void delete(String index) throws IOException {
    remove(Call.delete(Call.path(index)), "removing index " + index);
  }

  /**
   * Removes a data stream.
   *
   * @throws IOException if the server does not answer, or refuses
   */
  void deleteStream(String stream) throws IOException {
    remove(Call.delete(Call.path("_data_stream", stream)), "removing data stream " + stream);
  }

  private void remove(Call call, String doing) throws IOException {
    Answer answer = transport.send(call);
    // A request that was repeated may find its work done.
    if (answer.status() != 404) {
      answer.orFail(doing);
    }
  }

  /**
   * What tells an index from another of the same name, or null where there is none.
   *
   * @throws IOException if the server does not answer, or refuses to tell
   */
  @Nullable String uuid(String index) throws IOException {
    return state(index).uuid;
  }

  /**
   * What an index is now.
   *
   * @param uuid what tells it from another of the same name, or null where there is none
   * @param finalPipeline what all documents go through in the end, or null
   */
  record State(@Nullable String uuid, @Nullable String finalPipeline) {}

  /**
   * Looks what an index is now.
   *
   * @throws IOException if the server does not answer, or refuses to tell
   */
  State state(String index) throws IOException {
    Answer answer =
        transport.send(
            Call.get(Call.path(index, "_settings", "index.uuid," + IndexSettings.FINAL_PIPELINE))
                .with("flat_settings", "true"));
    if (answer.status() == 404) {
      return new State(null, null);
    }
    JsonObject json = answer.orFail("looking for index " + index).json();
    try {
      JsonObject own = json.object(index);
      JsonObject settings = own == null ? null : own.object("settings");
      if (settings == null) {
        return new State(null, null);
      }
      String pipeline = settings.string(IndexSettings.FINAL_PIPELINE);
      return new State(settings.string("index.uuid"), "_none".equals(pipeline) ? null : pipeline);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /**
   * What the server says of an index, with flat settings; null if it does not tell.
   *
   * @throws IOException if the server does not answer
   */
  @Nullable JsonObject described(String index) throws IOException {
    Answer answer = transport.send(Call.get(Call.path(index)).with("flat_settings", "true"));
    try {
      return answer.isOk() ? answer.json().object(index) : null;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** Looks at the server. */
  interface Check {
    /**
     * Whether something is so.
     *
     * @throws IOException if the server does not answer, or refuses to tell
     */
    boolean isTrue() throws IOException;
  }

  /**
   * Changes aliases, all at once or none.
   *
   * @param actions JSON objects
   * @param isDone whether the change is made: asked when a request that was repeated finds nothing
   *     to change
   * @throws IOException if the server does not answer, or refuses
   */
  void changeAliases(List<String> actions, String doing, Check isDone) throws IOException {
    if (actions.isEmpty()) {
      return;
    }
    String json = new JsonObject.Builder().putRaw("actions", actions).build();
    Answer answer = transport.send(Call.post("/_aliases", json));
    if (answer.status() != 404 || !isDone.isTrue()) {
      answer.orFail(doing);
    }
  }

  /** An action that gives an index an alias. */
  static String adding(String index, String alias, @Nullable JsonObject details) {
    JsonObject.Builder json = new JsonObject.Builder().put("index", index).put("alias", alias);
    if (details != null) {
      json.putRaw(details.rawExcept(Set.of("index", "alias")));
    }
    return new JsonObject.Builder().putRaw("add", json.build()).build();
  }

  /** An action that takes an alias from an index. */
  static String removing(String index, String alias) {
    JsonObject.Builder json = new JsonObject.Builder().put("index", index).put("alias", alias);
    return new JsonObject.Builder().putRaw("remove", json.build()).build();
  }

  /** An action that removes an index. */
  static String removingIndex(String index) {
    JsonObject.Builder json = new JsonObject.Builder().put("index", index);
    return new JsonObject.Builder().putRaw("remove_index", json.build()).build();
  }
}
