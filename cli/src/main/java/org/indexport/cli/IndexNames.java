package org.indexport.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DocumentTotals;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.transfer.SectionTotals;
import org.indexport.transfer.Verification;
import org.jspecify.annotations.Nullable;

/** Gives what was read other names, so that it can be compared. */
final class IndexNames {
  private IndexNames() {}

  /** The new name of each old one, of texts such as {@code OLD=NEW}. */
  static Map<String, IndexName> targets(List<String> renames) {
    Map<String, IndexName> targets = new HashMap<>();
    for (String rename : renames) {
      int equals = rename.indexOf('=');
      targets.put(rename.substring(0, equals), IndexName.parse(rename.substring(equals + 1)));
    }
    return targets;
  }

  /** Renames as {@code OLD=NEW} says. */
  static Verification renamed(Verification read, List<String> renames) {
    Map<String, IndexName> targets = targets(renames);
    Map<IndexName, IndexName> names = new LinkedHashMap<>();
    for (IndexInfo index : read.header().indexes()) {
      IndexName target = targets.remove(index.name().toString());
      names.put(index.name(), target == null ? index.name() : target);
    }
    if (!targets.isEmpty()) {
      throw new UsageException(
          "--rename: the first input has no index '%s'"
              .formatted(targets.keySet().iterator().next()));
    }
    if (names.values().stream().distinct().count() < names.size()) {
      throw new UsageException("--rename: two indexes would have the same name");
    }
    return renamed(read, names);
  }

  /** Renames the only index. */
  static Verification renamed(Verification read, IndexName name) {
    return renamed(read, Map.of(read.header().indexes().get(0).name(), name));
  }

  private static Verification renamed(Verification read, Map<IndexName, IndexName> names) {
    List<IndexInfo> indexes = new ArrayList<>();
    for (IndexInfo index : read.header().indexes()) {
      indexes.add(index.toBuilder().name(of(index.name(), names)).build());
    }
    Map<IndexName, DocumentTotals> totals = new LinkedHashMap<>();
    read.totals().forEach((name, total) -> totals.put(of(name, names), total));
    List<SectionTotals> sections = new ArrayList<>();
    for (SectionTotals section : read.sections()) {
      sections.add(renamed(section, names));
    }
    return new Verification(
        read.completeness(),
        read.problem(),
        withIndexes(read.header(), indexes),
        totals,
        sections,
        read.manifest());
  }

  /** With the namespaces that were empty, and those of the indexes by their new names. */
  private static DumpHeader withIndexes(DumpHeader header, List<IndexInfo> indexes) {
    List<String> empty = new ArrayList<>(header.namespaces());
    header.indexes().forEach(index -> empty.remove(index.name().namespace()));
    return header.withIndexes(List.of()).withNamespaces(empty).withIndexes(indexes);
  }

  private static SectionTotals renamed(SectionTotals section, Map<IndexName, IndexName> names) {
    @Nullable IndexName index = section.index();
    return index == null
        ? section
        : new SectionTotals(
            section.name(),
            of(index, names),
            section.mediaType(),
            section.sensitivity(),
            section.records(),
            section.bytes(),
            section.attachments(),
            section.hash());
  }

  private static IndexName of(IndexName name, Map<IndexName, IndexName> names) {
    return names.getOrDefault(name, name);
  }
}
