package org.indexport.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of documents that RFC 8785 defines: members sorted by name, no whitespace,
 * strings escaped as little as possible, and numbers as ECMAScript writes the nearest IEEE double.
 * Engines that serialise documents again keep this form and little else. It holds the document
 * several times in memory.
 */
public final class CanonicalJson {
  private final byte[] buffer;
  private final ByteBuilder out;
  private final Deque<Container> open = new ArrayDeque<>();

  private CanonicalJson(byte[] buffer, int length) {
    this.buffer = buffer;
    this.out = new ByteBuilder(length);
  }

  /**
   * The canonical form of a document.
   *
   * @param buffer holds the document; not changed
   * @param from where the range starts
   * @param to where it ends
   * @param maxDepth how deep objects and arrays may nest; the document itself is 1
   * @return the canonical form in UTF-8
   * @throws MalformedJsonException if the range is not one JSON object, or if it has no canonical
   *     form: a name repeats in an object, a number is beyond the doubles, or a surrogate is alone
   * @throws DepthExceededException if it nests too deep
   */
  public static byte[] of(byte[] buffer, int from, int to, int maxDepth)
      throws MalformedJsonException {
    DocumentScanner scanner = DocumentScanner.readOnly(maxDepth);
    scanner.scan(buffer, from, to);
    CanonicalJson canonical = new CanonicalJson(buffer, scanner.end() - scanner.start());
    canonical.write(scanner.start(), scanner.end());
    return canonical.out.toByteArray();
  }

  /** Writes a document that is known to be well formed. */
  private void write(int start, int end) throws MalformedJsonException {
    int i = start;
    while (i < end) {
      byte c = buffer[i];
      switch (c) {
        case ' ', '\t', '\n', '\r' -> i++;
        case '{', '[' -> {
          out.write(c);
          open.push(new Container());
          i++;
        }
        case '}', ']' -> {
          close(c);
          i++;
        }
        case ',' -> {
          open.element().endMember(out.size());
          out.write(c);
          i++;
        }
        case ':' -> {
          out.write(c);
          i++;
        }
        case '"' -> i = writeString(i, end);
        case 't', 'n' -> i = writeLiteral(i, 4);
        case 'f' -> i = writeLiteral(i, 5);
        default -> i = writeNumber(i, end);
      }
    }
  }

  private void close(byte bracket) throws MalformedJsonException {
    Container container = open.pop();
    container.endMember(out.size());
    container.sort(out);
    out.write(bracket);
  }

  private int writeLiteral(int from, int length) {
    out.write(buffer, from, length);
    return from + length;
  }

  private int writeString(int from, int to) throws MalformedJsonException {
    int end = StringScan.end(buffer, from + 1, to);
    String text = JsonText.unquote(buffer, from, end);
    if (text.codePoints().anyMatch(CanonicalJson::isSurrogate)) {
      throw new MalformedJsonException(from, "surrogates in pairs", "one alone");
    }
    int next = DocumentScanner.skipBlanks(buffer, end, to);
    if (buffer[next] == ':') {
      open.element().startMember(text, from, out.size());
    }
    JsonText.appendQuoted(text, out);
    return end;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private int writeNumber(int from, int to) throws MalformedJsonException {
    int end = from;
    while (end < to && isNumberPart(buffer[end])) {
      end++;
    }
    String text = new String(buffer, from, end - from, StandardCharsets.US_ASCII);
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new MalformedJsonException(from, "a number that fits an IEEE double", "a larger one");
    }
    out.ascii(EcmaNumber.format(value));
    return end;
  }

  private static boolean isNumberPart(byte c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  /** An object or array that is being written, with the members it has if it is an object. */
  private static final class Container {
    private final List<Member> members = new ArrayList<>();
    private boolean sorted = true;
    private @Nullable Member last;

    void startMember(String name, int input, int output) {
      Member member = new Member(name, input, output);
      sorted = sorted && (last == null || last.name.compareTo(name) < 0);
      members.add(member);
      last = member;
    }

    void endMember(int output) {
      if (last != null) {
        last.end = output;
      }
    }

    void sort(ByteBuilder out) throws MalformedJsonException {
      if (sorted) {
        return;
      }
      int start = members.get(0).start;
      // Java compares strings by UTF-16 code units, as the RFC wants it.
      members.sort(Comparator.comparing(member -> member.name));
      byte[] unsorted = out.takeFrom(start);
      String previous = null;
      for (Member member : members) {
        if (previous != null) {
          if (previous.equals(member.name)) {
            throw new MalformedJsonException(
                member.input, "every name once in an object", JsonText.quote(previous) + " again");
          }
          out.write((byte) ',');
        }
        out.write(unsorted, member.start - start, member.end - member.start);
        previous = member.name;
      }
    }
  }

  private static final class Member {
    private final String name;
    private final int input;
    private final int start;
    private int end;

    Member(String name, int input, int start) {
      this.name = name;
      this.input = input;
      this.start = start;
    }
  }
}
