package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonSkip;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MetadataText;
import org.indexport.spi.TextBudget;
import org.jspecify.annotations.Nullable;

/**
 * A file that is no documents: one JSON object, as it is or as the text of a JSON string. Both are
 * read, whatever the tool writes for the type.
 *
 * @param where names it in messages
 * @param text the object's text
 * @param json the object
 */
record MetaFile(String where, String text, JsonObject json) {
  /**
   * Reads a file to its end.
   *
   * @throws CorruptDumpException if it holds something else
   * @throws TruncatedDumpException if it ends before the object does
   * @throws LimitExceededException if it is too large or nests too deep
   */
  static MetaFile read(DumpSource source, ReadLimits limits, TextBudget budget) throws IOException {
    String where = source.name();
    byte[] bytes = MetadataText.read(source, limits, budget);
    try {
      byte[] text = text(bytes);
      JsonObject json = JsonObject.parse(text, limits.maxDepth());
      return new MetaFile(where, new String(text, UTF_8), json);
    } catch (MalformedJsonException e) {
      throw MetadataText.described(where, e);
    }
  }

  private static byte[] text(byte[] bytes) throws MalformedJsonException {
    int start = JsonSkip.blanks(bytes, 0, bytes.length);
    int end = bytes.length;
    while (end > start && JsonSkip.isBlank(bytes[end - 1])) {
      end--;
    }
    if (start == end || bytes[start] != '"') {
      return Arrays.copyOfRange(bytes, start, end);
    }
    ByteBuilder text = new ByteBuilder(end - start);
    JsonText.appendWtf8(JsonText.unquote(bytes, start, end), text);
    return text.toByteArray();
  }

  /** The entries, each under the name of an index or of what else it is; empty ones too. */
  Map<String, JsonObject> entries() throws DumpException {
    Map<String, JsonObject> entries = new LinkedHashMap<>();
    for (String name : json.names()) {
      if (json.kind(name) == JsonKind.OBJECT) {
        JsonObject entry = entry(name);
        if (entry != null) {
          entries.put(name, entry);
        }
      }
    }
    return entries;
  }

  private @Nullable JsonObject entry(String name) throws DumpException {
    try {
      return json.object(name);
    } catch (MalformedJsonException e) {
      throw MetadataText.described(where, e);
    }
  }

  /**
   * The type that the content tells, or null if it could be any.
   *
   * @throws UnknownFormatException if it is what a server says of itself
   */
  @Nullable FileType type() throws DumpException {
    if (json.has("cluster_name") && json.has("version")) {
      throw new UnknownFormatException(
          where,
          "settings, a mapping, aliases or templates",
          "what a server says of itself, since no index was named to the tool",
          "dump it again with an index behind the address");
    }
    for (FileType list :
        new FileType[] {FileType.INDEX_TEMPLATE, FileType.COMPONENT_TEMPLATE, FileType.SCRIPT}) {
      if (json.kind(listMember(list)) == JsonKind.ARRAY) {
        return list;
      }
    }
    if (json.kind("policies") == JsonKind.ARRAY) {
      return FileType.POLICY;
    }
    for (JsonObject entry : entries().values()) {
      if (!entry.names().isEmpty()) {
        return type(entry);
      }
    }
    return null;
  }

  private static String listMember(FileType type) {
    return switch (type) {
      case INDEX_TEMPLATE -> "index_templates";
      case COMPONENT_TEMPLATE -> "component_templates";
      default -> "stored_scripts";
    };
  }

  private static @Nullable FileType type(JsonObject entry) {
    if (entry.names().contains("index_patterns") || entry.names().contains("order")) {
      return FileType.TEMPLATE;
    }
    if (entry.names().contains("policy")) {
      return FileType.POLICY;
    }
    boolean aliases = entry.kind("aliases") == JsonKind.OBJECT;
    boolean mappings = entry.kind("mappings") == JsonKind.OBJECT;
    boolean settings = entry.kind("settings") == JsonKind.OBJECT;
    int of = (aliases ? 1 : 0) + (mappings ? 1 : 0) + (settings ? 1 : 0);
    if (of > 1) {
      return FileType.INDEX;
    }
    if (mappings) {
      return FileType.MAPPING;
    }
    if (settings) {
      return FileType.SETTINGS;
    }
    return aliases ? FileType.ALIAS : null;
  }

  /** Whether it says that there is nothing. */
  boolean isEmpty() throws DumpException {
    try {
      for (String name : json.names()) {
        boolean emptyList = json.kind(name) == JsonKind.ARRAY && json.raws(name).isEmpty();
        if (!emptyList && !name.equals("total_policies")) {
          return false;
        }
      }
      return true;
    } catch (MalformedJsonException e) {
      throw MetadataText.described(where, e);
    }
  }
}
