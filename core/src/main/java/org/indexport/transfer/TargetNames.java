package org.indexport.transfer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;

/** What each selected index is called in the target; two never get one name. */
final class TargetNames {
  private final Selection selection;
  private final NamespaceSupport support;
  private final Map<IndexName, IndexName> sources = new HashMap<>();

  private TargetNames(Selection selection, NamespaceSupport support) {
    this.selection = selection;
    this.support = support;
  }

  /**
   * Names all selected indexes of a header.
   *
   * @throws IllegalArgumentException if a pattern or a renaming fits no index, or names collide
   */
  static TargetNames of(Selection selection, DumpHeader header, NamespaceSupport support) {
    List<IndexName> names = header.indexes().stream().map(IndexInfo::name).toList();
    for (Glob pattern : selection.indexPatterns()) {
      if (names.stream().noneMatch(pattern::matches)) {
        throw new IllegalArgumentException(
            "no index matches '%s'; there %s".formatted(pattern, list(names)));
      }
    }
    Set<String> unknown = new HashSet<>(selection.renames().keySet());
    names.forEach(name -> unknown.remove(name.toString()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no index '%s' to rename; there %s".formatted(unknown.iterator().next(), list(names)));
    }
    TargetNames targets = new TargetNames(selection, support);
    names.stream().filter(selection::includes).forEach(targets::of);
    return targets;
  }

  private static String list(List<IndexName> names) {
    if (names.isEmpty()) {
      return "is no index at all";
    }
    List<String> some = names.stream().limit(10).map(IndexName::toString).toList();
    return "are " + String.join(", ", some) + (names.size() > 10 ? ", …" : "");
  }

  /**
   * What an index is called in the target.
   *
   * @throws IllegalArgumentException if another index has that name already, or it needs a
   *     namespace
   */
  IndexName of(IndexName source) {
    String renamed = selection.renames().get(source.toString());
    IndexName target = fit(renamed == null ? source : IndexName.parse(renamed));
    IndexName other = sources.putIfAbsent(target, source);
    if (other != null && !other.equals(source)) {
      throw new IllegalArgumentException(
          "indexes %s and %s would both be called %s; rename one".formatted(other, source, target));
    }
    return target;
  }

  private IndexName fit(IndexName name) {
    return switch (support) {
      case NONE -> name.namespace() == null ? name : flat(name.namespace(), name.name());
      case OPTIONAL -> name.namespace() == null ? within(name) : name;
      case REQUIRED -> {
        IndexName named = name.namespace() == null ? within(name) : name;
        if (named.namespace() == null) {
          throw new IllegalArgumentException(
              "index %s needs a namespace in this target; name one for all that have none (--namespace), or rename it to NAMESPACE/%s (--rename)"
                  .formatted(name, name.name()));
        }
        yield named;
      }
    };
  }

  private IndexName within(IndexName name) {
    return selection.namespace() == null ? name : IndexName.of(selection.namespace(), name.name());
  }

  private IndexName flat(String namespace, String name) {
    return IndexName.of(
        selection.flatten().replace("{namespace}", namespace).replace("{name}", name));
  }

  /** The header as the target sees it: selected indexes under their new names. */
  DumpHeader header(DumpHeader header, SecretRule secrets) {
    List<IndexInfo> indexes =
        header.indexes().stream()
            .filter(index -> selection.includes(index.name()) && secrets.takes(index))
            .map(index -> secrets.apply(index(index)).value())
            .toList();
    // Without the old indexes, whose namespaces would come along.
    return header
        .withIndexes(List.of())
        .withNamespaces(namespaces(header, indexes))
        .withIndexes(indexes);
  }

  /** In the header's order: the empty ones, and those that indexes are in under their new names. */
  private List<String> namespaces(DumpHeader header, List<IndexInfo> renamed) {
    if (support == NamespaceSupport.NONE || !selection.indexPatterns().isEmpty()) {
      return List.of();
    }
    Set<@Nullable String> before = namespaces(header.indexes());
    Set<@Nullable String> after = namespaces(renamed);
    return header.namespaces().stream()
        .filter(space -> !before.contains(space) || after.contains(space))
        .toList();
  }

  private static Set<@Nullable String> namespaces(List<IndexInfo> indexes) {
    Set<@Nullable String> namespaces = new HashSet<>();
    indexes.forEach(index -> namespaces.add(index.name().namespace()));
    return namespaces;
  }

  /** The index as the target sees it. */
  IndexInfo index(IndexInfo index) {
    IndexInfo.Builder target = index.toBuilder().name(of(index.name()));
    if (selection.needsOrder() || selection.contents() == Contents.SETTINGS_ONLY) {
      target.documentCount(null);
    }
    if (selection.contents() == Contents.DOCUMENTS_ONLY) {
      target.settings(null);
    }
    return target.build();
  }
}
