package org.indexport.format.v2.container;

import org.indexport.CorruptDumpException;

/**
 * Follows the blocks of one zstd frame without unpacking them, and finds sizes that cannot be true
 * before memory is taken for them.
 */
final class FrameBlocks {
  static final int HEADER_BYTES = 3;

  private final long contentBytes;
  private final Place place;
  private long least;
  private long most;
  private boolean ended;

  FrameBlocks(FrameHeader header, Place place) {
    this.contentBytes = header.contentBytes();
    this.place = place;
  }

  /** Takes the header that starts here and returns how many bytes follow it, up to the next one. */
  int next(byte[] bytes, int at) throws CorruptDumpException {
    int header = (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16;
    int size = header >>> 3;
    if (size > FrameHeader.MOST_BLOCK) {
      throw place.corrupt("blocks of at most " + FrameHeader.MOST_BLOCK + " bytes", "" + size);
    }
    ended = (header & 1) != 0;
    int follows =
        switch ((header >>> 1) & 3) {
          case 0 -> exactly(size, size);
          case 1 -> exactly(size, 1);
          case 2 -> upTo(size);
          default -> throw place.corrupt("a block of a known kind", "a reserved kind");
        };
    if (least > contentBytes || (ended && most < contentBytes)) {
      throw place.corrupt(
          contentBytes + " plain bytes, as the frame tells",
          "blocks of " + (least > contentBytes ? "more" : "less"));
    }
    return follows;
  }

  private int exactly(int plain, int packed) {
    least += plain;
    most += plain;
    return packed;
  }

  private int upTo(int packed) {
    most += FrameHeader.MOST_BLOCK;
    return packed;
  }

  /** Whether the last block was the frame's last. */
  boolean isEnded() {
    return ended;
  }
}
