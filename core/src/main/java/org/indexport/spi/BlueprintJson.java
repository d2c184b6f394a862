package org.indexport.spi;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Lines;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.json.DepthExceededException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of our own formats: {@code metadata.json}, {@code index.json} and {@code section.json},
 * as {@code docs/format/v1.md} describes them; {@link ManifestJson} is the rest. Members that a
 * reader does not know are kept and passed on; settings stay verbatim.
 */
public final class BlueprintJson {
  static final String FORMAT = "indexport";
  private static final Set<String> METADATA =
      Set.of(
          "format",
          "version",
          "kind",
          "generator",
          "createdAt",
          "engine",
          "instanceUid",
          "namespaces",
          "indexes");
  private static final Set<String> INDEX =
      Set.of(
          "namespace",
          "name",
          "primaryKey",
          "createdAt",
          "updatedAt",
          "documents",
          "lines",
          "settings");

  private final String where;
  private final ReadLimits limits;

  /**
   * A reader of one text.
   *
   * @param where names the text in messages
   * @param limits its limits
   */
  public BlueprintJson(String where, ReadLimits limits) {
    this.where = where;
    this.limits = limits;
  }

  /**
   * What {@code metadata.json} says.
   *
   * @param version the major version of the format
   * @param kind {@code dump} or {@code snapshot}
   * @param generator the program that wrote it, or null
   * @param header the rest; of its indexes only the names are known
   */
  public record Metadata(
      long version, String kind, @Nullable String generator, DumpHeader header) {}

  /**
   * What {@code section.json} says.
   *
   * @param name the section's name
   * @param index the index it belongs to, or null
   * @param mediaType how the content is written
   * @param sensitivity whether it holds secrets
   */
  public record SectionHead(
      String name,
      @Nullable IndexName index,
      Section.MediaType mediaType,
      Section.Sensitivity sensitivity) {}

  /** Reads one value out of an object. */
  private interface Reading<T> {
    T from(JsonObject json) throws MalformedJsonException;
  }

  private <T> T read(byte[] text, Reading<T> reading) throws DumpException {
    try {
      return reading.from(JsonObject.parse(text, limits.maxDepth()));
    } catch (DepthExceededException e) {
      throw new LimitExceededException(
          where, e.expected(), e.found(), "raise the limit of depth if the file is sound");
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          where + ": byte " + (e.offset() + 1),
          e.expected(),
          e.found(),
          "mend it, or take another copy");
    }
  }

  /** Writes {@code metadata.json}. */
  public static byte[] metadata(long version, String generator, DumpHeader header) {
    String engine =
        header.engineName() == null && header.engineVersion() == null
            ? null
            : new JsonObject.Builder()
                .put("name", header.engineName())
                .put("version", header.engineVersion())
                .build();
    List<String> indexes = new ArrayList<>();
    for (IndexInfo index : header.indexes()) {
      indexes.add(name(new JsonObject.Builder(), index.name()).build());
    }
    JsonObject.Builder json =
        new JsonObject.Builder()
            .put("format", FORMAT)
            .put("version", version)
            .put("kind", "dump")
            .put("generator", generator)
            .put("createdAt", text(header.createdAt()))
            .putRaw("engine", engine)
            .put("instanceUid", header.instanceUid());
    if (!header.namespaces().isEmpty()) {
      json.put("namespaces", header.namespaces());
    }
    return line(json.putRaw("indexes", indexes).putRaw(header.extensions()));
  }

  private static byte[] line(JsonObject.Builder json) {
    return (json.build() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static JsonObject.Builder name(JsonObject.Builder json, IndexName name) {
    return json.put("namespace", name.namespace()).put("name", name.name());
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /**
   * Whether a text is the start of our own {@code metadata.json}.
   *
   * @param text the whole text
   */
  public static boolean isMetadata(byte[] text) {
    try {
      JsonObject json = JsonObject.parse(text, ReadLimits.DEFAULT.maxDepth());
      return FORMAT.equals(json.string("format"));
    } catch (MalformedJsonException e) {
      return false;
    }
  }

  /**
   * Reads {@code metadata.json}.
   *
   * @throws CorruptDumpException if it is not as described
   * @throws LimitExceededException if it lists too many indexes
   */
  public Metadata readMetadata(byte[] text) throws DumpException {
    Metadata metadata = read(text, this::metadata);
    if (metadata.header().indexes().size() > limits.maxIndexes()) {
      throw new LimitExceededException(
          where,
          "at most " + limits.maxIndexes() + " indexes",
          String.valueOf(metadata.header().indexes().size()),
          "raise the limit if the file is sound");
    }
    return metadata;
  }

  private Metadata metadata(JsonObject json) throws MalformedJsonException {
    if (!FORMAT.equals(json.string("format"))) {
      throw json.unexpected("format", "\"" + FORMAT + "\"");
    }
    Long version = json.number("version");
    if (version == null) {
      throw json.unexpected("version", "a number");
    }
    List<IndexInfo> indexes = new ArrayList<>();
    Set<IndexName> seen = new LinkedHashSet<>();
    for (JsonObject index : json.objects("indexes")) {
      IndexName name = indexName(index);
      if (!seen.add(name)) {
        throw json.unexpected("indexes", "each index once");
      }
      indexes.add(IndexInfo.builder(name).build());
    }
    JsonObject engine = json.object("engine");
    String kind = json.string("kind");
    DumpHeader header =
        new DumpHeader(
            engine == null ? null : engine.string("name"),
            engine == null ? null : engine.string("version"),
            json.string("instanceUid"),
            time(json, "createdAt"),
            indexes,
            json.strings("namespaces"),
            json.rawExcept(METADATA));
    return new Metadata(version, kind == null ? "dump" : kind, json.string("generator"), header);
  }

  static IndexName indexName(JsonObject json) throws MalformedJsonException {
    String name = json.string("name");
    try {
      return new IndexName(json.string("namespace"), name == null ? "" : name);
    } catch (IllegalArgumentException e) {
      throw json.unexpected("name", "an index name");
    }
  }

  private static @Nullable Instant time(JsonObject json, String member)
      throws MalformedJsonException {
    String text = json.string(member);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw json.unexpected(member, "a date as in RFC 3339");
    }
  }

  /** Writes {@code index.json}. */
  public static byte[] index(IndexInfo index) {
    Settings settings = index.settings();
    JsonObject.Builder json = name(new JsonObject.Builder(), index.name());
    json.put("primaryKey", index.primaryKey())
        .put("createdAt", text(index.createdAt()))
        .put("updatedAt", text(index.updatedAt()))
        .put("documents", index.documentCount())
        .put("lines", index.lines().id());
    if (settings != null) {
      JsonObject.Builder nested =
          new JsonObject.Builder()
              .put("dialect", settings.dialect())
              .put("version", settings.version());
      if (!settings.secrets().isEmpty()) {
        nested.put("secrets", settings.secrets());
      }
      json.putRaw("settings", nested.putRaw("json", settings.json()).build());
    }
    return line(json.putRaw(index.extensions()));
  }

  /**
   * Reads {@code index.json}.
   *
   * @throws CorruptDumpException if it is not as described
   */
  public IndexInfo readIndex(byte[] text) throws DumpException {
    return read(text, BlueprintJson::indexInfo);
  }

  private static IndexInfo indexInfo(JsonObject json) throws MalformedJsonException {
    String primaryKey = json.string("primaryKey");
    if (primaryKey != null && primaryKey.isEmpty()) {
      throw json.unexpected("primaryKey", "a member's name");
    }
    Long documents = json.number("documents");
    if (documents != null && documents < 0) {
      throw json.unexpected("documents", "a number of documents");
    }
    return IndexInfo.builder(indexName(json))
        .primaryKey(primaryKey)
        .createdAt(time(json, "createdAt"))
        .updatedAt(time(json, "updatedAt"))
        .documentCount(documents)
        .lines(lines(json))
        .settings(settings(json))
        .extensions(json.rawExcept(INDEX))
        .build();
  }

  private static Lines lines(JsonObject json) throws MalformedJsonException {
    String text = json.string("lines");
    if (text == null || text.equals(Lines.SOURCE.id())) {
      return Lines.SOURCE;
    }
    if (text.equals(Lines.ENVELOPE.id())) {
      return Lines.ENVELOPE;
    }
    throw json.unexpected("lines", "\"source\" or \"envelope\"");
  }

  private static @Nullable Settings settings(JsonObject json) throws MalformedJsonException {
    JsonObject settings = json.object("settings");
    if (settings == null) {
      return null;
    }
    String dialect = settings.string("dialect");
    String raw = settings.raw("json");
    if (dialect == null || raw == null) {
      throw settings.unexpected(dialect == null ? "dialect" : "json", "a value");
    }
    return new Settings(dialect, settings.string("version"), raw, settings.strings("secrets"));
  }

  /** Writes {@code section.json}. */
  public static byte[] section(Section section) {
    IndexName index = section.index();
    return line(
        new JsonObject.Builder()
            .put("name", section.name())
            .putRaw("index", index == null ? null : name(new JsonObject.Builder(), index).build())
            .put("mediaType", section.mediaType().id())
            .put("sensitive", section.sensitivity() == Section.Sensitivity.SENSITIVE));
  }

  /**
   * Reads {@code section.json}.
   *
   * @throws CorruptDumpException if it is not as described
   */
  public SectionHead readSection(byte[] text) throws DumpException {
    return read(text, BlueprintJson::sectionHead);
  }

  private static SectionHead sectionHead(JsonObject json) throws MalformedJsonException {
    String name = json.string("name");
    String mediaType = json.string("mediaType");
    if (name == null || name.isEmpty()) {
      throw json.unexpected("name", "a section's name");
    }
    Section.MediaType type = Section.MediaType.BYTES;
    for (Section.MediaType known : Section.MediaType.values()) {
      type = known.id().equals(mediaType) ? known : type;
    }
    return new SectionHead(name, optionalName(json), type, sensitivity(json));
  }

  static @Nullable IndexName optionalName(JsonObject json) throws MalformedJsonException {
    JsonObject index = json.object("index");
    return index == null ? null : indexName(index);
  }

  static Section.Sensitivity sensitivity(JsonObject json) throws MalformedJsonException {
    return Boolean.TRUE.equals(json.truth("sensitive"))
        ? Section.Sensitivity.SENSITIVE
        : Section.Sensitivity.OPEN;
  }
}
