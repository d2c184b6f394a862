package org.indexport.json;

import java.util.Arrays;

/**
 * Walks the members of one object in a buffer that may not hold all of it: {@link #start}, then
 * {@link #next} until it gives something else than {@link Step#MEMBER}, with {@link #skipValue}
 * after each. What is passed over is not checked. One thread; make one and use it again.
 */
public final class MemberWalk {
  /** What {@link #next} has found. */
  public enum Step {
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

  /** Starts with nothing. */
  public MemberWalk() {}

  /** Starts at an object's opening brace. */
  public void start(byte[] buffer, int open, int limit) {
    bytes = buffer;
    to = limit;
    at = open + 1;
    afterMember = false;
  }

  /**
   * Goes to the next member's value.
   *
   * @throws UnexpectedBytesException if there is no member and no end
   */
  public Step next() throws UnexpectedBytesException {
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

  /**
   * Passes over the member's value; false if the bytes end within it.
   *
   * @throws UnexpectedBytesException if there is none
   */
  public boolean skipValue() throws UnexpectedBytesException {
    int end = JsonSkip.value(bytes, valueStart, to);
    if (end < 0) {
      return false;
    }
    skipTo(end);
    return true;
  }

  /** Notes where the member's value ends, which somebody else has found. */
  public void skipTo(int end) {
    valueEnd = end;
    at = end;
    afterMember = true;
  }

  /** Whether the present member has this name, written without escapes. */
  public boolean isKey(byte[] name) {
    return keyEnd - keyStart - 2 == name.length
        && Arrays.equals(bytes, keyStart + 1, keyEnd - 1, name, 0, name.length);
  }

  /** Where the name starts, at its quote. */
  public int keyStart() {
    return keyStart;
  }

  /** Where the name ends, after its quote. */
  public int keyEnd() {
    return keyEnd;
  }

  /** Where the value starts. */
  public int valueStart() {
    return valueStart;
  }

  /** Where the value ends, once it was passed over. */
  public int valueEnd() {
    return valueEnd;
  }

  /** After {@link Step#END}: where the object ends. */
  public int end() {
    return at;
  }
}
