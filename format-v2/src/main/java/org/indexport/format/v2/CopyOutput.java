package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.Manifest.SectionSummary;
import org.indexport.PartList;
import org.indexport.PartSummary;
import org.indexport.Section;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.Placement;
import org.indexport.layout.MemberNames;
import org.indexport.layout.SeenNames;

/** Writes copied members, and a manifest that says of them what those of the sources said. */
final class CopyOutput implements Closeable {
  private final String where;
  private final ContainerWriter container;
  private final SeenNames seen = new SeenNames();
  private final List<MemberEntry> members = new ArrayList<>();
  private final Map<IndexName, PartList.Builder> parts = new HashMap<>();
  private String metadata = "";

  private CopyOutput(String where, ContainerWriter container) {
    this.where = where;
    this.container = container;
  }

  static CopyOutput create(DumpSink sink, Instant modified) throws IOException {
    return new CopyOutput(sink.name(), ContainerWriter.create(sink, modified));
  }

  /** Writes {@code metadata.json}, the first member. */
  void metadata(byte[] content) throws IOException {
    metadata = new String(content, UTF_8).strip();
    small(MemberNames.METADATA, content);
  }

  void keepPrivate() {
    container.keepPrivate();
  }

  private void small(String name, byte[] content) throws IOException {
    checkName(name);
    Placement at = container.addSmall(name, content);
    members.add(
        new MemberEntry(MemberEntry.Kind.SMALL, name, content.length, at, Digests.sha256(content)));
  }

  /** The names come from inputs: two of them may be at odds. */
  private void checkName(String name) throws IOException {
    if (!seen.add(where, name)) {
      throw new DumpException(
          "%s: more than one of the dumps has a member %s; leave one index out"
              .formatted(where, name));
    }
  }

  /** Writes a member; it stays the caller's. */
  void add(CopyInput from, CopiedMember member) throws IOException {
    if (member instanceof CopiedMember.Small small) {
      small(small.entry().name(), small.content());
    } else if (member instanceof CopiedMember.Payload payload) {
      checkName(payload.entry().name());
      Placement at = container.addPayload(payload.entry().name(), payload.frame());
      members.add(payload.entry().at(at));
    } else if (member instanceof CopiedMember.Part part) {
      add(from, part);
    }
  }

  private void add(CopyInput from, CopiedMember.Part part) throws IOException {
    IndexName index = part.part().index().name();
    PartSummary said = part.part().said();
    String name = MemberNames.documents(index, said.ordinal());
    Placement at = container.addPayload(name, part.frame());
    Manifest manifest = from.dump().listed().manifest();
    PartList listed = Objects.requireNonNull(Objects.requireNonNull(manifest.index(index)).parts());
    parts
        .computeIfAbsent(index, created -> new PartList.Builder())
        .add(said.at(at.offset()), listed.extensions(part.position()));
  }

  /** Writes the manifest and lets the copy appear. */
  CopyReport finish(List<CopyInput> inputs) throws IOException {
    Manifest first = inputs.get(0).dump().listed().manifest();
    List<IndexInfo> infos = new ArrayList<>();
    List<IndexSummary> summaries = new ArrayList<>();
    Map<IndexName, String> texts = new LinkedHashMap<>();
    List<SectionSummary> sections = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (CopyInput input : inputs) {
      V2Manifest listed = input.dump().listed();
      for (IndexName name : input.indexes()) {
        infos.add(Objects.requireNonNull(listed.manifest().header().index(name)));
        summaries.add(copied(Objects.requireNonNull(listed.manifest().index(name))));
        texts.put(name, Objects.requireNonNull(listed.indexes().get(name)));
      }
      sections.addAll(input.sections());
      leftOut.addAll(input.leftOut());
    }
    DumpHeader header = first.header().withIndexes(infos);
    Manifest manifest =
        new Manifest(
            first.format(),
            first.version(),
            first.generator(),
            header,
            summaries,
            sections,
            first.extensions());
    if (isSecret(manifest)) {
      container.keepPrivate();
    }
    V2Manifest all = new V2Manifest(manifest, metadata, texts, members);
    return new CopyReport(manifest, container.finish(all::writeTo), leftOut);
  }

  private IndexSummary copied(IndexSummary index) {
    PartList.Builder copied = parts.get(index.name());
    return new IndexSummary(
        index.name(),
        index.documents(),
        index.bytes(),
        index.hash(),
        index.idHash(),
        copied == null ? PartList.EMPTY : copied.build(),
        index.extensions());
  }

  /** Whether a dump holds something that not everybody should read. */
  static boolean isSecret(Manifest manifest) {
    return manifest.header().indexes().stream().anyMatch(IndexInfo::holdsSecrets)
        || manifest.sections().stream()
            .anyMatch(s -> s.sensitivity() == Section.Sensitivity.SENSITIVE);
  }

  @Override
  public void close() throws IOException {
    container.close();
  }
}
