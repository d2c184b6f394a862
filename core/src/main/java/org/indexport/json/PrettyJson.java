package org.indexport.json;

import java.nio.charset.StandardCharsets;

/**
 * Writes JSON as JavaScript's {@code JSON.stringify(value, null, 2)} does: each member and element
 * on a line of its own, two blanks for each level. Names, strings and numbers stay byte for byte as
 * they are spelled. Stateless and thread-safe.
 */
public final class PrettyJson {
  private PrettyJson() {}

  /**
   * A value in this form, without a line feed at its end.
   *
   * @param json one well-formed value
   * @throws UnexpectedBytesException if a string in it does not end
   */
  public static String of(String json) throws UnexpectedBytesException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    ByteBuilder out = new ByteBuilder(2 * bytes.length + 16);
    append(bytes, out);
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }

  private static void append(byte[] b, ByteBuilder out) throws UnexpectedBytesException {
    int depth = 0;
    int i = JsonSkip.blanks(b, 0, b.length);
    while (i < b.length) {
      byte c = b[i];
      int next = i + 1;
      switch (c) {
        case '{', '[' -> {
          out.write(c);
          int inner = JsonSkip.blanks(b, next, b.length);
          if (inner < b.length && (b[inner] == '}' || b[inner] == ']')) {
            out.write(b[inner]);
            next = inner + 1;
          } else {
            newLine(out, ++depth);
          }
        }
        case '}', ']' -> {
          newLine(out, --depth);
          out.write(c);
        }
        case ',' -> {
          out.write(c);
          newLine(out, depth);
        }
        case ':' -> out.write(c).write((byte) ' ');
        default -> {
          next = tokenEnd(b, i);
          out.write(b, i, next - i);
        }
      }
      i = JsonSkip.blanks(b, next, b.length);
    }
  }

  private static int tokenEnd(byte[] b, int from) throws UnexpectedBytesException {
    int end = JsonSkip.value(b, from, b.length);
    return end < 0 ? b.length : end;
  }

  private static void newLine(ByteBuilder out, int depth) {
    out.write((byte) '\n');
    for (int i = 0; i < depth; i++) {
      out.write((byte) ' ').write((byte) ' ');
    }
  }
}
