package org.indexport.format.v2;

import org.indexport.CorruptDumpException;
import org.indexport.DocumentTotals;
import org.indexport.PartSummary;
import org.indexport.Sha256;

/** Compares a part with what is known of it. */
final class PartCheck {
  private static final String SAID = " as the manifest says";

  private PartCheck() {}

  /** Compares a frame before it is unpacked. */
  static void packed(PartPlace place, PartSummary said, int plainBytes, Sha256 sha256)
      throws CorruptDumpException {
    same(place, "a frame with the SHA-256 ", said.sha256(), sha256);
    same(place, "plain bytes ", said.plainBytes(), (long) plainBytes);
  }

  /** Makes sure that the last document was not cut. */
  static void lines(PartPlace place, byte[] plain, int length) throws CorruptDumpException {
    if (plain[length - 1] != '\n') {
      throw place.wrong("lines that each end with a line feed", "a last one without");
    }
  }

  /** Compares what its documents add up to. */
  static void documents(PartPlace place, PartSummary said, DocumentTotals totals)
      throws CorruptDumpException {
    same(place, "documents ", said.documents(), totals.documents());
    same(place, "the hash ", said.hash(), totals.hash());
    if (said.idHash() != null) {
      same(place, "the idHash ", said.idHash(), totals.idHash());
    }
  }

  private static void same(PartPlace place, String what, Object expected, Object found)
      throws CorruptDumpException {
    if (!expected.equals(found)) {
      throw place.wrong(what + expected + SAID, found.toString());
    }
  }
}
