package org.indexport;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a dump says of itself before its first document. Immutable.
 *
 * @param engineName the engine that the data comes from, or null when unknown
 * @param engineVersion its version, or null when unknown
 * @param instanceUid the engine instance's own identifier, or null
 * @param createdAt when the dump was made, or null when unknown
 * @param indexes all indexes known at the start, in dump order; names are distinct
 * @param namespaces names of namespaces, also those without an index
 * @param extensions members that this version does not know: name to raw JSON, passed on untouched
 */
public record DumpHeader(
    @Nullable String engineName,
    @Nullable String engineVersion,
    @Nullable String instanceUid,
    @Nullable Instant createdAt,
    List<IndexInfo> indexes,
    List<String> namespaces,
    Map<String, String> extensions) {

  /**
   * Checks and copies; namespaces of the indexes are added to {@code namespaces}.
   *
   * @throws IllegalArgumentException if two indexes have the same name
   */
  public DumpHeader {
    indexes = List.copyOf(indexes);
    var seen = new java.util.HashSet<IndexName>();
    var spaces = new java.util.LinkedHashSet<>(namespaces);
    for (IndexInfo index : indexes) {
      if (!seen.add(index.name())) {
        throw new IllegalArgumentException("index " + index.name() + " is listed twice");
      }
      if (index.name().namespace() != null) {
        spaces.add(index.name().namespace());
      }
    }
    namespaces = List.copyOf(spaces);
    extensions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** A header that knows nothing but its indexes. */
  public static DumpHeader of(IndexInfo... indexes) {
    return of(List.of(indexes));
  }

  /** A header that knows nothing but its indexes. */
  public static DumpHeader of(List<IndexInfo> indexes) {
    return new DumpHeader(null, null, null, null, indexes, List.of(), Map.of());
  }

  /** The same header with other indexes; the namespaces become theirs and the kept ones. */
  public DumpHeader withIndexes(List<IndexInfo> changed) {
    return new DumpHeader(
        engineName, engineVersion, instanceUid, createdAt, changed, namespaces, extensions);
  }

  /** The same header with other namespaces. */
  public DumpHeader withNamespaces(List<String> changed) {
    return new DumpHeader(
        engineName, engineVersion, instanceUid, createdAt, indexes, changed, extensions);
  }

  /** The same header with an engine. */
  public DumpHeader withEngine(@Nullable String name, @Nullable String version) {
    return new DumpHeader(name, version, instanceUid, createdAt, indexes, namespaces, extensions);
  }

  /** The same header with a time of creation. */
  public DumpHeader withCreatedAt(@Nullable Instant changed) {
    return new DumpHeader(
        engineName, engineVersion, instanceUid, changed, indexes, namespaces, extensions);
  }

  /** The index of this name, or null when the header does not list it. */
  public @Nullable IndexInfo index(IndexName name) {
    for (IndexInfo index : indexes) {
      if (index.name().equals(name)) {
        return index;
      }
    }
    return null;
  }
}
