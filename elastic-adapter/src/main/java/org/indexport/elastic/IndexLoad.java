package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.indexport.ImportException;
import org.indexport.IndexName;
import org.indexport.elastic.BulkBody.Action;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * An index that is being loaded.
 *
 * <p>Until it is finished it has a further alias, and documents are sent to that: should somebody
 * remove the index, a server would otherwise make one of the same name, without its mappings, out
 * of the next document. The alias also tells a later import that the index is not complete.
 */
final class IndexLoad {
  private static final String GUARD = "-indexport-loading";
  private static final int MAX_NAME_BYTES = 255;

  /** What is known of the index from before. */
  enum Origin {
    /** This import has made it, or continues one that has: it serves nobody yet. */
    OWN,
    /** It was there, and others may use it. */
    LIVE,
    /** It is a data stream that was there, or was made of a template of the server. */
    STREAM,
    /** It is a data stream that this import has made, or continues one that has. */
    OWN_STREAM
  }

  private final IndexName name;
  private final String physical;
  private final Origin origin;
  private final boolean guarded;
  private final IndexSettings settings;
  private final @Nullable String uuid;
  private final Map<String, JsonObject> aliases = new LinkedHashMap<>();

  /**
   * An index that is ready for documents.
   *
   * @param name what the import calls it
   * @param physical what the server calls it
   * @param guarded whether it has the further alias
   * @param settings what it is to have when it is finished
   * @param uuid what tells it from another of its name, or null where that does not matter
   */
  IndexLoad(
      IndexName name,
      String physical,
      Origin origin,
      boolean guarded,
      IndexSettings settings,
      @Nullable String uuid) {
    this.name = name;
    this.physical = physical;
    this.origin = origin;
    this.guarded = guarded;
    this.settings = settings;
    this.uuid = uuid;
  }

  /** The alias that an index has while it is loaded, or null where it would be too long. */
  static @Nullable String guardOf(String name) {
    String guard = name + GUARD;
    return guard.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES ? null : guard;
  }

  /** Whether an alias is one of those that indexes have while they are loaded. */
  static boolean isGuard(String alias) {
    return alias.endsWith(GUARD);
  }

  /** The name whose guard an alias is. */
  static String guardedName(String guard) {
    return guard.substring(0, guard.length() - GUARD.length());
  }

  IndexName name() {
    return name;
  }

  String physical() {
    return physical;
  }

  Origin origin() {
    return origin;
  }

  boolean isGuarded() {
    return guarded;
  }

  /** Whether nobody uses it before it is finished. */
  private boolean isOwn() {
    return origin == Origin.OWN || origin == Origin.OWN_STREAM;
  }

  /** What it is to have when it is finished. */
  IndexSettings settings() {
    return settings;
  }

  Action action() {
    return switch (origin) {
      case STREAM, OWN_STREAM -> Action.CREATE;
      case OWN, LIVE -> Action.INDEX;
    };
  }

  /** The aliases that it is to have, with what belongs to each. */
  Map<String, JsonObject> aliases() {
    return aliases;
  }

  /** Where its documents are sent to. */
  String bulkPath() {
    String guard = guarded ? guardOf(name.name()) : null;
    return Call.path(guard == null ? physical : guard, "_bulk");
  }

  /** What an index has while it is loaded: no copies, and nothing is searchable yet. */
  static Map<String, String> whileLoading() {
    return Map.of(
        IndexSettings.REFRESH, "\"-1\"",
        IndexSettings.REPLICAS, "\"0\"");
  }

  /**
   * Makes sure that the index is still the one that was made ready.
   *
   * @throws ImportException if it is not
   * @throws IOException if the server does not answer
   */
  void checkThere(TargetIndexes indexes) throws IOException {
    if (uuid == null) {
      return;
    }
    String now = indexes.uuid(physical);
    if (!uuid.equals(now)) {
      throw new ImportException(
          "index " + physical,
          "the one that the import made ready",
          now == null ? "none" : "another one of its name",
          "see which program removes it, then import it from the start");
    }
  }

  /**
   * Makes what was acknowledged durable where the server does not do that by itself.
   *
   * @throws IOException if the server does not answer, or refuses
   */
  void flush(Transport transport) throws IOException {
    String durability = settings.first().get("index.translog.durability");
    if (durability != null && durability.toLowerCase(Locale.ROOT).contains("async")) {
      transport.send(Call.post(Call.path(physical, "_flush"), "")).orFail("flushing " + physical);
    }
  }

  /**
   * Makes all documents searchable.
   *
   * @throws IOException if the server does not answer, or refuses
   */
  void refresh(Transport transport) throws IOException {
    transport
        .send(Call.post(Call.path(physical, "_refresh"), ""))
        .orFail("making the documents of index " + name + " searchable");
  }

  /**
   * Sets again what holds while loading, for an index that an import has left.
   *
   * @throws IOException if the server does not answer, or refuses
   */
  void prepare(Transport transport) throws IOException {
    Map<String, String> values = new LinkedHashMap<>(whileLoading());
    if (settings.later().containsKey(IndexSettings.EXPAND)) {
      values.put(IndexSettings.EXPAND, "\"false\"");
    }
    transport
        .send(Call.put(Call.path(physical, "_settings"), IndexSettings.json(values)))
        .orFail("preparing index " + name);
  }

  /**
   * Ends what only holds while loading.
   *
   * @throws IOException if the server does not answer, or refuses
   */
  void restore(Transport transport) throws IOException {
    if (isOwn()) {
      Map<String, String> values = new LinkedHashMap<>();
      for (String setting : whileLoading().keySet()) {
        // Null is the server's default.
        values.put(setting, settings.later().getOrDefault(setting, "null"));
      }
      String expand = settings.later().get(IndexSettings.EXPAND);
      if (expand != null) {
        values.put(IndexSettings.EXPAND, expand);
      }
      put(transport, values);
    }
  }

  /**
   * Sets what could not be set before the documents, except what keeps from writing.
   *
   * @throws IOException if the server does not answer, or refuses
   */
  void setRest(Transport transport) throws IOException {
    Map<String, String> rest = new LinkedHashMap<>(settings.later());
    rest.keySet()
        .removeIf(
            setting ->
                whileLoading().containsKey(setting)
                    || setting.equals(IndexSettings.EXPAND)
                    || setting.startsWith(IndexSettings.BLOCKS));
    put(transport, rest);
  }

  /**
   * Sets what keeps from writing.
   *
   * @throws IOException if the server does not answer, or refuses
   */
  void block(Transport transport) throws IOException {
    Map<String, String> blocks = new LinkedHashMap<>(settings.later());
    blocks.keySet().removeIf(setting -> !setting.startsWith(IndexSettings.BLOCKS));
    put(transport, blocks);
  }

  private void put(Transport transport, Map<String, String> values) throws IOException {
    if (values.isEmpty() || !isOwn()) {
      return;
    }
    Answer answer =
        new SettingsTrial(transport)
            .offer(
                physical,
                values,
                some -> Call.put(Call.path(physical, "_settings"), IndexSettings.json(some)));
    answer.orFail("setting index " + name + " to what the dump says");
  }

  @Override
  public String toString() {
    return JsonText.quote(physical);
  }
}
