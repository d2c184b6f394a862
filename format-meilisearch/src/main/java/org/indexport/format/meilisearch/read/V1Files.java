package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.IndexInfo;
import org.indexport.format.meilisearch.upgrade.TaskUpgrade;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Version 1, of engines 0.15 to 0.20: a folder for each index, called after it. */
final class V1Files implements DumpFiles {
  private static final String SETTINGS = "/settings.json";
  private static final String DOCUMENTS = "/documents.jsonl";
  private static final String UPDATES = "/updates.jsonl";

  private final Descriptions descriptions;
  private final List<Index> indexes = new ArrayList<>();
  private final List<TaskLog> logs = new ArrayList<>();
  private final Map<String, Role> roles = new HashMap<>();

  V1Files(Descriptions descriptions, JsonObject metadata) throws IOException {
    this.descriptions = descriptions;
    List<JsonObject> listed = List.of();
    try {
      listed = metadata.objects("indexes");
    } catch (MalformedJsonException e) {
      descriptions
          .complaints()
          .add(Descriptions.malformed(descriptions.where(Catalog.METADATA), e));
    }
    roles.put(Catalog.METADATA, new Role.Passed());
    for (JsonObject index : listed) {
      read(index);
    }
  }

  private void read(JsonObject json) throws IOException {
    String file = Catalog.METADATA;
    String uid = descriptions.string(json, "uid", file);
    if (uid == null) {
      descriptions.complain(file, "a string as \"uid\" of each index", "none");
      return;
    }
    Map<String, String> extension = new LinkedHashMap<>();
    String shown = descriptions.string(json, "name", file);
    if (shown != null && !shown.equals(uid)) {
      extension.put("displayName", JsonText.quote(shown));
    }
    var created = descriptions.date(json, "createdAt", file, extension);
    var updated = descriptions.date(json, "updatedAt", file, extension);
    IndexInfo.Builder index =
        descriptions.index(file, uid, descriptions.string(json, "primaryKey", file), extension);
    if (index == null) {
      return;
    }
    JsonObject settings = descriptions.object(uid + SETTINGS);
    if (settings != null) {
      descriptions.addSettings(index, 1, uid + SETTINGS, settings);
    }
    descriptions.requireFile(uid + DOCUMENTS);
    descriptions.requireFile(uid + UPDATES);
    IndexInfo info = index.createdAt(created).updatedAt(updated).build();
    roles.putIfAbsent(uid + DOCUMENTS, new Role.Documents(info));
    roles.put(uid + SETTINGS, new Role.Passed());
    roles.putIfAbsent(uid + UPDATES, new Role.Passed());
    descriptions.add(indexes, info, uid + DOCUMENTS);
    Archive.Entry log = descriptions.catalog().file(uid + UPDATES);
    if (log != null && log.size() > 0 && !(roles.get(uid + UPDATES) instanceof Role.Tasks)) {
      logs.add(new TaskLog(uid + UPDATES, uid));
      roles.put(uid + UPDATES, new Role.Tasks());
    }
  }

  @Override
  public List<Index> indexes() {
    return indexes;
  }

  @Override
  public Role role(String name) {
    return roles.getOrDefault(name, new Role.Unknown());
  }

  @Override
  public List<TaskLog> tasks() {
    return logs;
  }

  @Override
  public List<String> emptySections() {
    return logs.isEmpty() ? List.of("keys", "tasks") : List.of("keys");
  }

  @Override
  public @Nullable Payload payload(String name) {
    return null;
  }

  /** Numbers count what is left of all logs. */
  @Override
  public TaskLines taskLines() {
    TaskUpgrade upgrade =
        new TaskUpgrade(1, Map.of(), List.of(), null, null, descriptions.taskOmissions());
    long[] next = new long[1];
    return (line, log, where) -> {
      String task = upgrade.toV6(line, next[0], log.index(), where, descriptions.complaints());
      next[0] += task == null ? 0 : 1;
      return task;
    };
  }
}
