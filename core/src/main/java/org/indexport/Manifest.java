package org.indexport;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param extensions members that this version does not know: name to raw JSON, passed on untouched
 */
public record Manifest(
    String format,
    @Nullable String version,
    @Nullable String generator,
    DumpHeader header,
    List<IndexSummary> indexes,
    List<SectionSummary> sections,
    Map<String, String> extensions) {

  /** Copies the lists. */
  public Manifest {
    indexes = List.copyOf(indexes);
    sections = List.copyOf(sections);
    extensions = copyOf(extensions);
  }

  /** Without members that are not known. */
  public Manifest(
      String format,
      @Nullable String version,
      @Nullable String generator,
      DumpHeader header,
      List<IndexSummary> indexes,
      List<SectionSummary> sections) {
    this(format, version, generator, header, indexes, sections, Map.of());
  }

  /** A copy that keeps the order. */
  private static Map<String, String> copyOf(Map<String, String> extensions) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
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
   * @param parts the parts they lie in, or null when the format does not list them
   * @param extensions members that this version does not know: name to raw JSON
   */
  public record IndexSummary(
      IndexName name,
      long documents,
      long bytes,
      @Nullable Hash128 hash,
      @Nullable Hash128 idHash,
      @Nullable PartList parts,
      Map<String, String> extensions) {
    /** Copies the members that are not known. */
    public IndexSummary {
      extensions = copyOf(extensions);
    }

    /** Without parts and members that are not known. */
    public IndexSummary(
        IndexName name,
        long documents,
        long bytes,
        @Nullable Hash128 hash,
        @Nullable Hash128 idHash) {
      this(name, documents, bytes, hash, idHash, null, Map.of());
    }
  }

  /**
   * What a dump holds of one section.
   *
   * @param name the section's name
   * @param index the index it belongs to, or null
   * @param bytes the length of its content, or -1 when not recorded
   * @param sensitivity whether it holds secrets
   * @param extensions members that this version does not know: name to raw JSON
   */
  public record SectionSummary(
      String name,
      @Nullable IndexName index,
      long bytes,
      Section.Sensitivity sensitivity,
      Map<String, String> extensions) {
    /** Copies the members that are not known. */
    public SectionSummary {
      extensions = copyOf(extensions);
    }

    /** Without members that are not known. */
    public SectionSummary(
        String name, @Nullable IndexName index, long bytes, Section.Sensitivity sensitivity) {
      this(name, index, bytes, sensitivity, Map.of());
    }
  }
}
