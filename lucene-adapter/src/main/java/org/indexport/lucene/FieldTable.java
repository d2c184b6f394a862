package org.indexport.lucene;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.Schema;
import org.jspecify.annotations.Nullable;

/** A schema made for quick questions. */
final class FieldTable {
  private final Map<String, Field> described = new HashMap<>();
  private final Set<String> leading = new HashSet<>();
  private final Field others;
  private final int maxFields;

  FieldTable(Schema schema, int maxFields) {
    this.others = schema.otherFields();
    this.maxFields = maxFields;
    for (Field field : schema.fields()) {
      if (described.putIfAbsent(field.path(), field) == null && isIndexed(field)) {
        String path = field.path();
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
          leading.add(path.substring(0, dot));
        }
      }
    }
  }

  /** The field that describes a path, or null. */
  @Nullable Field described(String path) {
    return described.get(path);
  }

  /** What holds for members that no field describes. */
  Field others() {
    return others;
  }

  /** How many members that no field describes may be indexed. */
  int maxFields() {
    return maxFields;
  }

  /** Whether a member within this one may be indexed, as far as described ones go. */
  boolean leadsToDescribed(String path) {
    return leading.contains(path);
  }

  /** Whether any member at all may be indexed. */
  boolean indexesAnything() {
    return isIndexed(others) || described.values().stream().anyMatch(FieldTable::isIndexed);
  }

  static boolean isIndexed(Field field) {
    return field.has(FieldRole.SEARCHABLE)
        || field.has(FieldRole.FILTERABLE)
        || field.has(FieldRole.SORTABLE);
  }
}
