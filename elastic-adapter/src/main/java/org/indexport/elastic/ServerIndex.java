package org.indexport.elastic;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.dialects.MappingType;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * One index of a server.
 *
 * @param name its name
 * @param uuid tells it from others that had its name
 * @param shards how many shards it has
 * @param maxPage the most documents that a page may have
 * @param createdAt when it was made, or null
 * @param settings its settings, verbatim
 * @param mappings its mappings, verbatim
 * @param type the mapping type that the server tells of its documents, a JSON string, or null
 * @param aliases its aliases, verbatim, or null when it has none
 * @param state whether its documents can be read
 * @param losses what cannot be had of it, in words
 */
record ServerIndex(
    String name,
    String uuid,
    int shards,
    int maxPage,
    @Nullable Instant createdAt,
    String settings,
    String mappings,
    @Nullable String type,
    @Nullable String aliases,
    State state,
    List<String> losses) {
  private static final int DEFAULT_WINDOW = 10_000;

  /** What old indexes have for types to come. */
  private static final String NO_TYPE = "_default_";

  /** What a server answers as the mappings. */
  private enum Mappings {
    /** The mappings. */
    PLAIN,
    /** An object with the type as the name of the mappings. */
    UNDER_THEIR_TYPE
  }

  /** Whether documents can be read. */
  enum State {
    /** They can. */
    READABLE,
    /** The index is closed. */
    CLOSED,
    /** The index does not keep what it was given. */
    WITHOUT_SOURCE
  }

  /**
   * Asks for an index.
   *
   * @param isClosed whether it is known to be closed
   * @throws IOException if the server refuses or does not answer
   */
  static ServerIndex read(Transport transport, Cluster cluster, String name, boolean isClosed)
      throws IOException {
    if (cluster.hasMappingTypes()) {
      Answer typed = transport.send(Call.get(Call.path(name)).with("include_type_name", "true"));
      // A server that hides its version may be a later one.
      if (typed.status() != 400) {
        return read(transport, name, isClosed, typed, Mappings.UNDER_THEIR_TYPE);
      }
    }
    Answer plain = transport.send(Call.get(Call.path(name)));
    return read(transport, name, isClosed, plain, Mappings.PLAIN);
  }

  private static ServerIndex read(
      Transport transport, String name, boolean isClosed, Answer answered, Mappings form)
      throws IOException {
    Answer answer = answered.orFail("reading what index " + name + " is");
    try {
      JsonObject index = answer.json().object(name);
      if (index == null) {
        throw new DumpException(
            "%s: expected index %s, found an answer without it; was it deleted?"
                .formatted(transport.name(), name));
      }
      return of(name, index, isClosed, form);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private static ServerIndex of(String name, JsonObject index, boolean isClosed, Mappings form)
      throws MalformedJsonException {
    JsonObject settings = index.object("settings");
    JsonObject own = settings == null ? null : settings.object("index");
    JsonObject mappings = index.object("mappings");
    String type = null;
    if (form == Mappings.UNDER_THEIR_TYPE) {
      String named = type(mappings);
      type = named == null ? MappingType.USUAL : JsonText.quote(named);
      mappings = mappings == null || named == null ? null : mappings.object(named);
    }
    JsonObject source = mappings == null ? null : mappings.object("_source");
    JsonObject aliases = index.object("aliases");
    List<String> losses = new ArrayList<>();
    State state = State.READABLE;
    if (isClosed) {
      state = State.CLOSED;
      losses.add("documents: the index is closed; open it to have them");
    } else if (source != null && "false".equals(source.raw("enabled"))) {
      state = State.WITHOUT_SOURCE;
      losses.add("documents: the index does not keep them (_source is disabled)");
    } else {
      addSourceLosses(own, source, losses);
    }
    Map<String, String> usual = withoutGuards(aliases, losses);
    Long created = number(own, "creation_date");
    Long shards = number(own, "number_of_shards");
    Long window = number(own, "max_result_window");
    return new ServerIndex(
        name,
        text(own, "uuid"),
        shards == null ? 1 : (int) Math.max(1, Math.min(1_024, shards)),
        window == null ? DEFAULT_WINDOW : (int) Math.max(1, Math.min(DEFAULT_WINDOW, window)),
        created == null ? null : Instant.ofEpochMilli(created),
        settings == null ? "{}" : settings.toString(),
        mappings == null ? "{}" : mappings.toString(),
        type,
        usual.isEmpty() ? null : new JsonObject.Builder().putRaw(usual).build(),
        state,
        losses);
  }

  /** The aliases of an index, without that which it has while it is loaded. */
  private static Map<String, String> withoutGuards(
      @Nullable JsonObject aliases, List<String> losses) {
    Map<String, String> usual =
        aliases == null ? new LinkedHashMap<>() : aliases.rawExcept(Set.of());
    if (usual.keySet().removeIf(IndexLoad::isGuard)) {
      losses.add(
          "documents: an import into the index has not come to its end; resume it or do it again,"
              + " as some may be missing, and its settings are those for loading");
    }
    return usual;
  }

  /** The type of mappings, or null where there are none. */
  private static @Nullable String type(@Nullable JsonObject mappings) {
    for (String name : mappings == null ? Set.<String>of() : mappings.names()) {
      if (!name.equals(NO_TYPE)) {
        return name;
      }
    }
    return null;
  }

  /** Says what of the documents is not as it was sent to the server. */
  private static void addSourceLosses(
      @Nullable JsonObject settings, @Nullable JsonObject source, List<String> losses)
      throws MalformedJsonException {
    for (String member : List.of("includes", "excludes")) {
      if (source != null && source.has(member) && !"[]".equals(source.raw(member))) {
        losses.add(
            "documents: parts of them are not kept (_source.%s %s)"
                .formatted(member, source.raw(member)));
      }
    }
    String mode = text(settings, "mode");
    String sourceMode = sourceMode(settings);
    boolean synthetic =
        sourceMode.equals("synthetic")
            || (source != null && "\"synthetic\"".equals(source.raw("mode")))
            || (sourceMode.isEmpty() && (mode.equals("logsdb") || mode.equals("time_series")));
    if (synthetic) {
      losses.add(
          "documents: they are not kept as they were sent but put together anew (synthetic"
              + " _source): order, repeated values and types may differ");
    }
    if (mode.equals("time_series")) {
      losses.add("ids: the server makes them itself (index.mode time_series)");
    }
  }

  private static String sourceMode(@Nullable JsonObject settings) throws MalformedJsonException {
    JsonObject mapping = settings == null ? null : settings.object("mapping");
    JsonObject source = mapping == null ? null : mapping.object("source");
    return text(source, "mode");
  }

  private static String text(@Nullable JsonObject object, String name)
      throws MalformedJsonException {
    String text = object == null ? null : object.string(name);
    return text == null ? "" : text;
  }

  /** A number, which servers write as text. */
  private static @Nullable Long number(@Nullable JsonObject object, String name)
      throws MalformedJsonException {
    String raw = object == null ? null : object.raw(name);
    try {
      return raw == null ? null : (Long) Long.parseLong(raw.replace("\"", ""));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Copies the list. */
  ServerIndex {
    losses = List.copyOf(losses);
  }

  /** Settings and mappings as one text, the body that would make the index. */
  String body() {
    return new JsonObject.Builder()
        .putRaw("mappings", mappings)
        .putRaw("settings", settings)
        .build();
  }
}
