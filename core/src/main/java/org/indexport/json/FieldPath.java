package org.indexport.json;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Names fields of documents, in arrays too: {@code a.b} is the member {@code b} of the object
 * {@code a}, of each object in an array {@code a}, and the member whose own name is {@code a.b}, as
 * search engines have it. {@code /a.b/c} is a JSON pointer (RFC 6901), whose names are taken as
 * they are; arrays are entered without an index. {@code #/a%2Cb} is the same with escapes, for
 * names that hold a comma or an equals sign. Immutable.
 */
public final class FieldPath {
  /** What {@link #match} answers when a key is not on the path. */
  static final int NONE = 0;

  private final String text;
  private final List<String> steps;
  private final byte[][] names;
  private final DottedPath dotted;
  private final boolean exact;

  private FieldPath(String text, List<String> steps, boolean exact) {
    this.text = text;
    this.steps = List.copyOf(steps);
    this.names = steps.stream().map(JsonText::wtf8).toArray(byte[][]::new);
    this.dotted = DottedPath.of(String.join(".", steps));
    this.exact = exact;
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if a step of a dotted path is empty, or an escape is none
   */
  public static FieldPath of(String text) {
    if (text.startsWith("#/")) {
      // Only forms take a plus for a blank.
      String pointer = text.substring(1).replace("+", "%2B");
      return pointer(text, URLDecoder.decode(pointer, StandardCharsets.UTF_8));
    }
    if (text.startsWith("/")) {
      return pointer(text, text);
    }
    List<String> steps = List.of(text.split("\\.", -1));
    if (steps.contains("")) {
      throw new IllegalArgumentException(
          "expected a field such as title or author.name, or a JSON pointer, found '%s'"
              .formatted(text));
    }
    return new FieldPath(text, steps, false);
  }

  private static FieldPath pointer(String text, String pointer) {
    List<String> steps = new ArrayList<>();
    for (String step : pointer.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return new FieldPath(text, steps, true);
  }

  /** How many steps there are. */
  public int length() {
    return steps.size();
  }

  /** The last step. */
  public String last() {
    return steps.get(steps.size() - 1);
  }

  /** The path of the field that has this name in the place of this one. */
  FieldPath sibling(String name) {
    List<String> other = new ArrayList<>(steps.subList(0, steps.size() - 1));
    other.add(name);
    return new FieldPath(name, other, exact);
  }

  /** Whether this is a member, written with dots, or something that holds it. */
  boolean holds(String member) {
    String own = dotted.toString();
    return member.equals(own) || member.startsWith(own + ".");
  }

  /** Whether this lies within a member, written with dots. */
  boolean isIn(String member) {
    return dotted.toString().startsWith(member + ".");
  }

  /**
   * Follows the path over one key.
   *
   * @param from where the key starts, after its quote
   * @param to where it ends, before its quote
   * @param state how much of the path has been followed: 0, or what this method returned
   * @return the next state, or {@link #NONE}
   */
  int match(byte[] buffer, int from, int to, int state) throws MalformedJsonException {
    if (!exact) {
      return dotted.match(buffer, from, to, state);
    }
    byte[] name = names[state];
    if (StringScan.firstEscape(buffer, from, to) == to) {
      return Arrays.equals(buffer, from, to, name, 0, name.length) ? state + 1 : NONE;
    }
    String key = JsonText.unquote(buffer, from - 1, to + 1);
    return key.equals(steps.get(state)) ? state + 1 : NONE;
  }

  /** Whether a state that {@link #match} returned is the end of the path. */
  boolean isEnd(int state) {
    return exact ? state == names.length : dotted.isEnd(state);
  }

  /** The steps that are still to be made from a state. */
  List<String> rest(int state) {
    if (exact) {
      return steps.subList(state, steps.size());
    }
    // States of a dotted path count bytes.
    int bytes = 0;
    int step = 0;
    while (bytes < state) {
      bytes += names[step++].length + 1;
    }
    return steps.subList(step, steps.size());
  }

  /** The key of a field that this path ends at, after its last step was given another name. */
  String renamed(String key, String name) {
    return exact ? name : key.substring(0, key.length() - last().length()) + name;
  }

  /** The path as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
