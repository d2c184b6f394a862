package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Brings tasks to the shape of version 6, line by line. No state but what it was made with, and
 * what it counts there.
 */
public final class TaskUpgrade {
  /** Where updates go whose index is no longer known. */
  private static final String UNKNOWN = "unknown";

  private final int version;
  private final Map<String, String> indexes;
  private final List<String> keys;
  private final @Nullable String instanceUid;
  private final @Nullable Instant now;
  private final Omissions omissions;

  /**
   * Starts with what the tasks of a dump have in common.
   *
   * @param version the version of the dump, from 1 to 5
   * @param indexes for versions 2 and 3, the names of indexes by their UUIDs in lower case
   * @param keys all keys, in the shape of version 6
   * @param instanceUid the instance's uid, or null
   * @param now the time when a task fails whose documents are missing, or null
   * @param omissions counts what has no place in version 6
   */
  public TaskUpgrade(
      int version,
      Map<String, String> indexes,
      List<String> keys,
      @Nullable String instanceUid,
      @Nullable Instant now,
      Omissions omissions) {
    this.version = version;
    this.indexes = Map.copyOf(indexes);
    this.keys = List.copyOf(keys);
    this.instanceUid = instanceUid;
    this.now = now;
    this.omissions = omissions;
  }

  /**
   * Upgrades a task.
   *
   * @param line the task as it stands in the dump
   * @param id the number it gets, where those of the dump count within an index
   * @param index for version 1, the index whose log this is
   * @param where names the line in messages
   * @param complaints as {@link SettingsUpgrade#toV6} has them
   * @return the task, or null when it has no place in version 6
   * @throws org.indexport.json.MalformedJsonException if the line is not as described
   * @throws IOException what {@code complaints} throws
   */
  public @Nullable String toV6(
      JsonObject line, long id, String index, String where, Complaints complaints)
      throws IOException {
    OldSettings reading = new OldSettings(where, complaints, omissions);
    String task = version <= 3 ? update(line, id, index, reading) : line.toString();
    if (task != null && version <= 4) {
      task = V4ToV5.task(JsonValue.parse(task), reading);
    }
    return task == null ? null : V5ToV6.task(JsonValue.parse(task), reading, keys, instanceUid);
  }

  /** An update of versions 1 to 3 as a task of version 4. */
  private @Nullable String update(JsonObject line, long id, String index, OldSettings reading)
      throws IOException {
    JsonObject entry = line;
    if (version == 1) {
      String update = V1ToV2.update(line, index, omissions);
      if (update == null) {
        return null;
      }
      entry = JsonValue.parse(update);
    }
    if (version <= 2) {
      entry = JsonValue.parse(V2ToV3.update(entry, reading, now));
    }
    JsonObject update = Required.object(entry, "update");
    String uid = entry.string("uid");
    String name = uid != null ? uid : indexes.get(PendingTask.index(entry));
    if (name == null) {
      if (!V3ToV4.isFinished(update)) {
        omissions.add(Omissions.Kind.ORPHAN);
        return null;
      }
      name = UNKNOWN;
    }
    return V3ToV4.task(update, name, id, reading);
  }
}
