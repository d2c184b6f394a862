package org.indexport.json;

import org.jspecify.annotations.Nullable;

/**
 * A way through the bytes of one document, on which everything is copied but what is passed over.
 * As long as nothing changes, nothing is copied.
 */
final class FieldWalk {
  /** Deeper documents are refused when they are read, unless nobody looked at them. */
  private static final int MOST_LEVELS = 2_000;

  private final byte[] b;
  private final int to;
  private final ByteBuilder out;
  private int copied;
  private boolean changed;

  FieldWalk(byte[] b, int from, int to, ByteBuilder out) {
    this.b = b;
    this.to = to;
    this.out = out;
    this.copied = from;
  }

  /** What is done with the members of an object, or the elements of an array. */
  interface Visitor<S> {
    /**
     * Walks through a member's value.
     *
     * @return where it ends, or {@link #GONE} if the member is to be passed over
     */
    int member(int key, int keyEnd, int value, S state, int level)
        throws MalformedJsonException, UnfitFieldException;

    /** Walks through an element; as {@link #member}. */
    int element(int value, S state, int level) throws MalformedJsonException, UnfitFieldException;
  }

  /** What a visitor answers for what is not to stay. */
  static final int GONE = -1;

  byte[] buffer() {
    return b;
  }

  boolean isChanged() {
    return changed;
  }

  /** Copies what is left, if something has changed. */
  boolean finish() {
    if (changed) {
      copyTo(to);
    }
    return changed;
  }

  private void copyTo(int end) {
    if (end > copied) {
      out.write(b, copied, end - copied);
      copied = end;
    }
  }

  /** Puts something in the place of a range. */
  ByteBuilder replace(int from, int end) {
    changed = true;
    copyTo(from);
    copied = end;
    return out;
  }

  /** Walks through an object; returns where it ends. */
  <S> int object(int open, Visitor<S> visitor, S state, int level)
      throws MalformedJsonException, UnfitFieldException {
    return container(open, '}', visitor, state, level);
  }

  /** Walks through an array; returns where it ends. */
  <S> int array(int open, Visitor<S> visitor, S state, int level)
      throws MalformedJsonException, UnfitFieldException {
    return container(open, ']', visitor, state, level);
  }

  private <S> int container(int open, char closing, Visitor<S> visitor, S state, int level)
      throws MalformedJsonException, UnfitFieldException {
    if (level > MOST_LEVELS) {
      throw new DepthExceededException(open, MOST_LEVELS);
    }
    int i = skip(open + 1);
    // Where the last one ends that stays, or -1 as long as there is none.
    int kept = -1;
    while (at(i) != closing) {
      int keyEnd = closing == '}' ? nameEnd(i) : i;
      int value = closing == '}' ? afterColon(keyEnd) : i;
      int end =
          closing == '}'
              ? visitor.member(i, keyEnd, value, state, level)
              : visitor.element(value, state, level);
      boolean gone = end == GONE;
      end = gone ? valueEnd(value) : end;
      int next = afterComma(end, closing);
      if (gone) {
        changed = true;
        copyTo(kept < 0 ? i : kept);
        copied = kept < 0 && at(next) != closing ? next : end;
      } else {
        kept = end;
      }
      i = next;
    }
    return i + 1;
  }

  /** Whether an object has a member of this name. */
  boolean hasMember(int open, String name) throws MalformedJsonException {
    int i = skip(open + 1);
    while (at(i) != '}') {
      int keyEnd = nameEnd(i);
      if (JsonText.unquote(b, i, keyEnd).equals(name)) {
        return true;
      }
      i = afterComma(valueEnd(afterColon(keyEnd)), '}');
    }
    return false;
  }

  /** The byte at an index. */
  int at(int i) throws MalformedJsonException {
    if (i >= to) {
      throw MalformedJsonException.at(b, to, to, "the rest of the document");
    }
    return b[i];
  }

  private int nameEnd(int i) throws MalformedJsonException {
    if (at(i) != '"') {
      throw MalformedJsonException.at(b, i, to, "a member's name");
    }
    return StringScan.skip(b, i + 1, to);
  }

  private int afterColon(int i) throws MalformedJsonException {
    int colon = skip(i);
    if (at(colon) != ':') {
      throw MalformedJsonException.at(b, colon, to, "':'");
    }
    return skip(colon + 1);
  }

  private int afterComma(int i, char closing) throws MalformedJsonException {
    int comma = skip(i);
    if (at(comma) == closing) {
      return comma;
    }
    if (at(comma) != ',') {
      throw MalformedJsonException.at(b, comma, to, "',' or '" + closing + "'");
    }
    int next = skip(comma + 1);
    if (at(next) == closing) {
      throw MalformedJsonException.at(b, next, to, "more after the comma");
    }
    return next;
  }

  int skip(int from) {
    return DocumentScanner.skipBlanks(b, Math.min(from, to), to);
  }

  /** Where a value ends that is not looked into. */
  int valueEnd(int from) throws MalformedJsonException {
    int i = from;
    int depth = 0;
    do {
      int c = at(i);
      if (c == '"') {
        i = StringScan.skip(b, i + 1, to);
      } else if (c == '{' || c == '[') {
        depth++;
        i++;
      } else if (c == '}' || c == ']') {
        depth--;
        i++;
      } else if (depth > 0) {
        i++;
      } else {
        i = scalarEnd(i);
      }
    } while (depth > 0);
    if (depth < 0 || i > to) {
      throw MalformedJsonException.at(b, from, to, "a value");
    }
    return i;
  }

  private int scalarEnd(int from) throws MalformedJsonException {
    int i = from;
    while (i < to && ",:{}[]\"".indexOf(b[i]) < 0 && !DocumentScanner.isBlank(b[i])) {
      i++;
    }
    if (i == from) {
      throw MalformedJsonException.at(b, i, to, "a value");
    }
    return i;
  }

  /** What a value is, for messages. */
  static String kind(int first) {
    @Nullable JsonKind kind = JsonKind.startingWith((byte) first);
    return String.valueOf(kind).toLowerCase(java.util.Locale.ROOT);
  }
}
