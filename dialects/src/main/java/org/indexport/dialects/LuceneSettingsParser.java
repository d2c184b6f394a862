package org.indexport.dialects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.UnsupportedVersionException;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;

/** Reads the JSON that {@link LuceneDialect} describes. Good for one text. */
final class LuceneSettingsParser extends SettingsParser<Translation<Schema>> {
  private final List<String> losses = new ArrayList<>();
  private @Nullable String primaryKey;
  private List<Field> fields = List.of();
  private Field otherFields = Schema.ANYTHING;
  private List<String> stopWords = List.of();
  private Map<String, List<String>> synonyms = Map.of();

  private LuceneSettingsParser(JsonParser parser) {
    super(parser, LuceneDialect.ID);
  }

  static Translation<Schema> parse(Settings settings) throws DumpException {
    if (!settings.dialect().equals(LuceneDialect.ID)) {
      throw new IllegalArgumentException("not settings of Lucene: " + settings.dialect());
    }
    String version = settings.version();
    if (version != null && !version.equals(LuceneDialect.VERSION)) {
      throw new UnsupportedVersionException(
          "settings of dialect lucene", version, LuceneDialect.VERSION, LuceneDialect.VERSION);
    }
    return SettingsParser.parse(settings, LuceneSettingsParser::new);
  }

  @Override
  Translation<Schema> result() {
    return new Translation<>(
        new Schema(primaryKey, fields, otherFields, stopWords, synonyms), losses);
  }

  @Override
  void member(String name) throws IOException {
    switch (name) {
      case "primaryKey" -> primaryKey = nullableString(name);
      case "fields" -> fields = fields();
      case "otherFields" -> otherFields = field(name, Schema.ANYTHING.path());
      case "stopWords" -> stopWords = strings(name);
      case "synonyms" -> synonyms = synonyms();
      default -> lose(name);
    }
  }

  private void lose(String name) throws IOException {
    losses.add(name + ": not known to the dialect lucene");
    parser.skipChildren();
  }

  private List<Field> fields() throws IOException {
    expect(JsonToken.START_ARRAY, "fields");
    List<Field> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(field("fields/" + list.size(), null));
    }
    return list;
  }

  /** Reads a field, whose path is given if the object must not name it. */
  private Field field(String where, @Nullable String givenPath) throws IOException {
    expect(JsonToken.START_OBJECT, where);
    String path = givenPath;
    FieldType type = FieldType.ANY;
    Set<FieldRole> roles = Set.of();
    Integer dimensions = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      String here = where + "/" + name;
      if (name.equals("path") && givenPath == null) {
        path = string(here);
      } else if (name.equals("type")) {
        type = constant(FieldType.class, here);
      } else if (name.equals("roles")) {
        roles = roles(here);
      } else if (name.equals("dimensions")) {
        dimensions = dimensions(here);
      } else {
        lose(here);
      }
    }
    if (path == null || path.isEmpty()) {
      throw corrupt("a path in " + where, path == null ? "none" : "an empty one");
    }
    return new Field(path, type, roles, dimensions);
  }

  private Set<FieldRole> roles(String where) throws IOException {
    expect(JsonToken.START_ARRAY, where);
    Set<FieldRole> roles = EnumSet.noneOf(FieldRole.class);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      roles.add(constant(FieldRole.class, where));
    }
    return roles;
  }

  private <E extends Enum<E>> E constant(Class<E> type, String where) throws IOException {
    String text = string(where);
    for (E constant : type.getEnumConstants()) {
      if (LuceneDialect.lower(constant).equals(text)) {
        return constant;
      }
    }
    List<String> known = Arrays.stream(type.getEnumConstants()).map(LuceneDialect::lower).toList();
    throw corrupt("one of " + known + " at " + where, "another word");
  }

  private Map<String, List<String>> synonyms() throws IOException {
    expect(JsonToken.START_OBJECT, "synonyms");
    Map<String, List<String>> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String word = parser.currentName();
      parser.nextToken();
      map.put(word, strings("synonyms"));
    }
    return map;
  }

  private @Nullable String nullableString(String where) throws IOException {
    return isNull() ? null : string(where);
  }
}
