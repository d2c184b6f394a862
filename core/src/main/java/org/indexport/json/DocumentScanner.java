package org.indexport.json;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks that bytes are exactly one JSON object, and finds a member of it, both in one pass and
 * without building anything.
 *
 * <p>Make one per thread, {@link #select} the member to look for if there is one, then {@link
 * #scan} (or {@link #locate}) one document after the other; the answers hold until the next call.
 * Not thread-safe.
 *
 * <p>Well formed is what RFC 8259 says, in valid UTF-8. Numbers may have any size and precision,
 * keys may repeat, and lone surrogates may be written as escapes.
 */
public final class DocumentScanner {
  private static final int NOWHERE = -1;
  private static final String TRUE = "true";
  private static final String FALSE = "false";
  private static final String NULL = "null";

  private final int maxDepth;
  private final boolean reformatting;
  private @Nullable DottedPath path;

  private int start;
  private int end;
  private boolean lineBroken;
  private int valueStart = NOWHERE;
  private int valueEnd = NOWHERE;
  private @Nullable JsonKind valueKind;
  private boolean ambiguous;

  /** One bit for each open container: whether it is an object. */
  private long[] objects = new long[1];

  /** How many of the open containers are objects that the path has led into; the root is one. */
  private int pathDepth;

  /** Where on the path each of these objects is. */
  private int[] pathStates = {0, 0};

  /** The byte that a key on the path starts with in each of these objects, below 0 if unclear. */
  private int[] pathFirsts = {0, 0};

  /** The states after each key that led to the value found: how it was reached. */
  private int[] route = {0};

  private int routeLength;

  /** The depth of the object whose member is the value found, while the value has not ended. */
  private int openValueDepth = NOWHERE;

  /**
   * Creates a scanner that looks for no member.
   *
   * @param maxDepth how deep objects and arrays may nest; the document itself is 1
   * @throws IllegalArgumentException if {@code maxDepth} is below 1
   */
  public DocumentScanner(int maxDepth) {
    this(maxDepth, true);
  }

  private DocumentScanner(int maxDepth, boolean reformatting) {
    if (maxDepth < 1) {
      throw new IllegalArgumentException("depth must be at least 1: " + maxDepth);
    }
    this.maxDepth = maxDepth;
    this.reformatting = reformatting;
  }

  /** A scanner that leaves line breaks between tokens as they are. */
  public static DocumentScanner readOnly(int maxDepth) {
    return new DocumentScanner(maxDepth, false);
  }

  /**
   * Names the member that the following scans look for. Where keys repeat, only what stands last
   * counts: {@code {"a":{"b":1},"a":{}}} has no {@code a.b}. Where a path fits in several ways, as
   * in {@code {"a.b":1,"a":{"b":2}}}, the last one counts.
   *
   * @param member the member, or null to look for none
   * @return this scanner
   */
  public DocumentScanner select(@Nullable DottedPath member) {
    path = member;
    if (member != null) {
      pathStates = new int[member.maxSteps() + 1];
      pathFirsts = new int[member.maxSteps() + 1];
      pathFirsts[0] = member.firstByte(0);
      route = new int[member.maxSteps()];
    }
    forget();
    return this;
  }

  /**
   * Checks that a range is one JSON object, with nothing around it but JSON's whitespace, and finds
   * the selected member.
   *
   * <p>LF and CR between tokens inside the object are overwritten with blanks, so that it fits a
   * line. Line breaks before a malformed place have been overwritten too when this throws.
   *
   * @param buffer holds the document
   * @param from where the range starts
   * @param to where it ends
   * @throws MalformedJsonException if the range is anything else
   * @throws DepthExceededException if it nests too deep
   * @throws IndexOutOfBoundsException if the range does not lie in the array
   */
  public void scan(byte[] buffer, int from, int to) throws MalformedJsonException {
    int after = skipBlanks(buffer, scanPrefix(buffer, from, to), to);
    if (after < to) {
      throw MalformedJsonException.at(buffer, after, to, "nothing after the document");
    }
  }

  /**
   * Does what {@link #scan} does to the object that a range starts with, whatever follows it.
   *
   * @return where the object ends
   * @throws MalformedJsonException if the range does not start with an object
   * @throws DepthExceededException if it nests too deep
   * @throws IndexOutOfBoundsException if the range does not lie in the array
   */
  public int scanPrefix(byte[] buffer, int from, int to) throws MalformedJsonException {
    Objects.checkFromToIndex(from, to, buffer.length);
    forget();
    start = openingBrace(buffer, from, to);
    pathDepth = path == null ? 0 : 1;
    end = scanObject(buffer, start, to);
    return end;
  }

  /**
   * Finds the selected member of an object that is known to be well formed. Skips whatever it can:
   * bytes that are malformed after all may or may not be noticed, but do no other harm. {@link
   * #reformatted} is false afterwards.
   *
   * @param buffer holds the document
   * @param from where the range starts
   * @param to where it ends
   * @throws MalformedJsonException if the range is noticed not to be one JSON object
   * @throws IndexOutOfBoundsException if the range does not lie in the array
   */
  public void locate(byte[] buffer, int from, int to) throws MalformedJsonException {
    locateBraces(buffer, from, to);
    if (path != null) {
      locateMember(buffer);
    }
  }

  /**
   * Finds the first and the last brace of an object that is known to be well formed, and no
   * selected member. {@link #reformatted} is false afterwards.
   *
   * @param buffer holds the document
   * @param from where the range starts
   * @param to where it ends
   * @throws MalformedJsonException if the range does not start and end with a brace
   * @throws IndexOutOfBoundsException if the range does not lie in the array
   */
  public void locateBraces(byte[] buffer, int from, int to) throws MalformedJsonException {
    Objects.checkFromToIndex(from, to, buffer.length);
    forget();
    start = openingBrace(buffer, from, to);
    end = afterClosingBrace(buffer, start + 1, to);
  }

  /** The index of the document's first brace. */
  public int start() {
    return start;
  }

  /** The index after the document's last brace. */
  public int end() {
    return end;
  }

  /** Whether line breaks inside the document were overwritten with blanks. */
  public boolean reformatted() {
    return reformatting && lineBroken;
  }

  /** Whether there are line breaks between its tokens, or were before they were overwritten. */
  public boolean hasLineBreaks() {
    return lineBroken;
  }

  /** Where the selected member's value starts, or -1 when the document has no such member. */
  public int valueStart() {
    return valueStart;
  }

  /** The index after the selected member's value, or -1 when the document has no such member. */
  public int valueEnd() {
    return valueEnd;
  }

  /** What the selected member's value is, or null when the document has no such member. */
  public @Nullable JsonKind valueKind() {
    return valueKind;
  }

  /**
   * Whether the selected member was found in several ways, as {@code a.b} in {@code
   * {"a.b":1,"a":{"b":2}}}. Where keys repeat, also when only one of these is left.
   */
  public boolean isAmbiguous() {
    return ambiguous;
  }

  private void forget() {
    lineBroken = false;
    ambiguous = false;
    pathDepth = 0;
    openValueDepth = NOWHERE;
    dropValue();
  }

  private void dropValue() {
    valueStart = NOWHERE;
    valueEnd = NOWHERE;
    valueKind = null;
    routeLength = 0;
  }

  private static int openingBrace(byte[] b, int from, int to) throws MalformedJsonException {
    int i = skipBlanks(b, from, to);
    if (i == to || b[i] != '{') {
      throw MalformedJsonException.at(b, i, to, "an object");
    }
    return i;
  }

  private static int afterClosingBrace(byte[] b, int from, int to) throws MalformedJsonException {
    int i = to;
    while (i > from && isBlank(b[i - 1])) {
      i--;
    }
    if (i == from || b[i - 1] != '}') {
      throw MalformedJsonException.at(b, i, to, "the end of the document");
    }
    return i;
  }

  static int skipBlanks(byte[] b, int from, int to) {
    int i = from;
    while (i < to && isBlank(b[i])) {
      i++;
    }
    return i;
  }

  static boolean isBlank(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** Checks the object that starts at {@code open}; returns where it ends. */
  private int scanObject(byte[] b, int open, int to) throws MalformedJsonException {
    int i = open;
    int depth = 0;
    boolean inObject = false;
    while (true) {
      int c = at(b, i, to);
      if (c == '"') {
        i = StringScan.end(b, i + 1, to);
      } else if (c == '{' || c == '[') {
        if (depth == maxDepth) {
          throw new DepthExceededException(i, maxDepth);
        }
        inObject = c == '{';
        push(++depth, inObject);
        i = token(b, i + 1, to);
        // The brackets lie two above their opening counterparts in ASCII.
        if (at(b, i, to) != c + 2) {
          if (inObject) {
            i = scanKey(b, i, to, depth);
          }
          continue;
        }
      } else {
        i = scanScalar(b, i, to, c);
      }
      while (true) {
        if (depth == openValueDepth) {
          closeValue(b, i);
        }
        c = at(b, i, to);
        if (c <= ' ') {
          i = token(b, i, to);
          c = at(b, i, to);
        }
        if (c == ',') {
          i = token(b, i + 1, to);
          if (inObject) {
            i = scanKey(b, i, to, depth);
          }
          break;
        }
        if (c != (inObject ? '}' : ']')) {
          throw MalformedJsonException.at(b, i, to, inObject ? "',' or '}'" : "',' or ']'");
        }
        i++;
        if (depth == pathDepth) {
          pathDepth--;
        }
        if (--depth == 0) {
          return i;
        }
        inObject = isObject(depth);
      }
    }
  }

  /** The byte at an index, or something that is no JSON token at the end. */
  private static int at(byte[] b, int i, int to) {
    return i < to ? b[i] : -1;
  }

  /** Skips whitespace between two tokens of the document. */
  private int token(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] <= ' ') {
      byte c = b[i];
      if (c == '\n' || c == '\r') {
        breakLine(b, i);
      } else if (c != ' ' && c != '\t') {
        break;
      }
      i++;
    }
    return i;
  }

  private void breakLine(byte[] b, int i) {
    lineBroken = true;
    if (reformatting) {
      b[i] = ' ';
    }
  }

  /** Checks a key and its colon; returns where the value starts. */
  private int scanKey(byte[] b, int open, int to, int depth) throws MalformedJsonException {
    if (at(b, open, to) != '"') {
      throw MalformedJsonException.at(b, open, to, "a member's name");
    }
    int keyEnd = StringScan.end(b, open + 1, to);
    int i = keyEnd;
    if (at(b, i, to) != ':') {
      i = token(b, i, to);
      if (at(b, i, to) != ':') {
        throw MalformedJsonException.at(b, i, to, "':'");
      }
    }
    i++;
    if (at(b, i, to) <= ' ') {
      i = token(b, i, to);
    }
    if (depth == pathDepth && mayFollowPath(b[open + 1])) {
      int state = followPath(b, open + 1, keyEnd - 1);
      if (state != DottedPath.NONE) {
        enterMember(state, i, at(b, i, to));
      }
    }
    return i;
  }

  private void enterMember(int state, int value, int first) {
    if (isPathEnd(state)) {
      openValue(state, value);
      openValueDepth = pathDepth;
    } else if (first == '{') {
      enterObject(state);
    }
  }

  private void enterObject(int state) {
    pathStates[pathDepth] = state;
    pathFirsts[pathDepth] = firstOnPath(state);
    pathDepth++;
  }

  private void closeValue(byte[] b, int i) {
    valueEnd = i;
    valueKind = JsonKind.startingWith(b[valueStart]);
    openValueDepth = NOWHERE;
  }

  private int scanScalar(byte[] b, int i, int to, int first) throws MalformedJsonException {
    return switch (first) {
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> scanNumber(b, i, to);
      case 't' -> scanLiteral(b, i, to, TRUE);
      case 'f' -> scanLiteral(b, i, to, FALSE);
      case 'n' -> scanLiteral(b, i, to, NULL);
      default -> throw MalformedJsonException.at(b, i, to, "a value");
    };
  }

  private static int scanLiteral(byte[] b, int from, int to, String literal)
      throws MalformedJsonException {
    for (int k = 1; k < literal.length(); k++) {
      if (at(b, from + k, to) != literal.charAt(k)) {
        throw MalformedJsonException.at(b, from + k, to, "'" + literal + "'");
      }
    }
    return from + literal.length();
  }

  private static int scanNumber(byte[] b, int from, int to) throws MalformedJsonException {
    int i = b[from] == '-' ? from + 1 : from;
    i = at(b, i, to) == '0' ? i + 1 : scanDigits(b, i, to);
    int c = at(b, i, to);
    if (c == '.') {
      i = scanDigits(b, i + 1, to);
      c = at(b, i, to);
    }
    if (c == 'e' || c == 'E') {
      i++;
      c = at(b, i, to);
      i = scanDigits(b, c == '+' || c == '-' ? i + 1 : i, to);
    }
    return i;
  }

  private static int scanDigits(byte[] b, int from, int to) throws MalformedJsonException {
    int i = from;
    while (i < to && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    if (i == from) {
      throw MalformedJsonException.at(b, i, to, "a digit");
    }
    return i;
  }

  private void push(int depth, boolean isObject) {
    int word = depth >>> 6;
    if (word == objects.length) {
      objects = Arrays.copyOf(objects, 2 * word);
    }
    long bit = 1L << depth;
    objects[word] = isObject ? objects[word] | bit : objects[word] & ~bit;
  }

  private boolean isObject(int depth) {
    return (objects[depth >>> 6] >>> depth & 1) != 0;
  }

  private boolean isPathEnd(int state) {
    return path != null && path.isEnd(state);
  }

  private int firstOnPath(int state) {
    return path == null ? NOWHERE : path.firstByte(state);
  }

  /** Passes over most keys at a glance at their first byte. */
  private boolean mayFollowPath(byte first) {
    int wanted = pathFirsts[pathDepth - 1];
    return wanted == first || wanted < 0 || first == '\\';
  }

  /** Follows the path over a key of the innermost object that it has led into. */
  private int followPath(byte[] b, int from, int to) throws MalformedJsonException {
    if (path == null) {
      return DottedPath.NONE;
    }
    int state = path.match(b, from, to, pathStates[pathDepth - 1]);
    if (state != DottedPath.NONE && ledToValue(state)) {
      dropValue();
    }
    return state;
  }

  /** Whether the value found lies in, or is, an earlier member of the same name as this one. */
  private boolean ledToValue(int state) {
    return routeLength >= pathDepth
        && route[pathDepth - 1] == state
        && Arrays.equals(route, 0, pathDepth - 1, pathStates, 1, pathDepth);
  }

  private void openValue(int state, int value) {
    ambiguous |= valueStart != NOWHERE;
    valueStart = value;
    System.arraycopy(pathStates, 1, route, 0, pathDepth - 1);
    route[pathDepth - 1] = state;
    routeLength = pathDepth;
  }

  private void locateMember(byte[] b) throws MalformedJsonException {
    int i = start + 1;
    pathDepth = 1;
    while (pathDepth > 0) {
      i = skipBlanks(b, i, end);
      int c = at(b, i, end);
      if (c == '"') {
        i = locateInMember(b, i);
      } else if (c == '}') {
        pathDepth--;
        i++;
      } else if (c == ',') {
        i++;
      } else {
        throw MalformedJsonException.at(b, i, end, "',' or '}'");
      }
    }
    if (i != end) {
      throw MalformedJsonException.at(b, i, end, "nothing after the document");
    }
  }

  /** Passes a member, or enters the object that is its value if the path leads on there. */
  private int locateInMember(byte[] b, int open) throws MalformedJsonException {
    int keyEnd = StringScan.skip(b, open + 1, end);
    int colon = skipBlanks(b, keyEnd, end);
    if (at(b, colon, end) != ':') {
      throw MalformedJsonException.at(b, colon, end, "':'");
    }
    int value = skipBlanks(b, colon + 1, end);
    int first = at(b, value, end);
    int state = mayFollowPath(b[open + 1]) ? followPath(b, open + 1, keyEnd - 1) : DottedPath.NONE;
    if (state == DottedPath.NONE) {
      return skipValue(b, value, first);
    }
    if (isPathEnd(state)) {
      openValue(state, value);
      closeValue(b, skipValue(b, value, first));
      return valueEnd;
    }
    if (first != '{') {
      return skipValue(b, value, first);
    }
    enterObject(state);
    return value + 1;
  }

  private int skipValue(byte[] b, int value, int first) throws MalformedJsonException {
    if (first == '"') {
      return StringScan.skip(b, value + 1, end);
    }
    if (first == '{' || first == '[') {
      return skipContainer(b, value + 1);
    }
    int i = value;
    while (i < end && b[i] > ' ' && b[i] != ',' && b[i] != '}') {
      i++;
    }
    if (i == value) {
      throw MalformedJsonException.at(b, i, end, "a value");
    }
    return i;
  }

  private int skipContainer(byte[] b, int from) throws MalformedJsonException {
    int open = 1;
    int i = from;
    while (i < end) {
      switch (b[i++]) {
        case '"' -> i = StringScan.skip(b, i, end);
        case '{', '[' -> open++;
        case '}', ']' -> {
          if (--open == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    throw MalformedJsonException.at(b, end, end, "the end of an object or array");
  }
}
