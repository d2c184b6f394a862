package org.indexport.format.kourou.read;

import java.util.LinkedHashMap;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * A file of mappings, in any of the forms that versions of the tool write.
 *
 * @param bare the mapping, where the file does not name what it is of
 * @param collections the settings of the collections that it names
 */
record MappingsFile(@Nullable String bare, Map<IndexName, String> collections) {
  /** What it says of itself. */
  static final String TYPE = "mappings";

  private static final String MAPPINGS = "mappings";
  private static final String SETTINGS = "settings";

  /**
   * Reads one.
   *
   * @param where names it in messages
   * @param file the whole object
   * @throws CorruptDumpException if it is none
   */
  static MappingsFile of(String where, JsonObject file) throws DumpException {
    try {
      if (file.kind("type") == JsonKind.STRING && TYPE.equals(file.string("type"))) {
        JsonObject content = file.object("content");
        if (content == null) {
          throw unexpected(where, "an object as \"content\"", "none");
        }
        return new MappingsFile(null, collections(where, content));
      }
      if (isBare(file)) {
        return new MappingsFile(file.toString(), Map.of());
      }
      return new MappingsFile(null, collections(where, file));
    } catch (MalformedJsonException e) {
      throw MetadataText.described(where, e);
    }
  }

  /** Whether an object is a mapping without anything around it. */
  static boolean isBare(JsonObject object) {
    return object.kind("properties") == JsonKind.OBJECT
        || object.kind("_meta") == JsonKind.OBJECT
        || object.kind("dynamic") == JsonKind.STRING
        || object.kind("dynamic") == JsonKind.BOOLEAN;
  }

  private static Map<IndexName, String> collections(String where, JsonObject content)
      throws DumpException, MalformedJsonException {
    Map<IndexName, String> collections = new LinkedHashMap<>();
    for (String index : content.names()) {
      JsonObject within = content.object(index);
      if (within == null || index.isEmpty()) {
        throw unexpected(where, "collections of an index called so", "\"" + index + "\":null");
      }
      for (String collection : within.names()) {
        JsonObject value = within.object(collection);
        if (value == null || collection.isEmpty()) {
          throw unexpected(where, "the mappings of a collection", "null or no name");
        }
        collections.put(name(where, index, collection), settings(value));
      }
    }
    return collections;
  }

  static IndexName name(String where, String index, String collection) throws DumpException {
    try {
      return IndexName.of(index, collection);
    } catch (IllegalArgumentException e) {
      throw unexpected(where, "names of well-formed Unicode", "others");
    }
  }

  /** The body that creates a collection. */
  private static String settings(JsonObject value) {
    boolean current = value.kind(MAPPINGS) != null || value.kind(SETTINGS) != null;
    return current ? value.toString() : wrapped(value.toString());
  }

  /** The body that creates a collection of this mapping. */
  static String wrapped(String mapping) {
    return new JsonObject.Builder().putRaw(MAPPINGS, mapping).build();
  }

  private static CorruptDumpException unexpected(String where, String expected, String found) {
    return new CorruptDumpException(where, expected, found, "export it again");
  }
}
