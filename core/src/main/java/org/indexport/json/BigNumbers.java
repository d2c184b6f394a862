package org.indexport.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for whole numbers that JavaScript, and so the loaders of many tools, cannot hold: those
 * beyond 2<sup>53</sup> that are no double. A document without a long run of digits, as nearly all
 * are, is looked at in one byte of sixteen. One thread.
 */
public final class BigNumbers {
  /** Of how many documents it is told at most; the rest is not looked at. */
  private static final int MOST_DOCUMENTS = 1_000;

  private static final int MOST_FIELDS = 5;
  private static final int FEWEST_DIGITS = 16;
  private static final int HALF = FEWEST_DIGITS / 2;

  private final Set<String> fields = new LinkedHashSet<>();
  private long documents;

  /** Starts with nothing seen. */
  public BigNumbers() {}

  /** Looks at a well-formed document. */
  public void look(byte[] b, int from, int to) {
    if (documents < MOST_DOCUMENTS && mayHoldOne(b, from, to)) {
      walk(b, from, to);
    }
  }

  /** Whether something looks like a whole number of as many digits as one that is changed has. */
  private static boolean mayHoldOne(byte[] b, int from, int to) {
    // One of so many digits in a row lies at such a place, and another one half as many away.
    int i = from + FEWEST_DIGITS - 1;
    int before = i < to ? digitSign(b[i - HALF]) : 0;
    for (; i < to - HALF; i += FEWEST_DIGITS) {
      int after = digitSign(b[i + HALF]);
      // One branch, as it is a guess for the processor where digits are.
      if ((digitSign(b[i]) & (before | after)) < 0 && isLongNumber(b, i, from, to)) {
        return true;
      }
      before = after;
    }
    return i < to && isDigit(b[i]) && isLongNumber(b, i, from, to);
  }

  /** Below 0 for a digit alone. */
  private static int digitSign(byte c) {
    return ((c & 0xff) ^ '0') - 10;
  }

  /**
   * Whether a digit is one of many between what a number may stand between: no fraction, no text.
   */
  private static boolean isLongNumber(byte[] b, int at, int from, int to) {
    int first = at;
    while (first > from && isDigit(b[first - 1])) {
      first--;
    }
    int end = at;
    while (end < to && isDigit(b[end])) {
      end++;
    }
    int before = first > from && b[first - 1] == '-' ? first - 2 : first - 1;
    return end - first >= FEWEST_DIGITS
        && before >= from
        && end < to
        && mayPrecede(b[before])
        && mayFollow(b[end]);
  }

  private static boolean mayPrecede(byte c) {
    return c == ':' || c == ',' || c == '[' || c <= ' ';
  }

  private static boolean mayFollow(byte c) {
    return c == ',' || c == '}' || c == ']' || c <= ' ';
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private void walk(byte[] b, int from, int to) {
    List<String> path = new ArrayList<>();
    String key = "";
    boolean found = false;
    int i = from;
    while (i < to) {
      byte c = b[i];
      int next = i + 1;
      if (c == '"') {
        next = stringEnd(b, i + 1, to);
        if (isKey(b, next, to)) {
          key = text(b, i, next);
        }
      } else if (c == '{' || c == '[') {
        path.add(key);
        key = c == '[' ? key : "";
      } else if ((c == '}' || c == ']') && !path.isEmpty()) {
        key = path.remove(path.size() - 1);
      } else if (c == '-' || (c >= '0' && c <= '9')) {
        next = numberEnd(b, i, to);
        if (isChanged(b, i, next)) {
          found = true;
          note(path, key);
        }
      }
      i = next;
    }
    documents += found ? 1 : 0;
  }

  private static int stringEnd(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    return Math.min(to, i + 1);
  }

  private static boolean isKey(byte[] b, int from, int to) {
    int i = from;
    while (i < to && (b[i] == ' ' || b[i] == '\t')) {
      i++;
    }
    return i < to && b[i] == ':';
  }

  private static String text(byte[] b, int from, int to) {
    try {
      return JsonText.unquote(b, from, to);
    } catch (MalformedJsonException e) {
      return "?";
    }
  }

  private static int numberEnd(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] != ',' && b[i] != '}' && b[i] != ']' && b[i] > ' ') {
      i++;
    }
    return Math.max(i, from + 1);
  }

  private static boolean isChanged(byte[] b, int from, int to) {
    int digits = b[from] == '-' ? from + 1 : from;
    if (to - digits < FEWEST_DIGITS) {
      return false;
    }
    for (int i = digits; i < to; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    if (to - digits > 400) {
      return true;
    }
    String number = new String(b, from, to - from, US_ASCII);
    double nearest = Double.parseDouble(number);
    return Double.isInfinite(nearest)
        || new BigDecimal(nearest).compareTo(new BigDecimal(number)) != 0;
  }

  private void note(List<String> path, String key) {
    if (fields.size() < MOST_FIELDS) {
      List<String> names = new ArrayList<>(path);
      names.add(key);
      names.removeIf(String::isEmpty);
      // Elements of an array are called as the array is.
      List<String> distinct = new ArrayList<>();
      for (String name : names) {
        if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).equals(name)) {
          distinct.add(name);
        }
      }
      fields.add(String.join(".", distinct));
    }
  }

  /** Whether there are any. */
  public boolean isFound() {
    return documents > 0;
  }

  /**
   * What is to be said of them.
   *
   * @param changer who changes the numbers and when, as "TOOL changes when it loads them"
   */
  public String describe(String changer) {
    String count =
        documents == 1
            ? "1 document holds"
            : (documents == MOST_DOCUMENTS ? "at least " : "") + documents + " documents hold";
    return "numbers: %s whole numbers that %s, in %s"
        .formatted(count, changer, String.join(", ", fields));
  }
}
