package org.indexport.format.v2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.indexport.IndexName;
import org.indexport.Manifest.SectionSummary;
import org.indexport.ReadLimits;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.spi.BlueprintJson;
import org.indexport.spi.BlueprintJson.SectionHead;
import org.jspecify.annotations.Nullable;

/** What of a dump is copied, in the order of the file. {@code metadata.json} is not among it. */
final class CopyInput {
  private static final String INDEXES = "indexes/";
  private static final String SECTIONS = "sections/";

  private final SourceDump dump;
  private final Predicate<IndexName> wanted;
  private final boolean isFirst;

  /** The folders of the sections that are copied, and what they are called in the copy. */
  private final Map<String, String> folders = new LinkedHashMap<>();

  /** The folders of all sections. */
  private final Set<String> allFolders = new HashSet<>();

  private final List<SectionSummary> sections = new ArrayList<>();
  private final List<MemberEntry> members = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Map<IndexName, Integer> positions = new HashMap<>();
  private final ListedParts parts;
  private int nextMember;

  private CopyInput(SourceDump dump, Predicate<IndexName> wanted, boolean isFirst) {
    this.dump = dump;
    this.wanted = wanted;
    this.isFirst = isFirst;
    this.parts = new ListedParts(dump.listed().manifest(), wanted);
  }

  /**
   * Looks at what there is.
   *
   * @param isFirst whether also what belongs to no index is copied
   * @param wantedSections which sections are copied of those whose index is
   */
  static CopyInput of(
      SourceDump dump,
      boolean isFirst,
      Predicate<IndexName> wanted,
      Predicate<SectionSummary> wantedSections,
      ReadLimits limits)
      throws IOException {
    CopyInput input = new CopyInput(dump, wanted, isFirst);
    input.chooseSections(wantedSections, limits);
    input.chooseMembers();
    return input;
  }

  /** The sections of a manifest are in the order of their descriptions. */
  private void chooseSections(Predicate<SectionSummary> chosen, ReadLimits limits)
      throws IOException {
    List<SectionSummary> listed = dump.listed().manifest().sections();
    int next = 0;
    for (MemberEntry entry : dump.listed().members()) {
      if (role(entry) instanceof Member.SectionHead role) {
        if (next == listed.size()) {
          throw dump.wrong(entry.name(), "a section that the manifest lists", "one more");
        }
        SectionSummary summary = listed.get(next++);
        allFolders.add(role.folder());
        checkHead(entry, summary, limits);
        IndexName index = summary.index();
        if (chosen.test(summary) && (index == null ? isFirst : wanted.test(index))) {
          folders.put(role.folder(), role.folder());
          sections.add(summary);
        } else if (index == null && !isFirst) {
          leftOut.add("section %s of %s".formatted(summary.name(), dump.name()));
        }
      }
    }
    if (next < listed.size()) {
      throw dump.wrong(MemberNames.MANIFEST, next + " sections", "" + listed.size());
    }
  }

  private void checkHead(MemberEntry entry, SectionSummary summary, ReadLimits limits)
      throws IOException {
    String where = dump.name() + ": " + entry.name();
    SectionHead head = new BlueprintJson(where, limits).readSection(dump.small(entry));
    if (!head.name().equals(summary.name())
        || !Objects.equals(head.index(), summary.index())
        || head.sensitivity() != summary.sensitivity()) {
      throw dump.wrong(entry.name(), "the section as the manifest lists it", "another one");
    }
  }

  private void chooseMembers() throws IOException {
    Set<String> owners = new HashSet<>();
    dump.indexes().forEach(index -> owners.add(index.name().path()));
    for (MemberEntry entry : dump.listed().members()) {
      Member.Role role = role(entry);
      if (role instanceof Member.Metadata) {
        continue;
      }
      String section = sectionFolder(entry.name());
      IndexName index =
          role instanceof Member.Index known ? known.name() : owner(entry.name(), owners);
      if (section != null && allFolders.contains(section)) {
        if (folders.containsKey(section)) {
          members.add(entry);
        }
      } else if (index == null ? isFirst : wanted.test(index)) {
        members.add(entry);
      } else if (index == null) {
        leftOut.add("member %s of %s".formatted(entry.name(), dump.name()));
      }
    }
  }

  private Member.Role role(MemberEntry entry) throws IOException {
    return MemberNames.exactRoleOf(dump.name(), entry.name());
  }

  /** The folder of a section that a member lies in, also one of which readers know nothing. */
  static @Nullable String sectionFolder(String member) {
    int end = member.indexOf('/', SECTIONS.length());
    return member.startsWith(SECTIONS) && end > 0 ? member.substring(0, end) : null;
  }

  /** The index in whose folder an unknown member lies: that with the longest name. */
  private static @Nullable IndexName owner(String member, Set<String> owners) {
    if (!member.startsWith(INDEXES)) {
      return null;
    }
    String path = member.substring(INDEXES.length());
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (owners.contains(path.substring(0, end))) {
        return IndexName.ofPath(path.substring(0, end));
      }
    }
    return null;
  }

  SourceDump dump() {
    return dump;
  }

  /** The indexes that are copied, in the order of the manifest. */
  List<IndexName> indexes() {
    return dump.listed().manifest().indexes().stream()
        .map(index -> index.name())
        .filter(wanted)
        .toList();
  }

  List<SectionSummary> sections() {
    return sections;
  }

  /** The folders of the sections that are copied; their names in the copy can be changed. */
  Map<String, String> folders() {
    return folders;
  }

  /** What could be copied and is not. */
  List<String> leftOut() {
    return leftOut;
  }

  /** The description of an index, to be written before anything else. */
  boolean isIndex(MemberEntry entry) throws IOException {
    return role(entry) instanceof Member.Index;
  }

  /** Takes the descriptions of all indexes out of what is to come, and gives them. */
  List<MemberEntry> takeIndexes() throws IOException {
    List<MemberEntry> taken = new ArrayList<>();
    for (MemberEntry entry : members) {
      if (isIndex(entry)) {
        taken.add(entry);
      }
    }
    members.removeAll(taken);
    return taken;
  }

  /**
   * Reads and checks the next member, under its name in the copy, on any thread; null at the end.
   */
  @Nullable Callable<CopiedMember> next() {
    MemberEntry entry = nextMember < members.size() ? members.get(nextMember) : null;
    if (entry != null && entry.placement().offset() <= parts.nextOffset()) {
      nextMember++;
      return () -> read(entry);
    }
    if (parts.isAtEnd()) {
      return null;
    }
    ListedParts.Listed part = parts.next();
    int position = positions.merge(part.index().name(), 1, Integer::sum) - 1;
    return () -> new CopiedMember.Part(part, position, dump.part(part));
  }

  /** A member that is no part, under its name in the copy. */
  CopiedMember read(MemberEntry entry) throws IOException {
    String folder = sectionFolder(entry.name());
    MemberEntry renamed = folder == null ? entry : entry.named(renamed(folder, entry.name()));
    if (entry.kind() == MemberEntry.Kind.PAYLOAD) {
      return new CopiedMember.Payload(renamed, dump.payload(entry));
    }
    if (role(entry) instanceof Member.Index index) {
      String said = String.valueOf(dump.listed().indexes().get(index.name()));
      return new CopiedMember.Small(renamed, dump.small(entry, said));
    }
    return new CopiedMember.Small(renamed, dump.small(entry));
  }

  private String renamed(String folder, String member) {
    return folders.getOrDefault(folder, folder) + member.substring(folder.length());
  }
}
