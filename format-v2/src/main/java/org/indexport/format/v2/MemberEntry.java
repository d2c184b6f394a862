package org.indexport.format.v2;

import org.indexport.Sha256;
import org.indexport.format.v2.container.Placement;

/**
 * What a manifest says of a member that is no part of documents.
 *
 * @param kind how it is packed
 * @param name the member
 * @param plainBytes the length of its content
 * @param placement where its frame lies
 * @param sha256 the digest of a small member's content, or of a payload's frame
 */
record MemberEntry(Kind kind, String name, long plainBytes, Placement placement, Sha256 sha256) {
  enum Kind {
    /** Read in one go. */
    SMALL,
    /** A frame of its own. */
    PAYLOAD
  }

  MemberEntry {
    if (plainBytes < 0) {
      throw new IllegalArgumentException("plain bytes " + plainBytes);
    }
  }

  MemberEntry at(Placement other) {
    return new MemberEntry(kind, name, plainBytes, other, sha256);
  }

  MemberEntry named(String other) {
    return new MemberEntry(kind, other, plainBytes, placement, sha256);
  }
}
