package org.indexport.format.kourou.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.indexport.format.kourou.SecurityFile;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonSkip;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.MemberWalk;
import org.indexport.json.MemberWalk.Step;
import org.indexport.json.UnexpectedBytesException;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a file tell of it.
 *
 * @param kind what it holds
 * @param header its first line, for documents
 * @param security which of these files it is, for such
 * @param sure whether nothing else looks like this
 * @param alone whether nothing follows the header
 */
record FileStart(
    Kind kind,
    @Nullable CollectionHeader header,
    @Nullable SecurityFile security,
    boolean sure,
    boolean alone) {
  /** What a file can hold. */
  enum Kind {
    /** Nothing but blanks. */
    NOTHING,
    /** Documents, one on a line. */
    LINES,
    /** Documents as an array of one line, as {@code --format kuzzle} gives them. */
    PAIRS,
    /** Mappings that say so. */
    MAPPINGS,
    /** Roles, profiles or users that say so. */
    SECURITY,
    /** Documents that a server refused, which the tool notes beside what it imports. */
    ERRORS,
    /** Another object; its name may tell. */
    OBJECT,
    /** Nothing of the tool. */
    OTHER
  }

  /** Lines beyond this are no headers. */
  private static final int DEPTH = 64;

  private static final String TYPE = "type";
  private static final String CONTENT = "content";

  /** What each line of refused documents has. */
  private static final Set<String> ERROR = Set.of("document", "reason");

  private static final byte[] ID = "_id".getBytes(US_ASCII);
  private static final byte[] BODY = "body".getBytes(US_ASCII);

  private static FileStart of(Kind kind) {
    return new FileStart(kind, null, null, false, false);
  }

  /** Looks at the first bytes of a text, which may be all of it. */
  static FileStart of(byte[] text) {
    int i = JsonSkip.blanks(text, PlainText.isMarked(text) ? PlainText.MARK_BYTES : 0, text.length);
    if (i == text.length) {
      return of(Kind.NOTHING);
    }
    if (text[i] != '{') {
      return of(Kind.OTHER);
    }
    try {
      int end = JsonSkip.value(text, i, text.length);
      FileStart documents = end < 0 ? null : ofHeader(text, i, end);
      return documents == null ? ofObject(text, i) : documents;
    } catch (UnexpectedBytesException e) {
      return of(Kind.OTHER);
    }
  }

  private static @Nullable FileStart ofHeader(byte[] text, int from, int end)
      throws UnexpectedBytesException {
    CollectionHeader header;
    try {
      header = CollectionHeader.of(JsonObject.parse(Arrays.copyOfRange(text, from, end), DEPTH));
    } catch (MalformedJsonException e) {
      return null;
    }
    if (header == null) {
      return null;
    }
    int next = JsonSkip.blanks(text, end, text.length);
    boolean named =
        header.age() == CollectionHeader.Age.CURRENT
            && header.index() != null
            && header.collection() != null;
    if (next == text.length || text[next] != '{') {
      return new FileStart(Kind.LINES, header, null, named, next == text.length);
    }
    MemberWalk walk = new MemberWalk();
    walk.start(text, next, text.length);
    boolean member = walk.next() == Step.MEMBER;
    boolean document = member && (walk.isKey(ID) || walk.isKey(BODY));
    boolean pairs = member && !document && holdsList(text, walk.valueStart());
    Kind kind = pairs ? Kind.PAIRS : Kind.LINES;
    return new FileStart(kind, header, null, named || document || pairs, false);
  }

  /** Whether a value is an object whose first member is a list, as far as it can be seen. */
  private static boolean holdsList(byte[] text, int value) throws UnexpectedBytesException {
    if (text[value] != '{') {
      return false;
    }
    MemberWalk walk = new MemberWalk();
    walk.start(text, value, text.length);
    return walk.next() == Step.MEMBER && text[walk.valueStart()] == '[';
  }

  private static FileStart ofObject(byte[] text, int open) throws UnexpectedBytesException {
    MemberWalk walk = new MemberWalk();
    walk.start(text, open, text.length);
    Set<String> names = new HashSet<>();
    String type = null;
    boolean content = false;
    Step step = walk.next();
    for (; step == Step.MEMBER; step = walk.next()) {
      String name = string(text, walk.keyStart(), walk.keyEnd());
      names.add(name);
      boolean typed = name.equals(TYPE) && text[walk.valueStart()] == '"';
      content |= name.equals(CONTENT) && text[walk.valueStart()] == '{';
      if (!walk.skipValue()) {
        break;
      }
      type = typed ? string(text, walk.valueStart(), walk.valueEnd()) : type;
    }
    boolean alone =
        step != Step.END || JsonSkip.blanks(text, walk.end(), text.length) == text.length;
    if (type != null && content && alone) {
      return ofType(type);
    }
    return of(names.containsAll(ERROR) ? Kind.ERRORS : Kind.OBJECT);
  }

  private static FileStart ofType(String type) {
    SecurityFile security = SecurityFile.ofType(type);
    if (security != null) {
      return new FileStart(Kind.SECURITY, null, security, true, false);
    }
    return type.equals(MappingsFile.TYPE)
        ? new FileStart(Kind.MAPPINGS, null, null, true, false)
        : of(Kind.OBJECT);
  }

  private static String string(byte[] text, int from, int to) {
    try {
      return JsonText.unquote(text, from, to);
    } catch (MalformedJsonException e) {
      return "";
    }
  }
}
