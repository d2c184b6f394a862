package org.indexport.dialects;

import java.util.Map;
import org.indexport.schema.FieldType;

/**
 * What a type of fields in mappings is to a schema.
 *
 * @param type the schema's type
 * @param use what fields of the type are for
 * @param exact whether the schema's type says the same
 */
record ElasticType(FieldType type, Use use, boolean exact) {
  /** What fields are for. */
  enum Use {
    /** To be searched for words. */
    WORDS,
    /** To filter and to sort. */
    VALUES,
    /** To be near others. */
    VECTORS,
    /** To be shown. */
    NOTHING
  }

  private static final ElasticType UNKNOWN = new ElasticType(FieldType.ANY, Use.NOTHING, false);

  private static final Map<String, ElasticType> TYPES =
      Map.ofEntries(
          like("text", FieldType.TEXT, Use.WORDS),
          about("match_only_text", FieldType.TEXT, Use.WORDS),
          about("search_as_you_type", FieldType.TEXT, Use.WORDS),
          about("annotated_text", FieldType.TEXT, Use.WORDS),
          about("semantic_text", FieldType.TEXT, Use.WORDS),
          about("string", FieldType.TEXT, Use.WORDS),
          like("keyword", FieldType.KEYWORD, Use.VALUES),
          about("constant_keyword", FieldType.KEYWORD, Use.VALUES),
          about("counted_keyword", FieldType.KEYWORD, Use.VALUES),
          about("wildcard", FieldType.KEYWORD, Use.VALUES),
          about("ip", FieldType.KEYWORD, Use.VALUES),
          about("version", FieldType.KEYWORD, Use.VALUES),
          like("long", FieldType.INTEGER, Use.VALUES),
          like("integer", FieldType.INTEGER, Use.VALUES),
          like("short", FieldType.INTEGER, Use.VALUES),
          like("byte", FieldType.INTEGER, Use.VALUES),
          about("unsigned_long", FieldType.INTEGER, Use.VALUES),
          about("token_count", FieldType.INTEGER, Use.VALUES),
          like("double", FieldType.FLOAT, Use.VALUES),
          like("float", FieldType.FLOAT, Use.VALUES),
          like("half_float", FieldType.FLOAT, Use.VALUES),
          like("scaled_float", FieldType.FLOAT, Use.VALUES),
          about("rank_feature", FieldType.FLOAT, Use.NOTHING),
          like("boolean", FieldType.BOOLEAN, Use.VALUES),
          like("date", FieldType.DATE, Use.VALUES),
          like("date_nanos", FieldType.DATE, Use.VALUES),
          like("geo_point", FieldType.GEO_POINT, Use.VALUES),
          like("dense_vector", FieldType.VECTOR, Use.VECTORS),
          like("knn_vector", FieldType.VECTOR, Use.VECTORS),
          about("flattened", FieldType.OBJECT, Use.VALUES),
          about("flat_object", FieldType.OBJECT, Use.VALUES),
          about("binary", FieldType.KEYWORD, Use.NOTHING));

  private static Map.Entry<String, ElasticType> like(String name, FieldType type, Use use) {
    return Map.entry(name, new ElasticType(type, use, true));
  }

  private static Map.Entry<String, ElasticType> about(String name, FieldType type, Use use) {
    return Map.entry(name, new ElasticType(type, use, false));
  }

  /** What a type is; one that is not known is shown and nothing else. */
  static ElasticType of(String name) {
    return TYPES.getOrDefault(name, UNKNOWN);
  }
}
