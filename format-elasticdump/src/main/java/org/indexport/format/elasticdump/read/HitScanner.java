package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.indexport.json.ByteBuilder;
import org.indexport.json.DocumentScanner;
import org.indexport.json.JsonSkip;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.MemberWalk;
import org.indexport.json.MemberWalk.Step;
import org.indexport.json.UnexpectedBytesException;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a hit holds, and turns it into an envelope where it lies. The document's bytes are
 * checked where that costs no second look, and never moved where the hit has its members in the
 * usual order.
 *
 * <p>Scan one hit after the other; the answers hold until the next call. One thread.
 */
final class HitScanner {
  private static final byte[] INDEX = ascii("_index");

  /** The member that tells the mapping type. */
  static final byte[] TYPE = ascii("_type");

  private static final byte[] ID = ascii("_id");
  private static final byte[] SCORE = ascii("_score");
  private static final byte[] HIDDEN_ROUTING = ascii("_routing");
  private static final byte[] ROUTING = ascii("routing");
  private static final byte[] HIDDEN_PARENT = ascii("_parent");
  private static final byte[] PARENT = ascii("parent");
  private static final byte[] VERSION = ascii("_version");
  private static final byte[] SOURCE = ascii("_source");
  private static final byte[] FIELDS = ascii("fields");

  private static final byte[] NO_TYPE = ascii("null");

  private static final byte[] ID_MEMBER = ascii(",\"_id\":");
  private static final byte[] TYPE_MEMBER = ascii(",\"_type\":");
  private static final byte[] ENVELOPE_ID = ascii("{\"id\":");
  private static final byte[] ENVELOPE_ROUTING = ascii("\"routing\":");
  private static final byte[] ENVELOPE_VERSION = ascii("\"version\":");
  private static final byte[] ENVELOPE_SOURCE = ascii("\"source\":");

  private final DocumentScanner documents;
  private final MemberWalk walk = new MemberWalk();
  private final MemberWalk fieldWalk = new MemberWalk();
  private final ByteBuilder head = new ByteBuilder();
  private byte[] bytes = {};
  private int start;
  private int end;
  private boolean checked;
  private final Slice index = new Slice();
  private final Slice type = new Slice();
  private final Slice id = new Slice();
  private final Slice routing = new Slice();
  private final Slice fieldRouting = new Slice();
  private final Slice parent = new Slice();
  private final Slice version = new Slice();
  private final Slice source = new Slice();
  private final Slice[] all = {index, type, id, routing, fieldRouting, parent, version, source};

  /** Where the members lie that an envelope has no place for: key and value, four numbers each. */
  private int[] extras = new int[16];

  private int extrasSize;

  /** A range of the buffer, or nothing. */
  static final class Slice {
    private int from = -1;
    private int to;

    private void clear() {
      from = -1;
    }

    private void set(int newFrom, int newTo) {
      from = newFrom;
      to = newTo;
    }

    boolean isThere() {
      return from >= 0;
    }

    int from() {
      return from;
    }

    int to() {
      return to;
    }
  }

  /**
   * Makes a scanner.
   *
   * @param maxDepth how deep documents may nest to count as checked
   */
  HitScanner(int maxDepth) {
    documents = DocumentScanner.readOnly(maxDepth);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /**
   * Scans the hit that starts at an opening brace.
   *
   * @param whole whether nothing follows the range
   * @return false if the range ends within the hit
   * @throws UnexpectedBytesException if it is none
   */
  boolean scan(byte[] buffer, int from, int to, boolean whole) throws UnexpectedBytesException {
    bytes = buffer;
    start = from;
    extrasSize = 0;
    checked = false;
    for (Slice slice : all) {
      slice.clear();
    }
    walk.start(buffer, from, to);
    while (true) {
      Step step = walk.next();
      if (step == Step.INCOMPLETE) {
        return false;
      }
      if (step == Step.END) {
        end = walk.end();
        check();
        return true;
      }
      if (!member(to, whole)) {
        return false;
      }
    }
  }

  private void check() throws UnexpectedBytesException {
    if (!source.isThere() || bytes[source.from] != '{') {
      String found = source.isThere() ? "something else" : "a hit without it";
      throw new UnexpectedBytesException(start, "a document as \"_source\"", found);
    }
  }

  /** Takes a member; false if the bytes end within it. */
  private boolean member(int to, boolean whole) throws UnexpectedBytesException {
    if (walk.isKey(SOURCE)) {
      int ending = checkedEnd(to);
      if (ending < 0) {
        ending = flatEnd(to, whole);
      }
      if (ending >= 0) {
        walk.skipTo(ending);
      } else if (!walk.skipValue()) {
        return false;
      }
      source.set(walk.valueStart(), walk.valueEnd());
      return true;
    }
    if (!walk.skipValue()) {
      return false;
    }
    Slice slice = slice();
    if (slice != null) {
      set(slice, walk);
    }
    if (isExtra(slice)) {
      addExtra();
    }
    if (walk.isKey(FIELDS) && bytes[walk.valueStart()] == '{') {
      fields();
    }
    return true;
  }

  /**
   * Where a document ends that is one for certain; -1 if it is malformed, or the bytes end within
   * it. What is wrong is told by who reads the document.
   */
  private int checkedEnd(int to) {
    try {
      int ending = documents.scanPrefix(bytes, walk.valueStart(), to);
      checked = !documents.hasLineBreaks();
      return ending;
    } catch (MalformedJsonException e) {
      checked = false;
      return -1;
    }
  }

  /**
   * Where a document ends that holds no object and is the last member of a hit that is the last on
   * its line, as nearly all are; else -1. Nothing but the first closing brace is looked for: what
   * is not so after all is no well-formed document either.
   */
  private int flatEnd(int to, boolean whole) {
    int brace = JsonSkip.find((byte) '}', bytes, walk.valueStart(), to);
    if (bytes[walk.valueStart()] != '{' || brace + 1 >= to || bytes[brace + 1] != '}') {
      return -1;
    }
    int i = brace + 2;
    if (i < to && bytes[i] == '\r') {
      i++;
    }
    boolean ended = i < to ? bytes[i] == '\n' : whole;
    boolean another = i + 1 < to ? bytes[i + 1] == '{' : whole;
    return ended && another ? brace + 1 : -1;
  }

  private @Nullable Slice slice() {
    if (walk.isKey(INDEX)) {
      return index;
    }
    if (walk.isKey(ID)) {
      return id;
    }
    if (walk.isKey(TYPE)) {
      return type;
    }
    if (walk.isKey(HIDDEN_ROUTING) || walk.isKey(ROUTING)) {
      return routing;
    }
    if (walk.isKey(VERSION)) {
      return version;
    }
    return walk.isKey(HIDDEN_PARENT) ? parent : null;
  }

  private void set(Slice slice, MemberWalk found) {
    if (bytes[found.valueStart()] == 'n') {
      slice.clear();
    } else {
      slice.set(found.valueStart(), found.valueEnd());
    }
  }

  private boolean isExtra(@Nullable Slice slice) {
    return slice == parent || (slice == null && !walk.isKey(SCORE));
  }

  private void addExtra() {
    if (extrasSize + 4 > extras.length) {
      extras = Arrays.copyOf(extras, 2 * extras.length);
    }
    extras[extrasSize++] = walk.keyStart();
    extras[extrasSize++] = walk.keyEnd();
    extras[extrasSize++] = walk.valueStart();
    extras[extrasSize++] = walk.valueEnd();
  }

  /** Old servers gave the routing among the fields, as a string or in an array of one. */
  private void fields() throws UnexpectedBytesException {
    fieldWalk.start(bytes, walk.valueStart(), walk.valueEnd());
    while (fieldWalk.next() == Step.MEMBER && fieldWalk.skipValue()) {
      if (fieldWalk.isKey(HIDDEN_ROUTING) || fieldWalk.isKey(ROUTING)) {
        set(fieldRouting, fieldWalk);
        unwrap(fieldRouting);
      } else if (fieldWalk.isKey(HIDDEN_PARENT) || fieldWalk.isKey(PARENT)) {
        set(parent, fieldWalk);
        unwrap(parent);
      }
    }
  }

  private void unwrap(Slice slice) throws UnexpectedBytesException {
    if (slice.isThere() && bytes[slice.from] == '[') {
      int first = JsonSkip.blanks(bytes, slice.from + 1, slice.to);
      if (bytes[first] == ']') {
        slice.clear();
      } else {
        slice.set(first, JsonSkip.value(bytes, first, slice.to));
      }
    }
  }

  /** Holds the hit. */
  byte[] buffer() {
    return bytes;
  }

  /** Where the hit starts. */
  int start() {
    return start;
  }

  /** Where the hit ends. */
  int end() {
    return end;
  }

  /** The value of {@code _index}. */
  Slice index() {
    return index;
  }

  /** The value of {@code _type}. */
  Slice type() {
    return type;
  }

  /** Whether the document is well formed and has no line breaks; if not, nobody knows yet. */
  boolean isChecked() {
    return checked;
  }

  /** The line feeds within the hit. */
  int lineFeeds() {
    return checked
        ? JsonSkip.lineFeeds(bytes, start, source.from) + JsonSkip.lineFeeds(bytes, source.to, end)
        : JsonSkip.lineFeeds(bytes, start, end);
  }

  /** The length of the document. */
  int sourceLength() {
    return source.to - source.from;
  }

  /**
   * Whether there is something that an envelope has no place for.
   *
   * @param usual the type that needs no word, as it stands in hits; empty for none
   */
  boolean hasExtras(byte[] usual) {
    return extrasSize > 0 || !isOfType(usual);
  }

  private boolean isOfType(byte[] usual) {
    return type.isThere()
        ? Arrays.equals(bytes, type.from, type.to, usual, 0, usual.length)
        : usual.length == 0;
  }

  /** Appends the id as a member, if there is one that is a string or a number. */
  void appendId(ByteBuilder out) {
    if (!id.isThere()) {
      return;
    }
    boolean quoted = bytes[id.from] == '"';
    out.write(ID_MEMBER);
    if (!quoted) {
      out.write((byte) '"');
    }
    out.write(bytes, id.from, id.to - id.from);
    if (!quoted) {
      out.write((byte) '"');
    }
  }

  /**
   * Appends it, each member with a comma before it; line breaks become blanks.
   *
   * @param usual the type that needs no word
   */
  void appendExtras(byte[] usual, ByteBuilder out) {
    if (!isOfType(usual)) {
      out.write(TYPE_MEMBER);
      if (type.isThere()) {
        appendLine(type.from, type.to, out);
      } else {
        out.write(NO_TYPE);
      }
    }
    for (int i = 0; i < extrasSize; i += 4) {
      out.write((byte) ',').write(bytes, extras[i], extras[i + 1] - extras[i]).write((byte) ':');
      appendLine(extras[i + 2], extras[i + 3], out);
    }
  }

  private void appendLine(int from, int to, ByteBuilder out) {
    for (int at = from; at < to; at++) {
      byte c = bytes[at];
      out.write(c == '\n' || c == '\r' ? (byte) ' ' : c);
    }
  }

  /**
   * Makes an envelope of the hit, within the bytes that it has; what is left of them becomes
   * blanks.
   *
   * @throws UnexpectedBytesException if id, routing or version are none
   */
  void rewrite() throws UnexpectedBytesException {
    writeHead();
    int headStart = source.from - head.size();
    if (headStart >= start) {
      System.arraycopy(head.array(), 0, bytes, headStart, head.size());
      Arrays.fill(bytes, start, headStart, (byte) ' ');
      bytes[source.to] = '}';
      Arrays.fill(bytes, source.to + 1, end, (byte) ' ');
    } else {
      moveSource();
    }
  }

  /** For hits whose document comes before what belongs to it. */
  private void moveSource() throws UnexpectedBytesException {
    int target = start + head.size();
    int length = sourceLength();
    if (target + length + 1 > end) {
      throw new UnexpectedBytesException(start, "strings as _id and _routing", "numbers");
    }
    System.arraycopy(bytes, source.from, bytes, target, length);
    System.arraycopy(head.array(), 0, bytes, start, head.size());
    bytes[target + length] = '}';
    Arrays.fill(bytes, target + length + 1, end, (byte) ' ');
  }

  private void writeHead() throws UnexpectedBytesException {
    head.clear();
    if (id.isThere()) {
      head.write(ENVELOPE_ID);
      appendText(id, "_id");
    } else {
      head.write((byte) '{');
    }
    Slice route = routing.isThere() ? routing : fieldRouting.isThere() ? fieldRouting : parent;
    if (route.isThere()) {
      head.write(ENVELOPE_ROUTING);
      appendText(route, "_routing");
    }
    if (version.isThere()) {
      head.write(ENVELOPE_VERSION)
          .write(bytes, version.from, version.to - version.from)
          .write((byte) ',');
    }
    head.write(ENVELOPE_SOURCE);
  }

  private void appendText(Slice slice, String member) throws UnexpectedBytesException {
    byte first = bytes[slice.from];
    boolean number = first == '-' || (first >= '0' && first <= '9');
    if (first != '"' && !number) {
      throw UnexpectedBytesException.at(bytes, slice.from, "a string as " + member);
    }
    if (number) {
      head.write((byte) '"');
    }
    head.write(bytes, slice.from, slice.to - slice.from);
    if (number) {
      head.write((byte) '"');
    }
    head.write((byte) ',');
  }
}
