package org.indexport.format.meilisearch.write;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.indexport.DumpHeader;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.jspecify.annotations.Nullable;

/** Which file of a dump holds a section. */
final class SectionFiles {
  static final String KEYS = "keys";
  static final String TASKS = "tasks";
  static final String BATCHES = "batches";
  static final String FEATURES = "experimental-features";
  static final String NETWORK = "network";
  static final String WEBHOOKS = "webhooks";
  static final String CHATS = "chat-completions-settings";
  static final String RULES = "dynamic-search-rules";

  static final String METADATA_FILE = "metadata.json";
  static final String INSTANCE_FILE = "instance_uid.uuid";
  static final String KEYS_FILE = "keys.jsonl";
  static final String QUEUE_FILE = "tasks/queue.jsonl";
  static final String PAYLOADS = "tasks/update_files";
  static final String INDEXES = "indexes";

  /** What starts the names of sections that are files which nobody knows. */
  private static final String UNKNOWN = "file:";

  private static final int MOST_NAME_BYTES = 255;
  private static final int MOST_PATH_BYTES = 4_000;

  private static final Map<String, String> FILES =
      Map.of(
          KEYS, KEYS_FILE,
          TASKS, QUEUE_FILE,
          BATCHES, "batches/queue.jsonl",
          FEATURES, "experimental-features.json",
          NETWORK, "network.json",
          WEBHOOKS, "webhooks.json");

  /** Folders of which the engine reads some files, and what the names of those end in. */
  private static final Map<String, String> FOLDERS =
      Map.of(PAYLOADS, ".jsonl", CHATS, ".json", RULES, ".json");

  /** What files that nobody knows can neither be, nor lie in, nor be a folder around. */
  private static final Set<String> KNOWN =
      Stream.concat(FILES.values().stream(), Stream.of(METADATA_FILE, INSTANCE_FILE))
          .collect(Collectors.toUnmodifiableSet());

  private SectionFiles() {}

  /** Whether sections are Meilisearch's own: those of other engines may have the same names. */
  static boolean isMeilisearch(DumpHeader header) {
    String engine = header.engineName();
    return engine == null || engine.equals(FormatMeilisearch.ID);
  }

  /** The file of a section, or null if there is no place for it. */
  static @Nullable String path(String section) {
    String known = FILES.get(section);
    if (known != null) {
      return known;
    }
    if (section.startsWith(UNKNOWN)) {
      String path = section.substring(UNKNOWN.length());
      return isFree(path) ? path : null;
    }
    int slash = section.indexOf('/');
    String folder = slash < 0 ? "" : section.substring(0, slash);
    String name = section.substring(slash + 1) + ".json";
    boolean known2 = folder.equals(CHATS) || folder.equals(RULES);
    return known2 && isName(name) ? folder + '/' + name : null;
  }

  /** What a section is, for tables: its name, or that of its folder. */
  static String kind(String section) {
    int slash = section.indexOf('/');
    return slash < 0 || section.startsWith(UNKNOWN) ? section : section.substring(0, slash);
  }

  /** Whether a text can be the name of a file that the engine does not ignore or misplace. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && !name.startsWith("._")
        && name.indexOf('/') < 0
        && name.indexOf('\\') < 0
        && name.chars().noneMatch(c -> c < ' ' || c == 0x7f)
        && StandardCharsets.UTF_8.newEncoder().canEncode(name)
        && name.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES;
  }

  /** Whether an unknown file lies where none of the known ones can. */
  private static boolean isFree(String path) {
    if (path.length() > MOST_PATH_BYTES) {
      return false;
    }
    String[] names = path.split("/", -1);
    for (String name : names) {
      if (!isName(name)) {
        return false;
      }
    }
    return !path.equals(INDEXES)
        && KNOWN.stream().noneMatch(file -> collides(path, file))
        && FOLDERS.entrySet().stream()
            .noneMatch(folder -> isRead(path, folder.getKey(), folder.getValue()));
  }

  private static boolean collides(String path, String file) {
    return path.equals(file) || path.startsWith(file + '/') || file.startsWith(path + '/');
  }

  /** Whether a file has the place of a folder, or of one that the engine reads in it. */
  private static boolean isRead(String path, String folder, String ending) {
    if (!path.startsWith(folder + '/')) {
      return path.equals(folder);
    }
    int name = folder.length() + 1;
    int slash = path.indexOf('/', name);
    return path.substring(name, slash < 0 ? path.length() : slash).endsWith(ending);
  }
}
