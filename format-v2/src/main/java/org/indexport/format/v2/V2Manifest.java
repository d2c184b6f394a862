package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.Hash128;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.Manifest.SectionSummary;
import org.indexport.PartList;
import org.indexport.PartSummary;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.format.v2.container.Placement;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.layout.Blueprint;
import org.indexport.layout.MemberNames;
import org.indexport.spi.ManifestJson;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a dump with what only this format needs: what other members hold, so that nothing
 * else must be read to open a dump.
 *
 * @param manifest the manifest as users know it, with the parts of all indexes
 * @param metadata the content of {@code metadata.json}
 * @param indexes the content of each {@code index.json}
 * @param members all members but parts of documents and the manifest
 */
record V2Manifest(
    Manifest manifest, String metadata, Map<IndexName, String> indexes, List<MemberEntry> members) {
  private static final String METADATA = "metadata";
  private static final String INDEX = "index";
  private static final String MEMBERS = "members";
  private static final String NEXT = "take another copy, or salvage what is whole";

  /**
   * Reads the content of {@code manifest.json}.
   *
   * @param where names the dump in messages
   * @param content as a stream, not closed here
   */
  static V2Manifest parse(String where, InputStream content, ReadLimits limits) throws IOException {
    String here = where + ": " + MemberNames.MANIFEST;
    Manifest raw =
        ManifestJson.read(
            here,
            limits,
            ManifestJson.Detail.PARTS,
            content,
            FormatV2.ID,
            String.valueOf(FormatV2.VERSION),
            DumpHeader.of());
    String metadata = require(here, raw.extensions(), METADATA);
    Blueprint blueprint = new Blueprint(limits, FormatV2.VERSION);
    blueprint.readMetadata(here, metadata.getBytes(UTF_8));
    Map<IndexName, String> indexes = new LinkedHashMap<>();
    List<IndexSummary> summaries = new ArrayList<>();
    for (IndexSummary summary : raw.indexes()) {
      String index = require(here + ": index " + summary.name(), summary.extensions(), INDEX);
      IndexInfo described = blueprint.readIndex(here, index.getBytes(UTF_8), summary.name());
      checkRequired(here, summary, described.lines());
      checkSums(here, summary);
      indexes.put(summary.name(), index);
      summaries.add(with(summary, without(summary.extensions(), INDEX)));
    }
    for (SectionSummary section : raw.sections()) {
      if (section.bytes() < 0) {
        throw new CorruptDumpException(
            here + ": section " + section.name(), "a member bytes", "none", NEXT);
      }
    }
    IndexName missing = blueprint.firstMissing();
    if (missing != null) {
      throw new CorruptDumpException(here, "an entry for index " + missing, "none", NEXT);
    }
    Manifest manifest =
        new Manifest(
            raw.format(),
            raw.version(),
            raw.generator(),
            blueprint.header(),
            summaries,
            raw.sections(),
            without(raw.extensions(), METADATA, MEMBERS));
    return new V2Manifest(
        manifest,
        metadata,
        indexes,
        members(here, require(here, raw.extensions(), MEMBERS), limits));
  }

  /** Starts the content of {@code manifest.json} anew. */
  interface Opening {
    InputStream open() throws IOException;
  }

  /** Reads the manifest of a source, of which that of a folder may have been cut. */
  static V2Manifest read(DumpSource source, Opening content, ReadLimits limits) throws IOException {
    if (source.isDirectory()) {
      try (InputStream in = content.open()) {
        ListedMembers.checkEnd(source.name(), in);
      }
    }
    try (InputStream in = content.open()) {
      return parse(source.name(), in, limits);
    }
  }

  /** What other formats may leave out. */
  private static void checkRequired(String where, IndexSummary summary, Lines lines)
      throws CorruptDumpException {
    boolean isIdentified = lines == Lines.ENVELOPE;
    boolean isWhole = summary.bytes() >= 0 && (summary.idHash() != null) == isIdentified;
    for (PartSummary part : summary.parts() == null ? PartList.EMPTY : summary.parts()) {
      isWhole &= (part.idHash() != null) == isIdentified;
    }
    if (!isWhole) {
      throw new CorruptDumpException(
          where + ": index " + summary.name(),
          "its bytes, and %s idHash of it and of its parts".formatted(isIdentified ? "the" : "no"),
          "other members",
          NEXT);
    }
  }

  /** What an index has must be what its parts have. */
  private static void checkSums(String where, IndexSummary summary) throws CorruptDumpException {
    PartList parts = summary.parts();
    long documents = 0;
    Hash128 hash = Hash128.ZERO;
    Hash128 idHash = Hash128.ZERO;
    for (PartSummary part : parts == null ? PartList.EMPTY : parts) {
      documents += part.documents();
      hash = hash.plus(part.hash());
      idHash = part.idHash() == null ? idHash : idHash.plus(part.idHash());
    }
    boolean same =
        parts != null
            && documents == summary.documents()
            && hash.equals(summary.hash())
            && (summary.idHash() == null || idHash.equals(summary.idHash()));
    if (!same) {
      throw new CorruptDumpException(
          where + ": index " + summary.name(),
          "parts that add up to %d documents of hash %s"
              .formatted(summary.documents(), summary.hash()),
          documents + " documents of hash " + hash,
          NEXT);
    }
  }

  private static String require(String where, Map<String, String> members, String name)
      throws CorruptDumpException {
    String found = members.get(name);
    if (found == null) {
      throw new CorruptDumpException(where, "a member " + name, "none", NEXT);
    }
    return found;
  }

  private static Map<String, String> without(Map<String, String> members, String... names) {
    Map<String, String> left = new LinkedHashMap<>(members);
    for (String name : names) {
      left.remove(name);
    }
    return left;
  }

  private static IndexSummary with(IndexSummary summary, Map<String, String> extensions) {
    return new IndexSummary(
        summary.name(),
        summary.documents(),
        summary.bytes(),
        summary.hash(),
        summary.idHash(),
        summary.parts(),
        extensions);
  }

  private static List<MemberEntry> members(String where, String json, ReadLimits limits)
      throws CorruptDumpException {
    List<MemberEntry> members = new ArrayList<>();
    try {
      String object = "{\"" + MEMBERS + "\":" + json + "}";
      JsonObject parsed = JsonObject.parse(object.getBytes(UTF_8), limits.maxDepth() + 1);
      for (JsonObject member : parsed.objects(MEMBERS)) {
        members.add(member(member));
      }
    } catch (MalformedJsonException | IllegalArgumentException e) {
      CorruptDumpException wrong =
          new CorruptDumpException(
              where + ": " + MEMBERS,
              "members with name, plainBytes, packedBytes, offset and sha256",
              String.valueOf(e.getMessage()),
              NEXT);
      wrong.initCause(e);
      throw wrong;
    }
    return members;
  }

  private static MemberEntry member(JsonObject json) throws MalformedJsonException {
    String name = json.string("name");
    String sha256 = json.string("sha256");
    if (name == null || sha256 == null) {
      throw json.unexpected(name == null ? "name" : "sha256", "a string");
    }
    boolean isPayload = Boolean.TRUE.equals(json.truth("payload"));
    return new MemberEntry(
        isPayload ? MemberEntry.Kind.PAYLOAD : MemberEntry.Kind.SMALL,
        name,
        number(json, "plainBytes"),
        new Placement(number(json, "offset"), number(json, "packedBytes")),
        Sha256.parse(sha256));
  }

  private static long number(JsonObject json, String name) throws MalformedJsonException {
    Long number = json.number(name);
    if (number == null) {
      throw json.unexpected(name, "a number");
    }
    return number;
  }

  /** Writes the content of {@code manifest.json}. Equal manifests give equal bytes. */
  void writeTo(OutputStream out) throws IOException {
    List<IndexSummary> summaries = new ArrayList<>();
    for (IndexSummary summary : manifest.indexes()) {
      Map<String, String> extensions = new LinkedHashMap<>();
      put(extensions, INDEX, indexes.get(summary.name()));
      extensions.putAll(summary.extensions());
      summaries.add(with(summary, extensions));
    }
    Map<String, String> extensions = new LinkedHashMap<>();
    extensions.put(METADATA, metadata);
    extensions.put(MEMBERS, membersJson());
    extensions.putAll(manifest.extensions());
    ManifestJson.write(FormatV2.VERSION, with(summaries, extensions), out);
  }

  private Manifest with(List<IndexSummary> summaries, Map<String, String> extensions) {
    return new Manifest(
        manifest.format(),
        manifest.version(),
        manifest.generator(),
        manifest.header(),
        summaries,
        manifest.sections(),
        extensions);
  }

  private static void put(Map<String, String> target, String name, @Nullable String value) {
    if (value != null) {
      target.put(name, value);
    }
  }

  private String membersJson() {
    StringBuilder json = new StringBuilder("[");
    for (MemberEntry member : members) {
      json.append(json.length() == 1 ? "" : ",")
          .append(
              new JsonObject.Builder()
                  .put("name", member.name())
                  .put("payload", member.kind() == MemberEntry.Kind.PAYLOAD ? true : null)
                  .put("plainBytes", member.plainBytes())
                  .put("packedBytes", member.placement().packedBytes())
                  .put("offset", member.placement().offset())
                  .put("sha256", member.sha256().toString())
                  .build());
    }
    return json.append(']').toString();
  }

  /** How many small members there are. */
  long smallMembers() {
    return members.size() - otherPayloads();
  }

  /** How many payloads there are, parts and others. */
  long payloads() {
    long parts = 0;
    for (IndexSummary index : manifest.indexes()) {
      PartList list = index.parts();
      parts += list == null ? 0 : list.size();
    }
    return parts + otherPayloads();
  }

  private long otherPayloads() {
    return members.stream().filter(m -> m.kind() == MemberEntry.Kind.PAYLOAD).count();
  }

  /** Where a part's frame lies. */
  static Placement placement(PartSummary part) {
    return new Placement(part.offset(), part.packedBytes());
  }
}
