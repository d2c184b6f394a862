package org.indexport.dialects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.jspecify.annotations.Nullable;

/** Reads the JSON that {@link ElasticsearchDialect} describes. Good for one text. */
final class ElasticSettingsParser extends SettingsParser<ElasticSettings> {
  private Map<String, Object> settings = Map.of();
  private Map<String, Object> mappings = Map.of();
  private final List<String> others = new ArrayList<>();

  private ElasticSettingsParser(JsonParser parser, String dialect) {
    super(parser, dialect);
  }

  static ElasticSettings parse(Settings settings) throws DumpException {
    return SettingsParser.parse(
        settings, parser -> new ElasticSettingsParser(parser, settings.dialect()));
  }

  @Override
  ElasticSettings result() {
    return new ElasticSettings(ElasticSettings.flat(settings), mappings, List.copyOf(others));
  }

  @Override
  void member(String name) throws IOException {
    switch (name) {
      case "settings" -> settings = members(name);
      case "mappings" -> mappings = members(name);
      default -> {
        others.add(name);
        parser.skipChildren();
      }
    }
  }

  private Map<String, Object> members(String where) throws IOException {
    if (isNull()) {
      return Map.of();
    }
    expect(JsonToken.START_OBJECT, where);
    return object();
  }

  /** The members of an object that are not null: to the server they are as if not there. */
  private Map<String, Object> object() throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value();
      if (value != null) {
        members.put(name, value);
      }
    }
    return members;
  }

  private @Nullable Object value() throws IOException {
    if (isNull()) {
      return null;
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      default -> parser.getText();
    };
  }

  private List<Object> array() throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object element = value();
      if (element != null) {
        elements.add(element);
      }
    }
    return elements;
  }
}
