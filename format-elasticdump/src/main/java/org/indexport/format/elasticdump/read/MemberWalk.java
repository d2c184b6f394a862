package org.indexport.format.elasticdump.read;

/**
 * Walks the members of one object in a buffer that may not hold all of it. One thread; make one and
 * use it again.
 */
final class MemberWalk {
  /** What {@link #next} has found. */
  enum Step {
    /** A member, whose value is to be passed over by {@link #skipValue}. */
    MEMBER,
    /** The object's end. */
    END,
    /** The end of the bytes. */
    INCOMPLETE
  }

  private byte[] bytes = {};
  private int to;
  private int at;
  private boolean afterMember;
  private int keyStart;
  private int keyEnd;
  private int valueStart;
  private int valueEnd;

  /** Starts at an object's opening brace. */
  void start(byte[] buffer, int open, int limit) {
    bytes = buffer;
    to = limit;
    at = open + 1;
    afterMember = false;
  }

  /** Goes to the next member's value. */
  Step next() throws UnexpectedBytesException {
    int i = JsonSkip.blanks(bytes, at, to);
    if (i == to) {
      return Step.INCOMPLETE;
    }
    if (bytes[i] == '}') {
      at = i + 1;
      return Step.END;
    }
    if (afterMember) {
      expect(i, ',', "',' or '}'");
      i = JsonSkip.blanks(bytes, i + 1, to);
      if (i == to) {
        return Step.INCOMPLETE;
      }
    }
    expect(i, '"', "a member's name");
    keyStart = i;
    keyEnd = JsonSkip.string(bytes, i + 1, to);
    if (keyEnd < 0) {
      return Step.INCOMPLETE;
    }
    i = JsonSkip.blanks(bytes, keyEnd, to);
    if (i == to) {
      return Step.INCOMPLETE;
    }
    expect(i, ':', "':'");
    i = JsonSkip.blanks(bytes, i + 1, to);
    valueStart = i;
    at = i;
    return i == to ? Step.INCOMPLETE : Step.MEMBER;
  }

  private void expect(int i, char expected, String words) throws UnexpectedBytesException {
    if (bytes[i] != expected) {
      throw UnexpectedBytesException.at(bytes, i, words);
    }
  }

  /** Passes over the member's value; false if the bytes end within it. */
  boolean skipValue() throws UnexpectedBytesException {
    int end = JsonSkip.value(bytes, valueStart, to);
    if (end < 0) {
      return false;
    }
    skipTo(end);
    return true;
  }

  /** Notes where the member's value ends, which somebody else has found. */
  void skipTo(int end) {
    valueEnd = end;
    at = end;
    afterMember = true;
  }

  /** Whether the present member has this name, written without escapes. */
  boolean isKey(byte[] name) {
    return keyEnd - keyStart - 2 == name.length
        && java.util.Arrays.equals(bytes, keyStart + 1, keyEnd - 1, name, 0, name.length);
  }

  /** Where the name starts, at its quote. */
  int keyStart() {
    return keyStart;
  }

  /** Where the name ends, after its quote. */
  int keyEnd() {
    return keyEnd;
  }

  int valueStart() {
    return valueStart;
  }

  int valueEnd() {
    return valueEnd;
  }

  /** After {@link Step#END}: where the object ends. */
  int end() {
    return at;
  }
}
