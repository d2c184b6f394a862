package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Set;
import org.indexport.json.JsonSkip;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.MemberWalk;
import org.indexport.json.MemberWalk.Step;
import org.indexport.json.UnexpectedBytesException;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * What the start of a text looks like.
 *
 * @param kind what it seems to be
 * @param index the index that the first hit names, or null
 * @param type the mapping type that it names, a JSON string, or null
 * @param sure whether there is no doubt about the kind
 */
record DataStart(Kind kind, @Nullable String index, @Nullable String type, boolean sure) {
  /** What a text can be. */
  enum Kind {
    /** Nothing but blanks, or an array of nothing. */
    NOTHING,
    /** Hits. */
    HITS,
    /** Documents without anything around them, as {@code --sourceOnly} writes them. */
    DOCUMENTS,
    /** Settings, a mapping, aliases, templates … */
    META,
    /** Nothing of the tool. */
    OTHER
  }

  private static final byte[] INDEX = "_index".getBytes(US_ASCII);
  private static final byte[] ID = "_id".getBytes(US_ASCII);
  private static final byte[] SOURCE = "_source".getBytes(US_ASCII);
  private static final byte[] MAPPINGS = "mappings".getBytes(US_ASCII);

  /** The members of a named entry that only meta files have. */
  private static final Set<String> ENTRY =
      Set.of(
          "mappings",
          "settings",
          "aliases",
          "order",
          "version",
          "index_patterns",
          "template",
          "policy",
          "modified_date");

  /** Members that tell by themselves; the last is of what a server says of itself. */
  private static final Set<String> LISTS =
      Set.of(
          "index_templates", "component_templates", "stored_scripts", "policies", "cluster_name");

  private static final DataStart NOTHING = of(Kind.NOTHING, false);
  private static final DataStart OTHER = of(Kind.OTHER, true);

  private static DataStart of(Kind kind, boolean sure) {
    return new DataStart(kind, null, null, sure);
  }

  /** Looks at the first bytes of a text, which may be all of it. */
  static DataStart of(byte[] text) {
    int i = JsonSkip.blanks(text, PlainText.isMarked(text) ? 3 : 0, text.length);
    boolean array = i < text.length && text[i] == '[';
    if (array) {
      i = JsonSkip.blanks(text, i + 1, text.length);
    }
    if (i == text.length || (array && text[i] == ']')) {
      return NOTHING;
    }
    if (text[i] == '"' && !array) {
      return ofString(text, i);
    }
    if (text[i] != '{') {
      return OTHER;
    }
    try {
      return ofObject(text, i, array);
    } catch (UnexpectedBytesException e) {
      return OTHER;
    }
  }

  private static DataStart ofObject(byte[] text, int open, boolean array)
      throws UnexpectedBytesException {
    MemberWalk walk = new MemberWalk();
    walk.start(text, open, text.length);
    boolean id = false;
    boolean source = false;
    int members = 0;
    String index = null;
    String type = null;
    boolean names = false;
    Step step = walk.next();
    for (; step == Step.MEMBER; step = walk.next()) {
      members++;
      boolean isIndex = walk.isKey(INDEX);
      names |= isIndex;
      id |= walk.isKey(ID);
      source |= walk.isKey(SOURCE);
      if (members == 1 && !array && isMapping(text, walk.valueStart())) {
        return of(Kind.META, true);
      }
      if (!walk.skipValue()) {
        break;
      }
      index = isIndex ? name(text, walk.valueStart(), walk.valueEnd()) : index;
      type =
          walk.isKey(HitScanner.TYPE)
              ? HitType.json(text, walk.valueStart(), walk.valueEnd())
              : type;
    }
    if (names || id || source) {
      return new DataStart(Kind.HITS, index, type, source ? names || id : names && id);
    }
    if (!array && PlainMeta.isAt(text, open)) {
      return of(Kind.META, false);
    }
    // Of a start without a single name nobody can tell, but hits are the usual thing.
    boolean untold = members == 0 && step != Step.END;
    return of(untold ? Kind.HITS : Kind.DOCUMENTS, false);
  }

  /** Whether a value is an object of nothing but a mapping, as far as it can be seen. */
  private static boolean isMapping(byte[] text, int value) throws UnexpectedBytesException {
    if (text[value] != '{') {
      return false;
    }
    MemberWalk walk = new MemberWalk();
    walk.start(text, value, text.length);
    if (walk.next() != Step.MEMBER || !walk.isKey(MAPPINGS) || text[walk.valueStart()] != '{') {
      return false;
    }
    return !walk.skipValue() || walk.next() != Step.MEMBER;
  }

  /** A text within a string; most likely it does not end here. */
  private static DataStart ofString(byte[] text, int open) {
    String inner = innerText(text, open);
    if (inner == null) {
      return OTHER;
    }
    String start = inner.strip();
    if (!start.startsWith("{")) {
      return OTHER;
    }
    if (start.substring(1).strip().startsWith("}")) {
      return of(Kind.META, false);
    }
    byte[] json = start.getBytes(UTF_8);
    try {
      return isEntry(json) ? of(Kind.META, true) : OTHER;
    } catch (UnexpectedBytesException e) {
      return OTHER;
    }
  }

  private static boolean isEntry(byte[] json) throws UnexpectedBytesException {
    MemberWalk walk = new MemberWalk();
    walk.start(json, 0, json.length);
    // An empty entry may come first, where the tool was given an alias or nothing.
    while (walk.next() == Step.MEMBER) {
      String key = string(json, walk.keyStart(), walk.keyEnd());
      if (key != null && LISTS.contains(key)) {
        return true;
      }
      if (json[walk.valueStart()] == '{') {
        MemberWalk entry = new MemberWalk();
        entry.start(json, walk.valueStart(), json.length);
        if (entry.next() == Step.MEMBER) {
          String member = string(json, entry.keyStart(), entry.keyEnd());
          return member != null && ENTRY.contains(member);
        }
      }
      if (!walk.skipValue()) {
        return false;
      }
    }
    return false;
  }

  /** A name that an index can have; of another one, whoever reads the hits tells where it is. */
  private static @Nullable String name(byte[] text, int from, int to) {
    String name = string(text, from, to);
    return name == null || !HitNames.isName(name) ? null : name;
  }

  private static @Nullable String string(byte[] text, int from, int to) {
    try {
      return text[from] == '"' ? JsonText.unquote(text, from, to) : null;
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /** What a string stands for, as far as it is there. */
  private static @Nullable String innerText(byte[] text, int open) {
    try {
      int end = JsonSkip.string(text, open + 1, text.length);
      if (end >= 0) {
        return string(text, open, end);
      }
    } catch (UnexpectedBytesException e) {
      return null;
    }
    // The cut may lie within an escape or a character; a few bytes less and it does not.
    for (int less = 0; less < 16 && text.length - less > open; less++) {
      byte[] closed = Arrays.copyOf(text, text.length - less + 1);
      closed[closed.length - 1] = '"';
      String inner = string(closed, open, closed.length);
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }
}
