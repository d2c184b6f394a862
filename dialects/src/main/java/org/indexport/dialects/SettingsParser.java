package org.indexport.dialects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings token by token, whatever the dialect: what is not as expected is a typed error
 * that names the place and never the value, which may be secret. Good for one text.
 *
 * @param <T> what is read
 */
abstract class SettingsParser<T> {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  final JsonParser parser;
  private final String dialect;

  SettingsParser(JsonParser parser, String dialect) {
    this.parser = parser;
    this.dialect = dialect;
  }

  /** Reads the settings with a parser of their dialect. */
  static <T> T parse(Settings settings, Function<JsonParser, SettingsParser<T>> dialect)
      throws DumpException {
    try (JsonParser json = JSON.createParser(settings.json())) {
      SettingsParser<T> parser = dialect.apply(json);
      parser.readAll();
      return parser.result();
    } catch (JsonProcessingException e) {
      throw corrupt(settings.dialect(), "one JSON object without repeated members", found(e), e);
    } catch (DumpException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  /** Only the place: the parser's own words may hold what is secret. */
  private static String found(JsonProcessingException e) {
    // The parser does not tell the place where it finds a text too deep or a token too long.
    @Nullable JsonLocation place = e.getLocation();
    return place == null
        ? "one that is too deep or has too long a part"
        : "something else at character " + place.getCharOffset();
  }

  private void readAll() throws IOException {
    parser.nextToken();
    expect(JsonToken.START_OBJECT, "settings");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      member(name);
    }
    if (parser.nextToken() != null) {
      throw corrupt("nothing after the settings", found());
    }
  }

  /** Reads the value of one of the settings, at whose first token the parser stands. */
  abstract void member(String name) throws IOException;

  /** What the members gave. */
  abstract T result();

  final List<String> strings(String where) throws IOException {
    expect(JsonToken.START_ARRAY, where);
    List<String> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(string(where));
    }
    return list;
  }

  String string(String where) throws IOException {
    expect(JsonToken.VALUE_STRING, where);
    return parser.getText();
  }

  /** A number of dimensions, or null. */
  final @Nullable Integer dimensions(String where) throws IOException {
    if (isNull()) {
      return null;
    }
    expect(JsonToken.VALUE_NUMBER_INT, where);
    if (parser.getTextLength() > 9 || parser.getIntValue() < 1) {
      throw corrupt("a number of dimensions at " + where, "a number out of range");
    }
    return parser.getIntValue();
  }

  final boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  final void expect(JsonToken token, String where) throws IOException {
    if (parser.currentToken() != token) {
      throw corrupt(word(token) + " at " + where, found());
    }
  }

  final String found() {
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

  final CorruptDumpException corrupt(String expected, String found) {
    return corrupt(dialect, expected, found, null);
  }

  private static CorruptDumpException corrupt(
      String dialect, String expected, String found, @Nullable Throwable cause) {
    return new CorruptDumpException(
        "settings of dialect %s: expected %s, found %s; correct the settings"
            .formatted(dialect, expected, found),
        cause);
  }
}
