package org.indexport.kuzzle;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Settings;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * A collection of a server, as it was when it was looked at. Immutable.
 *
 * @param info its name, settings and count
 * @param uuid what tells it from another of its name, or null when the server does not say
 * @param state what it held
 * @param validation the specification that documents are validated by, or null
 * @param losses what the user may not see of it, in words
 */
record StoredCollection(
    IndexInfo info,
    @Nullable String uuid,
    Query.State state,
    @Nullable String validation,
    List<String> losses) {
  /** The dialect of the settings. */
  static final String DIALECT = "kuzzle";

  /** The path of something of a collection. */
  static String path(IndexName name, String what) {
    return Call.path(String.valueOf(name.namespace()), name.name(), what);
  }

  /** What is asked about a collection, for {@link #of}. */
  static List<Call> calls(IndexName name, Query query) {
    return List.of(
        Call.get(path(name, "_mapping")),
        Call.get(path(name, "_settings")),
        Call.get(path(name, "_specifications")),
        stateCall(name, query, 0));
  }

  /**
   * Reads what is told about a collection.
   *
   * @param answers those to {@link #calls}
   * @throws DumpException if the user may not see its mappings or search it
   */
  static StoredCollection of(IndexName name, List<KuzzleAnswer> answers) throws DumpException {
    List<String> losses = new ArrayList<>();
    JsonObject mappings =
        answers.get(0).orFail("reading the mappings of collection " + name).result();
    JsonObject settings = optional(answers.get(1), "settings", losses);
    JsonObject specifications = optional(answers.get(2), "validation", losses);
    Query.State state = look(answers.get(3), name, 0).state();
    String json =
        new JsonObject.Builder()
            .putRaw("mappings", mappings.toString())
            .putRaw("settings", settings == null ? null : settings.toString())
            .build();
    losses.add("moment: it is read as it is when its turn comes");
    IndexInfo info =
        IndexInfo.builder(name)
            .createdAt(createdAt(settings))
            .settings(Settings.of(DIALECT, null, json))
            .documentCount(state.documents())
            .lines(Lines.ENVELOPE)
            .build();
    return new StoredCollection(
        info,
        settings == null ? null : unquoted(settings, "uuid"),
        state,
        specifications == null ? null : specifications.raw("validation"),
        List.copyOf(losses));
  }

  /** What not everybody may see; null when it is not there, or not to be seen. */
  private static @Nullable JsonObject optional(
      KuzzleAnswer answer, String what, List<String> losses) throws DumpException {
    if (answer.isOk()) {
      return answer.result();
    }
    KuzzleError error = answer.error();
    switch (error.kind()) {
      case MISSING -> {
        return null;
      }
      case FORBIDDEN -> {
        losses.add("%s: the user may not %s".formatted(what, error.action()));
        return null;
      }
      default -> throw answer.failure("reading the %s of a collection".formatted(what));
    }
  }

  private static @Nullable Instant createdAt(@Nullable JsonObject settings) {
    String date = settings == null ? null : unquoted(settings, "creation_date");
    return date == null || !date.matches("\\d{1,15}")
        ? null
        : Instant.ofEpochMilli(Long.parseLong(date));
  }

  private static @Nullable String unquoted(JsonObject object, String name) {
    try {
      return object.string(name);
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /**
   * What a collection holds now.
   *
   * @param state the state
   * @param hits how many documents were looked at
   * @param bytes about how long they are together
   */
  record Look(Query.State state, int hits, long bytes) {}

  /**
   * Looks at what a collection holds now.
   *
   * @param samples how many documents to look at
   * @throws DumpException if the user may not search it
   * @throws IOException if the server does not answer
   */
  static Look state(KuzzleTransport transport, IndexName name, Query query, int samples)
      throws IOException {
    return look(transport.send(stateCall(name, query, samples)), name, samples);
  }

  private static Call stateCall(IndexName name, Query query, int samples) {
    return Call.post(path(name, "_search"), query.state()).with("size", String.valueOf(samples));
  }

  private static Look look(KuzzleAnswer answer, IndexName name, int samples) throws DumpException {
    try {
      JsonObject result = answer.orFail("searching collection " + name).result();
      int hits = samples == 0 ? 0 : result.raws("hits").size();
      return new Look(Query.state(result), hits, answer.body().length);
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }
}
