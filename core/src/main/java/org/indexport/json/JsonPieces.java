package org.indexport.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads a JSON object that is too large to be held, such as a list of very many parts: arrays that
 * are asked for are passed on element by element, and only the rest of an object is held at a time.
 * What it refuses is described by the place, counted in bytes from the start of the stream, where
 * it is met, or where the object starts that it belongs to.
 *
 * <p>Call sequence: {@link #object} once, which calls back for the elements; {@link #end()}. One
 * thread at a time.
 */
public final class JsonPieces {
  /** Takes the elements of an array. */
  @FunctionalInterface
  public interface Element {
    /**
     * Reads the next element: one call of {@link JsonPieces#object}.
     *
     * @param pieces stands before it
     */
    void read(JsonPieces pieces) throws IOException;
  }

  /** Takes the members of an object. */
  @FunctionalInterface
  public interface Member {
    /**
     * Takes the next member.
     *
     * @param json the value's text, well formed
     */
    void take(String name, String json) throws IOException;
  }

  private static final int END = -1;

  private final InputStream in;
  private final int maxDepth;
  private final int maxBytes;
  private final byte[] buffer = new byte[16 << 10];
  private int next;
  private int filled;
  private long position;

  /**
   * Starts before an object.
   *
   * @param in UTF-8 JSON text; not closed here
   * @param maxDepth how deep each object that is held may nest
   * @param maxBytes the most bytes of an object to hold
   */
  public JsonPieces(InputStream in, int maxDepth, int maxBytes) {
    this.in = in;
    this.maxDepth = maxDepth;
    this.maxBytes = maxBytes;
  }

  /**
   * Reads an object. Members of the names given, where they are arrays, are passed on element by
   * element and are empty arrays in what is returned.
   *
   * @param arrays what to do with elements, by the name of the member
   * @throws MalformedJsonException if it is not one well-formed object with distinct names
   * @throws DepthExceededException if it nests too deep
   * @throws TooLongException if what is to be held of it is too long
   * @throws IOException if reading fails
   */
  public JsonObject object(Map<String, Element> arrays) throws IOException {
    skipBlanks();
    long start = position;
    if (peek() != '{') {
      throw unexpected("an object");
    }
    ByteBuilder held = new ByteBuilder();
    hold(held);
    skipBlanks();
    if (peek() != '}') {
      member(held, arrays, start);
      for (skipBlanks(); peek() == ','; skipBlanks()) {
        hold(held);
        skipBlanks();
        member(held, arrays, start);
      }
    }
    if (peek() != '}') {
      throw unexpected("a comma or the end of the object");
    }
    hold(held);
    try {
      return JsonObject.parse(held.toByteArray(), maxDepth);
    } catch (MalformedJsonException e) {
      throw atStart(start, e);
    }
  }

  /**
   * Reads an object of which only one member is held at a time. Names may come twice.
   *
   * @throws MalformedJsonException if it is not one well-formed object
   * @throws DepthExceededException if a value nests too deep
   * @throws TooLongException if a value is too long to be held
   * @throws IOException if reading fails
   */
  public void members(Member taker) throws IOException {
    skipBlanks();
    if (peek() != '{') {
      throw unexpected("an object");
    }
    next();
    skipBlanks();
    boolean more = peek() != '}';
    while (more) {
      skipBlanks();
      takeMember(taker);
      skipBlanks();
      more = peek() == ',';
      if (more) {
        next();
      }
    }
    if (peek() != '}') {
      throw unexpected("a comma or the end of the object");
    }
    next();
  }

  private void takeMember(Member taker) throws IOException {
    long start = position;
    if (peek() != '"') {
      throw unexpected("a name");
    }
    ByteBuilder held = new ByteBuilder();
    held.write((byte) '{');
    value(held);
    String name = name(held, 1, start);
    skipBlanks();
    if (peek() != ':') {
      throw unexpected("a colon");
    }
    hold(held);
    skipBlanks();
    value(held);
    held.write((byte) '}');
    String json;
    try {
      json = JsonObject.parse(held.toByteArray(), maxDepth).raw(name);
    } catch (MalformedJsonException e) {
      throw atStart(start, e);
    }
    if (json != null) {
      taker.take(name, json);
    }
  }

  /**
   * Makes sure that nothing follows.
   *
   * @throws MalformedJsonException if something does
   * @throws IOException if reading fails
   */
  public void end() throws IOException {
    skipBlanks();
    if (peek() != END) {
      throw unexpected("the end");
    }
  }

  private void member(ByteBuilder held, Map<String, Element> arrays, long start)
      throws IOException {
    int from = held.size();
    if (peek() != '"') {
      throw unexpected("a name");
    }
    value(held);
    Element element = arrays.isEmpty() ? null : arrays.get(name(held, from, start));
    skipBlanks();
    if (peek() != ':') {
      throw unexpected("a colon");
    }
    hold(held);
    skipBlanks();
    if (element != null && peek() == '[') {
      hold(held);
      elements(element);
      hold(held);
    } else {
      value(held);
    }
  }

  private static String name(ByteBuilder held, int from, long start) throws MalformedJsonException {
    try {
      return JsonText.unquote(held.array(), from, held.size());
    } catch (MalformedJsonException e) {
      throw atStart(start, e);
    }
  }

  private static MalformedJsonException atStart(long start, MalformedJsonException e) {
    MalformedJsonException placed =
        e instanceof DepthExceededException deep
            ? new DepthExceededException(start, deep.maxDepth())
            : new MalformedJsonException(start, e.expected(), e.found());
    placed.initCause(e);
    return placed;
  }

  /** Reads up to the closing bracket, which comes next then. */
  private void elements(Element element) throws IOException {
    skipBlanks();
    if (peek() == ']') {
      return;
    }
    element.read(this);
    for (skipBlanks(); peek() == ','; skipBlanks()) {
      next();
      element.read(this);
    }
    if (peek() != ']') {
      throw unexpected("a comma or the end of the array");
    }
  }

  /** Holds a value, which is checked with the rest of its object. */
  private void value(ByteBuilder held) throws IOException {
    int depth = 0;
    do {
      int c = peek();
      if (c == '"') {
        string(held);
      } else if (c == '{' || c == '[') {
        depth++;
        hold(held);
      } else if (c == '}' || c == ']') {
        if (depth-- == 0) {
          throw unexpected("a value");
        }
        hold(held);
      } else if (depth > 0 && (c == ',' || c == ':' || isBlank(c))) {
        hold(held);
      } else {
        scalar(held);
      }
    } while (depth > 0);
  }

  private void string(ByteBuilder held) throws IOException {
    do {
      if (peek() == '\\') {
        hold(held);
      }
      hold(held);
    } while (peek() != '"');
    hold(held);
  }

  /** Holds at least one byte, so that whoever calls makes headway. */
  private void scalar(ByteBuilder held) throws IOException {
    int c = peek();
    if (c == ',' || c == ':') {
      throw unexpected("a value");
    }
    do {
      hold(held);
      c = peek();
    } while (c != END && !isBlank(c) && ",:{}[]\"".indexOf(c) < 0);
  }

  private void hold(ByteBuilder held) throws IOException {
    if (peek() == END) {
      throw unexpected("the rest of an object");
    }
    if (held.size() == maxBytes) {
      throw new TooLongException(position, maxBytes);
    }
    held.write((byte) next());
  }

  private void skipBlanks() throws IOException {
    while (isBlank(peek())) {
      next();
    }
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private int next() throws IOException {
    int c = peek();
    next++;
    position++;
    return c;
  }

  private int peek() throws IOException {
    if (next == filled && !fill()) {
      return END;
    }
    return buffer[next] & 0xff;
  }

  private boolean fill() throws IOException {
    int n = in.read(buffer, 0, buffer.length);
    next = 0;
    filled = Math.max(0, n);
    return n > 0;
  }

  private MalformedJsonException unexpected(String expected) throws IOException {
    boolean more = peek() != END;
    byte[] found = more ? Arrays.copyOfRange(buffer, next, next + 1) : new byte[0];
    MalformedJsonException plain = MalformedJsonException.at(found, 0, found.length, expected);
    return new MalformedJsonException(position, plain.expected(), plain.found());
  }
}
