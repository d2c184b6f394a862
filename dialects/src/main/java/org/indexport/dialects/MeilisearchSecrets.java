package org.indexport.dialects;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the members of Meilisearch settings that must not be shown. Good for one text. */
final class MeilisearchSecrets extends SettingsParser<List<String>> {
  private static final String EMBEDDERS = "embedders";
  private static final Set<String> KEYS = Set.of("apiKey", "api_key");

  /** So that many members with long paths do not cost more than the settings themselves. */
  private static final int MAX_TEXT = 1_000_000;

  private final List<String> secrets = new ArrayList<>();
  private int text;
  private boolean isTooMuch;

  MeilisearchSecrets(JsonParser parser) {
    super(parser, MeilisearchDialect.ID);
  }

  @Override
  List<String> result() {
    return isTooMuch ? List.of("/" + EMBEDDERS) : secrets;
  }

  @Override
  void member(String name) throws IOException {
    if (!name.equals(EMBEDDERS) || parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw corrupt("the end of " + EMBEDDERS, found());
      } else if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (depth > 1 && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        scalar(token, depth);
      }
    }
  }

  /** Looks at a value in an embedder: depth 2 is one of its own members. */
  private void scalar(JsonToken token, int depth) throws IOException {
    JsonStreamContext context = parser.getParsingContext();
    String name = context.getCurrentName();
    if (name == null) {
      return;
    }
    boolean isHeader = depth > 2 && "headers".equals(context.getParent().getCurrentName());
    if (isHeader || KEYS.contains(name) || (name.equals("url") && hasCredentials(token))) {
      add();
    }
  }

  /** Addresses may hold a key as a parameter, or a name and a password. */
  private boolean hasCredentials(JsonToken token) throws IOException {
    String url = token == JsonToken.VALUE_STRING ? parser.getText() : "";
    return url.indexOf('?') >= 0 || url.indexOf('@') >= 0;
  }

  private void add() {
    if (!isTooMuch) {
      String pointer = parser.getParsingContext().pathAsPointer().toString();
      secrets.add(pointer);
      text += pointer.length();
      isTooMuch = text > MAX_TEXT;
    }
  }
}
