package org.indexport.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON object whose members keep their text verbatim: for metadata and settings, not for
 * documents. Immutable.
 */
public final class JsonObject {
  private final byte[] json;
  private final int start;
  private final Map<String, Slice> members;

  private record Slice(int from, int to) {}

  private JsonObject(byte[] json, int start, Map<String, Slice> members) {
    this.json = json;
    this.start = start;
    this.members = members;
  }

  /**
   * Reads an object. The array is not to be changed afterwards.
   *
   * @param json UTF-8 JSON text
   * @param maxDepth how deep it may nest
   * @throws MalformedJsonException if it is not one well-formed object with distinct names
   * @throws DepthExceededException if it nests too deep
   */
  public static JsonObject parse(byte[] json, int maxDepth) throws MalformedJsonException {
    DocumentScanner scanner = DocumentScanner.readOnly(maxDepth);
    scanner.scan(json, 0, json.length);
    return members(json, scanner.start());
  }

  /** Collects the members of an object that is known to be well formed. */
  private static JsonObject members(byte[] json, int start) throws MalformedJsonException {
    Map<String, Slice> members = new LinkedHashMap<>();
    int i = skip(json, start + 1);
    while (json[i] != '}') {
      int keyEnd = StringScan.end(json, i + 1, json.length);
      String key = JsonText.unquote(json, i, keyEnd);
      int value = skip(json, skip(json, keyEnd) + 1);
      int valueEnd = valueEnd(json, value);
      if (members.put(key, new Slice(value, valueEnd)) != null) {
        throw new MalformedJsonException(
            i, "each name once", "the name " + JsonText.quote(key) + " again");
      }
      i = skip(json, valueEnd);
      if (json[i] == ',') {
        i = skip(json, i + 1);
      }
    }
    return new JsonObject(json, start, members);
  }

  private static int skip(byte[] json, int from) {
    return DocumentScanner.skipBlanks(json, from, json.length);
  }

  private static int valueEnd(byte[] json, int from) throws MalformedJsonException {
    int i = from;
    int depth = 0;
    do {
      byte c = json[i];
      if (c == '"') {
        i = StringScan.end(json, i + 1, json.length);
        continue;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      i++;
    } while (depth > 0 || !endsScalar(json, from, i));
    return i;
  }

  private static boolean endsScalar(byte[] json, int from, int at) {
    byte first = json[from];
    if (first == '"' || first == '{' || first == '[') {
      return true;
    }
    byte c = json[at];
    return c == ',' || c == '}' || c == ']' || DocumentScanner.isBlank(c);
  }

  /** The members' names in order. */
  public Set<String> names() {
    return java.util.Collections.unmodifiableSet(members.keySet());
  }

  /** Whether there is a member of this name that is not null. */
  public boolean has(String name) {
    Slice slice = members.get(name);
    return slice != null && json[slice.from] != 'n';
  }

  /** What a member's value is, or null when there is no such member. */
  public @Nullable JsonKind kind(String name) {
    Slice slice = members.get(name);
    return slice == null ? null : JsonKind.startingWith(json[slice.from]);
  }

  /** A member's text as it stands there, or null when there is no such member. */
  public @Nullable String raw(String name) {
    Slice slice = members.get(name);
    return slice == null ? null : text(slice);
  }

  /** The texts of the members with other names than these. */
  public Map<String, String> rawExcept(Set<String> known) {
    Map<String, String> rest = new LinkedHashMap<>();
    members.forEach(
        (name, slice) -> {
          if (!known.contains(name)) {
            rest.put(name, text(slice));
          }
        });
    return rest;
  }

  private String text(Slice slice) {
    return new String(json, slice.from, slice.to - slice.from, StandardCharsets.UTF_8);
  }

  /**
   * A string member, or null when it is absent or null.
   *
   * @throws MalformedJsonException if it is something else
   */
  public @Nullable String string(String name) throws MalformedJsonException {
    Slice slice = slice(name, JsonKind.STRING, "a string");
    return slice == null ? null : JsonText.unquote(json, slice.from, slice.to);
  }

  /**
   * A member that is a whole number of 64 bits, or null when it is absent or null.
   *
   * @throws MalformedJsonException if it is something else
   */
  public @Nullable Long number(String name) throws MalformedJsonException {
    Slice slice = slice(name, JsonKind.NUMBER, "a whole number");
    if (slice == null) {
      return null;
    }
    try {
      return Long.valueOf(text(slice));
    } catch (NumberFormatException e) {
      throw unexpected(name, slice, "a whole number of 64 bits");
    }
  }

  /**
   * A member that is true or false, or null when it is absent or null.
   *
   * @throws MalformedJsonException if it is something else
   */
  public @Nullable Boolean truth(String name) throws MalformedJsonException {
    Slice slice = slice(name, JsonKind.BOOLEAN, "true or false");
    return slice == null ? null : json[slice.from] == 't';
  }

  /**
   * A member that is an object, or null when it is absent or null.
   *
   * @throws MalformedJsonException if it is something else
   */
  public @Nullable JsonObject object(String name) throws MalformedJsonException {
    Slice slice = slice(name, JsonKind.OBJECT, "an object");
    return slice == null ? null : members(json, slice.from);
  }

  /**
   * The objects of a member that is an array of them; empty when it is absent or null.
   *
   * @throws MalformedJsonException if it is something else
   */
  public List<JsonObject> objects(String name) throws MalformedJsonException {
    List<JsonObject> objects = new ArrayList<>();
    for (Slice element : elements(name)) {
      if (json[element.from] != '{') {
        throw unexpected(name, element, "only objects");
      }
      objects.add(members(json, element.from));
    }
    return objects;
  }

  /**
   * The strings of a member that is an array of them; empty when it is absent or null.
   *
   * @throws MalformedJsonException if it is something else
   */
  public List<String> strings(String name) throws MalformedJsonException {
    List<String> strings = new ArrayList<>();
    for (Slice element : elements(name)) {
      if (json[element.from] != '"') {
        throw unexpected(name, element, "only strings");
      }
      strings.add(JsonText.unquote(json, element.from, element.to));
    }
    return strings;
  }

  /**
   * The texts of the elements of a member that is an array; empty when it is absent or null.
   *
   * @throws MalformedJsonException if it is something else
   */
  public List<String> raws(String name) throws MalformedJsonException {
    List<String> raws = new ArrayList<>();
    for (Slice element : elements(name)) {
      raws.add(text(element));
    }
    return raws;
  }

  private List<Slice> elements(String name) throws MalformedJsonException {
    List<Slice> elements = new ArrayList<>();
    Slice slice = slice(name, JsonKind.ARRAY, "an array");
    if (slice == null) {
      return elements;
    }
    int i = skip(json, slice.from + 1);
    while (json[i] != ']') {
      int end = valueEnd(json, i);
      elements.add(new Slice(i, end));
      i = skip(json, end);
      if (json[i] == ',') {
        i = skip(json, i + 1);
      }
    }
    return elements;
  }

  private @Nullable Slice slice(String name, JsonKind kind, String expected)
      throws MalformedJsonException {
    Slice slice = members.get(name);
    if (slice == null || json[slice.from] == 'n') {
      return null;
    }
    if (JsonKind.startingWith(json[slice.from]) != kind) {
      throw unexpected(name, slice, expected);
    }
    return slice;
  }

  private MalformedJsonException unexpected(String name, Slice slice, String expected) {
    String found = text(slice);
    String shown = found.length() > 40 ? found.substring(0, 40) + "…" : found;
    return new MalformedJsonException(slice.from, expected + " as " + JsonText.quote(name), shown);
  }

  /**
   * An exception about a member whose value is well formed but not allowed.
   *
   * @param name the member; where it is absent, the exception is about the object
   * @param expected what should be there
   */
  public MalformedJsonException unexpected(String name, String expected) {
    Slice slice = members.get(name);
    return slice == null
        ? new MalformedJsonException(start, expected + " as " + JsonText.quote(name), "none")
        : unexpected(name, slice, expected);
  }

  /** Writes objects member by member. Null values are left out. Not thread-safe. */
  public static final class Builder {
    private final ByteBuilder out = new ByteBuilder();

    /** Starts an empty object. */
    public Builder() {
      out.write((byte) '{');
    }

    /** Adds a string. */
    public Builder put(String name, @Nullable String value) {
      return value == null ? this : putRaw(name, JsonText.quote(value));
    }

    /** Adds a number. */
    public Builder put(String name, @Nullable Long value) {
      return value == null ? this : putRaw(name, value.toString());
    }

    /** Adds true or false. */
    public Builder put(String name, @Nullable Boolean value) {
      return value == null ? this : putRaw(name, value.toString());
    }

    /** Adds an array of strings. */
    public Builder put(String name, Iterable<String> values) {
      List<String> quoted = new ArrayList<>();
      values.forEach(value -> quoted.add(JsonText.quote(value)));
      return putRaw(name, quoted);
    }

    /** Adds a value that is JSON text already. */
    public Builder putRaw(String name, @Nullable String json) {
      if (json != null) {
        if (out.size() > 1) {
          out.write((byte) ',');
        }
        JsonText.appendQuoted(name, out);
        out.write((byte) ':').write(json.getBytes(StandardCharsets.UTF_8));
      }
      return this;
    }

    /** Adds an array of values that are JSON text already. */
    public Builder putRaw(String name, List<String> values) {
      return putRaw(name, "[" + String.join(",", values) + "]");
    }

    /** Adds members that are JSON text already. */
    public Builder putRaw(Map<String, String> members) {
      members.forEach(this::putRaw);
      return this;
    }

    /** The object as JSON text. */
    public String build() {
      return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8) + "}";
    }
  }

  /** The object as it was read. */
  @Override
  public String toString() {
    try {
      return text(new Slice(start, valueEnd(json, start)));
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a checked object", e);
    }
  }
}
