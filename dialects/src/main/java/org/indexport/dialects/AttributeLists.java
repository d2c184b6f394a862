package org.indexport.dialects;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.jspecify.annotations.Nullable;

/** What Meilisearch settings say of attributes, list by list, on its way to fields. */
final class AttributeLists {
  /** The searchable attributes, the most important first, or null for all. */
  @Nullable Set<String> searchable;

  /** The displayed attributes in their order, or null for all. */
  @Nullable Set<String> displayed;

  /** Which attributes filters can use. */
  FilterRules filterable = new FilterRules();

  /** The sortable attributes. */
  Set<String> sortable = Set.of();

  /** The embedders whose vectors have a known length. */
  Map<String, Integer> dimensions = Map.of();

  /** What holds for attributes that are not named. */
  Field otherFields() {
    Set<FieldRole> roles = EnumSet.noneOf(FieldRole.class);
    if (searchable == null) {
      roles.add(FieldRole.SEARCHABLE);
    }
    if (displayed == null) {
      roles.add(FieldRole.DISPLAYED);
    }
    if (filterable.areOthersFilterable()) {
      roles.add(FieldRole.FILTERABLE);
    }
    return new Field(AttributeName.ALL, FieldType.ANY, roles, null);
  }

  /**
   * The attributes that differ from the others: searchable ones in their order, then displayed ones
   * in theirs, where these lists have an order; then all else by name, vectors last.
   */
  List<Field> fields() {
    Field others = otherFields();
    List<Field> first = new ArrayList<>();
    List<Field> second = new ArrayList<>();
    List<Field> rest = new ArrayList<>();
    Map<String, Integer> vectors = vectors();
    for (String path : named()) {
      Field field =
          new Field(path, isPoint(path) ? FieldType.GEO_POINT : FieldType.ANY, roles(path), null);
      if (vectors.containsKey(path)
          || (field.type() == FieldType.ANY && field.roles().equals(others.roles()))) {
        continue;
      }
      if (searchable != null && field.has(FieldRole.SEARCHABLE)) {
        first.add(field);
      } else if (displayed != null && field.has(FieldRole.DISPLAYED)) {
        second.add(field);
      } else {
        rest.add(field);
      }
    }
    rest.sort((a, b) -> AttributeName.BY_BYTES.compare(a.path(), b.path()));
    first.addAll(second);
    first.addAll(rest);
    vectors.forEach((path, length) -> first.add(vector(path, length)));
    return first;
  }

  private Field vector(String path, int length) {
    Set<FieldRole> roles = roles(path);
    roles.add(FieldRole.SEARCHABLE);
    return new Field(path, FieldType.VECTOR, roles, length);
  }

  private Map<String, Integer> vectors() {
    Map<String, Integer> vectors = new TreeMap<>(AttributeName.BY_BYTES);
    dimensions.forEach((name, length) -> vectors.put(AttributeName.VECTORS + name, length));
    return vectors;
  }

  private Collection<String> named() {
    Set<String> named = new LinkedHashSet<>();
    if (searchable != null) {
      named.addAll(searchable);
    }
    if (displayed != null) {
      named.addAll(displayed);
    }
    Set<String> sorted = new TreeSet<>(AttributeName.BY_BYTES);
    sorted.addAll(filterable.attributes());
    sorted.addAll(sortable);
    named.addAll(sorted);
    return named;
  }

  private Set<FieldRole> roles(String path) {
    Set<FieldRole> roles = EnumSet.noneOf(FieldRole.class);
    if (searchable == null || AttributeName.isWithin(searchable, path)) {
      roles.add(FieldRole.SEARCHABLE);
    }
    if (displayed == null || AttributeName.isWithin(displayed, path)) {
      roles.add(FieldRole.DISPLAYED);
    }
    if (filterable.isFilterable(path)) {
      roles.add(FieldRole.FILTERABLE);
    }
    if (AttributeName.isWithin(sortable, path)) {
      roles.add(FieldRole.SORTABLE);
    }
    return roles;
  }

  /** The engine takes its reserved attribute for a point where filters or sorting name it. */
  private boolean isPoint(String path) {
    return path.equals(AttributeName.GEO)
        && ((filterable.hasName(path) && filterable.isFilterable(path)) || sortable.contains(path));
  }
}
