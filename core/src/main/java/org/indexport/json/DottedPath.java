package org.indexport.json;

import java.util.Arrays;

/**
 * Names a member of a document. {@code a.b} is the member {@code b} of the object {@code a}, and
 * also the member whose own name is {@code a.b}. Arrays are not entered. Immutable.
 */
public final class DottedPath {
  /** What {@link #match} answers when a key is not on the path. */
  static final int NONE = 0;

  private final String text;
  private final byte[] utf8;
  private final int maxSteps;

  private DottedPath(String text) {
    this.text = text;
    this.utf8 = JsonText.wtf8(text);
    this.maxSteps = (int) text.chars().filter(c -> c == '.').count() + 1;
  }

  /** The path written as {@code text}. */
  public static DottedPath of(String text) {
    return new DottedPath(text);
  }

  /** How many objects the path may lead through at most. */
  int maxSteps() {
    return maxSteps;
  }

  /** Whether a state that {@link #match} returned is the end of the path. */
  boolean isEnd(int state) {
    return state > utf8.length;
  }

  /** The byte that keys which go on from a state start with, below 0 when it may be several. */
  int firstByte(int state) {
    return state < utf8.length && utf8[state] != '.' ? utf8[state] : -1;
  }

  /**
   * Follows the path over one key.
   *
   * @param buffer holds the key
   * @param from where the key starts, after its quote
   * @param to where it ends, before its quote
   * @param state how much of the path has been followed: 0, or what this method returned
   * @return the next state, or {@link #NONE}
   */
  int match(byte[] buffer, int from, int to, int state) throws MalformedJsonException {
    int at = state;
    for (int i = from; i < to; i++, at++) {
      byte c = buffer[i];
      if (c == '\\') {
        byte[] key = JsonText.wtf8(JsonText.unquote(buffer, from - 1, to + 1));
        return matchUnescaped(key, state);
      }
      if (at >= utf8.length || c != utf8[at]) {
        return NONE;
      }
    }
    return stateAfter(at);
  }

  private int matchUnescaped(byte[] key, int state) {
    int at = state + key.length;
    if (at > utf8.length || !Arrays.equals(key, 0, key.length, utf8, state, at)) {
      return NONE;
    }
    return stateAfter(at);
  }

  private int stateAfter(int at) {
    return at == utf8.length || utf8[at] == '.' ? at + 1 : NONE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DottedPath that && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The path as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
