package org.indexport.dialects;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.indexport.dialects.ElasticType.Use;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.jspecify.annotations.Nullable;

/** Makes fields of mappings. Good for one. */
final class ElasticMappingReader {
  /** What a field can say and a schema too. */
  private static final Set<String> UNDERSTOOD =
      Set.of("type", "index", "doc_values", "fields", "properties", "dims", "dimension");

  /** What may stand in a field of a field without changing what roles say. */
  private static final Set<String> OF_SUB_FIELDS =
      Set.of("type", "index", "doc_values", "ignore_above");

  private final ElasticLosses losses;
  private final List<Field> fields = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();
  private final BiPredicate<String, Map<String, Object>> known;
  private final Map<String, Object> root;

  /**
   * Prepares to read.
   *
   * @param known which fields, by path and definition, need not be read
   */
  ElasticMappingReader(
      Map<String, Object> mappings,
      ElasticLosses losses,
      BiPredicate<String, Map<String, Object>> known) {
    this.losses = losses;
    this.known = known;
    this.root = untyped(mappings);
  }

  /** The fields, in the order of the mappings. */
  List<Field> fields() {
    return fields;
  }

  /** Reads the fields. */
  void readFields() {
    properties("", ElasticSettings.map(root, "properties"));
  }

  /** Until version 6 mappings had types, and their fields lay in them. */
  private Map<String, Object> untyped(Map<String, Object> mappings) {
    boolean hasTypes =
        mappings.entrySet().stream()
            .allMatch(
                member ->
                    MappingType.isPossible(member.getKey())
                        && member.getValue() instanceof Map<?, ?>);
    if (mappings.isEmpty() || !hasTypes) {
      return mappings;
    }
    Map<String, Object> merged = new LinkedHashMap<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> types = new ArrayList<>(mappings.keySet());
    types.remove("_default_");
    for (String type : types) {
      Map<String, Object> own = ElasticSettings.map(mappings, type);
      properties.putAll(ElasticSettings.map(own, "properties"));
      merged.putAll(own);
    }
    merged.put("properties", properties);
    if (types.size() > 1) {
      losses.add("mappings: one index has one schema, so all are one of the types " + types);
    }
    return merged;
  }

  /**
   * Lists what was said beside the fields.
   *
   * @param expected what need not be said of it
   */
  void loseRoot(Map<String, Object> expected) {
    root.forEach(
        (name, value) -> {
          boolean isRead = name.equals("properties") || name.equals("dynamic");
          if (!isRead && !value.equals(expected.get(name))) {
            loseRoot(name, value);
          }
        });
  }

  /** What holds for members that have no field. */
  Field readOthers() {
    String dynamic = ElasticSettings.text(root, "dynamic");
    String word = dynamic == null ? "true" : dynamic.toLowerCase(Locale.ROOT);
    switch (word) {
      case "true", "yes", "on" -> {
        if (fields.isEmpty()) {
          return Schema.ANYTHING;
        }
        losses.add(
            "mappings/dynamic: members that have no field yet would get one; here they do not");
      }
      case "false", "no", "off" -> {}
      default ->
          losses.add("mappings/dynamic: a schema cannot treat other members as '" + word + "'");
    }
    return Field.of(Schema.ANYTHING.path(), FieldType.ANY, FieldRole.DISPLAYED);
  }

  private void loseRoot(String name, Object value) {
    switch (name) {
      case "runtime", "derived" ->
          ElasticSettings.asMap(value)
              .keySet()
              .forEach(
                  path ->
                      losses.of(
                          "mappings/" + name + ": a schema has no place for computed fields:",
                          path));
      default -> losses.add("mappings/" + name + ": a schema has no place for it");
    }
  }

  private void properties(String parent, Map<String, Object> properties) {
    properties.forEach(
        (name, value) -> {
          String path = parent + name;
          Map<String, Object> definition = ElasticSettings.asMap(value);
          if (name.isBlank()) {
            losses.of("mappings: a field without a name is not carried in", "'" + parent + "'");
          } else if (!known.test(path, definition)) {
            property(path, definition);
          }
        });
  }

  private void property(String path, Map<String, Object> definition) {
    String type = ElasticSettings.text(definition, "type");
    switch (type == null ? "object" : type) {
      case "object", "passthrough" -> object(path, definition);
      case "nested" -> {
        losses.of("mappings: a schema cannot say that objects are searched one by one in", path);
        object(path, definition);
      }
      case "join" -> losses.of("mappings: parents and children are not carried of", path);
      case "alias" -> losses.of("mappings: another name for a field is not carried:", path);
      default -> value(path, type == null ? "" : type, definition);
    }
  }

  private void object(String path, Map<String, Object> definition) {
    definition
        .keySet()
        .forEach(
            name -> {
              if (!UNDERSTOOD.contains(name) && !name.equals("enabled")) {
                loseParameter(name, path);
              }
            });
    Map<String, Object> properties = ElasticSettings.map(definition, "properties");
    if (isFalse(definition, "enabled") || properties.isEmpty()) {
      add(Field.of(path, FieldType.OBJECT, FieldRole.DISPLAYED));
    } else {
      properties(path + ".", properties);
    }
  }

  private void value(String path, String type, Map<String, Object> definition) {
    ElasticType kind = ElasticType.of(type);
    if (!kind.exact()) {
      String word = LuceneDialect.lower(kind.type());
      losses.of("mappings: the type " + type + " is carried as " + word + " of", path);
    }
    Set<FieldRole> roles = EnumSet.of(FieldRole.DISPLAYED);
    roles.addAll(roles(kind.use(), definition));
    ElasticSettings.map(definition, "fields")
        .forEach((name, sub) -> subField(path, ElasticSettings.asMap(sub), roles));
    for (String name : definition.keySet()) {
      if (!UNDERSTOOD.contains(name)) {
        loseParameter(name, path);
      }
    }
    Integer dimensions = kind.type() == FieldType.VECTOR ? dimensions(path, definition) : null;
    add(new Field(path, kind.type(), roles, dimensions));
  }

  private void subField(String path, Map<String, Object> sub, Set<FieldRole> roles) {
    String type = ElasticSettings.text(sub, "type");
    ElasticType kind = ElasticType.of(type == null ? "" : type);
    roles.addAll(roles(kind.use(), sub));
    if (!kind.exact() || !OF_SUB_FIELDS.containsAll(sub.keySet())) {
      losses.of("mappings: fields of fields are carried by their roles only of", path);
    }
  }

  private static Set<FieldRole> roles(Use use, Map<String, Object> definition) {
    Set<FieldRole> roles = EnumSet.noneOf(FieldRole.class);
    boolean isIndexed = !isFalse(definition, "index");
    switch (use) {
      case WORDS, VECTORS -> {
        if (isIndexed) {
          roles.add(FieldRole.SEARCHABLE);
        }
      }
      case VALUES -> {
        if (isIndexed) {
          roles.add(FieldRole.FILTERABLE);
        }
        if (!isFalse(definition, "doc_values")) {
          roles.add(FieldRole.SORTABLE);
        }
      }
      case NOTHING -> {}
    }
    return roles;
  }

  private @Nullable Integer dimensions(String path, Map<String, Object> definition) {
    String dims = ElasticSettings.text(definition, "dims");
    String text = dims == null ? ElasticSettings.text(definition, "dimension") : dims;
    if (text == null || !text.matches("[1-9][0-9]{0,8}")) {
      losses.of("mappings: no number of dimensions is known of", path);
      return null;
    }
    return Integer.valueOf(text);
  }

  private static boolean isFalse(Map<String, Object> definition, String name) {
    String text = ElasticSettings.text(definition, name);
    return "false".equals(text) || "no".equals(text);
  }

  private void loseParameter(String name, String path) {
    losses.of("mappings: the parameter " + name + " is not carried of", path);
  }

  private void add(Field field) {
    if (paths.add(field.path())) {
      fields.add(field);
    }
  }
}
