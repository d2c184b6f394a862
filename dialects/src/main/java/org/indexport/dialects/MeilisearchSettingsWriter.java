package org.indexport.dialects;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.indexport.Settings;
import org.indexport.json.JsonText;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;

/** Writes the settings that {@link MeilisearchDialect} describes. Good for one schema. */
final class MeilisearchSettingsWriter {
  private static final int MAX_DIMENSIONS = 999_999_999;

  private final Schema schema;
  private final Field others;
  private final List<Field> fields;
  private final List<String> losses = new ArrayList<>();
  private final StringBuilder json = new StringBuilder(256);

  MeilisearchSettingsWriter(Schema schema) {
    this.schema = schema;
    this.others = schema.otherFields();
    this.fields = writable();
  }

  Translation<Settings> write() {
    loseUse();
    json.append("{\"displayedAttributes\":");
    JsonLists.appendStrings(displayed(), json);
    json.append(",\"searchableAttributes\":");
    JsonLists.appendStrings(searchable(), json);
    json.append(",\"filterableAttributes\":");
    appendFilterable();
    json.append(",\"sortableAttributes\":");
    JsonLists.appendStrings(sortable(), json);
    json.append(",\"stopWords\":");
    JsonLists.appendStrings(stopWords(), json);
    json.append(",\"synonyms\":");
    JsonLists.appendSynonyms(synonyms(), json);
    appendEmbedders();
    json.append('}');
    return new Translation<>(
        Settings.of(MeilisearchDialect.ID, MeilisearchDialect.VERSION, json.toString()), losses);
  }

  /** The fields that the engine can name, each path once. */
  private List<Field> writable() {
    Map<String, Field> byPath = new LinkedHashMap<>();
    for (Field field : schema.fields()) {
      String problem = AttributeName.problem(field.path());
      if (problem != null) {
        losses.add("fields: " + problem + " is not carried");
        continue;
      }
      Field first = byPath.putIfAbsent(field.path(), field);
      if (first != null && !first.equals(field)) {
        losses.add("fields: only the first description is carried of " + field.path());
      }
    }
    return List.copyOf(byPath.values());
  }

  /** Lists what the engine finds out from each value instead. */
  private void loseUse() {
    if (!others.path().equals(AttributeName.ALL)) {
      losses.add("otherFields: the path " + others.path() + " is written as *");
    }
    Map<FieldType, List<String>> types = new EnumMap<>(FieldType.class);
    List<Field> all = new ArrayList<>(fields);
    all.add(new Field(AttributeName.ALL, others.type(), others.roles(), others.dimensions()));
    for (Field field : all) {
      if (!isTypeCarried(field)) {
        types.computeIfAbsent(field.type(), type -> new ArrayList<>()).add(field.path());
      }
    }
    types.forEach(
        (type, paths) ->
            losses.add(
                "fields: the engine goes by the values, not by the type %s, of %s"
                    .formatted(LuceneDialect.lower(type), String.join(", ", paths))));
    lose(
        "fields: dimensions are carried of searchable vectors in _vectors only, not of ",
        all,
        field -> field.dimensions() != null && !isEmbedder(field));
  }

  private boolean isTypeCarried(Field field) {
    boolean isGeo = field.path().equals(AttributeName.GEO);
    return switch (field.type()) {
      case ANY -> !isGeo || !isPointByName(field);
      case GEO_POINT -> isGeo && (isFilterable(field) || isSortable(field));
      case VECTOR -> isEmbedder(field);
      default -> false;
    };
  }

  /** Whether what is written names the field where the engine then expects a point. */
  private boolean isPointByName(Field field) {
    return isSortable(field) || (isFilterable(field) && !isFilterable(others));
  }

  private static boolean isFilterable(Field field) {
    return field.has(FieldRole.FILTERABLE);
  }

  private static boolean isSortable(Field field) {
    return field.has(FieldRole.SORTABLE);
  }

  private static boolean isEmbedder(Field field) {
    Integer dimensions = field.dimensions();
    return field.type() == FieldType.VECTOR
        && field.path().startsWith(AttributeName.VECTORS)
        && field.has(FieldRole.SEARCHABLE)
        && dimensions != null
        && dimensions > 0
        && dimensions <= MAX_DIMENSIONS;
  }

  private Set<String> searchable() {
    // Vectors are no words: what makes them searchable is their embedder.
    List<Field> texts = fields.stream().filter(f -> f.type() != FieldType.VECTOR).toList();
    if (others.has(FieldRole.SEARCHABLE)) {
      Set<String> names = with(FieldRole.SEARCHABLE, texts);
      Set<String> sorted = new TreeSet<>(AttributeName.BY_BYTES);
      sorted.addAll(names);
      if (!List.copyOf(names).equals(List.copyOf(sorted))) {
        losses.add("searchableAttributes: where all are searchable the fields have no order");
      }
    }
    return named("searchableAttributes", FieldRole.SEARCHABLE, texts);
  }

  private Set<String> displayed() {
    return named("displayedAttributes", FieldRole.DISPLAYED, fields);
  }

  /** The fields with a role, or all where the others have it: then there are no exceptions. */
  private Set<String> named(String setting, FieldRole role, List<Field> from) {
    if (others.has(role)) {
      lose(setting + ": all have the role, so do ", fields, field -> !field.has(role));
      return Set.of(AttributeName.ALL);
    }
    Set<String> names = with(role, from);
    loseNested(setting, role, names);
    return names;
  }

  private void loseNested(String setting, FieldRole role, Set<String> names) {
    lose(
        setting + ": nested in attributes with the role, and thus with it, are ",
        fields,
        field -> !field.has(role) && AttributeName.isNestedIn(names, field.path()));
  }

  private static Set<String> with(FieldRole role, Collection<Field> fields) {
    Set<String> names = new LinkedHashSet<>();
    for (Field field : fields) {
      if (field.has(role)) {
        names.add(field.path());
      }
    }
    return names;
  }

  private Set<String> sortable() {
    Set<String> names = new TreeSet<>(AttributeName.BY_BYTES);
    names.addAll(with(FieldRole.SORTABLE, fields));
    if (isSortable(others)) {
      losses.add("sortableAttributes: only those are sortable that a field describes");
    }
    loseNested("sortableAttributes", FieldRole.SORTABLE, names);
    return names;
  }

  /** Writes plain names, which every engine knows, and rules only where names do not say it. */
  private void appendFilterable() {
    Set<String> names = new TreeSet<>(AttributeName.BY_BYTES);
    Set<String> except = new TreeSet<>(AttributeName.BY_BYTES);
    for (Field field : fields) {
      // A pattern does not make a point of its attribute, a name does.
      if (isFilterable(field) && (!isFilterable(others) || field.type() == FieldType.GEO_POINT)) {
        names.add(field.path());
      }
    }
    for (Field field : fields) {
      if (!isFilterable(field)
          && (isFilterable(others) || AttributeName.isNestedIn(names, field.path()))) {
        except.add(field.path());
      }
    }
    json.append('[');
    String comma = "";
    if (!except.isEmpty()) {
      appendRule(except, "false");
      comma = ",";
    }
    for (String name : names) {
      json.append(comma).append(JsonText.quote(name));
      comma = ",";
    }
    if (isFilterable(others)) {
      json.append(comma);
      appendRule(Set.of(AttributeName.ALL), "true");
    }
    json.append(']');
  }

  private void appendRule(Set<String> patterns, String truth) {
    json.append("{\"attributePatterns\":");
    JsonLists.appendStrings(patterns, json);
    json.append(",\"features\":{\"facetSearch\":").append(truth);
    json.append(",\"filter\":{\"equality\":").append(truth);
    json.append(",\"comparison\":").append(truth).append("}}}");
  }

  private Set<String> stopWords() {
    Set<String> words = new TreeSet<>(AttributeName.BY_BYTES);
    for (String word : schema.stopWords()) {
      if (isCarried("stopWords", word)) {
        words.add(word);
      }
    }
    return words;
  }

  private Map<String, List<String>> synonyms() {
    Map<String, List<String>> synonyms = new TreeMap<>(AttributeName.BY_BYTES);
    schema
        .synonyms()
        .forEach(
            (word, others) -> {
              if (isCarried("synonyms", word)) {
                synonyms.put(
                    word, others.stream().filter(other -> isCarried("synonyms", other)).toList());
              }
            });
    return synonyms;
  }

  private boolean isCarried(String setting, String word) {
    boolean isText = AttributeName.isText(word);
    if (!isText) {
      losses.add(setting + ": a word with half a character is not carried");
    }
    return isText;
  }

  private void appendEmbedders() {
    Map<String, Field> embedders = new TreeMap<>(AttributeName.BY_BYTES);
    for (Field field : fields) {
      if (isEmbedder(field)) {
        embedders.put(field.path().substring(AttributeName.VECTORS.length()), field);
      }
    }
    String before = ",\"embedders\":{";
    for (Map.Entry<String, Field> embedder : embedders.entrySet()) {
      json.append(before).append(JsonText.quote(embedder.getKey()));
      json.append(":{\"source\":\"").append(MeilisearchDialect.USER_PROVIDED);
      json.append("\",\"dimensions\":").append(embedder.getValue().dimensions()).append('}');
      before = ",";
    }
    if (!embedders.isEmpty()) {
      json.append('}');
    }
  }

  private void lose(String sentence, List<Field> from, Predicate<Field> which) {
    List<String> paths = from.stream().filter(which).map(Field::path).toList();
    if (!paths.isEmpty()) {
      losses.add(sentence + String.join(", ", paths));
    }
  }
}
