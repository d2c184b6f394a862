package org.indexport.dialects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonObject;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Writes mappings. A field of a known type is a property; one of any type is a dynamic template,
 * since only the values tell whether it is to be a text, a number, or an object. Good for one
 * schema.
 */
final class ElasticMappingWriter {
  /** The longest string that fits into a term of Lucene whatever its characters are. */
  private static final long IGNORE_ABOVE = 8_191;

  private static final String UNUSED = "{\"type\":\"object\",\"enabled\":false}";
  private static final String EXACT =
      new JsonObject.Builder().put("type", "keyword").put("ignore_above", IGNORE_ABOVE).build();
  private static final String UNINDEXED =
      "{\"type\":\"keyword\",\"index\":false,\"doc_values\":false}";

  /** The types that the engine sees in JSON, texts first. */
  private static final List<String> SEEN = List.of("string", "long", "double", "boolean");

  private final List<Field> fields;
  private final Field others;
  private final ElasticLosses losses;
  private final ElasticFlavor flavor;

  private final Node root = new Node();
  private final List<String> templates = new ArrayList<>();

  /** A property on the way to its place, with what is nested in it. */
  private static final class Node {
    private final Map<String, Node> children = new LinkedHashMap<>();
    private @Nullable String definition;

    String json() {
      if (definition != null) {
        return definition;
      }
      return new JsonObject.Builder().putRaw("properties", properties()).build();
    }

    String properties() {
      JsonObject.Builder json = new JsonObject.Builder();
      children.forEach((name, child) -> json.putRaw(name, child.json()));
      return json.build();
    }
  }

  /**
   * Prepares to write mappings.
   *
   * @param fields each path once, and only those that the engine can have
   * @param flavor the engine
   */
  ElasticMappingWriter(
      List<Field> fields, Field others, ElasticLosses losses, ElasticFlavor flavor) {
    this.fields = fields;
    this.others = others;
    this.losses = losses;
    this.flavor = flavor;
  }

  /**
   * The mappings.
   *
   * @param meta what is to be kept beside them
   */
  String json(String meta) {
    fields.forEach(this::define);
    appendTemplates();
    JsonObject.Builder json = new JsonObject.Builder().putRaw("_meta", meta);
    if (flavor == ElasticFlavor.KUZZLE) {
      boolean grows = !templates.isEmpty() || isUsed(others);
      loseTemplates(grows);
      return json.put("dynamic", String.valueOf(grows))
          .putRaw("properties", root.properties())
          .build();
    }
    if (templates.isEmpty() && !isUsed(others)) {
      json.put("dynamic", false);
    } else {
      if (!isUsed(others)) {
        SEEN.forEach(seen -> template("*", seen, UNINDEXED));
      } else {
        template("*", "string", string(others));
        SEEN.subList(1, 3).forEach(seen -> template("*", seen, type("double")));
      }
      json.put("date_detection", false).putRaw("dynamic_templates", templates);
    }
    return json.putRaw("properties", root.properties()).build();
  }

  /** Without templates, the first value of a field decides. */
  private void loseTemplates(boolean grows) {
    for (Field field : fields) {
      boolean isOpen = field.type() == FieldType.ANY || field.type() == FieldType.OBJECT;
      if (isOpen && isUsed(field)) {
        losses.of(
            "fields: the first value decides on the type and on what can be done of", field.path());
      }
    }
    if (grows && isUsed(others)) {
      losses.add("otherFields: the first value of each decides on the type and what can be done");
    } else if (grows) {
      losses.add("otherFields: they are searched too, as are the fields of any type");
    }
  }

  /** Whether a field of a vector is one here, so that the engine must be prepared for it. */
  boolean hasVectors() {
    return fields.stream().anyMatch(this::isVector);
  }

  private boolean isVector(Field field) {
    return field.type() == FieldType.VECTOR
        && field.dimensions() != null
        && field.has(FieldRole.SEARCHABLE)
        && !field.path().startsWith(AttributeName.VECTORS);
  }

  private static boolean isUsed(Field field) {
    return field.has(FieldRole.SEARCHABLE) || isExact(field);
  }

  private static boolean isExact(Field field) {
    return field.has(FieldRole.FILTERABLE) || field.has(FieldRole.SORTABLE);
  }

  private boolean isParent(Field field) {
    String prefix = field.path() + ".";
    return fields.stream().anyMatch(other -> other.path().startsWith(prefix));
  }

  private void define(Field field) {
    if (field.type() == FieldType.VECTOR && field.path().startsWith(AttributeName.VECTORS)) {
      losses.of("fields: what is in _vectors is kept, and not searched:", field.path());
      String whole = AttributeName.VECTORS.substring(0, AttributeName.VECTORS.length() - 1);
      put(new Field(whole, FieldType.OBJECT, Set.of(), null), UNUSED);
      return;
    }
    String definition = definition(field);
    if (definition != null) {
      put(field, definition);
    }
  }

  /** How a field is mapped, or null where templates or what is nested in it decide. */
  private @Nullable String definition(Field field) {
    if (field.path().equals(AttributeName.GEO) && field.type() == FieldType.GEO_POINT) {
      losses.add(
          "fields: a point in _geo has a lng where the engine wants a lon, so the two are numbers");
      return "{\"properties\":{\"lat\":{\"type\":\"double\"},\"lng\":{\"type\":\"double\"}}}";
    }
    return switch (field.type()) {
      case ANY, OBJECT -> isUsed(field) || isParent(field) ? null : UNUSED;
      case TEXT -> isUsed(field) ? text(field) : "{\"type\":\"text\",\"index\":false}";
      case KEYWORD -> keyword(field);
      case INTEGER -> value(field, "long");
      case FLOAT -> value(field, "double");
      case BOOLEAN -> value(field, "boolean");
      case DATE -> value(field, "date");
      case GEO_POINT -> isUsed(field) ? type("geo_point") : UNUSED;
      case VECTOR -> vector(field);
    };
  }

  private static String type(String name) {
    return new JsonObject.Builder().put("type", name).build();
  }

  private static String value(Field field, String type) {
    return isUsed(field)
        ? type(type)
        : new JsonObject.Builder()
            .put("type", type)
            .put("index", false)
            .put("doc_values", false)
            .build();
  }

  private static String text(Field field) {
    JsonObject.Builder json = new JsonObject.Builder().put("type", "text");
    if (!field.has(FieldRole.SEARCHABLE)) {
      json.put("index", false);
    }
    if (isExact(field)) {
      json.putRaw("fields", new JsonObject.Builder().putRaw("keyword", EXACT).build());
    }
    return json.build();
  }

  private static String keyword(Field field) {
    if (!field.has(FieldRole.SEARCHABLE)) {
      return isExact(field) ? EXACT : UNINDEXED;
    }
    JsonObject.Builder json = new JsonObject.Builder().put("type", "keyword");
    if (isExact(field)) {
      json.put("ignore_above", IGNORE_ABOVE);
    } else {
      json.put("index", false).put("doc_values", false);
    }
    return json.putRaw("fields", new JsonObject.Builder().putRaw("text", type("text")).build())
        .build();
  }

  private String vector(Field field) {
    if (!isVector(field)) {
      if (field.has(FieldRole.SEARCHABLE)) {
        losses.of("fields: not searched, as no number of dimensions is known, is", field.path());
      }
      return UNUSED;
    }
    Integer dimensions = field.dimensions();
    Long length = dimensions == null ? null : (Long) dimensions.longValue();
    return flavor == ElasticFlavor.OPENSEARCH
        ? new JsonObject.Builder().put("type", "knn_vector").put("dimension", length).build()
        : new JsonObject.Builder().put("type", "dense_vector").put("dims", length).build();
  }

  /** A string of a field of any type. */
  private static String string(Field field) {
    if (!field.has(FieldRole.SEARCHABLE)) {
      return isExact(field) ? EXACT : UNINDEXED;
    }
    return text(field);
  }

  private void put(Field field, String definition) {
    Node node = root;
    for (String name : field.path().split("\\.", -1)) {
      if (node.definition != null) {
        losses.of("fields: nested in one that has a value, and thus without use, is", field.path());
        return;
      }
      node = node.children.computeIfAbsent(name, key -> new Node());
    }
    if (node.children.isEmpty() && node.definition == null) {
      node.definition = definition;
    } else if (!definition.equals(UNUSED)) {
      losses.of("fields: a value and an object at once cannot be", field.path());
    }
  }

  /** What is nested comes first, as the first template that fits is taken. */
  private void appendTemplates() {
    List<Field> byDepth = new ArrayList<>(fields);
    byDepth.sort(Comparator.comparingInt((Field field) -> -field.path().split("\\.", -1).length));
    for (Field field : byDepth) {
      if (field.type() == FieldType.ANY || (field.type() == FieldType.OBJECT && isUsed(field))) {
        template(field);
      }
    }
  }

  private void template(Field field) {
    if (!isUsed(field) && !isParent(field)) {
      return;
    }
    for (String pattern : List.of(field.path(), field.path() + ".*")) {
      if (!isUsed(field)) {
        SEEN.forEach(seen -> template(pattern, seen, UNINDEXED));
        continue;
      }
      template(pattern, "string", string(field));
      SEEN.subList(1, 3).forEach(seen -> template(pattern, seen, type("double")));
      template(pattern, "boolean", type("boolean"));
    }
  }

  private void template(String pattern, String seen, String mapping) {
    String template =
        new JsonObject.Builder()
            .put("path_match", pattern)
            .put("match_mapping_type", seen)
            .putRaw("mapping", mapping)
            .build();
    templates.add(new JsonObject.Builder().putRaw(pattern + " " + seen, template).build());
  }
}
