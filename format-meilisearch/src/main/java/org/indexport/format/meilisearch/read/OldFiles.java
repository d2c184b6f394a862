package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.indexport.IndexInfo;
import org.indexport.format.meilisearch.upgrade.PendingTask;
import org.indexport.format.meilisearch.upgrade.TaskUpgrade;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What versions 2 to 5 have in common: folders called after UUIDs, a list that gives them names,
 * and one log of updates.
 */
abstract class OldFiles implements DumpFiles {
  private static final String UUIDS = "index_uuids/data.jsonl";
  private static final String DOCUMENTS = "documents.jsonl";

  private final Descriptions descriptions;
  private final int version;
  private final UpdateLog log;
  private final List<Index> indexes = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, IndexInfo> documents = new HashMap<>();
  private final @Nullable Instant now;

  /**
   * Reads the list and the indexes.
   *
   * @param now when tasks fail that cannot be done, or null
   */
  OldFiles(Descriptions descriptions, int version, UpdateLog.Pass pass, @Nullable Instant now)
      throws IOException {
    this.descriptions = descriptions;
    this.version = version;
    this.log = new UpdateLog(version);
    this.now = now;
    descriptions.requireFile(UpdateLog.FILE);
    List<JsonObject> listed = new ArrayList<>();
    descriptions.lines(
        UUIDS,
        line -> {
          listed.add(line);
          list(line);
        });
    log.read(pass);
    for (JsonObject index : listed) {
      read(index);
    }
    for (String content : log.pending().keySet()) {
      descriptions.requireFile(payloadFolder() + content);
    }
  }

  /** The names of an index's folder, of the folder of payloads, and where a line tells the UUID. */
  abstract String folder(String uuid);

  abstract String payloadFolder();

  private static String string(JsonObject json, String name) throws MalformedJsonException {
    String string = json.string(name);
    if (string == null) {
      throw json.unexpected(name, "a string");
    }
    return string;
  }

  private JsonObject meta(JsonObject line) throws MalformedJsonException {
    JsonObject meta = version <= 3 ? line : line.object("index_meta");
    if (meta == null) {
      throw line.unexpected("index_meta", "an object");
    }
    return meta;
  }

  private void list(JsonObject line) throws MalformedJsonException {
    String uid = string(line, "uid");
    JsonObject meta = meta(line);
    names.put(string(meta, "uuid").toLowerCase(Locale.ROOT), uid);
    log.dates().askAbout(version <= 3 ? string(meta, "uuid").toLowerCase(Locale.ROOT) : uid);
    if (version >= 4) {
      Long creation = meta.number("creation_task_id");
      if (creation == null) {
        throw meta.unexpected("creation_task_id", "a number");
      }
      log.dates().createdBy(uid, creation);
    }
  }

  private void read(JsonObject line) throws IOException {
    String uid = line.string("uid");
    String uuid = meta(line).string("uuid");
    if (uid == null || uuid == null) {
      return;
    }
    String lower = uuid.toLowerCase(Locale.ROOT);
    String folder = folder(lower);
    IndexInfo.Builder index = descriptions.oldIndex(version, uid, folder);
    if (index == null) {
      return;
    }
    String key = version <= 3 ? lower : uid;
    index.createdAt(log.dates().created(key)).updatedAt(log.dates().updated(key));
    IndexInfo info = index.build();
    descriptions.requireFile(folder + DOCUMENTS);
    descriptions.add(indexes, info, folder + DOCUMENTS);
    documents.putIfAbsent(folder + DOCUMENTS, info);
  }

  @Override
  public final List<Index> indexes() {
    return indexes;
  }

  @Override
  public Role role(String name) {
    IndexInfo index = documents.get(name);
    if (index != null) {
      return new Role.Documents(index);
    }
    if (name.equals(UpdateLog.FILE)) {
      return log.isEmpty() ? new Role.Passed() : new Role.Tasks();
    }
    boolean passed =
        name.equals(Catalog.METADATA)
            || name.equals(UUIDS)
            || name.startsWith("indexes/")
            || name.startsWith(payloadFolder());
    return passed ? new Role.Passed() : new Role.Unknown();
  }

  @Override
  public final List<TaskLog> tasks() {
    return log.isEmpty() ? List.of() : List.of(new TaskLog(UpdateLog.FILE, ""));
  }

  @Override
  public final List<String> emptySections() {
    List<String> empty = new ArrayList<>();
    if (version <= 3) {
      empty.add("keys");
    }
    if (log.isEmpty()) {
      empty.add("tasks");
    }
    return empty;
  }

  @Override
  public final @Nullable Payload payload(String name) {
    if (!name.startsWith(payloadFolder())) {
      return null;
    }
    PendingTask task = log.pending().get(name.substring(payloadFolder().length()));
    return task == null ? null : new Payload(task.uid() + ".jsonl", task.format(), version > 2);
  }

  /** Where lines have no number of their own they get that of the line. */
  @Override
  public final TaskLines taskLines() {
    TaskUpgrade upgrade = new TaskUpgrade(version, names, keys(), instanceUid(), now);
    long[] next = new long[1];
    return (line, from, where) ->
        upgrade.toV6(line, next[0]++, from.index(), where, descriptions.complaints());
  }

  /** The uid of the instance, or null. */
  @Nullable String instanceUid() {
    return null;
  }

  final Descriptions descriptions() {
    return descriptions;
  }
}
