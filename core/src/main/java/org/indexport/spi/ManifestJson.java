package org.indexport.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpHeader;
import org.indexport.Hash128;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.Manifest.SectionSummary;
import org.indexport.PartList;
import org.indexport.PartSummary;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.Sha256;
import org.indexport.json.ByteBuilder;
import org.indexport.json.DepthExceededException;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonPieces;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.TooLongException;
import org.jspecify.annotations.Nullable;

/**
 * The {@code manifest.json} of our own formats. However many parts it lists, no more than one entry
 * is held as text; members that a reader does not know are kept and passed on.
 */
public final class ManifestJson {
  /** What a format lists. */
  public enum Detail {
    /** Indexes and sections; a member {@code parts} means nothing. */
    INDEXES,
    /** Also the parts of each index. */
    PARTS
  }

  private static final String PARTS = "parts";
  private static final Set<String> MANIFEST =
      Set.of("format", "version", "generator", "indexes", "sections");
  private static final Set<String> INDEX =
      Set.of("namespace", "name", "documents", "bytes", "hash", "idHash");
  private static final Set<String> INDEX_OF_PARTS =
      Set.of("namespace", "name", "documents", "bytes", "hash", "idHash", PARTS);
  private static final Set<String> SECTION = Set.of("name", "index", "bytes", "sensitive");
  private static final Set<String> PART =
      Set.of(
          "ordinal",
          "documents",
          "plainBytes",
          "packedBytes",
          "offset",
          "sha256",
          "hash",
          "idHash");

  private final String where;
  private final ReadLimits limits;
  private final Detail detail;
  private final TextBudget budget = new TextBudget();
  private final List<IndexSummary> indexes = new ArrayList<>();
  private final List<SectionSummary> sections = new ArrayList<>();

  private ManifestJson(String where, ReadLimits limits, Detail detail) {
    this.where = where;
    this.limits = limits;
    this.detail = detail;
  }

  /**
   * Writes a manifest, and of each index its parts where it has a list of them. Equal manifests
   * give equal bytes.
   *
   * @param version the major version of the format
   * @param manifest what to write
   * @param out where it goes; not closed here
   * @throws IOException if writing fails
   */
  public static void write(long version, Manifest manifest, OutputStream out) throws IOException {
    String head =
        new JsonObject.Builder()
            .put("format", BlueprintJson.FORMAT)
            .put("version", version)
            .put("generator", manifest.generator())
            .build();
    out.write(utf8(withoutEnd(head) + ",\"indexes\":["));
    String comma = "";
    for (IndexSummary index : manifest.indexes()) {
      out.write(utf8(comma));
      write(index, out);
      comma = ",";
    }
    List<String> sections = new ArrayList<>();
    for (SectionSummary section : manifest.sections()) {
      sections.add(text(section));
    }
    String rest =
        new JsonObject.Builder().putRaw("sections", sections).putRaw(manifest.extensions()).build();
    out.write(utf8("]," + rest.substring(1) + "\n"));
  }

  private static void write(IndexSummary index, OutputStream out) throws IOException {
    String json =
        BlueprintJson.name(new JsonObject.Builder(), index.name())
            .put("documents", index.documents())
            .put("bytes", index.bytes() < 0 ? null : (Long) index.bytes())
            .put("hash", text(index.hash()))
            .put("idHash", text(index.idHash()))
            .putRaw(index.extensions())
            .build();
    PartList parts = index.parts();
    if (parts == null) {
      out.write(utf8(json));
      return;
    }
    out.write(utf8(withoutEnd(json) + ",\"" + PARTS + "\":["));
    ByteBuilder buffer = new ByteBuilder();
    for (int i = 0; i < parts.size(); i++) {
      buffer.clear();
      buffer.write(utf8(i == 0 ? "" : ","));
      buffer.write(utf8(text(parts.get(i), parts.extensions(i))));
      buffer.writeTo(out);
    }
    out.write(utf8("]}"));
  }

  private static String text(PartSummary part, Map<String, String> unknown) {
    return new JsonObject.Builder()
        .put("ordinal", part.ordinal())
        .put("documents", part.documents())
        .put("plainBytes", part.plainBytes())
        .put("packedBytes", part.packedBytes())
        .put("offset", part.offset())
        .put("sha256", part.sha256().toString())
        .put("hash", part.hash().toString())
        .put("idHash", text(part.idHash()))
        .putRaw(unknown)
        .build();
  }

  private static String text(SectionSummary section) {
    IndexName index = section.index();
    return new JsonObject.Builder()
        .put("name", section.name())
        .putRaw(
            "index",
            index == null ? null : BlueprintJson.name(new JsonObject.Builder(), index).build())
        .put("bytes", section.bytes() < 0 ? null : (Long) section.bytes())
        .put("sensitive", section.sensitivity() == Section.Sensitivity.SENSITIVE)
        .putRaw(section.extensions())
        .build();
  }

  private static @Nullable String text(@Nullable Hash128 hash) {
    return hash == null ? null : hash.toString();
  }

  private static String withoutEnd(String object) {
    return object.substring(0, object.length() - 1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a manifest to the stream's end.
   *
   * @param where names the text in messages
   * @param limits its limits; the largest metadata is that of one entry
   * @param detail what the format lists
   * @param in the text; not closed here
   * @param format the id of the format
   * @param formatVersion its version
   * @param header the header that the manifest closes
   * @throws CorruptDumpException if it is not as described
   * @throws LimitExceededException if it, or what it lists, is too large for the limits or the heap
   * @throws IOException if reading fails
   */
  public static Manifest read(
      String where,
      ReadLimits limits,
      Detail detail,
      InputStream in,
      String format,
      @Nullable String formatVersion,
      DumpHeader header)
      throws IOException {
    return new ManifestJson(where, limits, detail).read(in, format, formatVersion, header);
  }

  private Manifest read(
      InputStream in, String format, @Nullable String formatVersion, DumpHeader header)
      throws IOException {
    JsonPieces pieces = new JsonPieces(in, limits.maxDepth(), limits.maxMetadataBytes());
    try {
      JsonObject json =
          pieces.object(Map.of("indexes", this::readIndex, "sections", this::readSection));
      pieces.end();
      if (!json.has("indexes")) {
        throw json.unexpected("indexes", "an array");
      }
      // They were read already; what is left tells whether they were arrays.
      json.objects("indexes");
      json.objects("sections");
      return new Manifest(
          format,
          formatVersion,
          json.string("generator"),
          header,
          indexes,
          sections,
          unknown(json, MANIFEST));
    } catch (DepthExceededException e) {
      throw beyond(e, "depth");
    } catch (TooLongException e) {
      throw beyond(e, "metadata");
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          where + ": byte " + (e.offset() + 1),
          e.expected(),
          e.found(),
          "mend it, or take another copy");
    }
  }

  private LimitExceededException beyond(MalformedJsonException e, String limit) {
    return new LimitExceededException(
        where, e.expected(), e.found(), "raise the limit of " + limit + " if the file is sound");
  }

  private Map<String, String> unknown(JsonObject json, Set<String> known) throws IOException {
    Map<String, String> unknown = json.rawExcept(known);
    for (Map.Entry<String, String> member : unknown.entrySet()) {
      budget.keep(where, 2L * (member.getKey().length() + member.getValue().length()));
    }
    return unknown;
  }

  private void readIndex(JsonPieces pieces) throws IOException {
    PartList.Builder parts = new PartList.Builder();
    boolean listsParts = detail == Detail.PARTS;
    JsonObject index =
        pieces.object(listsParts ? Map.of(PARTS, part -> readPart(part, parts)) : Map.of());
    Long documents = index.number("documents");
    if (documents == null || documents < 0) {
      throw index.unexpected("documents", "a number of documents");
    }
    if (listsParts) {
      index.objects(PARTS);
    }
    IndexName name = BlueprintJson.indexName(index);
    budget.keep(where, 2L * name.path().length());
    indexes.add(
        new IndexSummary(
            name,
            documents,
            bytes(index),
            hash(index, "hash"),
            hash(index, "idHash"),
            listsParts && index.has(PARTS) ? parts.build() : null,
            unknown(index, listsParts ? INDEX_OF_PARTS : INDEX)));
    if (indexes.size() > limits.maxIndexes()) {
      throw new LimitExceededException(
          where,
          "at most " + limits.maxIndexes() + " indexes",
          "more",
          "raise the limit if the file is sound");
    }
  }

  private void readPart(JsonPieces pieces, PartList.Builder parts) throws IOException {
    JsonObject json = pieces.object(Map.of());
    budget.keepExactly(where, PartList.BYTES_EACH);
    Hash128 hash = hash(json, "hash");
    String sha256 = json.string("sha256");
    if (hash == null || sha256 == null) {
      throw json.unexpected(hash == null ? "hash" : "sha256", "hexadecimal digits");
    }
    try {
      parts.add(
          new PartSummary(
              number(json, "ordinal"),
              number(json, "documents"),
              number(json, "plainBytes"),
              number(json, "packedBytes"),
              number(json, "offset"),
              Sha256.parse(sha256),
              hash,
              hash(json, "idHash")),
          unknown(json, PART));
    } catch (IllegalArgumentException e) {
      CorruptDumpException wrong =
          new CorruptDumpException(
              where + ": " + PARTS,
              "parts in order, each with possible sizes",
              String.valueOf(e.getMessage()),
              "take another copy of the file");
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static long number(JsonObject json, String member) throws MalformedJsonException {
    Long number = json.number(member);
    if (number == null) {
      throw json.unexpected(member, "a number");
    }
    return number;
  }

  private void readSection(JsonPieces pieces) throws IOException {
    JsonObject section = pieces.object(Map.of());
    String name = section.string("name");
    if (name == null) {
      throw section.unexpected("name", "a section's name");
    }
    budget.keep(where, 2L * name.length());
    sections.add(
        new SectionSummary(
            name,
            BlueprintJson.optionalName(section),
            bytes(section),
            BlueprintJson.sensitivity(section),
            unknown(section, SECTION)));
  }

  private static long bytes(JsonObject json) throws MalformedJsonException {
    Long bytes = json.number("bytes");
    return bytes == null ? -1 : bytes;
  }

  private static @Nullable Hash128 hash(JsonObject json, String member)
      throws MalformedJsonException {
    String text = json.string(member);
    try {
      return text == null ? null : Hash128.parse(text);
    } catch (IllegalArgumentException e) {
      throw json.unexpected(member, "32 hexadecimal digits");
    }
  }
}
