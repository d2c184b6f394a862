package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonText;
import org.indexport.spi.FilledPart;

/**
 * Turns lines of envelopes into hits, members in the order in which the tool has them. What a part
 * holds was checked when it was filled. One thread at a time.
 */
final class HitLines {
  /** Takes pieces of text. */
  @FunctionalInterface
  interface Output {
    /** Takes a piece. */
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long LINE_FEEDS = '\n' * ONES;

  private static final int STEP = 256 << 10;
  private static final byte[] ID = ascii(",\"_id\":");
  private static final byte[] VERSION = ascii(",\"_version\":");
  private static final byte[] SCORE = ascii(",\"_score\":1");
  private static final byte[] ROUTING = ascii(",\"_routing\":");
  private static final byte[] SOURCE = ascii(",\"_source\":");
  private static final byte[] END = ascii("}\n");

  private final byte[] head;
  private final ByteBuilder out = new ByteBuilder(STEP + (STEP >> 2));
  private final BigNumbers numbers = new BigNumbers();
  private long longest;

  private HitLines(byte[] head) {
    this.head = head;
  }

  /** Lines of an index. */
  static HitLines of(String index) {
    ByteBuilder head = new ByteBuilder();
    head.write(ascii("{\"_index\":"));
    JsonText.appendQuoted(index, head);
    return new HitLines(head.toByteArray());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Writes the lines of a part. */
  void write(FilledPart part, Output output) throws IOException {
    byte[] b = part.buffer();
    int at = 0;
    while (at < part.length()) {
      at = line(b, at, output);
      if (out.size() >= STEP) {
        flush(output);
      }
    }
    flush(output);
  }

  private void flush(Output output) throws IOException {
    output.write(out.array(), 0, out.size());
    out.clear();
  }

  /** Writes one line; returns where the next one starts. */
  private int line(byte[] b, int start, Output output) throws IOException {
    int id = -1;
    int idEnd = 0;
    int routing = -1;
    int routingEnd = 0;
    int version = -1;
    int versionEnd = 0;
    // After the opening brace, at a member's name; the first letter tells which one it is.
    int i = start + 1;
    while (b[i + 1] != 's') {
      byte first = b[i + 1];
      int value = i + (first == 'i' ? "\"id\":" : "\"routing\":").length();
      int end = first == 'v' ? numberEnd(b, value) : stringEnd(b, value);
      if (first == 'i') {
        id = value;
        idEnd = end;
      } else if (first == 'r') {
        routing = value;
        routingEnd = end;
      } else {
        version = value;
        versionEnd = end;
      }
      i = end + 1;
    }
    int source = i + "\"source\":".length();
    int lineEnd = lineEnd(b, source);
    int from = out.size();
    out.write(head);
    append(ID, b, id, idEnd);
    append(VERSION, b, version, versionEnd);
    out.write(SCORE);
    append(ROUTING, b, routing, routingEnd);
    out.write(SOURCE);
    int length = lineEnd - 1 - source;
    longest = Math.max(longest, (long) out.size() - from + length + 1);
    if (length > STEP) {
      flush(output);
      output.write(b, source, length);
    } else {
      out.write(b, source, length);
    }
    out.write(END);
    numbers.look(b, source, lineEnd - 1);
    return lineEnd + 1;
  }

  private void append(byte[] name, byte[] b, int from, int to) {
    if (from >= 0) {
      out.write(name).write(b, from, to - from);
    }
  }

  /** Where a string ends that starts at its quote. */
  private static int stringEnd(byte[] b, int quote) {
    int i = quote + 1;
    while (b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static int numberEnd(byte[] b, int from) {
    int i = from;
    while (b[i] != ',') {
      i++;
    }
    return i;
  }

  /** The index of a line feed, eight bytes at a time, as most of a line is its document. */
  private static int lineEnd(byte[] b, int from) {
    int i = from;
    for (; i + Long.BYTES <= b.length; i += Long.BYTES) {
      long word = (long) LONGS.get(b, i) ^ LINE_FEEDS;
      long found = (word - ONES) & ~word & HIGH_BITS;
      if (found != 0) {
        // The lowest match is exact; above it a borrow may make others.
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (b[i] != '\n') {
      i++;
    }
    return i;
  }

  /** What each line starts with. */
  byte[] head() {
    return head.clone();
  }

  /** The length of the longest line. */
  long longest() {
    return longest;
  }

  BigNumbers numbers() {
    return numbers;
  }
}
