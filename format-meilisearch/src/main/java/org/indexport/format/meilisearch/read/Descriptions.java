package org.indexport.format.meilisearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.ReadOptions;
import org.indexport.Settings;
import org.indexport.dialects.MeilisearchDialect;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.format.meilisearch.upgrade.Complaints;
import org.indexport.format.meilisearch.upgrade.Omissions;
import org.indexport.format.meilisearch.upgrade.SettingsUpgrade;
import org.indexport.format.meilisearch.upgrade.Timestamps;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Reads the small files that describe a dump. What is wrong with them is damage. */
final class Descriptions {
  static final String EXTENSION = "x-meilisearch";

  private static final String ORIGINAL_SETTINGS = "x-meilisearch-original-settings";
  private static final String INTERNAL = ".meili";
  private static final String MEND = "mend the file, or read it leniently";
  private static final int MOST_NOTICES = 1_000;

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Set<String> TOLD = Set.of("dumpVersion", "dbVersion", "dumpDate", "indexes");

  private final String name;
  private final ReadOptions options;
  private final Catalog catalog;
  private final Complaints complaints;
  private final Set<IndexName> names = new HashSet<>();
  private final List<String> notices = new ArrayList<>();
  private final Omissions omissions = new Omissions();
  private Omissions taskOmissions = new Omissions();

  Descriptions(String name, ReadOptions options, Catalog catalog, Complaints complaints) {
    this.name = name;
    this.options = options;
    this.catalog = catalog;
    this.complaints = complaints;
  }

  Catalog catalog() {
    return catalog;
  }

  ReadOptions options() {
    return options;
  }

  Complaints complaints() {
    return complaints;
  }

  String where(String file) {
    return name + ": " + file;
  }

  void complain(String file, String expected, String found) throws IOException {
    complaints.add(new CorruptDumpException(where(file), expected, found, MEND));
  }

  /** Tells people of something that is odd and no damage. */
  void tell(String file, String what) {
    if (notices.size() < MOST_NOTICES) {
      notices.add(where(file) + " " + what);
    }
  }

  /** Counts what upgrades of descriptions leave out. */
  Omissions omissions() {
    return omissions;
  }

  /** Starts to count what the upgrade of tasks leaves out, which may be done more than once. */
  Omissions taskOmissions() {
    taskOmissions = new Omissions();
    return taskOmissions;
  }

  /** What was told until now. */
  List<String> notices() {
    List<String> all = new ArrayList<>(notices);
    all.addAll(omissions.notices(name));
    all.addAll(taskOmissions.notices(where("tasks")));
    return all;
  }

  void requireFile(String file) throws IOException {
    if (catalog.file(file) == null) {
      complaints.add(Catalog.missing(name, file));
    }
  }

  /** The text of a description; null if it is missing or damaged and reading goes on. */
  private byte @Nullable [] text(String file) throws IOException {
    byte[] text = catalog.text(file);
    if (text != null) {
      return text;
    }
    Archive.Entry entry = catalog.file(file);
    int most = options.limits().maxMetadataBytes();
    if (entry == null) {
      complaints.add(Catalog.missing(name, file));
    } else if (entry.size() > most) {
      throw new LimitExceededException(
          where(file),
          "at most %,d bytes".formatted(most),
          "%,d".formatted(entry.size()),
          "raise the limit if the file is sound");
    } else {
      complain(file, "a whole file", "one that is cut or damaged");
    }
    return null;
  }

  /** A description as an object; null if it is missing or wrong and reading goes on. */
  @Nullable JsonObject object(String file) throws IOException {
    byte[] text = text(file);
    if (text == null) {
      return null;
    }
    try {
      return JsonObject.parse(text.clone(), options.limits().maxDepth());
    } catch (MalformedJsonException e) {
      complaints.add(malformed(where(file), e));
      return null;
    }
  }

  static DumpException malformed(String where, MalformedJsonException e) {
    return new CorruptDumpException(where + ": byte " + e.offset(), e.expected(), e.found(), MEND);
  }

  /** Takes a line of a description. */
  @FunctionalInterface
  interface Line {
    void read(JsonObject line) throws IOException;
  }

  /** Reads a description of JSON lines. */
  void lines(String file, Line line) throws IOException {
    byte[] text = text(file);
    if (text == null) {
      return;
    }
    try (LinesInputStream lines =
        new LinesInputStream(
            new ByteArrayInputStream(text),
            where(file),
            options,
            complaints,
            (json, where) -> {
              line.read(json);
              return null;
            },
            text.length)) {
      lines.readAllBytes();
    }
  }

  /** What the metadata says of the dump as a whole. */
  DumpHeader header(JsonObject metadata, int version) throws IOException {
    String file = Catalog.METADATA;
    Map<String, String> extension = new LinkedHashMap<>();
    extension.put("dumpVersion", JsonText.quote("V" + version));
    String engine = null;
    Instant created = null;
    try {
      engine = metadata.string("dbVersion");
    } catch (MalformedJsonException e) {
      complaints.add(malformed(where(file), e));
    }
    if (engine == null) {
      complain(file, "a string as \"dbVersion\"", "none");
    }
    if (version > 1 || metadata.has("dumpDate")) {
      created = date(metadata, "dumpDate", file, extension);
    }
    extension.putAll(metadata.rawExcept(TOLD));
    return new DumpHeader(
        FormatMeilisearch.ID,
        engine,
        null,
        created,
        List.of(),
        List.of(),
        Map.of(EXTENSION, write(extension)));
  }

  private static String write(Map<String, String> members) {
    return new JsonObject.Builder().putRaw(members).build();
  }

  /** A time that must be there. How it is written is kept where that tells more, or otherwise. */
  @Nullable Instant date(JsonObject json, String member, String file, Map<String, String> extension)
      throws IOException {
    String text = null;
    try {
      text = json.string(member);
    } catch (MalformedJsonException e) {
      complaints.add(malformed(where(file), e));
      return null;
    }
    Instant time = text == null ? null : Timestamps.parse(text);
    if (time == null || text == null) {
      complain(
          file,
          "a time as " + JsonText.quote(member),
          text == null ? "none" : JsonText.quote(text));
      return null;
    }
    if (!time.toString().equals(text)) {
      extension.put(member, JsonText.quote(text));
    }
    return time;
  }

  @Nullable String string(JsonObject json, String member, String file) throws IOException {
    try {
      return json.string(member);
    } catch (MalformedJsonException e) {
      complaints.add(malformed(where(file), e));
      return null;
    }
  }

  /** The uid of the instance, or null. */
  @Nullable String instanceUid(String file) throws IOException {
    byte[] text = catalog.text(file);
    if (text == null) {
      return null;
    }
    String uid = new String(text, UTF_8);
    if (!UUID.matcher(uid).matches()) {
      complain(file, "a UUID and nothing else, not even a line feed", "something else");
      uid = uid.strip();
    }
    return UUID.matcher(uid).matches() ? uid : null;
  }

  /**
   * Starts an index; null if it cannot be one.
   *
   * @param extension what else is to be kept
   */
  IndexInfo.@Nullable Builder index(
      String file, String uid, @Nullable String primaryKey, Map<String, String> extension)
      throws IOException {
    IndexName index;
    try {
      index = IndexName.of(uid);
    } catch (IllegalArgumentException e) {
      complain(file, "a uid that is some text", JsonText.quote(uid));
      return null;
    }
    String key = primaryKey;
    if (key != null && key.isEmpty()) {
      complain(file, "the name of a primary key", "an empty one");
      key = null;
    }
    Map<String, String> extensions = new LinkedHashMap<>();
    if (uid.startsWith(INTERNAL)) {
      extensions.put(IndexInfo.INTERNAL, "true");
    }
    if (!extension.isEmpty()) {
      extensions.put(EXTENSION, write(extension));
    }
    return IndexInfo.builder(index).primaryKey(key).extensions(extensions);
  }

  /** Settings that are in the shape of version 6 already, byte for byte. */
  @Nullable Settings settings(String file) throws IOException {
    byte[] text = catalog.text(file);
    JsonObject json = object(file);
    if (json == null || text == null) {
      return null;
    }
    return settings(file, new String(text, UTF_8));
  }

  private @Nullable Settings settings(String file, String json) throws IOException {
    try {
      return MeilisearchDialect.settings(json);
    } catch (DumpException e) {
      complaints.add(new CorruptDumpException(where(file) + ": " + e.getMessage(), e));
      return null;
    }
  }

  /** Adds settings of an older version. */
  void addSettings(IndexInfo.Builder index, int version, String file, JsonObject json)
      throws IOException {
    try {
      String upgraded = SettingsUpgrade.toV6(version, where(file), json, complaints, omissions);
      index.settings(settings(file, upgraded));
    } catch (MalformedJsonException e) {
      complaints.add(malformed(where(file), e));
    }
    if ("keep".equals(options.option(FormatMeilisearch.ORIGINAL_SETTINGS))) {
      Map<String, String> extensions = new LinkedHashMap<>(index.build().extensions());
      extensions.put(ORIGINAL_SETTINGS, json.toString());
      index.extensions(extensions);
    }
  }

  /** Reads what describes an index of versions 2 to 5; null if it cannot be one. */
  IndexInfo.@Nullable Builder oldIndex(int version, String uid, String file) throws IOException {
    JsonObject meta = object(file);
    if (meta == null) {
      return index(file, uid, null, new LinkedHashMap<>());
    }
    IndexInfo.Builder index =
        index(file, uid, string(meta, "primary_key", file), new LinkedHashMap<>());
    if (index == null) {
      return null;
    }
    if (meta.kind("settings") != JsonKind.OBJECT) {
      complain(file, "an object as \"settings\"", "none");
      return index;
    }
    try {
      JsonObject settings = meta.object("settings");
      if (settings != null) {
        addSettings(index, version, file, settings);
      }
    } catch (MalformedJsonException e) {
      complaints.add(malformed(where(file), e));
    }
    return index;
  }

  /** Adds an index, unless there is one of its name. */
  void add(List<DumpFiles.Index> indexes, IndexInfo info, String documents) throws IOException {
    if (!names.add(info.name())) {
      complain(documents, "each index once", "index " + info.name() + " again");
      return;
    }
    if (indexes.size() >= options.limits().maxIndexes()) {
      throw new org.indexport.LimitExceededException(
          name,
          "at most " + options.limits().maxIndexes() + " indexes",
          "more",
          "raise the limit if the file is sound");
    }
    indexes.add(new DumpFiles.Index(info, documents));
  }
}
