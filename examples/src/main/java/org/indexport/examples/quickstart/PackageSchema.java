package org.indexport.examples.quickstart;

import java.util.List;
import java.util.Map;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.dialects.LuceneDialect;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;

/**
 * The fields of {@link PackageFields} in words that any engine can be told. It travels in the dump
 * as the index's settings; the index that is made from the dump has the same fields for that
 * reason.
 */
final class PackageSchema {
  static final IndexName INDEX = IndexName.of("packages");

  private static final Schema SCHEMA =
      new Schema(
          "id",
          List.of(
              words("name"),
              words("description"),
              exact("id"),
              exact("section"),
              exact("depends"),
              exact("tags"),
              number("size"),
              number("installedSize")),
          // The version, the homepage and so on are only shown.
          Field.of("*", FieldType.ANY, FieldRole.DISPLAYED),
          List.of(),
          Map.of());

  private PackageSchema() {}

  /** Describes the index: what it is called, where its ids are, which fields it has. */
  static IndexInfo describe() {
    return IndexInfo.builder(INDEX)
        .primaryKey(SCHEMA.primaryKey())
        .settings(new LuceneDialect().write(SCHEMA).value())
        .build();
  }

  private static Field words(String path) {
    return Field.of(path, FieldType.TEXT, FieldRole.SEARCHABLE, FieldRole.DISPLAYED);
  }

  private static Field exact(String path) {
    return Field.of(
        path, FieldType.KEYWORD, FieldRole.FILTERABLE, FieldRole.SORTABLE, FieldRole.DISPLAYED);
  }

  private static Field number(String path) {
    return Field.of(
        path, FieldType.INTEGER, FieldRole.FILTERABLE, FieldRole.SORTABLE, FieldRole.DISPLAYED);
  }
}
