package org.indexport.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an extended header says of the file after it. Only name and size matter here.
 *
 * @param path the name, or null when it stays
 * @param size the length, or null when it stays
 */
record PaxHeader(@Nullable String path, @Nullable Long size) {
  static final PaxHeader NONE = new PaxHeader(null, null);

  boolean isNone() {
    return path == null && size == null;
  }

  /**
   * Reads records of the form {@code LENGTH KEY=VALUE LF}.
   *
   * @throws IllegalArgumentException if they are anything else, or speak of a sparse file
   */
  static PaxHeader parse(byte[] text) {
    PaxHeader header = NONE;
    for (int at = 0; at < text.length; ) {
      int blank = indexOf(text, at, text.length, ' ');
      int end = at + length(text, at, blank);
      if (end > text.length || end <= blank + 1 || text[end - 1] != '\n') {
        throw new IllegalArgumentException("an extended header's record of a wrong length");
      }
      int equals = indexOf(text, blank + 1, end, '=');
      header = header.with(string(text, blank + 1, equals), text, equals + 1, end - 1);
      at = end;
    }
    return header;
  }

  private static int length(byte[] text, int from, int to) {
    return (int) number(string(text, from, to), Integer.MAX_VALUE / 2);
  }

  private PaxHeader with(String key, byte[] text, int from, int to) {
    if (key.equals("path")) {
      return new PaxHeader(string(text, from, to), size);
    }
    if (key.equals("size")) {
      return new PaxHeader(path, number(string(text, from, to), Long.MAX_VALUE));
    }
    if (key.startsWith("GNU.sparse.")) {
      throw new IllegalArgumentException("a sparse file");
    }
    return this;
  }

  private static long number(String digits, long most) {
    boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    // Long.parseLong refuses what is too large with a subtype of this exception.
    long number = plain ? Long.parseLong(digits) : -1;
    if (number < 0 || number > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "an extended header's number '%.30s'", digits));
    }
    return number;
  }

  private static String string(byte[] text, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("an extended header that is not UTF-8", e);
    }
  }

  private static int indexOf(byte[] text, int from, int to, char wanted) {
    for (int i = from; i < to; i++) {
      if (text[i] == wanted) {
        return i;
      }
    }
    throw new IllegalArgumentException("an extended header's record without '" + wanted + "'");
  }
}
