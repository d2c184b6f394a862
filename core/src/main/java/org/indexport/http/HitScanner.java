package org.indexport.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.bytes.MarkedBytes;
import org.indexport.json.DocumentScanner;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the hits in the answer to a search while it arrives. Nothing is built of it: documents are
 * checked as they are passed, and the bytes of {@code _source} are those that the server sent.
 *
 * <p>Call sequence: {@link #start}, {@link #nextHit} until it is false; what is known of a hit
 * holds until the next call. The JSON is taken to be well formed, as servers print it; where it is
 * noticed not to be, and where it ends too early, that is an {@link IOException}: the answer was
 * damaged on its way and may be asked for again. One thread.
 */
public final class HitScanner {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long QUOTES = 0x2222_2222_2222_2222L;
  private static final long BACKSLASHES = 0x5c5c_5c5c_5c5c_5c5cL;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private static final byte[] ID = ascii("_id");
  private static final byte[] ROUTING = ascii("_routing");
  private static final byte[] VERSION = ascii("_version");
  private static final byte[] SEQ_NO = ascii("_seq_no");
  private static final byte[] SOURCE = ascii("_source");
  private static final byte[] SORT = ascii("sort");

  /** The sort values of a hit, and the ends of the hit, all hits, their object and the answer. */
  private static final Pattern END =
      Pattern.compile("\"sort\":(\\[[0-9,-]+\\])\\}\\]\\}\\}\\s*\\z");

  private static final int FIRST_BUFFER = 128 << 10;
  private static final int NOWHERE = -1;

  /** What is waited for at most before a document is looked at. */
  private static final int MOST_AHEAD = 32 << 10;

  /** What an answer may hold around a document: ids, routing, sort values. */
  private static final int AROUND = 64 << 10;

  private final DocumentScanner documents = DocumentScanner.readOnly(ReadLimits.DEFAULT.maxDepth());
  private final int maxHit;
  private final String around;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private InputStream in = InputStream.nullInputStream();

  /** What must stay in the buffer starts here. */
  private int mark;

  private int pos;
  private int limit;

  /** Where the key is that was read last; from the mark. */
  private int keyStart;

  private int keyEnd;

  private boolean inHits;
  private boolean inOuterHits;
  private boolean ended;
  private long bytes;
  private int hits;
  private @Nullable String contextId;
  private long total;

  // Of the current hit, counted from the mark.
  private int idStart;
  private int idEnd;
  private int routingStart;
  private int routingEnd;
  private int sourceStart;
  private int sourceEnd;
  private boolean sourceChecked;
  private int sortStart;
  private int sortEnd;
  private long version;
  private long seqNo;

  /** What documents were long lately. */
  private int usualLength;

  /** Of the last hit that was whole: where to go on when the answer breaks off within one. */
  private byte[] sort = new byte[64];

  private int sortLength;

  /**
   * Creates a scanner.
   *
   * @param maxDocumentBytes the longest document to be held
   * @param around the member whose object holds the array {@code hits}
   */
  public HitScanner(int maxDocumentBytes, String around) {
    this.around = around;
    maxHit = (int) Math.min(Integer.MAX_VALUE - 16L, (long) maxDocumentBytes + AROUND);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads an answer up to its first hit.
   *
   * @throws IOException if reading fails, or it is not the complete answer to a search
   */
  public void start(InputStream answer) throws IOException {
    in = answer;
    mark = 0;
    pos = 0;
    limit = 0;
    bytes = 0;
    hits = 0;
    total = NOWHERE;
    contextId = null;
    sortLength = 0;
    inHits = false;
    inOuterHits = false;
    ended = false;
    expect('{');
    walk(true);
  }

  /**
   * Goes on to the next hit.
   *
   * @return false when there is none; the answer was complete then
   * @throws LimitExceededException if the hit is too long to be held
   * @throws IOException if reading fails, or the rest is not that of a complete answer
   */
  public boolean nextHit() throws IOException {
    if (ended) {
      return false;
    }
    if (inHits) {
      mark = pos;
      if (token() == ',') {
        pos++;
      }
      if (token() != ']') {
        hit();
        return true;
      }
      pos++;
      inHits = false;
    }
    walk(false);
    return false;
  }

  /** Walks through the members around the hits: up to the array of hits, or to the end. */
  private void walk(boolean first) throws IOException {
    boolean atStart = first;
    while (true) {
      mark = pos;
      int c = token();
      if (c == '}') {
        pos++;
        if (!inOuterHits) {
          drain();
          return;
        }
        inOuterHits = false;
        atStart = false;
        continue;
      }
      if (!atStart) {
        expect(',');
        token();
      }
      mark = pos;
      key();
      String name = new String(buffer, mark + keyStart, keyEnd - keyStart, StandardCharsets.UTF_8);
      expect(':');
      c = token();
      if (name.equals(inOuterHits ? "hits" : around) && c == (inOuterHits ? '[' : '{')) {
        pos++;
        inHits = inOuterHits;
        inOuterHits = true;
        atStart = true;
        if (inHits) {
          return;
        }
        continue;
      }
      member(name);
      atStart = false;
    }
  }

  private void member(String name) throws IOException {
    switch (name) {
      case "_scroll_id", "pit_id", "scrollId" -> {
        mark = pos;
        skipValue();
        contextId = JsonText.unquote(buffer, mark, pos);
      }
      case "timed_out" -> {
        mark = pos;
        skipValue();
        if (buffer[mark] == 't') {
          throw new IOException("the search timed out on the server, so the answer is a part only");
        }
      }
      case "_shards" -> {
        JsonObject shards = object();
        Long failed = shards == null ? null : shards.number("failed");
        if (failed != null && failed > 0) {
          throw new IOException("%d shards failed: %s".formatted(failed, shards));
        }
      }
      case "total" -> {
        if (inOuterHits) {
          readTotal();
        } else {
          skipValue();
        }
      }
      default -> skipValue();
    }
  }

  private @Nullable JsonObject object() throws IOException {
    mark = pos;
    skipValue();
    if (buffer[mark] != '{') {
      return null;
    }
    return JsonObject.parse(Arrays.copyOfRange(buffer, mark, pos), 100);
  }

  private void readTotal() throws IOException {
    JsonObject object = object();
    if (object == null) {
      total = number(mark, pos);
    } else {
      Long value = object.number("value");
      total = value == null ? NOWHERE : value;
    }
  }

  /** Reads what is left, so that the connection can be used again. */
  private void drain() throws IOException {
    ended = true;
    while (pos < limit || fillAtEnd()) {
      if (!isBlank(buffer[pos++])) {
        throw unexpected("nothing after the answer");
      }
    }
  }

  private boolean fillAtEnd() throws IOException {
    mark = 0;
    pos = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    bytes += limit;
    return limit > 0;
  }

  private void hit() throws IOException {
    mark = pos;
    idStart = NOWHERE;
    routingStart = NOWHERE;
    sourceStart = NOWHERE;
    sortStart = NOWHERE;
    version = NOWHERE;
    seqNo = NOWHERE;
    expect('{');
    if (token() == '}') {
      pos++;
    } else {
      do {
        token();
        hitMember();
      } while (separator());
    }
    keepSort();
    hits++;
  }

  private void keepSort() {
    if (sortStart == NOWHERE) {
      return;
    }
    sortLength = sortEnd - sortStart;
    if (sort.length < sortLength) {
      sort = new byte[2 * sortLength];
    }
    System.arraycopy(buffer, mark + sortStart, sort, 0, sortLength);
  }

  /** Passes a comma, or the brace that ends the hit; true for the comma. */
  private boolean separator() throws IOException {
    int c = token();
    pos++;
    if (c != ',' && c != '}') {
      pos--;
      throw unexpected("a comma or the end of a hit");
    }
    return c == ',';
  }

  private void hitMember() throws IOException {
    key();
    int nameStart = keyStart;
    int nameEnd = keyEnd;
    expect(':');
    token();
    if (is(SOURCE, nameStart, nameEnd)) {
      source();
      return;
    }
    int start = pos - mark;
    skipValue();
    int end = pos - mark;
    if (is(ID, nameStart, nameEnd)) {
      idStart = start;
      idEnd = end;
    } else if (is(SORT, nameStart, nameEnd)) {
      sortStart = start;
      sortEnd = end;
    } else if (is(SEQ_NO, nameStart, nameEnd)) {
      seqNo = number(mark + start, mark + end);
    } else if (is(ROUTING, nameStart, nameEnd)) {
      routingStart = start;
      routingEnd = end;
    } else if (is(VERSION, nameStart, nameEnd)) {
      version = number(mark + start, mark + end);
    }
  }

  /** Passes a document and checks it, both in one go unless it is longer than others were. */
  private void source() throws IOException {
    sourceStart = pos - mark;
    int wanted = Math.min(usualLength, MOST_AHEAD);
    while (limit - pos < wanted && readMore()) {
      // Waiting for more of it costs less than passing over it twice.
    }
    sourceChecked = isChecked(pos, limit);
    if (sourceChecked) {
      pos = documents.end();
      sourceEnd = pos - mark;
    } else {
      skipValue();
      sourceEnd = pos - mark;
      sourceChecked = isChecked(mark + sourceStart, pos);
    }
    usualLength += (2 * (sourceEnd - sourceStart) - usualLength) / 8;
  }

  private boolean isChecked(int from, int to) {
    try {
      documents.scanPrefix(buffer, from, to);
      return !documents.hasLineBreaks();
    } catch (MalformedJsonException e) {
      // It is not all here yet, or whoever takes it tells what is wrong.
      return false;
    }
  }

  private boolean is(byte[] name, int from, int to) {
    return to - from == name.length
        && Arrays.equals(buffer, mark + from, mark + to, name, 0, name.length);
  }

  /** Reads a key, the quote of which is next. */
  private void key() throws IOException {
    expect('"');
    keyStart = pos - mark;
    skipString();
    keyEnd = pos - mark - 1;
  }

  private long number(int from, int to) throws IOException {
    try {
      return number(buffer, from, to);
    } catch (ArithmeticException e) {
      throw new IOException("expected a whole number in the answer", e);
    }
  }

  /** Without a string for each number, of which every hit has some. */
  private static long number(byte[] b, int from, int to) {
    boolean negative = b[from] == '-';
    int first = negative ? from + 1 : from;
    long number = 0;
    for (int i = first; i < to; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new ArithmeticException("not a digit");
      }
      number = Math.subtractExact(Math.multiplyExact(number, 10L), digit);
    }
    if (first == to) {
      throw new ArithmeticException("no digit");
    }
    return negative ? number : Math.negateExact(number);
  }

  private void skipValue() throws IOException {
    int c = token();
    if (c == '"') {
      pos++;
      skipString();
    } else if (c == '{' || c == '[') {
      skipContainer();
    } else {
      while (!endsScalar(peek())) {
        pos++;
      }
    }
  }

  private static boolean endsScalar(int c) {
    return c == ',' || c == '}' || c == ']' || isBlank((byte) c);
  }

  private void skipContainer() throws IOException {
    int depth = 0;
    while (true) {
      peek();
      byte[] b = buffer;
      int i = pos;
      int end = limit;
      while (i < end) {
        byte c = b[i++];
        if (c == '"') {
          pos = i;
          skipString();
          b = buffer;
          i = pos;
          end = limit;
        } else if (c == '{' || c == '[') {
          depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
          pos = i;
          return;
        }
      }
      pos = i;
    }
  }

  /** Passes the rest of a string and its closing quote. */
  private void skipString() throws IOException {
    byte[] b = buffer;
    int i = pos;
    int end = limit;
    while (true) {
      if (i <= end - Long.BYTES) {
        long word = (long) WORD.get(b, i);
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        long special =
            ((quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes)) & HIGH_BITS;
        if (special == 0) {
          i += Long.BYTES;
          continue;
        }
        // What is borrowed by a byte can only raise bits above it: the lowest one is right.
        i += MarkedBytes.first(special);
      }
      boolean escape = i < end && b[i] == '\\';
      if (i >= end || (escape && i + 1 == end)) {
        pos = i;
        more();
        b = buffer;
        i = pos;
        end = limit;
      } else if (escape) {
        i += 2;
      } else if (b[i++] == '"') {
        pos = i;
        return;
      }
    }
  }

  /** Passes blanks; the byte after them, which is not passed. */
  private int token() throws IOException {
    while (isBlank((byte) peek())) {
      pos++;
    }
    return buffer[pos];
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private void expect(char wanted) throws IOException {
    if (token() != wanted) {
      throw unexpected("'" + wanted + "'");
    }
    pos++;
  }

  private IOException unexpected(String wanted) {
    int c = buffer[Math.min(pos, buffer.length - 1)] & 0xff;
    return new IOException(
        "byte %d of an answer: expected %s, found byte 0x%02x"
            .formatted(bytes - (limit - pos), wanted, c));
  }

  private int peek() throws IOException {
    if (pos == limit) {
      more();
    }
    return buffer[pos];
  }

  /** As {@link #readMore}, where there must be more. */
  private void more() throws IOException {
    if (!readMore()) {
      throw new EOFException("the answer ends too early, after %d bytes".formatted(bytes));
    }
  }

  /**
   * Reads at least one byte more, or returns false at the end; what is before the mark may vanish,
   * and positions change.
   */
  private boolean readMore() throws IOException {
    if (limit == buffer.length) {
      makeRoom();
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      return false;
    }
    limit += read;
    bytes += read;
    return true;
  }

  private void makeRoom() throws LimitExceededException {
    int kept = limit - mark;
    byte[] target = buffer;
    if (kept > buffer.length / 2) {
      if (buffer.length >= maxHit) {
        throw new LimitExceededException(
            "the answer of the server",
            "a document of at most " + (maxHit - AROUND) + " bytes",
            "a longer one",
            "give more heap");
      }
      target = new byte[(int) Math.min(maxHit, 2L * buffer.length)];
    }
    System.arraycopy(buffer, mark, target, 0, kept);
    buffer = target;
    pos -= mark;
    limit = kept;
    mark = 0;
  }

  /**
   * Where the last hit of an answer stands in the order, told by the answer's last bytes.
   *
   * @return the JSON, or null where these bytes are not those of an answer that ends with numbers
   */
  public static @Nullable String lastSort(byte[] tail) {
    Matcher matcher = END.matcher(new String(tail, StandardCharsets.ISO_8859_1));
    return matcher.find() ? matcher.group(1) : null;
  }

  /** How many hits there were so far. */
  public int hits() {
    return hits;
  }

  /** How many bytes were read so far. */
  public long bytes() {
    return bytes;
  }

  /** The number of all that would be found, or -1 when the answer does not say. */
  public long total() {
    return total;
  }

  /** The point in time or the scroll to go on with, or null when the answer names none. */
  public @Nullable String contextId() {
    return contextId;
  }

  /**
   * Where the last hit stands in the order, as JSON, or null when the answer does not say. A hit
   * that {@link #nextHit} has failed in does not count.
   */
  public @Nullable String sort() {
    return sortLength == 0 ? null : new String(sort, 0, sortLength, StandardCharsets.UTF_8);
  }

  /**
   * The first of some sort values, which are an array of whole numbers.
   *
   * @throws CorruptDumpException if it is no number
   */
  public static long place(String sort) throws CorruptDumpException {
    byte[] bytes = sort.getBytes(StandardCharsets.UTF_8);
    return place(bytes, bytes.length);
  }

  /**
   * Where the hit stands in the order, by the first number of its sort values.
   *
   * @throws CorruptDumpException if it has none
   */
  public long place() throws CorruptDumpException {
    return place(sort, sortLength);
  }

  private static long place(byte[] sort, int length) throws CorruptDumpException {
    int from = 1;
    while (from < length && isBlank(sort[from])) {
      from++;
    }
    int end = from;
    while (end < length && !endsScalar(sort[end])) {
      end++;
    }
    try {
      if (from < end) {
        return number(sort, from, end);
      }
    } catch (ArithmeticException e) {
      // Said below.
    }
    throw new CorruptDumpException(
        "the answer of the server",
        "the place of each hit as a number, which was asked for",
        length == 0 ? "none" : new String(sort, 0, length, StandardCharsets.UTF_8),
        "see what lies between here and the server");
  }

  /** The hit's id, or null when it has none. */
  public @Nullable String id() throws MalformedJsonException {
    return text(idStart, idEnd);
  }

  /** The hit's routing, or null when it has none. */
  public @Nullable String routing() throws MalformedJsonException {
    return routingStart < 0 ? null : text(routingStart, routingEnd);
  }

  private @Nullable String text(int start, int end) throws MalformedJsonException {
    if (start < 0 || buffer[mark + start] != '"') {
      return null;
    }
    return JsonText.unquote(buffer, mark + start, mark + end);
  }

  /** The hit's version, or null when it has none. */
  public @Nullable Long version() {
    return version < 0 ? null : (Long) version;
  }

  /** The number of the operation that wrote the document, or -1 when it is not known. */
  public long seqNo() {
    return seqNo;
  }

  /** Whether the hit has a document. */
  public boolean hasSource() {
    return sourceStart >= 0 && buffer[mark + sourceStart] == '{';
  }

  /**
   * The hit as a document, which shares the buffer; checked, unless it has line breaks or is not
   * well formed.
   *
   * @param id its {@link #id}
   * @param routing its {@link #routing}
   * @return valid until the next call
   */
  public Document document(@Nullable String id, @Nullable String routing) {
    return sourceChecked
        ? Document.checked(id, routing, version(), buffer, sourceOffset(), sourceLength())
        : Document.of(id, routing, version(), buffer, sourceOffset(), sourceLength());
  }

  /** The array that holds the document. */
  public byte[] array() {
    return buffer;
  }

  /** Where the document starts. */
  public int sourceOffset() {
    return mark + sourceStart;
  }

  /** How long the document is. */
  public int sourceLength() {
    return sourceEnd - sourceStart;
  }
}
