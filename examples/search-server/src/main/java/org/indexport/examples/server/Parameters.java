package org.indexport.examples.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query.
 *
 * @param values by name
 */
record Parameters(Map<String, String> values) {
  static Parameters of(@Nullable String query) throws Refusal {
    Map<String, String> values = new HashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      values.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return new Parameters(values);
  }

  private static String decode(String text) throws Refusal {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("bad_query", "not escaped as it should be: " + text);
    }
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** A number from 0 on, of which no more than a most counts, or another where it is missing. */
  int number(String name, int otherwise, int most) throws Refusal {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Refusal.badRequest(
          "bad_parameter", "%s: expected a number from 0 on, found %s".formatted(name, text));
    }
    try {
      return (int) Math.min(most, Long.parseLong(text));
    } catch (NumberFormatException e) {
      // More than any long.
      return most;
    }
  }
}
