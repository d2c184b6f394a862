package org.indexport.format.v2.container;

import java.util.Arrays;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.tar.TarOutput;

/**
 * What the plain bytes of a frame say that is not a payload.
 *
 * @param kind what it is
 * @param name the member, empty at the end
 * @param contentFrom where the content of a small member starts
 * @param size the length of the member's content
 */
record TarPiece(Kind kind, String name, int contentFrom, long size) {
  enum Kind {
    /** A whole small member. */
    SMALL,
    /** The header of a payload, whose frame comes next. */
    ANNOUNCEMENT,
    /** The end of the tar. */
    END
  }

  static final int END_BYTES = 2 * TarHeader.BLOCK;

  /** The most plain bytes of a frame with nothing but a header, by the longest name. */
  static int mostGlueBytes(int maxNameBytes) {
    return Math.min(maxNameBytes, 1 << 20) + 5 * TarHeader.BLOCK;
  }

  /**
   * Parses the content of a frame.
   *
   * @param plain the content
   * @param position where it starts in the tar
   * @param place the frame
   * @param maxNameBytes the longest name to accept
   */
  static TarPiece parse(byte[] plain, long position, Place place, int maxNameBytes)
      throws DumpException {
    int from = TarOutput.padding(position);
    checkZeros(plain, 0, from, place);
    if (plain.length == from + END_BYTES && plain[from] == 0) {
      checkZeros(plain, from, plain.length, place);
      return new TarPiece(Kind.END, "", plain.length, 0);
    }
    return member(plain, from, place, maxNameBytes);
  }

  private static TarPiece member(byte[] plain, int from, Place place, int maxNameBytes)
      throws DumpException {
    TarHeader header = TarHeader.parse(plain, from, place, maxNameBytes);
    long contentEnd = header.end() + header.size();
    if (header.size() > 0 && header.end() == plain.length) {
      return new TarPiece(Kind.ANNOUNCEMENT, header.name(), header.end(), header.size());
    }
    if (contentEnd + TarOutput.padding(header.size()) != plain.length) {
      throw place.corrupt(
          "a member of " + header.size() + " bytes in a frame of its own",
          "a frame of " + plain.length);
    }
    checkZeros(plain, (int) contentEnd, plain.length, place);
    return new TarPiece(Kind.SMALL, header.name(), header.end(), header.size());
  }

  /**
   * The same for a frame whose place in the tar is not known, since bytes before it are lost.
   *
   * @throws CorruptDumpException if it is none
   */
  static TarPiece find(byte[] plain, Place place, int maxNameBytes) throws DumpException {
    int from = 0;
    while (from < plain.length && from < TarHeader.BLOCK && plain[from] == 0) {
      from++;
    }
    return member(plain, from % TarHeader.BLOCK, place, maxNameBytes);
  }

  byte[] content(byte[] plain) {
    return Arrays.copyOfRange(plain, contentFrom, contentFrom + (int) size);
  }

  private static void checkZeros(byte[] plain, int from, int to, Place place)
      throws CorruptDumpException {
    if (to > plain.length) {
      throw place.corrupt("the tar's padding", "a frame that ends within");
    }
    for (int i = from; i < to; i++) {
      if (plain[i] != 0) {
        throw place.corrupt("zeros between the members of the tar", "something else");
      }
    }
  }
}
