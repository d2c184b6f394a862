package org.indexport.snapshot;

import org.indexport.Sha256;
import org.indexport.format.v2.container.Placement;

/**
 * A member as the manifest lists it that is neither part of a file nor the manifest.
 *
 * @param kind how it is stored
 * @param name its name
 * @param plainBytes the length of its content
 * @param placement where its frame lies
 * @param sha256 the digest of its content, or of a payload, of its frame
 */
record ListedMember(Kind kind, String name, long plainBytes, Placement placement, Sha256 sha256) {
  /** How a member is stored. */
  enum Kind {
    SMALL,
    PAYLOAD
  }
}
