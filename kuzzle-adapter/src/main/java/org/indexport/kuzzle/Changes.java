package org.indexport.kuzzle;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.indexport.Document;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a Kuzzle changes of documents, since it reads and prints them in JavaScript: numbers
 * that no double has, and members called {@code __proto__}, which it drops. Thread-safe.
 */
final class Changes {
  private static final byte[] PROTO = "\"__proto__\"".getBytes(StandardCharsets.US_ASCII);

  /** Any number of fewer digits is a double, or prints as the same digits. */
  private static final int SAFE_DIGITS = 15;

  private long numbers;
  private long protos;
  private @Nullable String firstNumber;
  private @Nullable String firstProto;

  /** Looks at a document, which is well formed. */
  void look(Document document, String id) {
    byte[] json = document.array();
    int end = document.offset() + document.length();
    boolean number = false;
    boolean proto = false;
    for (int i = document.offset(); i < end; ) {
      byte c = json[i];
      if (c == '"') {
        int close = endOfString(json, i + 1, end);
        proto |= Arrays.equals(json, i, close, PROTO, 0, PROTO.length) && isKey(json, close, end);
        i = close;
      } else if (c == '-' || (c >= '0' && c <= '9')) {
        int close = endOfNumber(json, i, end);
        number |= isSuspicious(json, i, close) && isChanged(json, i, close);
        i = close;
      } else {
        i++;
      }
    }
    if (number || proto) {
      note(id, number, proto);
    }
  }

  private synchronized void note(String id, boolean number, boolean proto) {
    if (number && numbers++ == 0) {
      firstNumber = id;
    }
    if (proto && protos++ == 0) {
      firstProto = id;
    }
  }

  private static int endOfString(byte[] json, int from, int end) {
    int i = from;
    while (i < end && json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return Math.min(end, i + 1);
  }

  private static boolean isKey(byte[] json, int from, int end) {
    int i = from;
    while (i < end && json[i] <= ' ') {
      i++;
    }
    return i < end && json[i] == ':';
  }

  private static int endOfNumber(byte[] json, int from, int end) {
    int i = from + 1;
    while (i < end && "0123456789.eE+-".indexOf(json[i]) >= 0) {
      i++;
    }
    return i;
  }

  private static boolean hasExponent(byte[] json, int from, int to) {
    for (int i = from; i < to; i++) {
      if (json[i] == 'e' || json[i] == 'E') {
        return true;
      }
    }
    return false;
  }

  private static boolean isSuspicious(byte[] json, int from, int to) {
    return to - from > SAFE_DIGITS || hasExponent(json, from, to);
  }

  /** Whether JavaScript prints another number than it reads. */
  private static boolean isChanged(byte[] json, int from, int to) {
    String text = new String(json, from, to - from, StandardCharsets.US_ASCII);
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      return true;
    }
    return new BigDecimal(text).compareTo(new BigDecimal(Double.toString(value))) != 0;
  }

  /** What is changed, in words. */
  synchronized List<String> losses() {
    List<String> losses = new ArrayList<>();
    if (numbers > 0) {
      losses.add(
          "%d documents have numbers that the server rounds, the first of them %s"
              .formatted(numbers, firstNumber));
    }
    if (protos > 0) {
      losses.add(
          "%d documents have members __proto__ that the server drops, the first of them %s"
              .formatted(protos, firstProto));
    }
    return losses;
  }
}
