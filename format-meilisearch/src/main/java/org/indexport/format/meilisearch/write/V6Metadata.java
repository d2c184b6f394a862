package org.indexport.format.meilisearch.write;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** The small files that tell of the dump and of each index, in the engine's own order. */
final class V6Metadata {
  /** The extension that keeps what this version of the model has no place for. */
  static final String EXTENSION = "x-meilisearch";

  private static final int MAX_DEPTH = 1_000;

  private static final String DUMP_VERSION = "dumpVersion";
  private static final String DB_VERSION = "dbVersion";
  private static final String DUMP_DATE = "dumpDate";
  private static final Set<String> OF_DUMP = Set.of(DUMP_VERSION, DB_VERSION, DUMP_DATE);

  /** What dumps before version 6 had besides: sizes of the engine's own files. */
  private static final Set<String> OF_OLD_DUMP =
      Set.of(DUMP_VERSION, DB_VERSION, DUMP_DATE, "indexDbSize", "updateDbSize");

  private static final String UID = "uid";
  private static final String PRIMARY_KEY = "primaryKey";
  private static final String CREATED = "createdAt";
  private static final String UPDATED = "updatedAt";

  /** Where an index lay, if not in a folder of its name. */
  static final String DIRECTORY = "directory";

  /** A name for people, which the first version of dumps had. */
  static final String DISPLAY_NAME = "displayName";

  private static final Set<String> OF_INDEX =
      Set.of(UID, PRIMARY_KEY, CREATED, UPDATED, DIRECTORY, DISPLAY_NAME, "internal");

  private V6Metadata() {}

  /** The content of metadata.json. */
  static byte[] dump(DumpHeader header, Instant dumpDate, TargetProfile profile) {
    JsonObject kept = kept(header.extensions());
    JsonObject.Builder json =
        new JsonObject.Builder()
            .put(DUMP_VERSION, "V6")
            .put(DB_VERSION, profile.dbVersion(header))
            .put(DUMP_DATE, date(dumpDate, string(kept, DUMP_DATE)));
    boolean isNew = "V6".equals(string(kept, DUMP_VERSION));
    return bytes(json.putRaw(unknown(kept, isNew ? OF_DUMP : OF_OLD_DUMP)));
  }

  /** The content of an index's metadata.json. */
  static byte[] index(IndexInfo index, Instant dumpDate) {
    JsonObject kept = kept(index.extensions());
    Instant created = created(index, dumpDate);
    Instant updated = index.updatedAt() == null ? created : index.updatedAt();
    JsonObject.Builder json = new JsonObject.Builder().put(UID, index.name().name());
    if (index.primaryKey() == null) {
      json.putRaw(PRIMARY_KEY, "null");
    } else {
      json.put(PRIMARY_KEY, index.primaryKey());
    }
    json.put(CREATED, date(created, string(kept, CREATED)))
        .put(UPDATED, date(updated, string(kept, UPDATED)));
    return bytes(json.putRaw(unknown(kept, OF_INDEX)));
  }

  private static Instant created(IndexInfo index, Instant dumpDate) {
    if (index.createdAt() != null) {
      return index.createdAt();
    }
    return index.updatedAt() == null ? dumpDate : index.updatedAt();
  }

  /** When the dump was made, or else the latest time that is known, or else the start of time. */
  static Instant dumpDate(DumpHeader header) {
    Instant known = header.createdAt();
    if (known != null) {
      return known;
    }
    Instant latest = Instant.EPOCH;
    for (IndexInfo index : header.indexes()) {
      latest = later(later(latest, index.createdAt()), index.updatedAt());
    }
    return latest;
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other != null && other.isAfter(one) ? other : one;
  }

  /** A text of an index's extension, or null. */
  static @Nullable String text(IndexInfo index, String member) {
    return string(kept(index.extensions()), member);
  }

  private static @Nullable JsonObject kept(Map<String, String> extensions) {
    String json = extensions.get(EXTENSION);
    if (json == null) {
      return null;
    }
    try {
      return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), MAX_DEPTH);
    } catch (MalformedJsonException e) {
      // Not what the reader of these dumps puts there: somebody else's.
      return null;
    }
  }

  private static @Nullable String string(@Nullable JsonObject kept, String member) {
    try {
      return kept == null || kept.kind(member) != JsonKind.STRING ? null : kept.string(member);
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  private static Map<String, String> unknown(@Nullable JsonObject kept, Set<String> known) {
    return kept == null ? new LinkedHashMap<>() : kept.rawExcept(known);
  }

  /** A time as the engine writes it, or as it stood in the input if that is the same time. */
  private static String date(Instant time, @Nullable String original) {
    if (original != null) {
      try {
        if (OffsetDateTime.parse(original).toInstant().equals(time)) {
          return original;
        }
      } catch (DateTimeException e) {
        // Then it is no help.
      }
    }
    String text = time.toString();
    int point = text.indexOf('.');
    if (point < 0) {
      return text;
    }
    int end = text.length() - 1;
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end) + "Z";
  }

  private static byte[] bytes(JsonObject.Builder json) {
    return json.build().getBytes(StandardCharsets.UTF_8);
  }
}
