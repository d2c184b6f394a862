package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
  private static final String META = "meta.json";
  private static final String DOCUMENTS = "documents.jsonl";

  /** An index as the list has it, with the UUID in lower case. */
  private record Listed(String uid, String uuid) {}

  private final Descriptions descriptions;
  private final int version;
  private final UpdateLog log;
  private final List<Index> indexes = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, IndexInfo> documents = new HashMap<>();
  private final Set<String> told = new HashSet<>(Set.of(Catalog.METADATA, UUIDS));
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
    this.log = new UpdateLog(version, names::containsKey);
    this.now = now;
    descriptions.requireFile(UpdateLog.FILE);
    List<Listed> listed = new ArrayList<>();
    descriptions.lines(UUIDS, line -> list(line, listed));
    log.read(pass);
    for (Listed index : listed) {
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

  /**
   * Takes a line of the list. Where it is wrong in something else, the index is there all the same.
   */
  private void list(JsonObject line, List<Listed> listed) throws MalformedJsonException {
    String uid = string(line, "uid");
    JsonObject meta = meta(line);
    String uuid = string(meta, "uuid").toLowerCase(Locale.ROOT);
    listed.add(new Listed(uid, uuid));
    names.put(uuid, uid);
    log.dates().askAbout(version <= 3 ? uuid : uid);
    if (version >= 4) {
      Long creation = meta.number("creation_task_id");
      if (creation == null) {
        throw meta.unexpected("creation_task_id", "a number");
      }
      log.dates().createdBy(uid, creation);
    }
  }

  private void read(Listed listed) throws IOException {
    String folder = folder(listed.uuid());
    told.add(folder + META);
    IndexInfo.Builder index = descriptions.oldIndex(version, listed.uid(), folder + META);
    if (index == null) {
      return;
    }
    String key = version <= 3 ? listed.uuid() : listed.uid();
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
    return told.contains(name) ? new Role.Passed() : new Role.Unknown();
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
    // A log that is missing may have held some.
    if (log.isEmpty() && descriptions.catalog().file(UpdateLog.FILE) != null) {
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
    TaskUpgrade upgrade =
        new TaskUpgrade(version, names, keys(), instanceUid(), now, descriptions.taskOmissions());
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
