package org.indexport.cli;

import java.nio.charset.StandardCharsets;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;

/**
 * Reads an object as JavaScript lets people write it, and gives it as JSON: names without quotes,
 * strings in single quotes or backticks, commas before the end. Nothing is computed. One use.
 */
final class LooseJson {
  private static final int MOST_LEVELS = 500;

  private final String text;
  private final StringBuilder json = new StringBuilder();
  private int at;

  private LooseJson(String text) {
    this.text = text;
  }

  /**
   * Reads an object.
   *
   * @param option the option that it is the value of
   * @throws UsageException if it is none
   */
  static String of(String option, String text) {
    LooseJson reading = new LooseJson(text.strip());
    try {
      reading.value(0);
      if (reading.at < reading.text.length()) {
        throw new IllegalArgumentException("more after its end");
      }
      String json = reading.json.toString();
      JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), MOST_LEVELS);
      return json;
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new UsageException(
          "--%s: expected an object such as '{\"term\":{\"active\":true}}': %s"
              .formatted(option, e.getMessage()));
    }
  }

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void value(int depth) {
    if (depth > MOST_LEVELS) {
      throw new IllegalArgumentException("too deep");
    }
    char c = peek();
    switch (c) {
      case '{' -> members('}', depth);
      case '[' -> members(']', depth);
      case '"', '\'', '`' -> string(c);
      default -> json.append(word());
    }
    peek();
  }

  private void members(char end, int depth) {
    json.append(text.charAt(at++));
    boolean first = true;
    while (peek() != end) {
      if (!first) {
        if (peek() != ',') {
          throw new IllegalArgumentException(
              at == text.length() ? "it ends too early" : "'" + peek() + "' where ',' should be");
        }
        at++;
        if (peek() == end) {
          break;
        }
        json.append(',');
      }
      first = false;
      if (end == '}') {
        name();
      }
      value(depth + 1);
    }
    at++;
    json.append(end);
  }

  private void name() {
    char c = peek();
    if (c == '"' || c == '\'' || c == '`') {
      string(c);
    } else {
      json.append(JsonText.quote(word()));
    }
    if (peek() != ':') {
      throw new IllegalArgumentException("no ':' after a name");
    }
    at++;
    json.append(':');
  }

  /** A name, a number, or true, false and null. */
  private String word() {
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw new IllegalArgumentException(
          at == text.length() ? "it ends too early" : "'" + text.charAt(at) + "'");
    }
    return text.substring(start, at);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '-' || c == '+' || c == '.';
  }

  /** Escapes stay as they are, but for those of quotes that need none. */
  private void string(char quote) {
    json.append('"');
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        char escaped = text.charAt(at++);
        json.append(escaped == '\'' || escaped == '`' ? "" + escaped : "\\" + escaped);
      } else {
        json.append(c == '"' ? "\\\"" : String.valueOf(c));
      }
    }
    if (at == text.length()) {
      throw new IllegalArgumentException("a string without end");
    }
    at++;
    json.append('"');
  }
}
