package org.indexport.dialects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.Settings;
import org.indexport.json.JsonObject;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;

/** Writes the settings that {@link ElasticsearchDialect} describes. Good for one schema. */
final class ElasticSettingsWriter {
  /** The member of {@code _meta} that holds what mappings do not say of the schema. */
  static final String META = "indexport_schema";

  /** Documents of other engines may have more members than the server's default allows. */
  private static final long MOST_FIELDS = 10_000;

  private final Schema schema;
  private final String dialect;
  private final ElasticLosses losses = new ElasticLosses();

  ElasticSettingsWriter(Schema schema, String dialect) {
    this.schema = schema;
    this.dialect = dialect;
  }

  Translation<Settings> write() {
    ElasticFlavor flavor = ElasticFlavor.of(dialect);
    List<Field> fields = writable();
    loseUse(fields);
    ElasticMappingWriter mappings =
        new ElasticMappingWriter(fields, schema.otherFields(), losses, flavor);
    String analysis = new ElasticAnalysisWriter(schema, losses).json();
    JsonObject.Builder index = new JsonObject.Builder();
    if (flavor == ElasticFlavor.OPENSEARCH && mappings.hasVectors()) {
      index.put("knn", true);
    }
    index.putRaw(
        "mapping",
        new JsonObject.Builder()
            .put("ignore_malformed", true)
            .putRaw("total_fields", new JsonObject.Builder().put("limit", MOST_FIELDS).build())
            .build());
    index.putRaw("analysis", analysis);
    String json = json(flavor, index.build(), mappings.json(meta()));
    return new Translation<>(Settings.of(dialect, null, json), losses.sentences());
  }

  private static String json(ElasticFlavor flavor, String settings, String mappings) {
    JsonObject.Builder json = new JsonObject.Builder();
    return flavor == ElasticFlavor.KUZZLE
        ? json.putRaw("mappings", mappings).putRaw("settings", settings).build()
        : json.putRaw("settings", new JsonObject.Builder().putRaw("index", settings).build())
            .putRaw("mappings", mappings)
            .build();
  }

  /** Stop words and synonyms are in the analysis, where users may change them. */
  private String meta() {
    Schema rest =
        new Schema(schema.primaryKey(), schema.fields(), schema.otherFields(), List.of(), Map.of());
    return new JsonObject.Builder()
        .put(META, new LuceneDialect().write(rest).value().json())
        .build();
  }

  /** The fields that the engine can have, each path once. */
  private List<Field> writable() {
    Map<String, Field> byPath = new LinkedHashMap<>();
    for (Field field : schema.fields()) {
      String problem = problem(field.path());
      if (problem != null) {
        losses.of("fields: not mapped, as " + problem + ", is", field.path());
        continue;
      }
      Field first = byPath.putIfAbsent(field.path(), field);
      if (first != null && !first.equals(field)) {
        losses.of("fields: only the first description is carried of", field.path());
      }
    }
    return new ArrayList<>(byPath.values());
  }

  private static @Nullable String problem(String path) {
    if (path.contains("*")) {
      return "a * stands for many";
    }
    for (String name : path.split("\\.", -1)) {
      if (name.isBlank()) {
        return "a part of its name is empty";
      }
    }
    return null;
  }

  private void loseUse(List<Field> fields) {
    Field others = schema.otherFields();
    if (!others.path().equals(Schema.ANYTHING.path())) {
      losses.add("otherFields: the path " + others.path() + " is written as *");
    }
    if (others.type() != FieldType.ANY) {
      losses.add("otherFields: the type is decided by each value");
    }
    if (!others.has(FieldRole.DISPLAYED)) {
      losses.add("otherFields: the engine displays all members of a document");
    }
    long searchable = fields.stream().filter(field -> field.has(FieldRole.SEARCHABLE)).count();
    if (searchable > 1 && !others.has(FieldRole.SEARCHABLE)) {
      losses.add("fields: which is the more important is for each search to say");
    }
    for (Field field : fields) {
      if (!field.has(FieldRole.DISPLAYED)) {
        losses.of("fields: the engine displays all members of a document, so also", field.path());
      }
      if (field.dimensions() != null && field.type() != FieldType.VECTOR) {
        losses.of("fields: only vectors have dimensions, so not", field.path());
      }
    }
  }
}
