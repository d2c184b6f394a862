package org.indexport.dialects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
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
final class LuceneSettingsParser {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private final List<String> losses = new ArrayList<>();
  private @Nullable String primaryKey;
  private List<Field> fields = List.of();
  private Field otherFields = Schema.ANYTHING;
  private List<String> stopWords = List.of();
  private Map<String, List<String>> synonyms = Map.of();

  private LuceneSettingsParser(JsonParser parser) {
    this.parser = parser;
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
    try (JsonParser parser = JSON.createParser(settings.json())) {
      return new LuceneSettingsParser(parser).parse();
    } catch (JsonProcessingException e) {
      // Only the place: the parser's own words may hold what is secret.
      throw corrupt(
          "one JSON object without repeated members",
          "something else at character " + e.getLocation().getCharOffset(),
          e);
    } catch (DumpException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  private Translation<Schema> parse() throws IOException {
    parser.nextToken();
    expect(JsonToken.START_OBJECT, "settings");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      member(parser.currentName());
    }
    if (parser.nextToken() != null) {
      throw corrupt("nothing after the settings", found(), null);
    }
    return new Translation<>(
        new Schema(primaryKey, fields, otherFields, stopWords, synonyms), losses);
  }

  private void member(String name) throws IOException {
    parser.nextToken();
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
      throw corrupt("a path in " + where, path == null ? "none" : "an empty one", null);
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

  private @Nullable Integer dimensions(String where) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    expect(JsonToken.VALUE_NUMBER_INT, where);
    if (parser.getTextLength() > 9 || parser.getIntValue() < 1) {
      throw corrupt("a number of dimensions at " + where, "a number out of range", null);
    }
    return parser.getIntValue();
  }

  private <E extends Enum<E>> E constant(Class<E> type, String where) throws IOException {
    String text = string(where);
    for (E constant : type.getEnumConstants()) {
      if (LuceneDialect.lower(constant).equals(text)) {
        return constant;
      }
    }
    List<String> known = Arrays.stream(type.getEnumConstants()).map(LuceneDialect::lower).toList();
    throw corrupt("one of " + known + " at " + where, "another word", null);
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

  private List<String> strings(String where) throws IOException {
    expect(JsonToken.START_ARRAY, where);
    List<String> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(string(where));
    }
    return list;
  }

  private @Nullable String nullableString(String where) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL ? null : string(where);
  }

  private String string(String where) throws IOException {
    expect(JsonToken.VALUE_STRING, where);
    return parser.getText();
  }

  private void expect(JsonToken token, String where) throws IOException {
    if (parser.currentToken() != token) {
      throw corrupt(word(token) + " at " + where, found(), null);
    }
  }

  private String found() {
    JsonToken token = parser.currentToken();
    return token == null ? "the end" : word(token);
  }

  private static String word(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      default -> "something else";
    };
  }

  private static CorruptDumpException corrupt(
      String expected, String found, @Nullable Throwable cause) {
    return new CorruptDumpException(
        "settings of dialect lucene: expected %s, found %s; correct the settings"
            .formatted(expected, found),
        cause);
  }
}
