package org.indexport.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.indexport.bytes.MarkedBytes;

/** Finds the end of JSON strings, eight bytes at a time where they are plain ASCII. */
final class StringScan {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long BLANKS = 0x2020_2020_2020_2020L;
  private static final long QUOTES = 0x2222_2222_2222_2222L;
  private static final long BACKSLASHES = 0x5c5c_5c5c_5c5c_5c5cL;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private StringScan() {}

  /**
   * Checks a string.
   *
   * @param i the index after its opening quote
   * @return the index after its closing quote
   */
  static int end(byte[] b, int i, int end) throws MalformedJsonException {
    int lastWord = b.length - Long.BYTES;
    while (i < end) {
      if (i <= lastWord) {
        long word = (long) WORD.get(b, i);
        // Bytes below a blank, quotes, backslashes and bytes above ASCII raise their high bit. What
        // is borrowed by a byte can only raise bits above it, so the lowest one raised is right.
        long special =
            (word | word - BLANKS | (word ^ QUOTES) - ONES | (word ^ BACKSLASHES) - ONES)
                & HIGH_BITS;
        if (special == 0) {
          i += Long.BYTES;
          continue;
        }
        i += MarkedBytes.first(special);
        if (i >= end) {
          break;
        }
      }
      byte c = b[i];
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i = escapeEnd(b, i, end);
      } else if (c < 0) {
        i = utf8End(b, i, end);
      } else if (c < ' ') {
        throw MalformedJsonException.at(b, i, end, "no raw control character in a string");
      } else {
        i++;
      }
    }
    throw MalformedJsonException.at(b, end, end, "the end of a string");
  }

  /** The index of the first backslash in a range, or its end. */
  static int firstEscape(byte[] b, int i, int end) {
    while (i < end && b[i] != '\\') {
      i++;
    }
    return i;
  }

  /**
   * Finds the end of a string that is known to be well formed.
   *
   * @param i the index after its opening quote
   * @return the index after its closing quote
   * @throws MalformedJsonException if there is none
   */
  static int skip(byte[] b, int i, int end) throws MalformedJsonException {
    int lastWord = b.length - Long.BYTES;
    while (i < end) {
      if (i <= lastWord) {
        long word = (long) WORD.get(b, i);
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        long special =
            ((quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes)) & HIGH_BITS;
        if (special == 0) {
          i += Long.BYTES;
          continue;
        }
        i += MarkedBytes.first(special);
        if (i >= end) {
          break;
        }
      }
      byte c = b[i];
      if (c == '"') {
        return i + 1;
      }
      i += c == '\\' ? 2 : 1;
    }
    throw MalformedJsonException.at(b, end, end, "the end of a string");
  }

  private static int escapeEnd(byte[] b, int i, int end) throws MalformedJsonException {
    int c = i + 1 < end ? b[i + 1] : -1;
    switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return i + 2;
      }
      case 'u' -> {
        for (int digit = i + 2; digit < i + 6; digit++) {
          if (digit >= end || Character.digit(b[digit], 16) < 0) {
            throw MalformedJsonException.at(b, digit, end, "a hexadecimal digit");
          }
        }
        return i + 6;
      }
      default -> throw MalformedJsonException.at(b, i + 1, end, "an escape");
    }
  }

  /** Checks the characters above ASCII that start at an index, and returns where they end. */
  private static int utf8End(byte[] b, int i, int end) throws MalformedJsonException {
    while (i < end && b[i] < 0) {
      int lead = b[i] & 0xff;
      // Most alphabets need two bytes.
      if (lead >= 0xc2 && lead < 0xe0 && i + 1 < end && b[i + 1] < (byte) 0xc0) {
        i += 2;
        continue;
      }
      if (lead < 0xc2 || lead > 0xf4) {
        throw MalformedJsonException.at(b, i, end, "UTF-8");
      }
      int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      // The second byte rules out what could be written shorter, surrogates and above U+10FFFF.
      int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      int second = i + 1 < end ? b[i + 1] & 0xff : 0;
      if (second < least || second > most) {
        throw MalformedJsonException.at(b, Math.min(i + 1, end), end, "UTF-8");
      }
      for (int k = i + 2; k < i + length; k++) {
        if (k >= end || b[k] >= (byte) 0xc0) {
          throw MalformedJsonException.at(b, k, end, "UTF-8");
        }
      }
      i += length;
    }
    return i;
  }
}
