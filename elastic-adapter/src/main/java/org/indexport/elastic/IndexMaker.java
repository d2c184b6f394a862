package org.indexport.elastic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.indexport.CorruptDumpException;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.Settings;
import org.indexport.elastic.IndexLoad.Origin;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes indexes on a server, with everything that must be there before the first document. */
final class IndexMaker {
  private static final Logger LOG = LoggerFactory.getLogger(IndexMaker.class);

  /** What the names of indexes start with that are made to see whether they can be. */
  private static final String TRIAL = "indexport-trial-";

  private static final String SIMULATION = "/_index_template/_simulate";

  private final Transport transport;
  private final Cluster cluster;
  private final TargetIndexes indexes;
  private final StreamMaker streams;
  private final Map<String, String> types;
  private final Map<String, String> overrides;

  /**
   * Prepares to make indexes.
   *
   * @param types what types of fields become
   * @param overrides settings that hold whatever the dump says
   */
  IndexMaker(
      Transport transport,
      Cluster cluster,
      TargetIndexes indexes,
      Map<String, String> types,
      Map<String, String> overrides) {
    this.transport = transport;
    this.cluster = cluster;
    this.indexes = indexes;
    this.streams = new StreamMaker(transport);
    this.types = types;
    this.overrides = overrides;
  }

  /**
   * The settings of an index, sorted and fitted for the server.
   *
   * @throws IOException if they are not what they should be
   */
  IndexSettings settings(IndexInfo index) throws IOException {
    Settings given = index.settings();
    IndexSettings sorted =
        given == null
            ? IndexSettings.none()
            : IndexSettings.of(index.name(), given.json(), cluster);
    if (!sorted.dropped().isEmpty()) {
      LOG.warn(
          "{}: index {}: left out, as {} does not have them: {}",
          transport.name(),
          index.name(),
          cluster,
          String.join(", ", sorted.dropped()));
    }
    overrides.forEach(
        (name, value) -> {
          boolean isLater = IndexLoad.whileLoading().containsKey(name);
          (isLater ? sorted.later() : sorted.first()).put(name, value);
          if (name.equals(IndexSettings.REPLICAS)) {
            sorted.later().remove(IndexSettings.EXPAND);
          }
        });
    return fitted(index, sorted);
  }

  private IndexSettings fitted(IndexInfo index, IndexSettings settings) throws IOException {
    if (settings.mappings() == null) {
      return settings;
    }
    MappingFit fit = new MappingFit(cluster, types);
    try {
      String mappings = fit.fit(settings.mappings());
      if (!fit.dropped().isEmpty()) {
        LOG.warn(
            "{}: index {}: left out of the mappings, as {} does not have them: {}",
            transport.name(),
            index.name(),
            cluster,
            String.join(", ", fit.dropped()));
      }
      if (fit.needsKnn()) {
        settings.first().put("index.knn", "\"true\"");
      }
      return new IndexSettings(
          settings.first(), settings.later(), settings.dropped(), mappings, fit.stream());
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "index %s: its mappings: %s; correct them, or import documents only"
              .formatted(index.name(), e.getMessage()),
          e);
    }
  }

  /** Whether a server can be told to make no index by itself. */
  boolean canGuard() {
    return cluster.engine() == Cluster.Engine.OPENSEARCH
        || cluster.isAtLeast(Cluster.Engine.ELASTICSEARCH, 7, 10);
  }

  /**
   * Makes an index; or a data stream, where the dump has one or a template of the server wants one.
   *
   * @param physical what the server is to call it
   * @param settings as {@link #settings} gave them
   * @throws ExistingTargetException if somebody else has made one meanwhile
   * @throws IOException if the server refuses or does not answer
   */
  IndexLoad make(IndexInfo index, String physical, IndexSettings settings) throws IOException {
    if (settings.stream() != null) {
      IndexLoad stream = streams.make(index, physical, settings);
      if (stream != null) {
        return stream;
      }
    }
    String guard = canGuard() ? IndexLoad.guardOf(index.name().name()) : null;
    Answer answer = offer(physical, settings, guard);
    if (guard != null && isForbiddenAlias(answer)) {
      guard = null;
      answer = offer(physical, settings, null);
    }
    if (answer.isOk()) {
      return loading(index, physical, settings, guard != null);
    }
    ServerError error = answer.error();
    if (error.mentions("resource_already_exists_exception")) {
      return already(index, physical, settings, guard);
    }
    if (error.text().contains("data streams only")) {
      IndexLoad stream = streams.make(index, physical, IndexSettings.none());
      if (stream != null) {
        return stream;
      }
    }
    throw refused(index, answer);
  }

  /**
   * Has the server make an index with these settings and mappings under another name, which goes
   * again at once. Where the user may not make one of that name, nothing is learned.
   *
   * @throws ImportException if the server cannot have it
   * @throws IOException if the server does not answer
   */
  void tryOut(IndexInfo index) throws IOException {
    IndexSettings settings = settings(index);
    if (settings.mappings() == null || settings.stream() != null) {
      return;
    }
    String name = TRIAL + UUID.randomUUID();
    Answer answer = offer(name, settings, null);
    if (answer.isOk() || answer.error().mentions("resource_already_exists_exception")) {
      indexes.delete(name);
    } else if (answer.status() != 403) {
      throw refused(index, answer);
    }
  }

  /**
   * Has the server look at the settings and mappings of an index, as of a template that it need not
   * keep. Where it does not do that, nothing is learned.
   *
   * @throws ImportException if the server cannot have it
   * @throws IOException if the server does not answer
   */
  void simulate(IndexInfo index) throws IOException {
    IndexSettings settings = settings(index);
    String name = TRIAL + UUID.randomUUID();
    Answer answer =
        new SettingsTrial(transport)
            .offer(
                index.name().name(),
                settings.first(),
                some -> Call.post(SIMULATION, template(name, some, settings.mappings())));
    if (answer.status() == 400 && !answer.error().text().contains("no handler found")) {
      throw refused(index, answer);
    }
  }

  private static String template(
      String name, Map<String, String> settings, @Nullable String mappings) {
    return new JsonObject.Builder()
        .putRaw("index_patterns", List.of(JsonText.quote(name)))
        .putRaw("template", body(settings, mappings, null))
        .build();
  }

  private Answer offer(String physical, IndexSettings settings, @Nullable String guard)
      throws IOException {
    Map<String, String> first = new LinkedHashMap<>(settings.first());
    first.putAll(IndexLoad.whileLoading());
    return new SettingsTrial(transport)
        .offer(
            physical,
            first,
            some -> Call.put(Call.path(physical), body(some, settings.mappings(), guard)));
  }

  private static String body(
      Map<String, String> settings, @Nullable String mappings, @Nullable String guard) {
    JsonObject.Builder json =
        new JsonObject.Builder()
            .putRaw("settings", IndexSettings.json(settings))
            .putRaw("mappings", mappings);
    if (guard != null) {
      json.putRaw("aliases", new JsonObject.Builder().putRaw(guard, "{}").build());
    }
    return json.build();
  }

  /** Whether the user may make the index, but not give it an alias. */
  private static boolean isForbiddenAlias(Answer answer) {
    return answer.status() == 403 && answer.error().text().contains("aliases");
  }

  private IndexLoad loading(
      IndexInfo index, String physical, IndexSettings settings, boolean guarded)
      throws IOException {
    return new IndexLoad(
        index.name(), physical, Origin.OWN, guarded, settings, exactUuid(index, physical));
  }

  /**
   * The uuid of an index that an import has made. Should a template of the server have given it a
   * final pipeline, which no request can pass by and which would change the documents, that goes.
   *
   * @throws IOException if the server refuses, or does not answer
   */
  @Nullable String exactUuid(IndexInfo index, String physical) throws IOException {
    TargetIndexes.State state = indexes.state(physical);
    if (state.finalPipeline() != null) {
      LOG.warn(
          "{}: index {}: a template of the server gives it the final pipeline {}, which would change its documents; it is taken off",
          transport.name(),
          index.name(),
          state.finalPipeline());
      String none = IndexSettings.json(Map.of(IndexSettings.FINAL_PIPELINE, "null"));
      transport
          .send(Call.put(Call.path(physical, "_settings"), none))
          .orFail("taking the final pipeline off index " + index.name());
    }
    return state.uuid();
  }

  /** The request was repeated, since its answer was lost, or another program was quicker. */
  private IndexLoad already(
      IndexInfo index, String physical, IndexSettings settings, @Nullable String guard)
      throws IOException {
    TargetIndexes.Found found = indexes.find(physical);
    if (guard == null || !found.indexes().getOrDefault(physical, Set.of()).contains(guard)) {
      throw exists(physical);
    }
    return loading(index, physical, settings, true);
  }

  /** An exception about an index that is in the way. */
  ExistingTargetException exists(String name) {
    return new ExistingTargetException(
        transport.name(),
        "no index " + name,
        "one",
        "choose to append to it or to replace it, or rename");
  }

  /** Where data streams are made. */
  StreamMaker streams() {
    return streams;
  }

  private ImportException refused(IndexInfo index, Answer answer) {
    ServerException failure = answer.failure("making index " + index.name());
    List<String> hints = new ArrayList<>();
    String text = failure.error().text();
    if (text.contains("No handler for type") || text.contains("The mapper type")) {
      hints.add(
          "say what the type is to become here with option map-type, as in dense_vector=float");
    }
    if (text.contains("Failed to find global") || text.contains("Unknown ")) {
      hints.add("install the plugin that the analysis needs, or import documents only");
    }
    if (text.contains("has not been configured in mappings")) {
      hints.add("import it with the settings that have this analyzer, or documents only");
    }
    String message = String.valueOf(failure.getMessage());
    return new ImportException(
        hints.isEmpty() ? message : message + "; " + String.join("; ", hints), failure);
  }
}
