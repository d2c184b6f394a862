package org.indexport;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * For authors of formats: counts what is read of a dump and compares it with what the dump says of
 * itself. Thread-safe.
 */
public final class DumpTally {
  private final Map<IndexName, DocumentTotals> totals = new HashMap<>();
  private final Set<IndexName> leftOut = new HashSet<>();

  /** Starts with nothing. */
  public DumpTally() {}

  /** Adds documents of an index. */
  public synchronized void add(IndexName index, DocumentTotals more) {
    totals.merge(index, more, DocumentTotals::plus);
  }

  /** Notes that documents of an index were passed over, so that it cannot be compared. */
  public synchronized void leaveOut(IndexName index) {
    leftOut.add(index);
  }

  /** What was counted of an index. */
  public synchronized DocumentTotals totals(IndexName index) {
    return totals.getOrDefault(index, DocumentTotals.NONE);
  }

  /** Whether every document of an index was counted. */
  public synchronized boolean isWhole(IndexName index) {
    return !leftOut.contains(index);
  }

  /**
   * Compares with a manifest.
   *
   * @param where names the dump in messages
   * @throws CorruptDumpException if the counts or digests of an index that was read whole differ
   */
  public synchronized void compare(String where, Manifest manifest) throws CorruptDumpException {
    Set<IndexName> listed = new HashSet<>();
    for (Manifest.IndexSummary said : manifest.indexes()) {
      listed.add(said.name());
      if (!leftOut.contains(said.name())) {
        compare(where, said, totals(said.name()));
      }
    }
    for (IndexName index : totals.keySet()) {
      if (!listed.contains(index)) {
        throw new CorruptDumpException(
            where + ": index " + index,
            "an entry in the manifest",
            "none",
            "the file was changed after it was written");
      }
    }
  }

  private static void compare(String where, Manifest.IndexSummary said, DocumentTotals counted)
      throws CorruptDumpException {
    compare(where, said, "documents", said.documents(), counted.documents());
    if (said.bytes() >= 0) {
      compare(where, said, "bytes of documents", said.bytes(), counted.bytes());
    }
    if (said.hash() != null) {
      compare(where, said, "hash", said.hash(), counted.hash());
    }
    if (said.idHash() != null) {
      compare(where, said, "idHash", said.idHash(), counted.idHash());
    }
  }

  private static void compare(
      String where, Manifest.IndexSummary said, String what, Object expected, Object found)
      throws CorruptDumpException {
    if (!expected.equals(found)) {
      throw new CorruptDumpException(
          where + ": index " + said.name(),
          what + " " + expected + " as the manifest says",
          found.toString(),
          "take another copy of the file");
    }
  }
}
