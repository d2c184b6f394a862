package org.indexport.kuzzle;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.indexport.Document;
import org.indexport.json.EcmaNumber;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a Kuzzle does to documents, since it reads and prints them in JavaScript: it rounds
 * numbers that no double has, and drops a member called {@code __proto__}. One that lies deeper,
 * and {@code prototype} in a {@code constructor}, it takes, but can never read again, nor what is
 * asked for together with it. Thread-safe.
 */
final class Changes {
  private static final String PROTO = "__proto__";
  private static final String CONSTRUCTOR = "constructor";
  private static final String PROTOTYPE = "prototype";

  /** Any number of fewer characters is a double, or prints as the same number. */
  private static final int SAFE_DIGITS = 15;

  private long numbers;
  private long protos;
  private @Nullable String firstNumber;
  private @Nullable String firstProto;

  /**
   * Looks at a document, which is well formed.
   *
   * @return why the server must not get it, or null
   */
  @Nullable String look(Document document, String id) {
    Look look = new Look(document);
    if (look.poison != null) {
      return "the server takes a member '%s' at this place, but cannot read the collection any more"
          .formatted(look.poison);
    }
    if (look.hasNumber || look.hasProto) {
      note(id, look);
    }
    return null;
  }

  private synchronized void note(String id, Look look) {
    if (look.hasNumber && numbers++ == 0) {
      firstNumber = id;
    }
    if (look.hasProto && protos++ == 0) {
      firstProto = id;
    }
  }

  /** One way through a document. */
  private static final class Look {
    private final byte[] json;
    private final int end;

    /** At which depths an object is the value of a member {@code constructor}. */
    private final BitSet constructors = new BitSet();

    private int depth;
    private boolean afterConstructor;
    boolean hasNumber;
    boolean hasProto;
    @Nullable String poison;

    Look(Document document) {
      json = document.array();
      end = document.offset() + document.length();
      for (int i = document.offset(); i < end && poison == null; ) {
        i = next(i);
      }
    }

    private int next(int i) {
      byte c = json[i];
      if (c == '"') {
        int close = endOfString(i + 1);
        if (isKey(close)) {
          key(i, close);
        } else {
          afterConstructor = false;
        }
        return close;
      }
      if (c == '-' || (c >= '0' && c <= '9')) {
        int close = endOfNumber(i);
        hasNumber |= isSuspicious(i, close) && isChanged(i, close);
        return close;
      }
      if (c == '{' || c == '[') {
        constructors.set(++depth, c == '{' && afterConstructor);
        afterConstructor = false;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      return i + 1;
    }

    private void key(int from, int to) {
      int length = to - from - 2;
      afterConstructor = false;
      // Characters may be escaped.
      if (length < PROTO.length() || length > 6 * CONSTRUCTOR.length()) {
        return;
      }
      switch (text(from, to)) {
        case PROTO -> {
          if (depth == 1) {
            hasProto = true;
          } else {
            poison = PROTO;
          }
        }
        case CONSTRUCTOR -> afterConstructor = true;
        case PROTOTYPE -> {
          if (constructors.get(depth)) {
            poison = PROTOTYPE;
          }
        }
        default -> {}
      }
    }

    /** A key's text; only of those that can be meant. */
    private String text(int from, int to) {
      byte first = json[from + 1];
      if (first != '_' && first != 'c' && first != 'p' && first != '\\') {
        return "";
      }
      try {
        return JsonText.unquote(json, from, to);
      } catch (MalformedJsonException e) {
        throw new IllegalStateException("a checked document", e);
      }
    }

    private int endOfString(int from) {
      int i = from;
      while (i < end && json[i] != '"') {
        i += json[i] == '\\' ? 2 : 1;
      }
      return Math.min(end, i + 1);
    }

    private boolean isKey(int from) {
      int i = from;
      while (i < end && json[i] <= ' ' && json[i] >= 0) {
        i++;
      }
      return i < end && json[i] == ':';
    }

    private int endOfNumber(int from) {
      int i = from + 1;
      while (i < end && "0123456789.eE+-".indexOf(json[i]) >= 0) {
        i++;
      }
      return i;
    }

    private boolean isSuspicious(int from, int to) {
      for (int i = from; i < to; i++) {
        if (json[i] == 'e' || json[i] == 'E') {
          return true;
        }
      }
      return to - from > SAFE_DIGITS;
    }

    /** Whether JavaScript prints another number than it reads. */
    private boolean isChanged(int from, int to) {
      String text = new String(json, from, to - from, StandardCharsets.US_ASCII);
      double value = Double.parseDouble(text);
      if (Double.isInfinite(value)) {
        return true;
      }
      if (value == 0) {
        // As it does for numbers that are too small.
        return text.matches("-?[0.]*[1-9].*") && !text.matches("-?[0.]*[eE].*");
      }
      // With an exponent of millions the number would be written out.
      return text.length() > 400 || isDifferent(text, value);
    }

    private static boolean isDifferent(String text, double value) {
      return new BigDecimal(text).compareTo(new BigDecimal(EcmaNumber.format(value))) != 0;
    }
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
