package org.indexport.format.v2.container;

import java.io.IOException;
import java.util.Arrays;
import org.indexport.layout.MemberNames;
import org.indexport.tar.TarOutput;
import org.jspecify.annotations.Nullable;

/** The members at the start of the file packing, which ends after any of them. */
final class UnfinishedStreamMembers extends StreamMembers {
  private final RangeReader file;
  private long seconds = -1;

  /**
   * Starts before the first member.
   *
   * @param file the start of a file; closing this closes it
   */
  UnfinishedStreamMembers(Place start, RangeReader file, FrameLimits limits, FrameBuffers buffers) {
    super(start, file.from(0), limits, buffers, true);
    this.file = file;
  }

  @Override
  @Nullable Member end() {
    return null;
  }

  /** What is between the contents of members must be what a writer would write there. */
  @Override
  void check(TarPiece piece, byte[] plain, Place place) throws IOException {
    if (seconds < 0) {
      seconds = TarHeader.modified(plain, piece.contentFrom(), place);
    }
    if (piece.name().equals(MemberNames.MANIFEST)) {
      throw place.corrupt("a container without manifest", "one with it");
    }
    int from = TarOutput.padding(position());
    byte[] head = TarOutput.head(piece.name(), piece.size(), seconds);
    if (!Arrays.equals(plain, from, piece.contentFrom(), head, 0, head.length)) {
      throw place.corrupt("a tar header as this writer writes it", "another one");
    }
  }

  /** The time of all members. */
  long seconds() {
    return seconds;
  }

  @Override
  public void close() throws IOException {
    super.close();
    file.close();
  }
}
