package org.indexport.format.meilisearch.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.indexport.json.JsonEdit;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out tasks of kinds that an engine does not know, since it refuses the whole dump then, and
 * within others what is unknown of keys and settings.
 */
final class TaskProfile implements LineProfile {
  private static final String SETTINGS = "settings";
  private static final String DUMP = "dumpCreation";
  private static final String BATCH = "batchUid";

  /** From then on dumps have the batches that tasks tell of. */
  private static final EngineVersion BATCHES = EngineVersion.of("1.13");

  private static final SinceTable KINDS =
      SinceTable.builder()
          .since("0.30", "documentImport", "documentDeletion", "documentClear", SETTINGS)
          .since("0.30", "indexDeletion", "indexCreation", "indexUpdate", "indexSwap")
          .since("0.30", "taskCancelation", "tasksDeletion", DUMP, "snapshotCreation")
          .since("1.2", "documentDeletionByFilter")
          .since("1.10", "documentEdition")
          .since("1.13", "upgradeDatabase")
          .since("1.16", "export")
          .since("1.23", "indexCompaction")
          .since("1.30", "networkTopologyChange")
          .since("1.50", "dsrUpdate", "dsrClear")
          .build();

  private static final SinceTable DETAILS =
      SinceTable.builder()
          .since("0.30", "DocumentAdditionOrUpdate", "SettingsUpdate", "IndexInfo")
          .since("0.30", "DocumentDeletion", "ClearAll", "TaskCancelation", "TaskDeletion")
          .since("0.30", "Dump", "IndexSwap")
          .since("1.2", "DocumentDeletionByFilter")
          .since("1.10", "DocumentEdition")
          .since("1.13", "UpgradeDatabase")
          .since("1.16", "Export")
          .since("1.23", "IndexCompaction")
          .since("1.30", "NetworkTopologyChange")
          .since("1.50", "DsrUpdate", "DsrClear")
          .build();

  private final EngineVersion engine;
  private final KeyProfile keys;
  private final LossCounts losses = new LossCounts();

  /** The names of payloads whose tasks were left out. */
  private final Set<String> payloads = new HashSet<>();

  TaskProfile(EngineVersion engine) {
    this.engine = engine;
    this.keys = new KeyProfile(engine);
  }

  @Override
  public @Nullable String fit(String text, JsonObject task) throws MalformedJsonException {
    String kind = tag(task, "type");
    if (!KINDS.knows(kind, engine)) {
      losses.add(
          "tasks: a task of the kind %s, which Meilisearch %s refuses, is left out"
              .formatted(kind, engine.shown()));
      payloads.add(task.raw("uid") + ".jsonl");
      return null;
    }
    JsonEdit edit = JsonEdit.of(text);
    if (engine.isBefore(BATCHES) && task.has(BATCH)) {
      losses.add("tasks: batchUid: null, since batches are left out");
      edit.replace("/" + BATCH, "null");
    }
    if (task.has("details")) {
      fitDetails(task, edit);
    }
    if (kind.equals(SETTINGS)) {
      fitSettings(member(task, "type", SETTINGS), "/type/settings/settings", edit);
    } else if (kind.equals(DUMP)) {
      fitKeys(member(task, "type", DUMP), edit);
    }
    return edit.isEmpty() ? text : edit.apply();
  }

  private void fitDetails(JsonObject task, JsonEdit edit) throws MalformedJsonException {
    String details = tag(task, "details");
    if (!DETAILS.knows(details, engine)) {
      losses.add(
          "tasks: the details %s, which Meilisearch %s refuses, are left out"
              .formatted(details, engine.shown()));
      edit.remove("/details");
    } else if (details.equals("SettingsUpdate")) {
      fitSettings(
          member(task, "details", "SettingsUpdate"), "/details/SettingsUpdate/settings", edit);
    }
  }

  private void fitSettings(@Nullable JsonObject holder, String pointer, JsonEdit edit)
      throws MalformedJsonException {
    if (holder == null || holder.kind(SETTINGS) != JsonKind.OBJECT) {
      return;
    }
    SettingsProfile.Result fitted =
        SettingsProfile.fit(String.valueOf(holder.raw(SETTINGS)), engine);
    if (!fitted.losses().isEmpty()) {
      edit.replace(pointer, fitted.json());
      fitted.losses().forEach(loss -> losses.add("tasks: settings: " + loss));
    }
  }

  private void fitKeys(@Nullable JsonObject dump, JsonEdit edit) throws MalformedJsonException {
    if (dump == null || dump.kind("keys") != JsonKind.ARRAY) {
      return;
    }
    List<String> fitted = new ArrayList<>();
    boolean changed = false;
    for (JsonObject key : dump.objects("keys")) {
      String text = key.toString();
      String known = keys.fit(text, key);
      changed |= !text.equals(known);
      if (known != null) {
        fitted.add(known);
      }
    }
    if (changed) {
      edit.replace("/type/dumpCreation/keys", "[" + String.join(",", fitted) + "]");
    }
  }

  private static @Nullable JsonObject member(JsonObject task, String name, String tag)
      throws MalformedJsonException {
    JsonObject tagged = task.kind(name) == JsonKind.OBJECT ? task.object(name) : null;
    return tagged == null || tagged.kind(tag) != JsonKind.OBJECT ? null : tagged.object(tag);
  }

  /** The name of a variant, which is a string or the only member of an object. */
  private static String tag(JsonObject task, String name) throws MalformedJsonException {
    if (task.kind(name) == JsonKind.STRING) {
      return String.valueOf(task.string(name));
    }
    JsonObject tagged = task.object(name);
    if (tagged == null || tagged.names().size() != 1) {
      throw task.unexpected(name, "one variant");
    }
    return tagged.names().iterator().next();
  }

  @Override
  public boolean leavesOut(String attachment) {
    return payloads.contains(attachment);
  }

  @Override
  public List<String> losses() {
    List<String> all = new ArrayList<>(losses.sentences());
    keys.losses().forEach(loss -> all.add("tasks: " + loss));
    return all;
  }
}
