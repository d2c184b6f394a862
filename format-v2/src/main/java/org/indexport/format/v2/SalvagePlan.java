package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest.IndexSummary;
import org.indexport.PartSummary;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.WriteOptions;
import org.indexport.format.v2.SalvageReport.LostMember;
import org.indexport.format.v2.SalvageSurvey.Found;
import org.indexport.format.v2.SalvageSurvey.Kind;
import org.indexport.layout.Blueprint;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.spi.BlueprintJson;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each find. With a manifest, what it lists is taken, and nothing else; without
 * one, what says by itself what it is and that it is whole.
 */
final class SalvagePlan {
  private static final String UNPROVABLE = "without the manifest nobody knows whether it is whole";

  private final String where;
  private final boolean isFolder;
  private final ReadLimits limits;
  private final SalvageSurvey survey;
  private final @Nullable V2Manifest said;

  /** Under which name each find is written, or null if it is not. */
  private final List<@Nullable String> names = new ArrayList<>();

  private final Map<IndexName, IndexInfo> indexes = new LinkedHashMap<>();

  /** What is written although only the manifest has it. */
  private final Map<String, byte[]> repeated = new LinkedHashMap<>();

  private final List<LostMember> lost = new ArrayList<>();
  private @Nullable Blueprint metadata;
  private byte[] metadataText = {};

  private SalvagePlan(DumpSource source, ReadLimits limits, SalvageSurvey survey)
      throws IOException {
    this.where = source.name();
    this.isFolder = source.isDirectory();
    this.limits = limits;
    this.survey = survey;
    readMetadata();
    this.said = manifest();
  }

  /**
   * Decides.
   *
   * @throws UnknownFormatException if it is something that is no dump
   * @throws IOException for other typed reasons: another version, or beyond a limit
   */
  static SalvagePlan of(DumpSource source, ReadLimits limits, SalvageSurvey survey)
      throws IOException {
    SalvagePlan plan = new SalvagePlan(source, limits, survey);
    plan.readIndexes();
    plan.decide();
    plan.dropBrokenSections();
    plan.finishMetadata();
    return plan;
  }

  private void readMetadata() throws IOException {
    byte[] text = survey.text(MemberNames.METADATA);
    if (text != null) {
      try {
        Blueprint read = new Blueprint(limits, FormatV2.VERSION);
        read.readMetadata(where + ": " + MemberNames.METADATA, text);
        metadata = read;
        metadataText = text;
      } catch (CorruptDumpException e) {
        metadata = null;
      }
    }
  }

  /** The last manifest that is one, and is of this dump rather than of one that lies in it. */
  private @Nullable V2Manifest manifest() throws IOException {
    List<byte[]> all = survey.manifests();
    for (int i = all.size() - 1; i >= 0; i--) {
      try {
        if (isFolder) {
          ListedMembers.checkEnd(where, new ByteArrayInputStream(all.get(i)));
        }
        V2Manifest parsed = V2Manifest.parse(where, new ByteArrayInputStream(all.get(i)), limits);
        ListedMembers.check(where, parsed, limits);
        if (metadata == null || isFolder || parsed.metadata().strip().equals(text(metadataText))) {
          return parsed;
        }
      } catch (LimitExceededException e) {
        throw e;
      } catch (CorruptDumpException | TruncatedDumpException e) {
        lost.add(lostMember(MemberNames.MANIFEST, String.valueOf(e.getMessage())));
      }
    }
    return null;
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8).strip();
  }

  private static LostMember lostMember(@Nullable String name, String reason) {
    return new LostMember(name, SalvageReport.UNKNOWN, SalvageReport.UNKNOWN, reason);
  }

  /** Indexes are described by their members, or else by the manifest. */
  private void readIndexes() throws IOException {
    if (said != null) {
      for (IndexSummary index : said.manifest().indexes()) {
        String text = String.valueOf(said.indexes().get(index.name()));
        repeated.put(MemberNames.index(index.name()), (text.strip() + "\n").getBytes(UTF_8));
        indexes.put(
            index.name(), Objects.requireNonNull(said.manifest().header().index(index.name())));
      }
      return;
    }
    Blueprint blueprint = new Blueprint(limits, FormatV2.VERSION);
    for (Found found : survey.finds()) {
      if (found.name() != null
          && found.kind() == Kind.SMALL
          && survey.role(found.name()) instanceof Member.Index index
          && !indexes.containsKey(index.name())) {
        try {
          byte[] text = Objects.requireNonNull(survey.text(found.name()));
          String here = where + ": " + found.name();
          indexes.put(index.name(), blueprint.readIndex(here, text, index.name()));
        } catch (CorruptDumpException e) {
          lost.add(lostMember(found.name(), String.valueOf(e.getMessage())));
        }
      }
    }
  }

  private void decide() {
    if (said == null) {
      decideAlone();
    } else {
      decideBy(said);
    }
  }

  /** Without a manifest: a name that two different finds have is neither's. */
  private void decideAlone() {
    Map<String, Sha256> byName = new HashMap<>();
    Set<String> disputed = new HashSet<>();
    for (Found found : survey.finds()) {
      if (found.name() != null && found.sha256() != null) {
        Sha256 other = byName.putIfAbsent(found.name(), found.sha256());
        if (other != null && !other.equals(found.sha256())) {
          disputed.add(found.name());
        }
      }
    }
    Set<String> taken = new HashSet<>();
    for (Found found : survey.finds()) {
      String name = found.name();
      boolean isTaken =
          name != null
              && found.sha256() != null
              && !disputed.contains(name)
              && isTakenAlone(found, name)
              && taken.add(name);
      names.add(isTaken ? name : null);
      if (found.kind() == Kind.NAMELESS) {
        String reason = "a whole frame, of which without the manifest nobody knows what it is";
        lost.add(new LostMember(null, found.at().offset(), found.end(), reason));
      } else if (found.kind() == Kind.LOST && !isPart(name)) {
        String reason = String.valueOf(found.reason());
        lost.add(new LostMember(name, found.at().offset(), found.end(), reason));
      }
    }
    for (String name : disputed) {
      if (!isPart(name)) {
        lost.add(lostMember(name, "two members have this name"));
      }
    }
  }

  private boolean isPart(@Nullable String name) {
    return name != null && survey.role(name) instanceof Member.Documents;
  }

  private boolean isTakenAlone(Found found, String name) {
    Member.Role role = survey.role(name);
    if (role instanceof Member.Metadata || role instanceof Member.Closing) {
      return false;
    }
    if (role instanceof Member.Index index) {
      return found.kind() == Kind.SMALL && indexes.containsKey(index.name());
    }
    if (role instanceof Member.Documents documents) {
      return found.kind() == Kind.PAYLOAD && indexes.containsKey(documents.index());
    }
    if (found.kind() == Kind.PAYLOAD) {
      return role instanceof Member.Other;
    }
    // A file of a folder has no checksum.
    if (isFolder && CopyInput.sectionFolder(name) == null) {
      lost.add(lostMember(name, UNPROVABLE));
    }
    return !isFolder;
  }

  private void decideBy(V2Manifest manifest) {
    Map<String, MemberEntry> members = new HashMap<>();
    Map<Sha256, String> byDigest = new HashMap<>();
    for (MemberEntry entry : manifest.members()) {
      members.put(entry.name(), entry);
      if (entry.kind() == MemberEntry.Kind.PAYLOAD) {
        byDigest.put(entry.sha256(), entry.name());
      }
    }
    for (IndexSummary index : manifest.manifest().indexes()) {
      for (PartSummary part : Objects.requireNonNull(index.parts())) {
        byDigest.put(part.sha256(), MemberNames.documents(index.name(), part.ordinal()));
      }
    }
    Set<String> taken = new HashSet<>();
    taken.add(MemberNames.METADATA);
    taken.add(MemberNames.MANIFEST);
    for (Found found : survey.finds()) {
      String name = listedName(found, members, byDigest);
      names.add(name != null && taken.add(name) ? name : null);
    }
    repeated.keySet().removeAll(taken);
    taken.addAll(repeated.keySet());
    for (MemberEntry entry : manifest.members()) {
      if (!taken.contains(entry.name())) {
        lost.add(lost(entry));
      }
    }
  }

  /** The name under which the manifest lists a find, or null. */
  private @Nullable String listedName(
      Found found, Map<String, MemberEntry> members, Map<Sha256, String> byDigest) {
    Sha256 digest = found.sha256();
    String name = found.name();
    if (digest == null) {
      return null;
    }
    if (found.kind() == Kind.NAMELESS) {
      return byDigest.get(digest);
    }
    if (found.kind() == Kind.PAYLOAD && isPart(name)) {
      // If the digest differs, its documents are compared.
      return isListed(Objects.requireNonNull(name)) ? name : null;
    }
    MemberEntry entry = members.get(name);
    boolean isSame =
        entry != null
            && entry.sha256().equals(digest)
            && (entry.kind() == MemberEntry.Kind.SMALL) == (found.kind() == Kind.SMALL);
    return isSame ? name : null;
  }

  private boolean isListed(String name) {
    return survey.role(name) instanceof Member.Documents documents
        && said(documents.index(), documents.number() - 1) != null;
  }

  private LostMember lost(MemberEntry entry) {
    String reason = "it is not there";
    for (Found found : survey.finds()) {
      boolean isThere =
          isFolder
              ? entry.name().equals(found.name())
              : found.kind() == Kind.LOST
                  && found.at().offset() < end(entry)
                  && entry.placement().offset() < found.end();
      if (isThere) {
        reason = found.reason() == null ? "it is not what the manifest says" : found.reason();
        break;
      }
    }
    return new LostMember(entry.name(), entry.placement().offset(), end(entry), reason);
  }

  private static long end(MemberEntry entry) {
    return entry.placement().offset() + entry.placement().packedBytes();
  }

  /** Half a section is none: what is missing could be what makes it harmless. */
  private void dropBrokenSections() {
    Set<String> folders = new java.util.LinkedHashSet<>();
    for (Found found : survey.finds()) {
      String folder = found.name() == null ? null : CopyInput.sectionFolder(found.name());
      if (folder != null) {
        folders.add(folder);
      }
    }
    for (String folder : folders) {
      String broken = new SalvagedSection(survey, said, isFolder, names, folder).problem();
      if (broken != null) {
        lost.add(lostMember(folder, broken));
        for (int i = 0; i < names.size(); i++) {
          String name = names.get(i);
          if (name != null && folder.equals(CopyInput.sectionFolder(name))) {
            names.set(i, null);
          }
        }
      }
    }
  }

  /** The metadata as it was found, or as the manifest repeats it, or else what is still known. */
  private void finishMetadata() throws IOException {
    if (said != null) {
      if (metadata == null || !said.metadata().strip().equals(text(metadataText))) {
        metadataText = (said.metadata().strip() + "\n").getBytes(UTF_8);
      }
    } else if (metadata == null) {
      if (lost.stream().noneMatch(m -> MemberNames.METADATA.equals(m.name()))) {
        lost.add(lostMember(MemberNames.METADATA, "it is not there"));
      }
      DumpHeader header = DumpHeader.of(List.copyOf(indexes.values()));
      metadataText =
          BlueprintJson.metadata(FormatV2.VERSION, WriteOptions.DEFAULT.generator(), header);
    }
    metadataText = MetadataIndexes.of(where, metadataText, indexes.keySet(), List.of(), limits);
  }

  /** The manifest, or null when there is none to believe. */
  @Nullable V2Manifest said() {
    return said;
  }

  /** What the manifest says of a part, or null. */
  @Nullable PartSummary said(IndexName index, long ordinal) {
    IndexSummary summary = said == null ? null : said.manifest().index(index);
    return summary == null || summary.parts() == null ? null : summary.parts().find(ordinal);
  }

  byte[] metadata() {
    return metadataText;
  }

  /** What the metadata says. */
  DumpHeader header() throws IOException {
    Blueprint read = new Blueprint(limits, FormatV2.VERSION);
    read.readMetadata(where + ": " + MemberNames.METADATA, metadataText);
    return read.header();
  }

  /** Small members that are written before all others, since only the manifest has them. */
  Map<String, byte[]> repeated() {
    return repeated;
  }

  /** The indexes that are known. */
  Map<IndexName, IndexInfo> indexes() {
    return indexes;
  }

  /** Under which name a find is written, or null if it is not. */
  @Nullable String name(int find) {
    return names.get(find);
  }

  /** What is lost apart from parts. */
  List<LostMember> lost() {
    return lost;
  }
}
