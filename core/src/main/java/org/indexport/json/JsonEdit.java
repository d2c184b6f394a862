package org.indexport.json;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes members out of a JSON text, or gives them other values. Everything else stays byte for
 * byte: blanks, order, escapes, the digits of numbers.
 *
 * <p>Members are told by JSON pointers (RFC 6901); where a name repeats, each of its members is
 * meant, and one that is not there is none. An element of an array becomes {@code null} instead of
 * vanishing, since the others would move. Collect what is to be done, then {@link #apply()} once.
 * One thread.
 */
public final class JsonEdit {
  /** Deeper members are taken out with what holds them. */
  private static final int MOST_STEPS = 256;

  private final byte[] json;
  private final Node root = new Node();
  private final ByteBuilder out;

  /** Up to where the text was copied, or passed over. */
  private int copied;

  private static final class Node {
    private final Map<String, Node> children = new HashMap<>();
    private boolean removed;
    private byte @Nullable [] replacement;

    boolean isEdited() {
      return removed || replacement != null;
    }
  }

  private JsonEdit(byte[] json) {
    this.json = json;
    this.out = new ByteBuilder(json.length + 16);
  }

  /** Starts with a text and nothing to be done. */
  public static JsonEdit of(String json) {
    return new JsonEdit(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A text without some of its members.
   *
   * @param json one JSON value
   * @param pointers the members
   * @throws MalformedJsonException if the text is noticed not to be one JSON value
   * @throws IllegalArgumentException if a pointer is empty, or none
   */
  public static String without(String json, Collection<String> pointers)
      throws MalformedJsonException {
    JsonEdit edit = of(json);
    pointers.forEach(edit::remove);
    return edit.apply();
  }

  /**
   * Takes a member out.
   *
   * @throws IllegalArgumentException if the pointer is empty, or none
   */
  public JsonEdit remove(String pointer) {
    node(pointer).removed = true;
    return this;
  }

  /**
   * Gives a member another value.
   *
   * @param value the value as JSON text
   * @throws IllegalArgumentException if the pointer is empty, or none
   */
  public JsonEdit replace(String pointer, String value) {
    node(pointer).replacement = value.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /** Whether there is nothing to be done. */
  public boolean isEmpty() {
    return root.children.isEmpty();
  }

  private Node node(String pointer) {
    if (!pointer.startsWith("/")) {
      throw new IllegalArgumentException("no JSON pointer to a member: '" + pointer + "'");
    }
    String[] steps = pointer.substring(1).split("/", -1);
    Node node = root;
    for (int i = 0; i < steps.length && i < MOST_STEPS; i++) {
      String name = steps[i].replace("~1", "/").replace("~0", "~");
      node = node.children.computeIfAbsent(name, n -> new Node());
    }
    return node;
  }

  /**
   * The text after all that is to be done.
   *
   * @throws MalformedJsonException if the text is noticed not to be one JSON value
   */
  public String apply() throws MalformedJsonException {
    int end = value(skip(0), root);
    if (skip(end) != json.length) {
      throw MalformedJsonException.at(json, skip(end), json.length, "nothing after the value");
    }
    copyTo(json.length);
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }

  private void copyTo(int end) {
    if (end > copied) {
      out.write(json, copied, end - copied);
      copied = end;
    }
  }

  /** Walks through a value; returns where it ends. */
  private int value(int at, Node node) throws MalformedJsonException {
    if (!node.children.isEmpty() && byteAt(at) == '{') {
      return object(at, node);
    }
    if (!node.children.isEmpty() && byteAt(at) == '[') {
      return array(at, node);
    }
    return valueEnd(at);
  }

  private int object(int open, Node node) throws MalformedJsonException {
    int i = skip(open + 1);
    // Where the last member ends that stays, or -1 as long as there is none.
    int kept = -1;
    while (byteAt(i) != '}') {
      int nameEnd = nameEnd(i);
      int start = afterColon(nameEnd);
      Node child = node.children.get(JsonText.unquote(json, i, nameEnd));
      boolean removed = child != null && child.removed;
      int end = removed ? valueEnd(start) : edited(start, child);
      int next = afterComma(end, '}');
      if (removed) {
        copyTo(kept < 0 ? i : kept);
        copied = kept < 0 && byteAt(next) != '}' ? next : end;
      } else {
        kept = end;
      }
      i = next;
    }
    return i + 1;
  }

  private int array(int open, Node node) throws MalformedJsonException {
    int i = skip(open + 1);
    for (int index = 0; byteAt(i) != ']'; index++) {
      Node child = node.children.get(String.valueOf(index));
      if (child != null && child.removed && child.replacement == null) {
        child.replacement = new byte[] {'n', 'u', 'l', 'l'};
      }
      i = afterComma(edited(i, child), ']');
    }
    return i + 1;
  }

  /** Walks through a value, or puts another in its place; returns where it ends. */
  private int edited(int start, @Nullable Node node) throws MalformedJsonException {
    if (node == null || !node.isEdited()) {
      return node == null ? valueEnd(start) : value(start, node);
    }
    copyTo(start);
    byte[] replacement = node.replacement;
    if (replacement != null) {
      out.write(replacement);
    }
    copied = valueEnd(start);
    return copied;
  }

  private int nameEnd(int at) throws MalformedJsonException {
    if (byteAt(at) != '"') {
      throw MalformedJsonException.at(json, at, json.length, "a name");
    }
    return StringScan.end(json, at + 1, json.length);
  }

  private int afterColon(int at) throws MalformedJsonException {
    int colon = skip(at);
    if (byteAt(colon) != ':') {
      throw MalformedJsonException.at(json, colon, json.length, "a colon");
    }
    return skip(colon + 1);
  }

  /** Where the next member or the closing bracket is. */
  private int afterComma(int at, char closing) throws MalformedJsonException {
    int i = skip(at);
    if (byteAt(i) == closing) {
      return i;
    }
    if (byteAt(i) != ',') {
      throw MalformedJsonException.at(json, i, json.length, "a comma");
    }
    int next = skip(i + 1);
    if (byteAt(next) == closing) {
      throw MalformedJsonException.at(json, next, json.length, "more after the comma");
    }
    return next;
  }

  private int valueEnd(int from) throws MalformedJsonException {
    int i = from;
    int depth = 0;
    do {
      int c = byteAt(i);
      if (c == '"') {
        i = StringScan.end(json, i + 1, json.length);
      } else if (c == '{' || c == '[') {
        depth++;
        i++;
      } else if (c == '}' || c == ']') {
        depth--;
        i++;
      } else if (depth > 0 && (c == ',' || c == ':' || DocumentScanner.isBlank((byte) c))) {
        i++;
      } else {
        i = scalarEnd(i);
      }
    } while (depth > 0);
    if (depth < 0) {
      throw MalformedJsonException.at(json, from, json.length, "a value");
    }
    return i;
  }

  private int scalarEnd(int from) throws MalformedJsonException {
    int i = from;
    while (i < json.length && ",:{}[]\"".indexOf(json[i]) < 0 && !blank(i)) {
      i++;
    }
    if (i == from) {
      throw MalformedJsonException.at(json, i, json.length, "a value");
    }
    return i;
  }

  private boolean blank(int at) {
    return DocumentScanner.isBlank(json[at]);
  }

  private int skip(int from) {
    return DocumentScanner.skipBlanks(json, Math.min(from, json.length), json.length);
  }

  private int byteAt(int at) throws MalformedJsonException {
    if (at >= json.length) {
      throw MalformedJsonException.at(json, json.length, json.length, "the rest of the value");
    }
    return json[at];
  }
}
