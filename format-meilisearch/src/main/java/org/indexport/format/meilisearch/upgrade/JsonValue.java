package org.indexport.format.meilisearch.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;

/**
 * The text of one JSON value within something that was checked before.
 *
 * @param raw the text
 */
record JsonValue(String raw) {
  private static final String NAME = "value";
  private static final int DEPTH = 10_000;

  /** The order in which the engine puts what is a set for it. */
  private static final Comparator<String> BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  static final JsonValue NULL = new JsonValue("null");

  private JsonObject holder() throws MalformedJsonException {
    return JsonObject.parse(("{\"" + NAME + "\":" + raw + "}").getBytes(UTF_8), DEPTH);
  }

  /** An object of which a text is known to be one. */
  static JsonObject parse(String object) throws MalformedJsonException {
    return JsonObject.parse(object.getBytes(UTF_8), DEPTH);
  }

  static String array(Iterable<String> raws) {
    return "[" + String.join(",", raws) + "]";
  }

  static JsonValue list(Iterable<String> strings) {
    StringBuilder out = new StringBuilder("[");
    for (String string : strings) {
      out.append(out.length() > 1 ? "," : "").append(JsonText.quote(string));
    }
    return new JsonValue(out.append(']').toString());
  }

  boolean isNull() {
    return raw.equals("null");
  }

  JsonKind kind() throws MalformedJsonException {
    JsonKind kind = holder().kind(NAME);
    return kind == null ? JsonKind.NULL : kind;
  }

  JsonObject object() throws MalformedJsonException {
    return parse(raw);
  }

  String string() throws MalformedJsonException {
    String string = holder().string(NAME);
    return string == null ? "" : string;
  }

  /** The strings of a list of them. */
  List<String> strings() throws MalformedJsonException {
    return holder().strings(NAME);
  }

  List<String> elements() throws MalformedJsonException {
    return holder().raws(NAME);
  }

  /** A list of strings as a set of them is written. */
  JsonValue asSet() throws MalformedJsonException {
    return isNull() ? this : list(sorted(strings()));
  }

  static TreeSet<String> sorted(Iterable<String> strings) {
    TreeSet<String> sorted = new TreeSet<>(BYTES);
    strings.forEach(sorted::add);
    return sorted;
  }
}
