package org.indexport.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What engines have in common: fields with types and roles, stop words, synonyms, the primary key.
 *
 * @param primaryKey the member that holds a document's id, or null
 * @param fields the described fields, the most important first
 * @param otherFields what holds for members that no field describes: its path is {@code *}
 * @param stopWords words that a search passes over
 * @param synonyms each word or phrase with those that may stand for it
 */
public record Schema(
    @Nullable String primaryKey,
    List<Field> fields,
    Field otherFields,
    List<String> stopWords,
    Map<String, List<String>> synonyms) {
  /** Everything searchable, filterable, sortable and displayed. */
  public static final Field ANYTHING =
      Field.of(
          "*",
          FieldType.ANY,
          FieldRole.SEARCHABLE,
          FieldRole.FILTERABLE,
          FieldRole.SORTABLE,
          FieldRole.DISPLAYED);

  /** A schema that says nothing: every member is searchable, filterable, sortable, displayed. */
  public static final Schema EMPTY = new Schema(null, List.of(), ANYTHING, List.of(), Map.of());

  /** Copies the collections. */
  public Schema {
    fields = List.copyOf(fields);
    stopWords = List.copyOf(stopWords);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    synonyms.forEach((word, others) -> copy.put(word, List.copyOf(others)));
    synonyms = java.util.Collections.unmodifiableMap(copy);
  }

  /** The field that describes this path, or {@link #otherFields()}. */
  public Field field(String path) {
    for (Field field : fields) {
      if (field.path().equals(path)) {
        return field;
      }
    }
    return otherFields;
  }
}
