package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section.Sensitivity;
import org.indexport.format.meilisearch.upgrade.PendingTask;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/** Version 6, of engines from 0.30 on, whose files came to be more and more. */
final class V6Files implements DumpFiles {
  static final String KEYS = "keys.jsonl";
  static final String QUEUE = "tasks/queue.jsonl";

  private static final String METADATA = "/metadata.json";
  private static final String SETTINGS = "/settings.json";
  private static final String DOCUMENTS = "/documents.jsonl";
  private static final Pattern INDEX_FILE =
      Pattern.compile("(indexes/[^/]+)/(metadata\\.json|settings\\.json|documents\\.jsonl)");
  private static final Pattern PAYLOAD = Pattern.compile("tasks/update_files/([^/]+\\.jsonl)");
  private static final Pattern CHAT = Pattern.compile("(chat-completions-settings/[^/]+)\\.json");
  private static final Pattern RULE = Pattern.compile("(dynamic-search-rules/[^/]+)\\.json");
  private static final Set<String> TOLD = Set.of("uid", "primaryKey", "createdAt", "updatedAt");

  private final Descriptions descriptions;
  private final List<Index> indexes = new ArrayList<>();
  private final Map<String, IndexInfo> byFolder = new HashMap<>();
  private final Map<IndexName, IndexInfo> byName = new HashMap<>();

  V6Files(Descriptions descriptions) throws IOException {
    this.descriptions = descriptions;
    Catalog catalog = descriptions.catalog();
    if (catalog.extent() != Catalog.Extent.DESCRIPTIONS) {
      descriptions.requireFile(KEYS);
      descriptions.requireFile(QUEUE);
    }
    Set<String> folders = new LinkedHashSet<>();
    for (String name : catalog.names()) {
      Matcher file = INDEX_FILE.matcher(name);
      if (file.matches()) {
        folders.add(file.group(1));
      }
    }
    for (String folder : folders) {
      if (catalog.extent() == Catalog.Extent.ALL) {
        descriptions.requireFile(folder + DOCUMENTS);
      }
      declare(folder);
    }
  }

  /** Reads what describes an index; null if it cannot be one. */
  private @Nullable IndexInfo declare(String folder) throws IOException {
    if (byFolder.containsKey(folder)) {
      return byFolder.get(folder);
    }
    String file = folder + METADATA;
    JsonObject json = descriptions.object(file);
    String directory = folder.substring(folder.indexOf('/') + 1);
    String uid = json == null ? directory : descriptions.string(json, "uid", file);
    if (uid == null) {
      descriptions.complain(file, "a string as \"uid\"", "none");
      uid = directory;
    }
    Map<String, String> extension = new LinkedHashMap<>();
    if (!directory.equals(uid)) {
      extension.put("directory", JsonText.quote(directory));
    }
    IndexInfo.Builder index;
    if (json == null) {
      index = descriptions.index(file, uid, null, extension);
    } else {
      var created = descriptions.date(json, "createdAt", file, extension);
      var updated = descriptions.date(json, "updatedAt", file, extension);
      extension.putAll(json.rawExcept(TOLD));
      index =
          descriptions.index(file, uid, descriptions.string(json, "primaryKey", file), extension);
      index = index == null ? null : index.createdAt(created).updatedAt(updated);
    }
    if (index == null) {
      return null;
    }
    IndexInfo info = index.settings(descriptions.settings(folder + SETTINGS)).build();
    IndexInfo known = byName.get(info.name());
    if (known == null) {
      descriptions.add(indexes, info, folder + DOCUMENTS);
      byName.put(info.name(), info);
      known = info;
    } else {
      addTo(known, info, folder);
    }
    byFolder.put(folder, known);
    return known;
  }

  /** Several folders of one uid become one index, as the engine has it. */
  private void addTo(IndexInfo first, IndexInfo again, String folder) throws IOException {
    descriptions.tell(folder, "holds index " + again.name() + " too; its documents are added");
    boolean isSame =
        Objects.equals(first.primaryKey(), again.primaryKey())
            && Objects.equals(first.settings(), again.settings());
    if (!isSame) {
      descriptions.complain(
          folder + METADATA,
          "each index once, or again with the same primary key and settings",
          "index " + again.name() + " with others");
    }
  }

  @Override
  public List<Index> indexes() {
    return indexes;
  }

  @Override
  public Role role(String name) throws IOException {
    switch (name) {
      case Catalog.METADATA, "instance_uid.uuid" -> {
        return new Role.Passed();
      }
      case KEYS -> {
        return new Role.Lines("keys");
      }
      case QUEUE -> {
        return new Role.Tasks();
      }
      case "batches/queue.jsonl" -> {
        return new Role.Lines("batches");
      }
      case "experimental-features.json" -> {
        return new Role.Json("experimental-features", Sensitivity.OPEN);
      }
      case "network.json" -> {
        return new Role.Json("network", Sensitivity.SENSITIVE);
      }
      case "webhooks.json" -> {
        return new Role.Json("webhooks", Sensitivity.SENSITIVE);
      }
      default -> {
        return roleByFolder(name);
      }
    }
  }

  private Role roleByFolder(String name) throws IOException {
    Matcher index = INDEX_FILE.matcher(name);
    if (index.matches()) {
      return name.endsWith(DOCUMENTS) ? documents(index.group(1)) : new Role.Passed();
    }
    Matcher chat = CHAT.matcher(name);
    if (chat.matches()) {
      return new Role.Json(chat.group(1), Sensitivity.SENSITIVE);
    }
    Matcher rule = RULE.matcher(name);
    return rule.matches() ? new Role.Json(rule.group(1), Sensitivity.OPEN) : new Role.Unknown();
  }

  private Role documents(String folder) throws IOException {
    IndexInfo known = byFolder.get(folder);
    boolean late = known == null && descriptions.catalog().extent() != Catalog.Extent.ALL;
    IndexInfo index = late ? declare(folder) : known;
    return index == null ? new Role.Passed() : new Role.Documents(index);
  }

  @Override
  public List<TaskLog> tasks() {
    return List.of(new TaskLog(QUEUE, ""));
  }

  @Override
  public @Nullable Payload payload(String name) {
    Matcher payload = PAYLOAD.matcher(name);
    return payload.matches() ? new Payload(payload.group(1), PendingTask.Format.LINES, true) : null;
  }
}
