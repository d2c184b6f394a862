package org.indexport.format.v2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadOptions;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Salvage;
import org.indexport.json.EnvelopeScanner;
import org.indexport.json.MalformedJsonException;
import org.indexport.layout.Blueprint;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.spi.TextBudget;
import org.jspecify.annotations.Nullable;

/**
 * What a first pass over a damaged dump finds: the manifest if it is whole, else the metadata and
 * the indexes; and which sections are whole.
 */
final class SalvageScan {
  private static final int MOST_NOTES = 1_000;

  private final String name;
  private final ReadOptions options;
  private final boolean isFolder;
  private final TextBudget budget = new TextBudget();
  private final Blueprint blueprint;
  private final Map<String, Pieces> sections = new LinkedHashMap<>();

  /** The digests of all pieces of sections that the manifest lists. */
  private final Map<String, Map<String, Sha256>> listed = new LinkedHashMap<>();

  private final Set<IndexName> unreadable = new HashSet<>();
  private final List<DumpException> notes = new ArrayList<>();
  private @Nullable V2Manifest manifest;
  private String folder = "";
  private boolean documents;

  /** The pieces of a section. */
  private static final class Pieces {
    final Map<String, Sha256> digests = new HashMap<>();
    boolean broken;
    boolean followed;
  }

  private SalvageScan(DumpSource source, ReadOptions options) {
    this.name = source.name();
    this.options = options;
    this.isFolder = source.isDirectory();
    this.blueprint = new Blueprint(options.limits(), FormatV2.VERSION);
  }

  /** Goes over a source. */
  static SalvageScan of(DumpSource source, ReadOptions options) throws IOException {
    SalvageScan scan = new SalvageScan(source, options);
    try (Unpackers unpackers = new Unpackers();
        Salvage salvage = Salvage.open(source, options.limits(), new FrameBuffers())) {
      for (Salvage.Find find; (find = salvage.next()) != null; ) {
        scan.add(find, unpackers);
      }
    }
    return scan;
  }

  private void add(Salvage.Find find, Unpackers unpackers) throws IOException {
    if (find instanceof Salvage.Nameless nameless) {
      nameless.frame().close();
      follow(false);
    } else if (find instanceof Salvage.Whole whole) {
      try {
        add(whole.member(), unpackers);
      } catch (CorruptDumpException | TruncatedDumpException e) {
        note(e);
      }
    } else {
      follow(false);
    }
  }

  private void note(DumpException damage) {
    if (notes.size() < MOST_NOTES) {
      notes.add(damage);
    }
  }

  /** Ends the section before, if there is one, which is whole if what follows is. */
  private void follow(boolean whole) {
    Pieces before = sections.get(folder);
    if (before != null) {
      before.followed |= whole;
      before.broken |= !whole;
    }
    folder = "";
  }

  private void add(org.indexport.format.v2.container.Member member, Unpackers unpackers)
      throws IOException {
    if (member instanceof org.indexport.format.v2.container.Member.Payload payload) {
      try (PackedFrame frame = payload.frame()) {
        // In a folder payloads come last, whenever they were written.
        follow(!isFolder);
        Member.Role role = MemberNames.roleOf(name, payload.name());
        if (role instanceof Member.Documents part) {
          documents = true;
          addDocuments(part.index(), frame, unpackers);
        }
      }
    } else if (member instanceof org.indexport.format.v2.container.Member.Small small) {
      Member.Role role = MemberNames.roleOf(name, small.name());
      if (!role.folder().equals(folder)) {
        follow(true);
      }
      add(small.name(), small.content(), role);
    }
  }

  private void add(String member, byte[] content, Member.Role role) throws IOException {
    String where = name + ": " + member;
    if (role instanceof Member.Closing) {
      V2Manifest found =
          V2Manifest.parse(name, new ByteArrayInputStream(content), options.limits());
      ListedMembers.check(name, found, options.limits());
      manifest = found;
      listSections(found);
    } else if (role instanceof Member.Metadata) {
      budget.charge(where, content);
      blueprint.readMetadata(where, content);
    } else if (role instanceof Member.Index index) {
      budget.charge(where, content);
      blueprint.readIndex(where, content, index.name());
    } else if (!role.folder().isEmpty()) {
      budget.keep(where, 2L * member.length());
      folder = role.folder();
      sections
          .computeIfAbsent(folder, key -> new Pieces())
          .digests
          .put(member, Digests.sha256(content));
    }
  }

  private void listSections(V2Manifest found) throws DumpException {
    for (MemberEntry member : found.members()) {
      String in = MemberNames.roleOf(name, member.name()).folder();
      if (!in.isEmpty()) {
        listed.computeIfAbsent(in, key -> new HashMap<>()).put(member.name(), member.sha256());
      }
    }
  }

  /** Documents whose {@code index.json} did not come before. */
  private void addDocuments(IndexName index, PackedFrame frame, Unpackers unpackers)
      throws IOException {
    if (blueprint.index(index) != null || unreadable.contains(index)) {
      return;
    }
    String where = name + ": index " + index;
    if (looksLikeEnvelopes(frame, unpackers)) {
      unreadable.add(index);
      throw lost(where, "documents that can be told from what lies beside them");
    }
    blueprint.add(where, IndexInfo.builder(index).lines(Lines.SOURCE).build());
    note(lost(where, "its settings and its primary key"));
  }

  private static CorruptDumpException lost(String where, String what) {
    return new CorruptDumpException(
        where, "index.json, which tells " + what, "none that is whole", "take another copy");
  }

  /** Whether the first line may be a document with something beside it. */
  private boolean looksLikeEnvelopes(PackedFrame frame, Unpackers unpackers) throws IOException {
    byte[] plain = new byte[frame.plainBytes()];
    unpackers.unpack(frame, plain);
    int end = 0;
    while (end < plain.length && plain[end] != '\n') {
      end++;
    }
    try {
      new EnvelopeScanner(options.limits().maxDepth()).scan(plain, 0, end);
      return true;
    } catch (MalformedJsonException e) {
      return false;
    }
  }

  /** Whether there is anything of a dump. */
  boolean foundAnything() {
    return manifest != null
        || blueprint.hasMetadata()
        || !blueprint.names().isEmpty()
        || documents
        || !sections.isEmpty();
  }

  /** The manifest, or null when it is not whole. */
  @Nullable V2Manifest manifest() {
    return manifest;
  }

  DumpHeader header() {
    return manifest == null ? blueprint.header() : manifest.manifest().header();
  }

  /** An index that the metadata lists and of which nothing more is known, or null. */
  @Nullable IndexName missingIndex() {
    return manifest == null ? blueprint.firstMissing() : null;
  }

  /** What was wrong with members that are whole, and which indexes lost their description. */
  List<DumpException> notes() {
    return manifest == null ? notes : List.of();
  }

  /** The folders of all sections that are listed, or were found at least in part. */
  Set<String> sectionFolders() {
    Set<String> folders = new LinkedHashSet<>(sections.keySet());
    folders.addAll(listed.keySet());
    return folders;
  }

  /** Whether all pieces of a section are there. */
  boolean isWhole(String sectionFolder) {
    Pieces found = sections.get(sectionFolder);
    if (found == null || manifest == null) {
      // A section behind which something whole follows lost nothing.
      return found != null && found.followed && !found.broken;
    }
    return found.digests.equals(listed.get(sectionFolder));
  }
}
