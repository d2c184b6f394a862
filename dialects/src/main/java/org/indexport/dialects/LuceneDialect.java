package org.indexport.dialects;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.json.JsonText;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.indexport.spi.SchemaDialect;

/**
 * The settings of Lucene indexes: a {@link Schema} as JSON, since Lucene has none of its own.
 *
 * <pre>{@code
 * {"primaryKey":"id",
 *  "fields":[{"path":"title","type":"text","roles":["searchable","displayed"]},
 *            {"path":"embedding","type":"vector","roles":["searchable"],"dimensions":384}],
 *  "otherFields":{"type":"any","roles":["displayed"]},
 *  "stopWords":["the"],
 *  "synonyms":{"tv":["television"]}}
 * }</pre>
 *
 * <p>Types and roles are the names of {@link org.indexport.schema.FieldType} and {@link FieldRole}
 * in lower case. Every member may be left out: a schema without {@code otherFields} uses what no
 * field describes for everything, a field without {@code type} is {@code any}, one without {@code
 * roles} has none. Other members are kept in the settings and mean nothing. Stateless and
 * thread-safe.
 */
public final class LuceneDialect implements SchemaDialect {
  /** The id of this dialect. */
  public static final String ID = "lucene";

  /** The version of this dialect that {@link #write} writes, the only one there is. */
  public static final String VERSION = "1";

  /** Creates the dialect. */
  public LuceneDialect() {}

  @Override
  public String id() {
    return ID;
  }

  /**
   * Reads settings of this dialect. Members that it does not know are listed as losses.
   *
   * @throws IllegalArgumentException if the settings are of another dialect
   * @throws org.indexport.UnsupportedVersionException if they are of another version
   * @throws org.indexport.CorruptDumpException if the JSON has another shape
   */
  @Override
  public Translation<Schema> read(Settings settings) throws DumpException {
    return LuceneSettingsParser.parse(settings);
  }

  /** Writes settings of this dialect; it carries everything that a schema can say. */
  @Override
  public Translation<Settings> write(Schema schema) {
    List<String> losses = new ArrayList<>();
    StringBuilder json = new StringBuilder(256).append('{');
    if (schema.primaryKey() != null) {
      json.append("\"primaryKey\":").append(JsonText.quote(schema.primaryKey())).append(',');
    }
    json.append("\"fields\":[");
    for (Iterator<Field> fields = schema.fields().iterator(); fields.hasNext(); ) {
      Field field = fields.next();
      json.append("{\"path\":").append(JsonText.quote(field.path())).append(',');
      appendUse(field, json);
      json.append(fields.hasNext() ? "}," : "}");
    }
    json.append("],\"otherFields\":{");
    appendUse(schema.otherFields(), json);
    if (!schema.otherFields().path().equals(Schema.ANYTHING.path())) {
      losses.add("otherFields: the path " + schema.otherFields().path() + " is written as *");
    }
    json.append("},\"stopWords\":");
    JsonLists.appendStrings(schema.stopWords(), json);
    json.append(",\"synonyms\":");
    JsonLists.appendSynonyms(schema.synonyms(), json);
    json.append('}');
    return new Translation<>(Settings.of(ID, VERSION, json.toString()), losses);
  }

  private static void appendUse(Field field, StringBuilder json) {
    json.append("\"type\":\"").append(lower(field.type())).append("\",\"roles\":");
    JsonLists.appendStrings(
        field.roles().stream().sorted().map(LuceneDialect::lower).toList(), json);
    if (field.dimensions() != null) {
      json.append(",\"dimensions\":").append(field.dimensions());
    }
  }

  /** The name of a type or role as the JSON has it. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
