package org.indexport.format.v2;

import java.util.List;
import java.util.OptionalLong;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DumpSalvage} recovered, and what it did not. Ranges are from the first to before
 * the last.
 *
 * @param manifest the closing account of the new dump: what was recovered
 * @param id the id of the new dump: 32 hexadecimal digits
 * @param knowledge whether a manifest told what there had been
 * @param parts the parts that are lost, as far as that is known
 * @param members what else is lost: members, sections, and bytes that nobody can name
 */
public record SalvageReport(
    Manifest manifest,
    String id,
    Knowledge knowledge,
    List<LostParts> parts,
    List<LostMember> members) {
  /** Stands for a number that nobody knows. */
  public static final long UNKNOWN = -1;

  /** What is known of what there had been. */
  public enum Knowledge {
    /** The manifest is whole: exactly what is told of is lost. */
    EXACT,
    /** It is lost: there may have been more than anything tells of. */
    PARTIAL
  }

  /**
   * Parts of an index that are lost.
   *
   * @param index the index
   * @param fromOrdinal the first one's position among the parts of its index
   * @param toOrdinal the position after the last
   * @param firstDocument the position of the first lost document among those of its index, or -1
   *     when unknown
   * @param documents how many documents are lost, or -1 when unknown
   * @param fromByte where the bytes lie that should be them, in the file or in a file of its own;
   *     or -1 when unknown
   * @param toByte where they end, or -1
   * @param reason what is wrong
   */
  public record LostParts(
      IndexName index,
      long fromOrdinal,
      long toOrdinal,
      long firstDocument,
      long documents,
      long fromByte,
      long toByte,
      String reason) {}

  /**
   * Something else that is lost.
   *
   * @param name the member or section, or null when unknown
   * @param fromByte where its bytes lie, or -1 when unknown
   * @param toByte where they end, or -1
   * @param reason what is wrong
   */
  public record LostMember(@Nullable String name, long fromByte, long toByte, String reason) {}

  /** Copies the lists. */
  public SalvageReport {
    parts = List.copyOf(parts);
    members = List.copyOf(members);
  }

  /** Whether it is proven that nothing is lost. */
  public boolean isWhole() {
    return knowledge == Knowledge.EXACT && parts.isEmpty() && members.isEmpty();
  }

  /** How many documents are lost, or empty when nobody can know. */
  public OptionalLong lostDocuments() {
    return knowledge == Knowledge.EXACT
        ? OptionalLong.of(parts.stream().mapToLong(LostParts::documents).sum())
        : OptionalLong.empty();
  }
}
