package org.indexport.format.kourou.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.format.kourou.SecurityFile;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MetadataText;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/** One file that is looked at, and added to a catalog as what it is. */
final class FileSource {
  private static final int MOST_SHOWN = 60;
  private static final String MAPPINGS = "mappings.json";

  private final DumpSource source;
  private final byte[] text;
  private final FileStart start;
  private final Catalog catalog;

  private FileSource(DumpSource source, byte[] text, Catalog catalog) {
    this.source = source;
    this.text = text;
    this.start = FileStart.of(text);
    this.catalog = catalog;
  }

  /** Looks at the first bytes of a file. */
  static FileSource of(DumpSource source, Catalog catalog) throws IOException {
    byte[] text = PlainText.start(source);
    if (PlainText.isMarked(text)) {
      catalog.notice(source.name() + ": it starts with a byte order mark, which is left out");
    }
    return new FileSource(source, text, catalog);
  }

  FileStart start() {
    return start;
  }

  DumpSource source() {
    return source;
  }

  String name() {
    return source.name();
  }

  String fileName() {
    Path path = source.path();
    return path == null ? "" : String.valueOf(path.getFileName());
  }

  /** What it starts with, for messages. */
  String shown() {
    String all = new String(text, UTF_8).strip();
    int end = all.indexOf('\n');
    String line = end < 0 ? all : all.substring(0, end).strip();
    if (line.isEmpty()) {
      return "nothing";
    }
    return "'" + (line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line) + "'";
  }

  /** Whether its name is that of documents that can be imported. */
  boolean isNamedDocuments() {
    return fileName().endsWith(".jsonl") || fileName().endsWith(".jsonl.gz");
  }

  /**
   * Adds documents of a collection.
   *
   * @param form how they lie in the file
   * @param collection what its header names, or where that does not, what it is taken for
   */
  void addDocuments(DocumentFile.Form form, IndexName collection) throws IOException {
    CollectionHeader header = start.header();
    catalog.addDocuments(
        new DocumentFile(source, form, collection),
        header == null ? Map.of() : header.extensions());
    if (start.alone()) {
      catalog.headerAlone(name());
    }
  }

  /** The file as one object. */
  JsonObject object() throws IOException {
    byte[] json = MetadataText.read(source, catalog.limits(), catalog.budget());
    try {
      return JsonObject.parse(json, catalog.limits().maxDepth());
    } catch (MalformedJsonException e) {
      throw MetadataText.described(name(), e);
    }
  }

  /** Adds the mappings that it names; the one that it does not name, or null. */
  @Nullable String addMappings(JsonObject object) throws DumpException {
    MappingsFile mappings = MappingsFile.of(name(), object);
    for (Map.Entry<IndexName, String> collection : mappings.collections().entrySet()) {
      catalog.addSettings(name(), collection.getKey(), collection.getValue());
    }
    if (mappings.collections().size() > 1) {
      catalog.notice(
          "%s: it is about %d collections, of which kourou's collection:import would take the first"
                  .formatted(name(), mappings.collections().size())
              + " alone");
    }
    return mappings.bare();
  }

  /** Adds roles, profiles or users. */
  void addSecurity(SecurityFile type) throws IOException {
    catalog.addSecurity(name(), type, type.content(name(), object()));
  }

  /**
   * Takes an object that does not say what it is for mappings, or for roles or profiles, as old
   * versions of the tool wrote them.
   *
   * @return a mapping that the file does not name; null if it was added, or is nothing of the tool
   */
  @Nullable String addUntyped() throws IOException {
    if (fileName().equals("roles.json") || fileName().equals("profiles.json")) {
      return addOldSecurity(
          fileName().equals("roles.json") ? SecurityFile.ROLES : SecurityFile.PROFILES);
    }
    if (!fileName().equals(MAPPINGS)) {
      skip();
      return null;
    }
    return addMappings(object());
  }

  private @Nullable String addOldSecurity(SecurityFile type) throws IOException {
    JsonObject all = object();
    try {
      for (String id : all.names()) {
        JsonObject one = all.kind(id) == JsonKind.OBJECT ? all.object(id) : null;
        if (one == null || !one.has(String.valueOf(type.member()))) {
          skip();
          return null;
        }
      }
    } catch (MalformedJsonException e) {
      throw MetadataText.described(name(), e);
    }
    catalog.addSecurity(name(), type, all.toString());
    return null;
  }

  /** Passes over what is nothing of the tool. */
  void skip() {
    if (fileName().equals("documents.csv")) {
      catalog.notice(
          name()
              + ": it is not read, as kourou writes CSV without quotes, in which values are lost;"
              + " export jsonl");
    } else if (start.kind() == FileStart.Kind.ERRORS) {
      catalog.notice(name() + ": it is not read, as it holds documents that a server has refused");
    } else {
      catalog.notice(
          name() + ": it is not read, as it is no file of kourou, whose own import stops at it");
    }
  }
}
