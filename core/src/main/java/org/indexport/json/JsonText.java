package org.indexport.json;

import java.nio.charset.StandardCharsets;

/** Strings to and from JSON text. */
public final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonText() {}

  /**
   * A string as a JSON string, with its quotes. Only what must be escaped is: the quote, the
   * backslash, control characters and lone surrogates, so the result can always be encoded.
   */
  public static String quote(String text) {
    ByteBuilder out = new ByteBuilder(text.length() + 16);
    appendQuoted(text, out);
    return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
  }

  /** Appends what {@link #quote} returns, as UTF-8. */
  public static void appendQuoted(String text, ByteBuilder out) {
    out.write((byte) '"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        appendAscii(c, out);
      } else if (!Character.isSurrogate(c)) {
        appendUtf8(c, out);
      } else if (startsPair(text, i)) {
        appendUtf8(text.codePointAt(i++), out);
      } else {
        appendEscape(c, out);
      }
    }
    out.write((byte) '"');
  }

  private static void appendAscii(char c, ByteBuilder out) {
    char escape =
        switch (c) {
          case '"', '\\' -> c;
          case '\b' -> 'b';
          case '\f' -> 'f';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          default -> 0;
        };
    if (escape != 0) {
      out.write((byte) '\\').write((byte) escape);
    } else if (c < 0x20) {
      appendEscape(c, out);
    } else {
      out.write((byte) c);
    }
  }

  private static void appendEscape(char c, ByteBuilder out) {
    out.write((byte) '\\').write((byte) 'u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.write(HEX[c >> shift & 0xf]);
    }
  }

  private static boolean startsPair(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        && index + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(index + 1));
  }

  /** Appends a code point from U+0080 on, a lone surrogate as its three bytes. */
  private static void appendUtf8(int c, ByteBuilder out) {
    if (c < 0x800) {
      out.write((byte) (0xc0 | c >> 6));
    } else {
      if (c < 0x10000) {
        out.write((byte) (0xe0 | c >> 12));
      } else {
        out.write((byte) (0xf0 | c >> 18)).write(continuation(c >> 12));
      }
      out.write(continuation(c >> 6));
    }
    out.write(continuation(c));
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }

  /**
   * Appends a string as UTF-8, lone surrogates as the three bytes that their number would have
   * ("WTF-8"), so that different strings always have different bytes.
   */
  public static void appendWtf8(String text, ByteBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        out.write((byte) c);
      } else if (startsPair(text, i)) {
        appendUtf8(text.codePointAt(i++), out);
      } else {
        appendUtf8(c, out);
      }
    }
  }

  static byte[] wtf8(String text) {
    ByteBuilder out = new ByteBuilder(text.length() + 16);
    appendWtf8(text, out);
    return out.toByteArray();
  }

  /**
   * The string that a JSON string stands for. Lone surrogates, which JSON can escape, stay what
   * they are.
   *
   * @param buffer holds the JSON string
   * @param from the index of its opening quote
   * @param to the index after its closing quote
   * @throws MalformedJsonException if the range is not one well-formed JSON string
   */
  public static String unquote(byte[] buffer, int from, int to) throws MalformedJsonException {
    if (from >= to || buffer[from] != '"') {
      throw MalformedJsonException.at(buffer, from, to, "a string");
    }
    int end = StringScan.end(buffer, from + 1, to);
    if (end != to) {
      throw MalformedJsonException.at(buffer, end, to, "the end of the string");
    }
    int escape = StringScan.firstEscape(buffer, from + 1, to - 1);
    if (escape == to - 1) {
      return new String(buffer, from + 1, to - from - 2, StandardCharsets.UTF_8);
    }
    return unescape(buffer, from + 1, escape, to - 1);
  }

  private static String unescape(byte[] buffer, int from, int firstEscape, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    int escape = firstEscape;
    while (escape < to) {
      text.append(new String(buffer, plain, escape - plain, StandardCharsets.UTF_8));
      byte c = buffer[escape + 1];
      text.append(c == 'u' ? hex(buffer, escape + 2) : unescaped(c));
      plain = escape + (c == 'u' ? 6 : 2);
      escape = StringScan.firstEscape(buffer, plain, to);
    }
    return text.append(new String(buffer, plain, to - plain, StandardCharsets.UTF_8)).toString();
  }

  private static char unescaped(byte c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) c;
    };
  }

  private static char hex(byte[] buffer, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 4 | Character.digit(buffer[i], 16);
    }
    return (char) value;
  }
}
