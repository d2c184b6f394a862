package org.indexport.format.v2;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest.IndexSummary;
import org.indexport.PartList;
import org.indexport.PartSummary;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.Container;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.layout.SeenNames;

/**
 * Looks at a manifest for what cannot be, before it is believed where members lie and how large
 * they are.
 */
final class ListedMembers {
  private static final String NEXT = "take another copy, or salvage what is whole";

  private final String where;
  private final V2Manifest manifest;
  private final ReadLimits limits;

  private ListedMembers(String where, V2Manifest manifest, ReadLimits limits) {
    this.where = where + ": " + MemberNames.MANIFEST;
    this.manifest = manifest;
    this.limits = limits;
  }

  /**
   * Makes sure that a manifest was not cut: its only line feed is its last byte.
   *
   * @param content is read to its end, not closed here
   * @throws TruncatedDumpException if it was
   * @throws IOException if reading fails
   */
  static void checkEnd(String where, InputStream content) throws IOException {
    byte[] buffer = new byte[16 << 10];
    byte last = 0;
    for (int got; (got = content.read(buffer)) > 0; ) {
      last = buffer[got - 1];
    }
    if (last != '\n') {
      throw new TruncatedDumpException(
          where + ": " + MemberNames.MANIFEST,
          "a line feed at its end",
          "the end of the file",
          "take a whole copy, or salvage what is whole");
    }
  }

  /**
   * Checks.
   *
   * @param where names the dump in messages
   * @throws CorruptDumpException if members or parts are listed that cannot be there together
   * @throws LimitExceededException if a part is too large
   */
  static void check(String where, V2Manifest manifest, ReadLimits limits) throws DumpException {
    ListedMembers listed = new ListedMembers(where, manifest, limits);
    listed.checkMembers();
    for (IndexSummary index : manifest.manifest().indexes()) {
      listed.checkParts(index);
    }
  }

  private void checkMembers() throws DumpException {
    Set<IndexName> described = new HashSet<>();
    SeenNames seen = new SeenNames();
    long offset = 0;
    boolean metadata = false;
    for (MemberEntry member : manifest.members()) {
      Member.Role role = MemberNames.exactRoleOf(where, member.name());
      if (!seen.add(where, member.name())) {
        throw wrong("each member once", member.name() + " again");
      }
      if (member.placement().offset() < offset) {
        throw wrong("members in the order of the file", member.name() + " after a later one");
      }
      offset = member.placement().offset();
      checkKind(member, role);
      metadata |= role instanceof Member.Metadata;
      if (role instanceof Member.Index index) {
        described.add(index.name());
      }
    }
    if (!metadata) {
      throw wrong("a member " + MemberNames.METADATA, "none");
    }
    for (Map.Entry<IndexName, String> index : manifest.indexes().entrySet()) {
      if (!described.contains(index.getKey())) {
        throw wrong("a member " + MemberNames.index(index.getKey()), "none");
      }
    }
  }

  private void checkKind(MemberEntry member, Member.Role role) throws CorruptDumpException {
    boolean isPayload = member.kind() == MemberEntry.Kind.PAYLOAD;
    if (role instanceof Member.Documents || role instanceof Member.Closing) {
      throw wrong("members that are no parts", member.name());
    }
    if (isPayload && !(role instanceof Member.Other)) {
      throw wrong(member.name() + " as a small member", "it as a payload");
    }
  }

  private void checkParts(IndexSummary index) throws DumpException {
    PartList parts = index.parts();
    if (parts == null) {
      throw wrong("the parts of index " + index.name(), "none");
    }
    int most = Container.mostPayloadBytes(limits);
    long offset = 0;
    long documents = 0;
    for (PartSummary part : parts) {
      if (part.plainBytes() > most) {
        throw new LimitExceededException(
            PartPlace.of(where, index.name(), part, documents).toString(),
            "at most " + most + " plain bytes",
            part.plainBytes() + " of them",
            "raise the limit of documents if the file is sound");
      }
      if (part.offset() < offset) {
        throw PartPlace.of(where, index.name(), part, documents)
            .wrong("parts in the order of the file", "one that lies before the last one");
      }
      offset = part.offset();
      documents += part.documents();
    }
    if (documents != index.documents()) {
      throw wrong(
          "parts of " + index.documents() + " documents for index " + index.name(),
          "parts of " + documents);
    }
  }

  private CorruptDumpException wrong(String expected, String found) {
    return new CorruptDumpException(where, expected, found, NEXT);
  }
}
