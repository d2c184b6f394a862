package org.indexport.format.meilisearch.read;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small dumps as files by name. */
final class SampleDumps {
  static final String SETTINGS = "{\"filterableAttributes\": [\"genre\"], \"unknown\":{\"x\":1e0}}";

  private SampleDumps() {}

  /** A dump of version 6 that has one of everything. */
  static Map<String, String> v6() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "metadata.json",
        "{\"dumpVersion\":\"V6\",\"dbVersion\":\"1.41.0\","
            + "\"dumpDate\":\"2026-07-01T10:00:00Z\",\"extra\":[1]}");
    files.put("instance_uid.uuid", "cb887dcc-34b3-48d1-addd-9815ae721a81");
    files.put("indexes/books/metadata.json", index("books", "isbn"));
    files.put("indexes/books/settings.json", SETTINGS);
    files.put("indexes/folder/metadata.json", index("other", null));
    files.put("indexes/folder/settings.json", "{}");
    files.put("keys.jsonl", "{\"uid\":\"k\"}\n");
    files.put(
        "tasks/queue.jsonl", "{\"uid\":0,\"status\":\"succeeded\"}\n{\"uid\":7}\r\n{\"uid\":9}");
    files.put("tasks/update_files/7.jsonl", "{\"id\":1.50}\n{\"id\":2}\n");
    files.put("tasks/update_files/9.jsonl", "{\"id\":3}\n");
    files.put("batches/queue.jsonl", "{\"uid\":0}\n");
    files.put("experimental-features.json", "{\"metrics\":true}");
    files.put("network.json", "{\"self\":null}");
    files.put("webhooks.json", "{\"webhooks\":{}}");
    files.put("chat-completions-settings/ws.json", "{\"source\":\"openAi\"}");
    files.put("dynamic-search-rules/1.json", "{\"uid\":\"r\"}");
    files.put("notes/read.me", "unknown");
    files.put(
        "indexes/books/documents.jsonl", "{\"isbn\":1,\"n\":-0.0}\n{\"isbn\":2,\"t\":\"é\"}\n");
    files.put("indexes/folder/documents.jsonl", "");
    return files;
  }

  static String index(String uid, @Nullable String primaryKey) {
    String key = primaryKey == null ? "null" : "\"" + primaryKey + "\"";
    return ("{\"uid\":\"%s\",\"primaryKey\":%s,\"createdAt\":\"2026-07-01T09:00:00.120Z\","
            + "\"updatedAt\":\"2026-07-01T11:30:00+02:00\",\"more\":1}")
        .formatted(uid, key);
  }

  private static String metadata(int version, String engine) {
    return ("{\"dumpVersion\":\"V%d\",\"dbVersion\":\"%s\",\"indexDbSize\":1,\"updateDbSize\":2,"
            + "\"dumpDate\":\"2022-10-09T20:27:59.9Z\"}")
        .formatted(version, engine);
  }

  static final String UUID = "f20c9936-a26e-4960-8a1f-3bdb390608f2";

  /** A dump of version 2 to 5 with one index. */
  static Map<String, String> old(int version, String settings, String... log) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("metadata.json", metadata(version, "0.2"));
    files.put(
        "index_uuids/data.jsonl",
        version <= 3
            ? "{\"uuid\":\"" + UUID + "\",\"uid\":\"books\"}\n"
            : "{\"uid\":\"books\",\"index_meta\":{\"uuid\":\""
                + UUID
                + "\",\"creation_task_id\":0}}\n");
    String folder = "indexes/" + (version == 2 ? "index-" : "") + UUID;
    files.put(folder + "/meta.json", "{\"settings\":" + settings + ",\"primary_key\":\"isbn\"}");
    files.put(folder + "/documents.jsonl", "{\"isbn\":1}\n");
    files.put("updates/data.jsonl", log.length == 0 ? "" : String.join("\n", log) + "\n");
    if (version >= 4) {
      files.put("keys", "");
    }
    return files;
  }
}
