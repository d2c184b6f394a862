package org.indexport.format.meilisearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.indexport.format.meilisearch.upgrade.Complaints;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values with a header as JSON lines. A column that is called {@code NAME:number}
 * holds numbers, whose digits stay as far as JSON allows; every other one holds strings. An empty
 * value is null, and so is a blank number.
 */
final class CsvInputStream extends InputStream {
  private static final int END = -1;
  private static final String NUMBER = ":number";
  private static final String STRING = ":string";
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /**
   * As the engine reads them: with zeros in front, and with digits on one side of the point only.
   */
  private static final Pattern NUMBER_TEXT =
      Pattern.compile("([+-]?)0*+([0-9]*+)(?:\\.([0-9]*+))?((?:[eE][+-]?[0-9]++)?)");

  private final Reader in;
  private final String where;
  private final int longest;
  private final Complaints complaints;
  private @Nullable List<String> header;
  private byte[] out = new byte[0];
  private int taken;
  private int peeked = -2;
  private long record;

  /**
   * Starts before the header.
   *
   * @param longest the most characters of a record
   */
  CsvInputStream(InputStream in, String where, int longest, Complaints complaints) {
    this.in =
        new BufferedReader(
            new InputStreamReader(
                in,
                UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    this.where = where;
    this.longest = longest;
    this.complaints = complaints;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    while (taken == out.length) {
      String line = nextDocument();
      if (line == null) {
        return -1;
      }
      out = line.getBytes(UTF_8);
      taken = 0;
    }
    int n = Math.min(length, out.length - taken);
    System.arraycopy(out, taken, bytes, offset, n);
    taken += n;
    return n;
  }

  /** A line, empty for what was left out; null at the end. */
  private @Nullable String nextDocument() throws IOException {
    try {
      if (header == null) {
        if (peek() == BYTE_ORDER_MARK) {
          next();
        }
        header = header(nextRecord());
      }
      List<String> values = nextRecord();
      return values == null ? null : document(header, values);
    } catch (CharacterCodingException e) {
      complaints.add(wrong("text in UTF-8", "other bytes"));
      return null;
    }
  }

  private List<String> header(@Nullable List<String> names) throws IOException {
    List<String> columns = names == null ? List.of() : names;
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(name(column))) {
        complaints.add(wrong("each column once", "one twice"));
        return List.of();
      }
    }
    return columns;
  }

  private static String name(String column) {
    for (String suffix : List.of(NUMBER, STRING)) {
      if (column.endsWith(suffix)) {
        return column.substring(0, column.length() - suffix.length());
      }
    }
    return column;
  }

  private String document(List<String> columns, List<String> values) throws IOException {
    if (columns.size() != values.size()) {
      complaints.add(wrong(columns.size() + " values, one for each column", values.size() + ""));
      return "";
    }
    JsonObject.Builder document = new JsonObject.Builder();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      String value = values.get(i);
      String name = name(column);
      if (value.isEmpty()) {
        document.putRaw(name, "null");
      } else if (column.endsWith(NUMBER)) {
        String number = number(value.strip());
        if (number == null) {
          complaints.add(wrong("a number in column " + (i + 1), "something else"));
          return "";
        }
        document.putRaw(name, number);
      } else {
        document.put(name, value);
      }
    }
    return document.build() + "\n";
  }

  /** A number as JSON has it; null if it is none. */
  private static @Nullable String number(String text) {
    if (text.isEmpty()) {
      return "null";
    }
    Matcher number = NUMBER_TEXT.matcher(text);
    if (!number.matches() || !hasDigits(text)) {
      return null;
    }
    String sign = number.group(1).equals("-") ? "-" : "";
    String whole = number.group(2).isEmpty() ? "0" : number.group(2);
    String part = number.group(3);
    return sign + whole + (part == null || part.isEmpty() ? "" : '.' + part) + number.group(4);
  }

  /** Whether there are digits before an exponent. */
  private static boolean hasDigits(String number) {
    int first = 0;
    while (first < number.length() && "+-.".indexOf(number.charAt(first)) >= 0) {
      first++;
    }
    return first < number.length() && Character.isDigit(number.charAt(first));
  }

  /** The values of the next record, or null at the end. Blank lines are passed over. */
  private @Nullable List<String> nextRecord() throws IOException {
    while (peek() == '\n' || peek() == '\r') {
      next();
    }
    if (peek() == END) {
      return null;
    }
    record++;
    List<String> values = new ArrayList<>();
    int length = 0;
    while (true) {
      String value = value(longest - length);
      length += value.length() + 1;
      values.add(value);
      if (peek() != ',') {
        return values;
      }
      next();
    }
  }

  private String value(int most) throws IOException {
    StringBuilder value = new StringBuilder();
    if (peek() == '"') {
      next();
      quoted(value, most);
    }
    for (int c = peek(); c != ',' && c != '\n' && c != '\r' && c != END; c = peek()) {
      append(value, most);
    }
    return value.toString();
  }

  private void quoted(StringBuilder value, int most) throws IOException {
    while (peek() != END) {
      if (peek() == '"') {
        next();
        if (peek() != '"') {
          return;
        }
      }
      append(value, most);
    }
    complaints.add(wrong("the end of a quoted value", "the end of the file"));
  }

  private void append(StringBuilder value, int most) throws IOException {
    if (value.length() >= most) {
      throw new LimitExceededException(
          where + ": record " + record,
          "at most " + longest + " characters",
          "more",
          "raise the limit of the largest document if the file is sound");
    }
    value.append((char) next());
  }

  private int peek() throws IOException {
    if (peeked == -2) {
      peeked = in.read();
    }
    return peeked;
  }

  private int next() throws IOException {
    int c = peek();
    peeked = -2;
    return c;
  }

  private CorruptDumpException wrong(String expected, String found) {
    return new CorruptDumpException(
        where + ": record " + record,
        expected,
        found,
        "correct the file, or read the dump leniently");
  }
}
