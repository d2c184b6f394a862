package org.indexport.dialects;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings that {@link ElasticsearchDialect} describes. Where they hold the schema that
 * they were made of, it is believed as far as nothing else was added since. Good for one text.
 */
final class ElasticSchemaReader {
  private static final String ANALYSIS = "index.analysis.";

  /** What a server says of every index. */
  private static final Set<String> OF_EVERY_INDEX =
      Set.of("index.replication.type", "index.routing.allocation.include._tier_preference");

  /** What fields look like that values have made where there are no templates. */
  private static final Set<Object> GROWN_BY_ITSELF =
      Set.of(
          Map.of("type", "long"),
          Map.of("type", "float"),
          Map.of("type", "date"),
          Map.of("type", "boolean"),
          Map.of(
              "type",
              "text",
              "fields",
              Map.of("keyword", Map.of("type", "keyword", "ignore_above", "256"))));

  private final Settings text;
  private final ElasticSettings parsed;
  private final ElasticLosses losses = new ElasticLosses();

  private ElasticSchemaReader(Settings text, ElasticSettings parsed) {
    this.text = text;
    this.parsed = parsed;
  }

  static Translation<Schema> read(Settings settings) throws DumpException {
    ElasticSchemaReader reader = new ElasticSchemaReader(settings, parsed(settings));
    return new Translation<>(reader.schema(), reader.losses.sentences());
  }

  private static ElasticSettings parsed(Settings settings) throws DumpException {
    ElasticSettings parsed = ElasticSettingsParser.parse(settings);
    Map<String, Object> mappings = parsed.mappings();
    boolean isSaid = mappings.isEmpty() || mappings.containsKey("dynamic");
    if (isSaid || ElasticFlavor.of(settings.dialect()) != ElasticFlavor.KUZZLE) {
      return parsed;
    }
    Map<String, Object> complete = new LinkedHashMap<>(mappings);
    complete.put("dynamic", "false");
    return new ElasticSettings(parsed.settings(), complete, parsed.others());
  }

  private Schema schema() throws DumpException {
    parsed.others().forEach(name -> losses.add(name + ": not part of a schema"));
    Schema own = own();
    return own == null ? ofMappings() : ofOwn(own);
  }

  private Schema ofMappings() {
    ElasticMappingReader mappings =
        new ElasticMappingReader(parsed.mappings(), losses, (path, definition) -> false);
    mappings.readFields();
    Field others = mappings.readOthers();
    mappings.loseRoot(Map.of());
    ElasticAnalysisReader analysis = new ElasticAnalysisReader(parsed, losses);
    analysis.read();
    loseSettings(Map.of());
    return new Schema(null, mappings.fields(), others, analysis.stopWords(), analysis.synonyms());
  }

  /** The schema that the mappings were made of, or null when they were made otherwise. */
  private @Nullable Schema own() {
    Map<String, Object> meta = ElasticSettings.map(parsed.mappings(), "_meta");
    String json = ElasticSettings.text(meta, ElasticSettingsWriter.META);
    if (json == null) {
      return null;
    }
    try {
      return new LuceneDialect()
          .read(Settings.of(LuceneDialect.ID, LuceneDialect.VERSION, json))
          .value();
    } catch (DumpException e) {
      losses.add(
          "mappings/_meta/" + ElasticSettingsWriter.META + ": not a schema, so it is not used");
      return null;
    }
  }

  private Schema ofOwn(Schema own) throws DumpException {
    ElasticLosses lossesOfAnalysis = new ElasticLosses();
    ElasticAnalysisReader analysis = new ElasticAnalysisReader(parsed, lossesOfAnalysis);
    analysis.read();
    Schema complete =
        new Schema(
            own.primaryKey(),
            own.fields(),
            own.otherFields(),
            analysis.stopWords(),
            analysis.synonyms());
    ElasticSettings expected =
        ElasticSettingsParser.parse(
            new ElasticSettingsWriter(complete, text.dialect()).write().value());
    if (!analysis(parsed).equals(analysis(expected))) {
      lossesOfAnalysis.sentences().forEach(losses::add);
    }
    loseSettings(expected.settings());
    ElasticMappingReader added =
        new ElasticMappingReader(parsed.mappings(), losses, known(own, expected.mappings()));
    added.readFields();
    added.loseRoot(expected.mappings());
    String dynamic = ElasticSettings.text(parsed.mappings(), "dynamic");
    if (dynamic != null && !dynamic.equals(ElasticSettings.text(expected.mappings(), "dynamic"))) {
      losses.add("mappings/dynamic: it is no longer what the schema made it");
    }
    List<Field> fields = new ArrayList<>(own.fields());
    fields.addAll(added.fields());
    return new Schema(
        own.primaryKey(), fields, own.otherFields(), complete.stopWords(), complete.synonyms());
  }

  /** Fields that the schema describes, or that documents have made of what it says of others. */
  private BiPredicate<String, Map<String, Object>> known(Schema own, Map<String, Object> expected) {
    Set<String> described = new HashSet<>();
    Set<String> parents = new HashSet<>();
    for (Field field : own.fields()) {
      String path = field.path();
      described.add(path);
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        parents.add(path.substring(0, dot));
      }
    }
    Set<Object> grown = grown(own, expected);
    return (path, definition) ->
        AttributeName.isWithin(described, path)
            || (parents.contains(path) && !definition.containsKey("properties"))
            || grown.contains(definition);
  }

  /** What fields look like that values have made without a description. */
  private Set<Object> grown(Schema own, Map<String, Object> expected) {
    Set<Object> grown = new HashSet<>();
    grown.add(Map.of("type", "object"));
    if (ElasticFlavor.of(text.dialect()) == ElasticFlavor.KUZZLE
        && "true".equals(expected.get("dynamic"))) {
      grown.addAll(GROWN_BY_ITSELF);
    }
    if (!own.otherFields().roles().equals(Set.of(FieldRole.DISPLAYED))) {
      grown.add(Map.of("type", "boolean"));
    }
    if (expected.get("dynamic_templates") instanceof List<?> templates) {
      for (Object named : templates) {
        for (Object template : ElasticSettings.asMap(named).values()) {
          Map<String, Object> members = ElasticSettings.asMap(template);
          if ("*".equals(members.get("path_match"))) {
            grown.add(ElasticSettings.map(members, "mapping"));
          }
        }
      }
    }
    return grown;
  }

  private static Map<String, Object> analysis(ElasticSettings settings) {
    Map<String, Object> analysis = new LinkedHashMap<>(settings.settings());
    analysis.keySet().removeIf(name -> !name.startsWith(ANALYSIS));
    return analysis;
  }

  private void loseSettings(Map<String, Object> expected) {
    parsed
        .settings()
        .forEach(
            (name, value) -> {
              boolean isRead = name.startsWith(ANALYSIS) || OF_EVERY_INDEX.contains(name);
              boolean isOwn = ServerSettings.includes(name);
              if (!isRead && !isOwn && !value.equals(expected.get(name))) {
                losses.of("settings: a schema has no place for", name);
              }
            });
  }
}
