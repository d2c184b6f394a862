package org.indexport.format.v2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.Member.Payload;
import org.indexport.format.v2.container.Member.Small;
import org.indexport.format.v2.container.Placement;
import org.indexport.format.v2.container.Salvage;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/** What is whole in a damaged dump, before it is decided what becomes of it. */
final class SalvageSurvey {
  /** What was found. */
  enum Kind {
    SMALL,
    PAYLOAD,
    /** A whole frame without a name. */
    NAMELESS,
    /** Bytes that are not whole; the name is what they were announced as. */
    LOST
  }

  /**
   * A find.
   *
   * @param name the member, or null when unknown
   * @param sha256 the digest of a small member's content or of a frame; null of what is lost
   * @param reason what is wrong with what is lost
   */
  record Found(
      Kind kind,
      @Nullable String name,
      Placement at,
      @Nullable Sha256 sha256,
      @Nullable String reason) {
    long end() {
      return at.offset() + at.packedBytes();
    }
  }

  private final String where;
  private final List<Found> finds = new ArrayList<>();
  private final List<byte[]> manifests = new ArrayList<>();

  /** The contents of members that describe others. */
  private final Map<String, byte[]> texts = new HashMap<>();

  private SalvageSurvey(String where) {
    this.where = where;
  }

  static SalvageSurvey of(DumpSource source, ReadLimits limits) throws IOException {
    SalvageSurvey survey = new SalvageSurvey(source.name());
    try (Salvage salvage = Salvage.open(source, limits, new FrameBuffers())) {
      for (Salvage.Find find; (find = salvage.next()) != null; ) {
        survey.finds.add(survey.found(find));
      }
    }
    return survey;
  }

  private Found found(Salvage.Find find) {
    if (find instanceof Salvage.Nameless nameless) {
      try (var frame = nameless.frame()) {
        return new Found(
            Kind.NAMELESS, null, nameless.placement(), Sha256.of(frame.sha256()), null);
      }
    }
    if (find instanceof Salvage.Lost lost) {
      String reason = String.valueOf(lost.reason().getMessage());
      return new Found(Kind.LOST, lost.name(), lost.placement(), null, reason);
    }
    var member = ((Salvage.Whole) find).member();
    if (member instanceof Payload payload) {
      try (var frame = payload.frame()) {
        return new Found(
            Kind.PAYLOAD, member.name(), member.placement(), Sha256.of(frame.sha256()), null);
      }
    }
    byte[] content = ((Small) member).content();
    keep(member.name(), content);
    return new Found(Kind.SMALL, member.name(), member.placement(), Digests.sha256(content), null);
  }

  private void keep(String name, byte[] content) {
    Member.Role role = role(name);
    if (role instanceof Member.Closing) {
      manifests.add(content);
    } else if (role instanceof Member.Metadata
        || role instanceof Member.Index
        || role instanceof Member.SectionHead) {
      texts.putIfAbsent(name, content);
    }
  }

  /** What a name says; one that nearly says something says nothing. */
  Member.Role role(String name) {
    try {
      return MemberNames.roleOf(where, name);
    } catch (CorruptDumpException e) {
      return new Member.Other();
    }
  }

  /** Everything, in the order of the input. */
  List<Found> finds() {
    return finds;
  }

  /** All that looks like a manifest, in the order of the input. */
  List<byte[]> manifests() {
    return manifests;
  }

  /** The content of {@code metadata.json}, an {@code index.json} or a {@code section.json}. */
  byte @Nullable [] text(String name) {
    return texts.get(name);
  }

  /** Whether anything of a dump was found. */
  boolean isDump() {
    return !manifests.isEmpty()
        || !texts.isEmpty()
        || finds.stream()
            .anyMatch(f -> f.name() != null && role(f.name()) instanceof Member.Documents);
  }
}
