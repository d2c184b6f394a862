package org.indexport.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the lines that hold a document and what lies beside it: {@code
 * {"id":…,"routing":…,"version":…,"source":…}}. The members stand in this order, absent ones are
 * left out, id and routing are strings, the version is a whole number of 64 bits, and the source,
 * which stands last, is the document verbatim.
 *
 * <p>Make one per thread and scan one line after the other; the answers hold until the next call.
 * Not thread-safe.
 */
public final class EnvelopeScanner {
  private static final List<String> NAMES = List.of("id", "routing", "version", "source");
  private static final byte[][] KEYS =
      NAMES.stream()
          .map(name -> ('"' + name + '"').getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);
  private static final int ID = 0;
  private static final int ROUTING = 1;
  private static final int VERSION = 2;
  private static final int SOURCE = 3;

  private final DocumentScanner documents;
  private @Nullable String id;
  private @Nullable String routing;
  private @Nullable Long version;
  private int sourceStart;
  private int sourceEnd;
  private boolean reformatted;

  /**
   * Creates a scanner.
   *
   * @param maxDepth how deep a document may nest; the document itself is 1
   * @throws IllegalArgumentException if {@code maxDepth} is below 1
   */
  public EnvelopeScanner(int maxDepth) {
    documents = new DocumentScanner(maxDepth);
  }

  /**
   * Reads a line and checks all of it, the document as {@link DocumentScanner#scan} does.
   *
   * @param buffer holds the line
   * @param from where it starts
   * @param to where it ends
   * @throws MalformedJsonException if it is not an envelope
   * @throws DepthExceededException if the document nests too deep
   */
  public void scan(byte[] buffer, int from, int to) throws MalformedJsonException {
    int i = scanHead(buffer, from, to);
    i = skipBlanks(buffer, documents.scanPrefix(buffer, i, to), to);
    sourceStart = documents.start();
    sourceEnd = documents.end();
    reformatted = documents.reformatted();
    if (at(buffer, i, to) == ',') {
      throw unexpectedMember(buffer, skipBlanks(buffer, i + 1, to), to, NAMES.size());
    }
    require(buffer, i, to, '}');
    i = skipBlanks(buffer, i + 1, to);
    if (i < to) {
      throw MalformedJsonException.at(buffer, i, to, "nothing after the envelope");
    }
  }

  /**
   * Reads a line whose document is known to be well formed: checks what lies before it and that it
   * starts and ends with a brace.
   *
   * @param buffer holds the line
   * @param from where it starts
   * @param to where it ends
   * @throws MalformedJsonException if the line is noticed not to be an envelope
   */
  public void scanTrusted(byte[] buffer, int from, int to) throws MalformedJsonException {
    int i = scanHead(buffer, from, to);
    require(buffer, i, to, '{');
    sourceStart = i;
    reformatted = false;
    int last = lastToken(buffer, i, to);
    require(buffer, last, to, '}');
    int sourceLast = lastToken(buffer, i, last);
    if (sourceLast == i) {
      throw MalformedJsonException.at(buffer, to, to, "'}'");
    }
    require(buffer, sourceLast, to, '}');
    sourceEnd = sourceLast + 1;
  }

  /**
   * Reads only what lies before a line's document.
   *
   * @param buffer holds the line
   * @param from where it starts
   * @param source where its document starts
   * @throws MalformedJsonException if that is not the start of an envelope
   */
  public void readHead(byte[] buffer, int from, int source) throws MalformedJsonException {
    scanHead(buffer, from, source);
  }

  /** The id, or null when the line has none. */
  public @Nullable String id() {
    return id;
  }

  /** The routing, or null when the line has none. */
  public @Nullable String routing() {
    return routing;
  }

  /** The version, or null when the line has none. */
  public @Nullable Long version() {
    return version;
  }

  /** The index of the document's first brace. */
  public int sourceStart() {
    return sourceStart;
  }

  /** The index after the document's last brace. */
  public int sourceEnd() {
    return sourceEnd;
  }

  /** Whether line breaks inside the document were overwritten with blanks. */
  public boolean reformatted() {
    return reformatted;
  }

  /**
   * Appends an envelope, without a line break.
   *
   * @param out where to append it
   * @param id the id, or null
   * @param routing the routing, or null
   * @param version the version, or null
   * @param source holds the document
   * @param offset where the document starts
   * @param length its length in bytes
   */
  public static void write(
      ByteBuilder out,
      @Nullable String id,
      @Nullable String routing,
      @Nullable Long version,
      byte[] source,
      int offset,
      int length) {
    writeHead(out, id, routing, version);
    out.write(source, offset, length).write((byte) '}');
  }

  /**
   * Appends an envelope up to its document; the document and a closing brace are to follow.
   *
   * @param out where to append it
   * @param id the id, or null
   * @param routing the routing, or null
   * @param version the version, or null
   */
  public static void writeHead(
      ByteBuilder out, @Nullable String id, @Nullable String routing, @Nullable Long version) {
    out.write((byte) '{');
    if (id != null) {
      JsonText.appendQuoted(id, key(out, ID));
      out.write((byte) ',');
    }
    if (routing != null) {
      JsonText.appendQuoted(routing, key(out, ROUTING));
      out.write((byte) ',');
    }
    if (version != null) {
      key(out, VERSION).ascii(version.toString()).write((byte) ',');
    }
    key(out, SOURCE);
  }

  private static ByteBuilder key(ByteBuilder out, int member) {
    return out.write(KEYS[member]).write((byte) ':');
  }

  /** Reads up to the document; returns where it starts. */
  private int scanHead(byte[] b, int from, int to) throws MalformedJsonException {
    Objects.checkFromToIndex(from, to, b.length);
    id = null;
    routing = null;
    version = null;
    int i = skipBlanks(b, from, to);
    require(b, i, to, '{');
    int least = ID;
    while (true) {
      i = skipBlanks(b, i + 1, to);
      int member = memberAt(b, i, to, least);
      i = skipBlanks(b, i + KEYS[member].length, to);
      require(b, i, to, ':');
      i = skipBlanks(b, i + 1, to);
      if (member == SOURCE) {
        return i;
      }
      i = skipBlanks(b, scanMember(b, i, to, member), to);
      require(b, i, to, ',');
      least = member + 1;
    }
  }

  private static int memberAt(byte[] b, int i, int to, int least) throws MalformedJsonException {
    for (int member = least; member < KEYS.length; member++) {
      byte[] key = KEYS[member];
      if (i + key.length <= to && Arrays.equals(b, i, i + key.length, key, 0, key.length)) {
        return member;
      }
    }
    throw unexpectedMember(b, i, to, least);
  }

  private static MalformedJsonException unexpectedMember(byte[] b, int i, int to, int least)
      throws MalformedJsonException {
    String expected =
        switch (least) {
          case ID -> "the member \"id\", \"routing\", \"version\" or \"source\"";
          case ROUTING -> "the member \"routing\", \"version\" or \"source\"";
          case VERSION -> "the member \"version\" or \"source\"";
          case SOURCE -> "the member \"source\"";
          default -> "no member after \"source\"";
        };
    if (at(b, i, to) != '"') {
      return MalformedJsonException.at(b, i, to, expected);
    }
    String name = JsonText.unquote(b, i, StringScan.end(b, i + 1, to));
    return new MalformedJsonException(i, expected, "the member " + JsonText.quote(name));
  }

  private int scanMember(byte[] b, int i, int to, int member) throws MalformedJsonException {
    if (member == VERSION) {
      return scanVersion(b, i, to);
    }
    if (at(b, i, to) != '"') {
      throw MalformedJsonException.at(b, i, to, "a string as " + NAMES.get(member));
    }
    int valueEnd = StringScan.end(b, i + 1, to);
    String text = JsonText.unquote(b, i, valueEnd);
    if (member == ID) {
      id = text;
    } else {
      routing = text;
    }
    return valueEnd;
  }

  private int scanVersion(byte[] b, int from, int to) throws MalformedJsonException {
    int i = from;
    while (i < to && ((b[i] >= '0' && b[i] <= '9') || b[i] == '-')) {
      i++;
    }
    String digits = new String(b, from, i - from, StandardCharsets.US_ASCII);
    String least = digits.startsWith("-") ? digits.substring(1) : digits;
    if (least.startsWith("0") && least.length() > 1) {
      throw MalformedJsonException.at(b, from, to, "a version without leading zeros");
    }
    try {
      version = Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw new MalformedJsonException(
          from, "a whole number of 64 bits as version", "'" + describe(b, from, to) + "'");
    }
    return i;
  }

  /** The start of a value that cannot be shown whole. */
  private static String describe(byte[] b, int from, int to) {
    int length = Math.min(24, to - from);
    return new String(b, from, length, StandardCharsets.US_ASCII);
  }

  private static void require(byte[] b, int i, int to, char token) throws MalformedJsonException {
    if (at(b, i, to) != token) {
      throw MalformedJsonException.at(b, i, to, "'" + token + "'");
    }
  }

  private static int at(byte[] b, int i, int to) {
    return i < to ? b[i] : -1;
  }

  private static int skipBlanks(byte[] b, int from, int to) {
    return DocumentScanner.skipBlanks(b, from, to);
  }

  /** The index of the last byte that is not whitespace, or {@code from}. */
  private static int lastToken(byte[] b, int from, int to) {
    int i = to - 1;
    while (i > from && DocumentScanner.isBlank(b[i])) {
      i--;
    }
    return i;
  }
}
