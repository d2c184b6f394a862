package org.indexport.format.v2.container;

import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;

/**
 * What {@link ReadLimits} mean for frames.
 *
 * @param payload the most plain bytes of a payload
 * @param small the most plain bytes of a frame with a small member
 * @param text the most bytes of a small member's content, of the manifest, and of the seek table
 * @param name the longest name
 * @param members the most members
 * @param ratio the most plain bytes of a packed one, on average
 */
record FrameLimits(int payload, int small, int text, int name, long members, int ratio) {
  private static final int LEAST_PAYLOAD = 8 << 20;
  private static final int SLACK = 1 << 20;
  private static final long RATIO_FROM = 64L << 20;

  static FrameLimits of(ReadLimits limits) {
    int text = limits.maxMetadataBytes();
    return new FrameLimits(
        // A part is cut after a document, and a line has an id beside it.
        Math.min(1 << 30, Math.max(LEAST_PAYLOAD, limits.maxDocumentBytes()) + SLACK),
        (int) Math.min(1 << 30, (long) text + TarPiece.mostGlueBytes(limits.maxNameBytes())),
        text,
        limits.maxNameBytes(),
        limits.maxEntries(),
        limits.maxExpansionRatio());
  }

  /** The most plain bytes of a frame with a header only. */
  int glue() {
    return TarPiece.mostGlueBytes(name);
  }

  void checkText(long bytes, Place place) throws LimitExceededException {
    if (bytes > text) {
      throw place.beyond("metadata of at most " + text + " bytes", bytes + " bytes", "metadata");
    }
  }

  void checkExpansion(long packed, long plain, Place place) throws LimitExceededException {
    // The same as plain > ratio * packed, which could overflow.
    if (plain > RATIO_FROM && (plain - 1) / ratio >= packed) {
      throw place.beyond("at most " + ratio + " times as many plain bytes", "more", "expansion");
    }
  }

  void checkMembers(long count, Place place) throws LimitExceededException {
    if (count > members) {
      throw place.beyond("at most " + members + " members", "more", "entries");
    }
  }
}
