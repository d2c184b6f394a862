package org.indexport.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MetadataText;
import org.indexport.transfer.EngineReader;
import org.jspecify.annotations.Nullable;

/**
 * A dump of which only some types, in elasticdump's words, are seen, and only so many documents are
 * read.
 */
final class DropInReader implements DumpReader {
  private static final int MOST_LEVELS = 1_000;

  /** The sections that belong to no index, by type. */
  static final Map<String, String> OF_INSTANCE =
      Map.of(
          "template", "templates",
          "index_template", "index-templates",
          "component_template", "component-templates",
          "script", "scripts",
          "policy", "policies");

  private static final String ALIASES = "aliases";

  /** The section of what hits hold besides documents, ids and routings. */
  static final String HIT_METADATA = "hit-metadata";

  private final DumpReader reader;
  private final Wanted wanted;
  private final DumpHeader header;

  /**
   * What is wanted.
   *
   * @param types the types, in elasticdump's words
   * @param documents the most documents of each index
   * @param names which aliases, or things of the instance, are wanted
   * @param purpose what they are wanted for
   */
  record Wanted(Set<String> types, long documents, Predicate<String> names, Purpose purpose) {
    boolean has(String type) {
      return types.contains(type);
    }
  }

  /** What something is wanted for. */
  enum Purpose {
    /** To be written down: an analyzer file has all settings. */
    FILES,
    /** To be given to a server: of an analyzer file it gets the analysis. */
    SERVER
  }

  DropInReader(DumpReader reader, Wanted wanted) throws IOException {
    this.reader = reader;
    this.wanted = wanted;
    List<IndexInfo> indexes = new ArrayList<>();
    for (IndexInfo index : reader.header().indexes()) {
      if (!isOfInstance()) {
        indexes.add(seen(index));
      }
    }
    this.header = reader.header().withIndexes(indexes);
  }

  /** Whether nothing is wanted that belongs to an index. */
  private boolean isOfInstance() {
    return OF_INSTANCE.keySet().containsAll(wanted.types);
  }

  private IndexInfo seen(IndexInfo index) throws IOException {
    // The times have no place in these files.
    IndexInfo.Builder seen = index.toBuilder().createdAt(null).updatedAt(null);
    Settings settings = index.settings();
    if (settings != null) {
      String json = seen(index, settings.json());
      seen.settings(
          json == null ? null : Settings.of(settings.dialect(), settings.version(), json));
    }
    return seen.build();
  }

  /** What is wanted of settings and mappings, or null when that is nothing. */
  private @Nullable String seen(IndexInfo index, String json) throws IOException {
    try {
      JsonObject body = JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), MOST_LEVELS);
      boolean all = wanted.has("index");
      JsonObject.Builder some = new JsonObject.Builder();
      boolean whole = wanted.has("analyzer") && wanted.purpose == Purpose.FILES;
      if (all || wanted.has("mapping")) {
        some.putRaw("mappings", body.raw("mappings"));
      }
      if (all || whole || wanted.has("settings")) {
        some.putRaw("settings", body.raw("settings"));
      } else if (wanted.has("analyzer")) {
        some.putRaw("settings", analysis(body.object("settings")));
      }
      String text = some.build();
      return text.equals("{}") ? null : text;
    } catch (MalformedJsonException e) {
      throw new DumpException(
          "index %s: its settings: %s; correct them, or leave them out"
              .formatted(index.name(), e.getMessage()),
          e);
    }
  }

  private static @Nullable String analysis(@Nullable JsonObject settings)
      throws MalformedJsonException {
    JsonObject index = settings == null ? null : settings.object("index");
    String analysis = index == null ? null : index.raw("analysis");
    return analysis == null
        ? null
        : new JsonObject.Builder()
            .putRaw("index", new JsonObject.Builder().putRaw("analysis", analysis).build())
            .build();
  }

  private boolean includes(Section section) {
    if (section.index() == null) {
      return OF_INSTANCE.entrySet().stream()
          .anyMatch(e -> wanted.has(e.getKey()) && e.getValue().equals(section.name()));
    }
    return switch (section.name()) {
      case ALIASES -> wanted.has("alias") || wanted.has("index");
      case HIT_METADATA -> wanted.has("data");
      case "analyzer" -> wanted.has("analyzer");
      default -> false;
    };
  }

  /** A section with only those things whose names are wanted. */
  private Section seen(Section section) throws IOException {
    if (section.name().equals(HIT_METADATA) || section.name().equals("analyzer")) {
      return section;
    }
    try {
      JsonObject json = JsonObject.parse(MetadataText.read(section), MOST_LEVELS);
      String some = some(json);
      return Section.of(
          section.name(),
          section.index(),
          section.mediaType(),
          section.sensitivity(),
          some.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedJsonException e) {
      throw new DumpException("section %s: %s; correct it".formatted(section, e.getMessage()), e);
    }
  }

  private String some(JsonObject json) throws MalformedJsonException {
    JsonObject.Builder some = new JsonObject.Builder();
    for (String name : json.names()) {
      boolean list =
          List.of("index_templates", "component_templates", "stored_scripts", "policies")
              .contains(name);
      if (!list) {
        if (wanted.names.test(name)) {
          some.putRaw(name, json.raw(name));
        }
        continue;
      }
      List<String> kept = new ArrayList<>();
      for (JsonObject each : json.objects(name)) {
        String own = each.has("name") ? each.string("name") : each.string("_id");
        if (own == null || wanted.names.test(own)) {
          kept.add(each.toString());
        }
      }
      some.putRaw(name, kept);
    }
    return some.build();
  }

  /**
   * Whether any of the things of the instance is wanted that there are.
   *
   * @throws IOException if reading fails
   */
  boolean hasAny() throws IOException {
    try (DumpCursor cursor = entries(name -> false)) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof Section section) {
          String json = new String(MetadataText.read(section), StandardCharsets.UTF_8);
          if (!json.matches("\\{\\}|\\{\"\\w+\":\\[\\]\\}")) {
            return true;
          }
        }
      }
      return false;
    }
  }

  /**
   * The indexes that have an alias that is wanted.
   *
   * @throws IOException if reading fails
   */
  Set<IndexName> aliased() throws IOException {
    Set<IndexName> aliased = new LinkedHashSet<>();
    try (DumpCursor cursor = entries(name -> false)) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof Section section
            && section.index() != null
            && section.name().equals(ALIASES)
            && MetadataText.read(section).length > "{}".length()) {
          aliased.add(section.index());
        }
      }
    }
    return aliased;
  }

  @Override
  public String format() {
    return reader.format();
  }

  @Override
  public @Nullable String formatVersion() {
    return reader.formatVersion();
  }

  @Override
  public DumpHeader header() {
    return header;
  }

  @Override
  public boolean isRewindable() {
    return reader.isRewindable();
  }

  @Override
  public @Nullable Completeness completeness() {
    return reader.completeness();
  }

  @Override
  public List<String> notices() {
    return reader.notices();
  }

  /** What of an index cannot be had from where it is read, in words. */
  List<String> losses(IndexName index) throws IOException {
    return reader instanceof EngineReader engine ? engine.losses(index) : List.of();
  }

  @Override
  public @Nullable String fingerprint() throws IOException {
    return reader.fingerprint();
  }

  @Override
  public DumpCursor entries(Predicate<IndexName> documentsOf) throws IOException {
    boolean documents = wanted.has("data");
    return new Cursor(reader.entries(name -> documents && documentsOf.test(name)));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private final class Cursor implements DumpCursor {
    private final DumpCursor cursor;
    private @Nullable IndexName counted;
    private long documents;
    private boolean cut;

    Cursor(DumpCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public @Nullable DumpEntry next() throws IOException {
      while (!cut) {
        DumpEntry entry = cursor.next();
        if (entry instanceof IndexInfo index) {
          if (!isOfInstance()) {
            return seen(index);
          }
        } else if (entry instanceof Section section) {
          if (includes(section)) {
            return seen(section);
          }
        } else if (entry instanceof DocumentPart part) {
          if (!isEnough(part)) {
            return part;
          }
          part.close();
        } else {
          return null;
        }
      }
      return null;
    }

    /** Whether all documents that are wanted of a part's index have come; with it, of all. */
    private boolean isEnough(DocumentPart part) throws IOException {
      IndexName name = part.index().name();
      if (wanted.documents == Long.MAX_VALUE) {
        return false;
      }
      if (!name.equals(counted)) {
        counted = name;
        documents = 0;
      }
      boolean enough = documents >= wanted.documents;
      cut = enough && header.indexes().size() == 1;
      if (!enough) {
        documents += part.totals().documents();
      }
      return enough;
    }

    @Override
    public @Nullable Manifest finish() throws IOException {
      return cut ? null : cursor.finish();
    }

    @Override
    public List<DumpException> damages() {
      return cursor.damages();
    }

    @Override
    public void close() throws IOException {
      cursor.close();
    }
  }
}
