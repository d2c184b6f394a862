package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentTotals;
import org.indexport.DumpHeader;
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
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Placement;
import org.indexport.layout.Blueprint;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.spi.BlueprintJson;
import org.indexport.spi.BlueprintJson.SectionHead;
import org.jspecify.annotations.Nullable;

/**
 * Derives a manifest from the members of a dump, as they are written or read. Members come in the
 * order of the file; parts when their documents were counted, in any order. Thread-safe.
 */
final class Derivation {
  private final String where;
  private final ReadLimits limits;
  private final Blueprint blueprint;
  private String metadata = "";
  private final Map<IndexName, String> indexes = new HashMap<>();
  private final Map<IndexName, DerivedParts> parts = new HashMap<>();
  private final Map<String, DerivedSection> sections = new LinkedHashMap<>();
  private final List<MemberEntry> members = new ArrayList<>();

  /** The parts of an index. */
  private static final class DerivedParts {
    private final PartList.Builder inOrder = new PartList.Builder();

    /** Those that came before one with a lower ordinal. */
    private final TreeMap<Long, PartSummary> early = new TreeMap<>();

    private DocumentTotals totals = DocumentTotals.NONE;
    private long next;

    void add(PartSummary part, DocumentTotals more) {
      totals = totals.plus(more);
      early.put(part.ordinal(), part);
      for (PartSummary first; (first = early.get(next)) != null; next++) {
        inOrder.add(first);
        early.remove(next);
      }
    }

    PartList build() {
      if (early.isEmpty()) {
        return inOrder.build();
      }
      PartList.Builder all = new PartList.Builder();
      inOrder.build().forEach(all::add);
      early.values().forEach(all::add);
      return all.build();
    }
  }

  /** A section of which pieces may still come. */
  private static final class DerivedSection {
    private final SectionHead head;
    private long bytes;

    DerivedSection(SectionHead head) {
      this.head = head;
    }

    SectionSummary summary() {
      return new SectionSummary(head.name(), head.index(), bytes, head.sensitivity());
    }
  }

  /**
   * Starts with nothing.
   *
   * @param where names the dump in messages
   */
  Derivation(String where, ReadLimits limits) {
    this.where = where;
    this.limits = limits;
    this.blueprint = new Blueprint(limits, FormatV2.VERSION);
  }

  /**
   * Adds a small member.
   *
   * @return the index that it describes, or null if it is something else
   * @throws CorruptDumpException if it is not what its name says
   * @throws IOException for another typed reason, as {@link Blueprint} tells
   */
  synchronized @Nullable IndexInfo small(String name, byte[] content, Placement at)
      throws IOException {
    members.add(
        new MemberEntry(MemberEntry.Kind.SMALL, name, content.length, at, Digests.sha256(content)));
    String here = where + ": " + name;
    Member.Role role = MemberNames.roleOf(where, name);
    if (role instanceof Member.Metadata) {
      blueprint.readMetadata(here, content);
      metadata = text(content);
    } else if (role instanceof Member.Index index) {
      IndexInfo info = blueprint.readIndex(here, content, index.name());
      indexes.put(index.name(), text(content));
      return info;
    } else if (role instanceof Member.SectionHead) {
      SectionHead head = new BlueprintJson(here, limits).readSection(content);
      sections.put(role.folder(), new DerivedSection(head));
    } else if (role instanceof Member.SectionContent) {
      DerivedSection section = sections.get(role.folder());
      if (section == null) {
        throw new CorruptDumpException(
            here, "section.json before the rest of a section", "none", "take another copy");
      }
      section.bytes += content.length;
    }
    return null;
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8).strip();
  }

  /** Adds a payload that is no part of documents. */
  synchronized void payload(String name, PackedFrame frame, Placement at) {
    members.add(
        new MemberEntry(
            MemberEntry.Kind.PAYLOAD, name, frame.plainBytes(), at, Sha256.of(frame.sha256())));
  }

  /** Adds a part whose documents were counted. */
  synchronized void part(
      IndexInfo index,
      long ordinal,
      DocumentTotals totals,
      long plainBytes,
      Placement at,
      Sha256 sha256) {
    parts
        .computeIfAbsent(index.name(), name -> new DerivedParts())
        .add(
            new PartSummary(
                ordinal,
                totals.documents(),
                plainBytes,
                at.packedBytes(),
                at.offset(),
                sha256,
                totals.hash(),
                index.lines() == Lines.ENVELOPE ? totals.idHash() : null),
            totals);
  }

  /** The indexes that were described so far. */
  synchronized DumpHeader header() {
    return blueprint.header();
  }

  /** An index that was described, or null. */
  synchronized @Nullable IndexInfo index(IndexName name) {
    return blueprint.index(name);
  }

  /** How many sections there are. */
  synchronized int sections() {
    return sections.size();
  }

  /** The ordinal of the next part of an index. */
  synchronized long nextOrdinal(IndexName name) {
    DerivedParts found = parts.get(name);
    return found == null ? 0 : found.next;
  }

  /** What the parts of an index add up to. */
  synchronized DocumentTotals totals(IndexName name) {
    DerivedParts found = parts.get(name);
    return found == null ? DocumentTotals.NONE : found.totals;
  }

  /**
   * The manifest of everything that was added.
   *
   * @param generator the program that writes it
   */
  synchronized V2Manifest build(@Nullable String generator) {
    DumpHeader header = blueprint.header();
    List<IndexSummary> summaries = new ArrayList<>();
    Map<IndexName, String> texts = new LinkedHashMap<>();
    for (IndexInfo index : header.indexes()) {
      summaries.add(summary(index));
      texts.put(index.name(), indexes.getOrDefault(index.name(), "{}"));
    }
    Manifest manifest =
        new Manifest(
            FormatV2.ID,
            String.valueOf(FormatV2.VERSION),
            generator,
            header,
            summaries,
            sections.values().stream().map(DerivedSection::summary).toList());
    return new V2Manifest(manifest, metadata, texts, List.copyOf(members));
  }

  private IndexSummary summary(IndexInfo index) {
    DocumentTotals totals = totals(index.name());
    DerivedParts found = parts.get(index.name());
    return new IndexSummary(
        index.name(),
        totals.documents(),
        totals.bytes(),
        totals.hash(),
        index.lines() == Lines.ENVELOPE ? totals.idHash() : null,
        found == null ? PartList.EMPTY : found.build(),
        Map.of());
  }
}
