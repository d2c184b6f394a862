package org.indexport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The closing account of a complete dump.
 *
 * @param format the id of the format
 * @param version the format's version, or null when it has none
 * @param generator the program that wrote the dump, or null
 * @param header the header with all indexes, also those declared late
 * @param indexes what the dump holds of each index, in dump order
 * @param sections what it holds of side data
 */
public record Manifest(
    String format,
    @Nullable String version,
    @Nullable String generator,
    DumpHeader header,
    List<IndexSummary> indexes,
    List<SectionSummary> sections) {

  /** Copies the lists. */
  public Manifest {
    indexes = List.copyOf(indexes);
    sections = List.copyOf(sections);
  }

  /** The summary of this index, or null when it is not listed. */
  public @Nullable IndexSummary index(IndexName name) {
    for (IndexSummary index : indexes) {
      if (index.name().equals(name)) {
        return index;
      }
    }
    return null;
  }

  /**
   * What a dump holds of one index.
   *
   * @param name the index
   * @param documents the number of documents
   * @param bytes the sum of the lengths of their sources, or -1 when not recorded
   * @param hash the multiset hash over their sources, or null when not recorded
   * @param idHash the multiset hash over ids and sources where ids lie outside, or null
   */
  public record IndexSummary(
      IndexName name,
      long documents,
      long bytes,
      @Nullable Hash128 hash,
      @Nullable Hash128 idHash) {}

  /**
   * What a dump holds of one section.
   *
   * @param name the section's name
   * @param index the index it belongs to, or null
   * @param bytes the length of its content, or -1 when not recorded
   * @param sensitivity whether it holds secrets
   */
  public record SectionSummary(
      String name, @Nullable IndexName index, long bytes, Section.Sensitivity sensitivity) {}
}
