package org.indexport.elastic;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.IndexInfo;
import org.indexport.elastic.IndexLoad.Origin;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes data streams. A server takes the settings and mappings of one from a template, so each gets
 * a template of its own, before all others, until the documents are in: with what the dump says of
 * the stream. It stays, under another name, where the server then has no other for the stream.
 */
final class StreamMaker {
  private static final Logger LOG = LoggerFactory.getLogger(StreamMaker.class);

  private static final String TEMPLATES = "_index_template";
  private static final String STREAMS = "_data_stream";
  private static final String KEPT = "-indexport";

  /** Nobody else's is as high; it has to be one that JSON numbers of all programs can hold. */
  private static final long FIRST_OF_ALL = 9_007_199_254_740_000L;

  private final Transport transport;

  StreamMaker(Transport transport) {
    this.transport = transport;
  }

  /**
   * Makes a data stream.
   *
   * @param settings those of its indexes; what is made here takes them only from {@link
   *     IndexSettings#stream()} on
   * @return null if this server has no data streams
   * @throws IOException if it refuses, or does not answer
   */
  @Nullable IndexLoad make(IndexInfo index, String name, IndexSettings settings)
      throws IOException {
    String guard = IndexLoad.guardOf(name);
    boolean isOwn = guard != null && settings.stream() != null;
    if (isOwn) {
      Map<String, String> first = forTemplate(settings.first());
      first.putAll(IndexLoad.whileLoading());
      Answer answer = offer(String.valueOf(guard), FIRST_OF_ALL, name, first, settings);
      if (answer.status() == 403) {
        isOwn = false;
      } else if (!answer.isOk()) {
        if (isWithoutTemplates(answer)) {
          becomesIndex(name);
          return null;
        }
        throw answer.failure("making a template for data stream " + name);
      }
    }
    Answer answer = transport.send(Call.put(Call.path(STREAMS, name), ""));
    if (answer.isOk() || answer.error().mentions("resource_already_exists_exception")) {
      return isOwn ? own(index, name, settings) : there(index, name);
    }
    if (isOwn) {
      transport.send(Call.delete(Call.path(TEMPLATES, String.valueOf(guard))));
    }
    if (settings.stream() != null && isUnknown(answer)) {
      becomesIndex(name);
      return null;
    }
    throw answer.failure("making data stream " + name);
  }

  private void becomesIndex(String name) {
    LOG.warn(
        "{}: data stream {}: it becomes an index, as the server has no data streams",
        transport.name(),
        name);
  }

  /** Whether the server does not know of templates for data streams. */
  private static boolean isWithoutTemplates(Answer answer) {
    String text = answer.error().text();
    return answer.status() == 405
        || text.contains("no handler found")
        || text.contains("unknown field [data_stream]");
  }

  /** Whether the server does not know of data streams at all. */
  private static boolean isUnknown(Answer answer) {
    return answer.isAbsent() && !answer.error().text().contains("index template");
  }

  /** A data stream that was there, which stays as it is. */
  static IndexLoad there(IndexInfo index, String name) {
    return new IndexLoad(index.name(), name, Origin.STREAM, false, IndexSettings.none(), null);
  }

  private static IndexLoad own(IndexInfo index, String name, IndexSettings settings) {
    return new IndexLoad(index.name(), name, Origin.OWN_STREAM, false, settings, null);
  }

  /**
   * A data stream that is there: one that an import has left, or one that others use.
   *
   * @throws IOException if the server refuses, or does not answer
   */
  IndexLoad found(IndexInfo index, String name, IndexSettings settings) throws IOException {
    String guard = IndexLoad.guardOf(name);
    boolean isLeft =
        guard != null
            && settings.stream() != null
            && transport.send(Call.get(Call.path(TEMPLATES, guard))).isOk();
    if (!isLeft) {
      return there(index, name);
    }
    IndexLoad own = own(index, name, settings);
    own.prepare(transport);
    return own;
  }

  /**
   * Ends what only holds while loading: takes the stream's template away if the server has another
   * one for it.
   *
   * @throws IOException if the server refuses, or does not answer
   */
  void settle(IndexLoad load) throws IOException {
    String name = load.physical();
    String guard = IndexLoad.guardOf(name);
    if (load.origin() != Origin.OWN_STREAM || guard == null) {
      return;
    }
    // A template that a stream needs can be neither removed nor turned to something else.
    if (!turnAway(guard).isOk()) {
      String kept = name + KEPT;
      Map<String, String> all = forTemplate(load.settings().first());
      all.putAll(forTemplate(load.settings().later()));
      offer(kept, FIRST_OF_ALL - 1, name, all, load.settings())
          .orFail("making a template for data stream " + name);
      LOG.info(
          "{}: data stream {}: the server has no template for it, {} was made",
          transport.name(),
          name,
          kept);
      turnAway(guard).orFail("taking away the template of data stream " + name);
    }
    Answer removed = transport.send(Call.delete(Call.path(TEMPLATES, guard)));
    if (removed.status() != 404) {
      removed.orFail("taking away the template of data stream " + name);
    }
  }

  private Answer turnAway(String guard) throws IOException {
    return transport.send(
        Call.put(Call.path(TEMPLATES, guard), template(guard, FIRST_OF_ALL, null).build()));
  }

  private Answer offer(
      String template,
      long priority,
      String stream,
      Map<String, String> settings,
      IndexSettings given)
      throws IOException {
    return new SettingsTrial(transport)
        .offer(
            stream,
            settings,
            some -> {
              JsonObject.Builder body =
                  new JsonObject.Builder()
                      .putRaw("settings", IndexSettings.json(some))
                      .putRaw("mappings", given.mappings());
              String json =
                  template(stream, priority, given.stream())
                      .putRaw("template", body.build())
                      .build();
              return Call.put(Call.path(TEMPLATES, template), json);
            });
  }

  private static JsonObject.Builder template(
      String pattern, long priority, @Nullable String stream) {
    return new JsonObject.Builder()
        .putRaw("index_patterns", List.of(JsonText.quote(pattern)))
        .putRaw("priority", Long.toString(priority))
        .putRaw("data_stream", stream)
        .putRaw("_meta", "{\"description\":\"made while the data stream was loaded\"}");
  }

  /** What a template may say: the server hides the indexes of streams itself. */
  private static Map<String, String> forTemplate(Map<String, String> settings) {
    Map<String, String> own = new LinkedHashMap<>(settings);
    own.keySet()
        .removeIf(name -> name.equals("index.hidden") || name.startsWith(IndexSettings.BLOCKS));
    return own;
  }
}
