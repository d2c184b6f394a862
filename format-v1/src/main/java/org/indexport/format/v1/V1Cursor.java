package org.indexport.format.v1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartCutter;
import org.indexport.PartReading;
import org.indexport.ReadOptions.Damage;
import org.indexport.Section;
import org.indexport.TruncatedDumpException;
import org.indexport.io.Closing;
import org.indexport.layout.Blueprint;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.layout.MemberSection;
import org.indexport.layout.PiecesInPlace;
import org.indexport.layout.SectionTally;
import org.indexport.layout.SeenNames;
import org.indexport.layout.WholeLinesInputStream;
import org.indexport.spi.BlueprintJson;
import org.indexport.spi.BlueprintJson.SectionHead;
import org.indexport.spi.ManifestJson;
import org.jspecify.annotations.Nullable;

/** Walks the members of a dump. */
final class V1Cursor implements DumpCursor {
  private final V1Reader reader;
  private final V1Input input;
  private final Blueprint blueprint;
  private final Predicate<IndexName> wanted;
  private final PartReading reading;
  private final boolean skipsDamage;

  private final Map<IndexName, Long> nextOrdinals = new HashMap<>();
  private @Nullable IndexName partsOf;
  private @Nullable PartCutter parts;

  private final SeenNames folders = new SeenNames();
  private final Set<String> passedFolders = new HashSet<>();
  private final SectionTally sections = new SectionTally();
  private final Rereading contents;
  private final Rereading attachments;
  private @Nullable MemberSection section;

  private byte @Nullable [] closing;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  V1Cursor(V1Reader reader, V1Input input, Blueprint blueprint, Predicate<IndexName> wanted) {
    this.reader = reader;
    this.input = input;
    this.blueprint = blueprint;
    this.wanted = wanted;
    this.reading = new PartReading(reader.options());
    this.skipsDamage = reader.options().damage() == Damage.SKIP;
    this.contents = new Rereading(reader.source(), reader.options());
    this.attachments = new Rereading(reader.source(), reader.options());
  }

  @Override
  public @Nullable DumpEntry next() throws IOException {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    if (failure != null) {
      throw failure;
    }
    try {
      DumpEntry entry = null;
      while (entry == null && !ended) {
        entry = parts == null ? nextMember() : nextPart(parts);
      }
      return entry;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private @Nullable DocumentPart nextPart(PartCutter cutter) throws IOException {
    DocumentPart part = cutter.next();
    if (part == null) {
      nextOrdinals.put(java.util.Objects.requireNonNull(partsOf), cutter.nextOrdinal());
      parts = null;
    }
    return part;
  }

  private @Nullable DumpEntry nextMember() throws IOException {
    try {
      endSection();
      if (skipsDamage && input.isBroken()) {
        ended = true;
        return null;
      }
      Member member = input.next();
      if (member != null) {
        return entry(member);
      }
      ended = true;
      IndexName missing = blueprint.firstMissing();
      if (missing != null) {
        throw V1Reader.missing(reader.source(), missing);
      }
      return null;
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
      ended |= input.isBroken();
      return null;
    }
  }

  private @Nullable DumpEntry entry(Member member) throws IOException {
    Member.Role role = member.role();
    if (role instanceof Member.Closing) {
      closing = input.text(member);
      return null;
    }
    if (role instanceof Member.Index index) {
      return blueprint.index(index.name()) == null
          ? blueprint.readIndex(input, member, index.name())
          : null;
    }
    if (role instanceof Member.Documents documents) {
      return startDocuments(member, documents.index());
    }
    if (!role.folder().isEmpty()) {
      return startSection(member, role.folder());
    }
    return null;
  }

  /** Begins to cut a member into parts; returns its index when that was not known before. */
  private @Nullable IndexInfo startDocuments(Member member, IndexName name) throws IOException {
    if (!wanted.test(name)) {
      reading.tally().leaveOut(name);
      return null;
    }
    IndexInfo known = blueprint.index(name);
    IndexInfo index = known == null ? lookAhead(member, name) : known;
    InputStream lines = input.content();
    if (skipsDamage) {
      int largest = reader.options().limits().maxDocumentBytes();
      lines = new WholeLinesInputStream(lines, largest, reading::damaged);
    }
    partsOf = name;
    parts = reading.lines(lines, index, input.where(member), nextOrdinals.getOrDefault(name, 0L));
    return known == null ? index : null;
  }

  /** Finds an index whose {@code index.json} comes later. */
  private IndexInfo lookAhead(Member member, IndexName name) throws IOException {
    if (!reader.canLookAhead()) {
      throw V1Reader.outOfOrder(
          reader.source().name(), "index.json of " + name + " before its documents", member.path());
    }
    IndexInfo index = reader.catalog().blueprint().index(name);
    if (index == null) {
      reading.tally().leaveOut(name);
      throw V1Reader.missing(reader.source(), name);
    }
    blueprint.add(input.where(member), index);
    return index;
  }

  private @Nullable Section startSection(Member member, String folder) throws IOException {
    if (passedFolders.contains(folder)) {
      return null;
    }
    if (!folders.add(reader.source().name(), folder)) {
      throw new CorruptDumpException(
          input.where(member),
          "the members of a section together",
          "this one after others",
          "write the section anew, or without it");
    }
    boolean promised = member.ours() && member.role() instanceof Member.SectionHead;
    boolean looking = reader.canLookAhead() && (skipsDamage || !promised);
    Catalog catalog = looking ? reader.catalog() : reader.knownCatalog();
    if (catalog == null) {
      return readInPlace(member, folder);
    }
    if (!catalog.isWhole(folder)) {
      // The place where the file is broken lies ahead, and is noted there.
      passedFolders.add(folder);
      return null;
    }
    Catalog.SectionMembers members = catalog.section(folder);
    return members.isInOrder() ? readInPlace(member, folder) : gather(member, folder, members);
  }

  private Section readInPlace(Member member, String folder) throws IOException {
    if (!(member.role() instanceof Member.SectionHead)) {
      throw V1Reader.outOfOrder(
          reader.source().name(), folder + "/section.json before the rest", member.path());
    }
    SectionHead head =
        new BlueprintJson(input.where(member), reader.options().limits())
            .readSection(input.text(member));
    return begin(new MemberSection(input.where(member), head, new PiecesInPlace(input, folder)));
  }

  private Section gather(Member member, String folder, Catalog.SectionMembers members)
      throws IOException {
    passedFolders.add(folder);
    SectionHead head = members.head();
    if (head == null) {
      throw new CorruptDumpException(
          input.where(member),
          "a member section.json beside it",
          "none",
          "add one that names the section, or take another copy of the file");
    }
    return begin(
        new MemberSection(
            input.where(member),
            head,
            new GatheredPieces(contents, attachments, members.inOrder())));
  }

  private Section begin(MemberSection begun) {
    section = begun;
    return begun;
  }

  private void endSection() throws IOException {
    MemberSection open = section;
    section = null;
    if (open != null) {
      open.end();
      sections.add(open);
    }
  }

  @Override
  public @Nullable Manifest finish() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (!ended) {
      throw new IllegalStateException("there is more to read");
    }
    reading.checkPartsClosed();
    try {
      return compare();
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
      return null;
    }
  }

  private Manifest compare() throws IOException {
    String where = reader.source().name() + ": " + MemberNames.MANIFEST;
    byte[] text = closing;
    if (text == null) {
      throw new TruncatedDumpException(
          reader.source().name(),
          "a closing manifest.json",
          "none",
          "the dump was not finished; make it again, or use what is there knowingly");
    }
    Manifest manifest =
        ManifestJson.read(
            where,
            reader.options().limits(),
            ManifestJson.Detail.INDEXES,
            new ByteArrayInputStream(text),
            FormatV1.ID,
            reader.formatVersion(),
            blueprint.header());
    blueprint.compare(where, manifest);
    reading.tally().compare(reader.source().name(), manifest);
    sections.compare(where, manifest.sections());
    return manifest;
  }

  @Override
  public List<DumpException> damages() {
    return reading.damages();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    Closing.all(input, contents, attachments);
  }
}
