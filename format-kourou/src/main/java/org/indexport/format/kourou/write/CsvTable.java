package org.indexport.format.kourou.write;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.indexport.ReadLimits;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.MemberWalk;
import org.indexport.json.UnexpectedBytesException;

/**
 * The rows of a table of documents, whose first column is the id. Texts stand as they are, as the
 * tool writes them; those that would break a row stand in quotes, as RFC 4180 has it. One thread at
 * a time.
 */
final class CsvTable {
  private static final byte[] NOT_SCALAR = "[NOT_SCALAR]".getBytes(US_ASCII);
  private static final String ID = "_id";
  private static final int NONE = -1;

  /** Where columns are in an object: {@code a.b} may be a member, and a member of {@code a}. */
  private static final class Place {
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Place> within = new HashMap<>();

    void add(String path, int column) {
      columns.putIfAbsent(path, column);
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        within
            .computeIfAbsent(path.substring(0, dot), key -> new Place())
            .add(path.substring(dot + 1), column);
      }
    }
  }

  private final List<String> fields;
  private final Place places = new Place();
  private final int[] starts;
  private final int[] ends;
  private long structures;

  /** A table of these fields; {@code a.b} is the member {@code b} of {@code a}. */
  CsvTable(List<String> fields) {
    this.fields = fields.stream().filter(field -> !field.equals(ID)).distinct().toList();
    this.starts = new int[this.fields.size()];
    this.ends = new int[this.fields.size()];
    for (int i = 0; i < this.fields.size(); i++) {
      places.add(this.fields.get(i), i);
    }
  }

  /** The fields of a mapping that can have single values, in its order. */
  static List<String> fieldsOf(String mapping) {
    List<String> fields = new ArrayList<>();
    try {
      addFields(
          "", JsonObject.parse(mapping.getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth()), fields);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("a mapping that was parsed before", e);
    }
    return fields;
  }

  private static void addFields(String before, JsonObject object, List<String> fields)
      throws MalformedJsonException {
    JsonObject properties = isObject(object, "properties") ? object.object("properties") : null;
    if (properties == null) {
      return;
    }
    for (String name : properties.names()) {
      if (!isObject(properties, name)) {
        continue;
      }
      JsonObject field = properties.object(name);
      boolean isPlainObject =
          field != null && isObject(field, "properties") && !"\"nested\"".equals(field.raw("type"));
      if (field != null && isPlainObject) {
        addFields(before + name + ".", field, fields);
      } else {
        fields.add(before + name);
      }
    }
  }

  private static boolean isObject(JsonObject object, String member) {
    return object.kind(member) == JsonKind.OBJECT;
  }

  /** How many values were objects or arrays, which have no place in a table. */
  long structures() {
    return structures;
  }

  /** The names of the columns. */
  byte[] header() {
    ByteBuilder out = new ByteBuilder();
    out.write(ID.getBytes(US_ASCII));
    for (String field : fields) {
      out.write((byte) ',');
      text(field, out);
    }
    return out.write((byte) '\n').toByteArray();
  }

  /**
   * Writes the row of a document, which was checked.
   *
   * @param b holds it
   * @param id where the string of its id starts
   * @param idEnd where it ends
   * @param body where the document starts
   * @param bodyEnd where it ends
   */
  void row(byte[] b, int id, int idEnd, int body, int bodyEnd, ByteBuilder out) {
    Arrays.fill(starts, NONE);
    try {
      find(places, b, body, bodyEnd);
      text(JsonText.unquote(b, id, idEnd), out);
      for (int i = 0; i < starts.length; i++) {
        out.write((byte) ',');
        if (starts[i] != NONE) {
          value(b, starts[i], ends[i], out);
        }
      }
    } catch (MalformedJsonException | UnexpectedBytesException e) {
      throw new IllegalStateException("a document that was checked", e);
    }
    out.write((byte) '\n');
  }

  private void find(Place place, byte[] b, int open, int end)
      throws MalformedJsonException, UnexpectedBytesException {
    MemberWalk walk = new MemberWalk();
    walk.start(b, open, end);
    while (walk.next() == MemberWalk.Step.MEMBER && walk.skipValue()) {
      String key = JsonText.unquote(b, walk.keyStart(), walk.keyEnd());
      Integer column = place.columns.get(key);
      if (column != null) {
        starts[column] = walk.valueStart();
        ends[column] = walk.valueEnd();
      }
      Place within = place.within.get(key);
      if (within != null && b[walk.valueStart()] == '{') {
        find(within, b, walk.valueStart(), walk.valueEnd());
      }
    }
  }

  private void value(byte[] b, int start, int end, ByteBuilder out) throws MalformedJsonException {
    switch (b[start]) {
      case '"' -> text(JsonText.unquote(b, start, end), out);
      case '{', '[' -> {
        structures++;
        out.write(NOT_SCALAR);
      }
      case 'n' -> {
        // Nothing.
      }
      default -> out.write(b, start, end - start);
    }
  }

  private static void text(String text, ByteBuilder out) {
    boolean breaks =
        text.startsWith("\"") || text.chars().anyMatch(c -> c == ',' || c == '\n' || c == '\r');
    JsonText.appendWtf8(breaks ? "\"" + text.replace("\"", "\"\"") + "\"" : text, out);
  }
}
