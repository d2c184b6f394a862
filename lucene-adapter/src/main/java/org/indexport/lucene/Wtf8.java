package org.indexport.lucene;

import org.apache.lucene.util.BytesRef;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Strings as bytes that keep lone surrogates, which JSON can escape and UTF-8 cannot encode: equal
 * to UTF-8 for all other strings.
 */
final class Wtf8 {
  private Wtf8() {}

  static BytesRef bytes(String text) {
    if (isWellFormed(text)) {
      return new BytesRef(text);
    }
    ByteBuilder out = new ByteBuilder(3 * text.length());
    JsonText.appendWtf8(text, out);
    return new BytesRef(out.array(), 0, out.size());
  }

  /** Whether UTF-8 can encode a string. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Reads what {@link #bytes} wrote; null if it cannot have been that. */
  static @Nullable String text(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int i = 0;
    while (i < bytes.length) {
      int first = bytes[i] & 0xff;
      int length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
      if (i + length > bytes.length) {
        return null;
      }
      int point = length == 1 ? first : first & (0xff >> (length + 1));
      for (int k = 1; k < length; k++) {
        point = point << 6 | (bytes[i + k] & 0x3f);
      }
      if (!Character.isValidCodePoint(point)) {
        return null;
      }
      text.appendCodePoint(point);
      i += length;
    }
    String result = text.toString();
    return bytes(result).bytesEquals(new BytesRef(bytes)) ? result : null;
  }
}
