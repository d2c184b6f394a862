package org.indexport.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.indexport.Settings;

/** Puts {@code ***} in the place of secrets; all else stays as it stands. */
final class SecretMask {
  /** What is shown instead of a secret. */
  static final String MASK = "***";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String json;
  private final Set<JsonPointer> secrets = new LinkedHashSet<>();
  private final StringBuilder out = new StringBuilder();
  private int copied;

  private SecretMask(Settings settings) {
    json = settings.json();
    for (String secret : settings.secrets()) {
      secrets.add(JsonPointer.compile(secret));
    }
  }

  /** The JSON of settings without their secrets. */
  static String of(Settings settings) {
    return settings.secrets().isEmpty() ? settings.json() : new SecretMask(settings).mask();
  }

  private String mask() {
    try (JsonParser parser = FACTORY.createParser(json)) {
      for (JsonToken token; (token = parser.nextToken()) != null; ) {
        if (isValue(token) && secrets.contains(parser.getParsingContext().pathAsPointer())) {
          replace(parser, token);
        }
      }
    } catch (IOException e) {
      // Settings were checked when they were read.
      throw new UncheckedIOException(e);
    }
    return out.append(json, copied, json.length()).toString();
  }

  private static boolean isValue(JsonToken token) {
    return token != JsonToken.FIELD_NAME && !token.isStructEnd() && token != JsonToken.VALUE_NULL;
  }

  private void replace(JsonParser parser, JsonToken token) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getCharOffset();
    if (token.isNumeric()) {
      end = start + parser.getTextLength();
    }
    out.append(json, copied, start).append('"').append(MASK).append('"');
    copied = end;
  }
}
