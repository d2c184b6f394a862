package org.indexport;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of an index: a name, and a namespace where the engine has one (Kuzzle calls them
 * collection and index). Any non-empty Unicode text is a name; equality is exact, case included.
 *
 * <p>{@link #toString()} is the written form {@code namespace/name} of commands and messages. This
 * type is the one place that turns names into path segments ({@link #path()}) and back.
 *
 * @param namespace the namespace, or null where the index has none
 * @param name the name within the namespace
 */
public record IndexName(@Nullable String namespace, String name) implements Comparable<IndexName> {
  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if a part is empty or is not well-formed Unicode
   */
  public IndexName {
    checkPart("index name", name);
    if (namespace != null) {
      checkPart("namespace", namespace);
    }
  }

  private static void checkPart(String what, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(what + " is not well-formed Unicode: " + text);
    }
  }

  /** A name without namespace. */
  public static IndexName of(String name) {
    return new IndexName(null, name);
  }

  /** A name within a namespace. */
  public static IndexName of(String namespace, String name) {
    return new IndexName(namespace, name);
  }

  /**
   * Reads the written form: {@code namespace/name}, or a name without a slash. A name that holds a
   * slash itself can only be made by {@link #of(String)}.
   *
   * @throws IllegalArgumentException if a part is empty
   */
  public static IndexName parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? of(text) : of(text.substring(0, slash), text.substring(slash + 1));
  }

  /** The escaped form as a relative path: one segment, or two with a namespace. */
  public String path() {
    String own = escape(name);
    return namespace == null ? own : escape(namespace) + "/" + own;
  }

  /**
   * Reads what {@link #path()} wrote.
   *
   * @throws IllegalArgumentException if the text is not an escaped name of one or two segments
   */
  public static IndexName ofPath(String path) {
    int slash = path.indexOf('/');
    return slash < 0
        ? of(unescape(path))
        : of(unescape(path.substring(0, slash)), unescape(path.substring(slash + 1)));
  }

  /**
   * One text as a safe path segment: ASCII letters, digits, {@code _}, {@code -} and inner dots
   * stay, every other byte of its UTF-8 form becomes {@code %XX}. Never empty, {@code .} or {@code
   * ..}, never hidden, and never case-folded.
   */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || (c == '.' && out.length() > 0);
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  /**
   * Reads what {@link #escape} wrote.
   *
   * @throws IllegalArgumentException if the segment is empty, escapes badly or holds a character
   *     that {@link #escape} never leaves
   */
  public static String unescape(String segment) {
    ByteBuffer bytes = ByteBuffer.allocate(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%' && isHex(segment, i + 1)) {
        bytes.put((byte) HexFormat.fromHexDigits(segment, i + 1, i + 3));
        i += 2;
      } else if (c == '%' || c == '/' || c >= 0x80 || c < 0x20) {
        throw new IllegalArgumentException("not an escaped name: " + segment);
      } else {
        bytes.put((byte) c);
      }
    }
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes.flip());
      if (text.isEmpty() || text.toString().equals(".") || text.toString().equals("..")) {
        if (!segment.startsWith("%")) {
          throw new IllegalArgumentException("not an escaped name: " + segment);
        }
      }
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not an escaped name: " + segment, e);
    }
  }

  private static boolean isHex(String text, int at) {
    return at + 2 <= text.length()
        && HexFormat.isHexDigit(text.charAt(at))
        && HexFormat.isHexDigit(text.charAt(at + 1));
  }

  @Override
  public int compareTo(IndexName other) {
    int order = namespaceOrEmpty().compareTo(other.namespaceOrEmpty());
    return order != 0 ? order : name.compareTo(other.name);
  }

  private String namespaceOrEmpty() {
    return namespace == null ? "" : namespace;
  }

  // A record's own two are linked at run time, which costs each short command a tenth of its time.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IndexName that
        && name.equals(that.name)
        && Objects.equals(namespace, that.namespace);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(namespace) + name.hashCode();
  }

  /** The written form: {@code namespace/name}, or the name alone. */
  @Override
  public String toString() {
    return namespace == null ? name : namespace + "/" + name;
  }
}
