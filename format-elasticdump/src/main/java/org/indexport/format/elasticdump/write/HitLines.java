package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.indexport.json.BigNumbers;
import org.indexport.json.ByteBuilder;
import org.indexport.json.EnvelopeLine;
import org.indexport.json.JsonText;
import org.indexport.spi.FilledPart;
import org.jspecify.annotations.Nullable;

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

  private static final int STEP = 256 << 10;
  private static final byte[] ID = ascii(",\"_id\":");
  private static final byte[] VERSION = ascii(",\"_version\":");
  private static final byte[] SCORE = ascii(",\"_score\":1");
  private static final byte[] ROUTING = ascii(",\"_routing\":");
  private static final byte[] SOURCE = ascii(",\"_source\":");
  private static final byte[] END = ascii("}\n");

  private final byte[] head;
  private final int nameLength;
  private final ByteBuilder out = new ByteBuilder(STEP + (STEP >> 2));
  private final EnvelopeLine members = new EnvelopeLine();
  private final BigNumbers numbers = new BigNumbers();
  private long longest;

  private HitLines(byte[] head, int nameLength) {
    this.head = head;
    this.nameLength = nameLength;
  }

  /**
   * Lines of an index.
   *
   * @param type the mapping type of its hits, a JSON string, or null if they have none
   */
  static HitLines of(String index, @Nullable String type) {
    ByteBuilder head = new ByteBuilder();
    head.write(ascii("{\"_index\":"));
    JsonText.appendQuoted(index, head);
    int nameLength = head.size();
    if (type != null) {
      head.write(ascii(",\"_type\":")).write(type.getBytes(UTF_8));
    }
    return new HitLines(head.toByteArray(), nameLength);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Writes the lines of a part. */
  void write(FilledPart part, Output output) throws IOException {
    byte[] b = part.buffer();
    for (int line = 0; line < part.lines(); line++) {
      part.read(line, members);
      writeLine(b, output);
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

  private void writeLine(byte[] b, Output output) throws IOException {
    int from = out.size();
    out.write(head);
    append(ID, b, members.id(), members.idEnd());
    append(VERSION, b, members.version(), members.versionEnd());
    out.write(SCORE);
    append(ROUTING, b, members.routing(), members.routingEnd());
    out.write(SOURCE);
    int source = members.source();
    int length = members.sourceEnd() - source;
    longest = Math.max(longest, (long) out.size() - from + length + 1);
    if (length > STEP) {
      flush(output);
      output.write(b, source, length);
    } else {
      out.write(b, source, length);
    }
    out.write(END);
    numbers.look(b, source, members.sourceEnd());
  }

  private void append(byte[] name, byte[] b, int from, int to) {
    if (from >= 0) {
      out.write(name).write(b, from, to - from);
    }
  }

  /** What each line starts with: the name of the index, and the type of hits that have one. */
  byte[] head() {
    return head.clone();
  }

  /** How much of {@link #head} is the name. */
  int nameLength() {
    return nameLength;
  }

  /** The length of the longest line. */
  long longest() {
    return longest;
  }

  BigNumbers numbers() {
    return numbers;
  }
}
