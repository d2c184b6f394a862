package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.ReadLimits;
import org.indexport.files.PackedOutput;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Puts members back into the hits of one index, each where the server has it. Hits are told by
 * their position; where the id beside it is another one, nothing fits. For one run, on one thread.
 */
final class HitMetadataMerge {
  private static final int STEP = 256 << 10;
  private static final String ORDINAL = "ordinal";
  private static final String ID = "_id";
  private static final String TYPE = "_type";
  private static final Set<String> AFTER_VERSION = Set.of("_seq_no", "_primary_term");
  private static final byte[] ID_MEMBER = ascii(",\"_id\":");
  private static final byte[] VERSION_MEMBER = ascii(",\"_version\":");
  private static final byte[] SCORE_MEMBER = ascii(",\"_score\":1");
  private static final byte[] ROUTING_MEMBER = ascii(",\"_routing\":");

  private final byte[] head;
  private final int nameLength;
  private final LineReader metadata;
  private final PackedOutput output;
  private final ByteBuilder out = new ByteBuilder(STEP + (STEP >> 2));

  // Of the next hit that gets something.
  private long ordinal = -1;
  private @Nullable String id;
  private final ByteBuilder ownHead = new ByteBuilder();
  private final ByteBuilder afterVersion = new ByteBuilder();
  private final ByteBuilder beforeSource = new ByteBuilder();
  private final ByteBuilder afterSource = new ByteBuilder();

  /**
   * A merge.
   *
   * @param lines the hits of the index
   * @param metadata the lines of the section
   * @param output takes the hits
   */
  HitMetadataMerge(HitLines lines, InputStream metadata, PackedOutput output) {
    this.head = lines.head();
    this.nameLength = lines.nameLength();
    this.metadata = new LineReader(metadata);
    this.output = output;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** Goes through the hits; false as soon as it turns out that these are others. */
  boolean run(InputStream hits) throws IOException {
    LineReader lines = new LineReader(hits);
    advance();
    long position = 0;
    while (lines.next()) {
      byte[] b = lines.buffer();
      if (!startsWith(head, b, lines.start(), lines.end())) {
        copy(b, lines.start(), lines.end());
      } else if (position++ != ordinal) {
        copy(b, lines.start(), lines.end());
      } else if (!splice(b, lines.start(), lines.end())) {
        return false;
      } else {
        advance();
      }
    }
    flush();
    return ordinal < 0;
  }

  private static boolean startsWith(byte[] start, byte[] b, int from, int to) {
    return to - from >= start.length
        && Arrays.equals(start, 0, start.length, b, from, from + start.length);
  }

  private void copy(byte[] b, int from, int to) throws IOException {
    if (to - from > STEP) {
      flush();
      output.write(b, from, to - from);
      return;
    }
    out.write(b, from, to - from);
    if (out.size() >= STEP) {
      flush();
    }
  }

  private void flush() throws IOException {
    output.write(out.array(), 0, out.size());
    out.clear();
  }

  /** Writes a hit with what belongs to it; false if it is another. */
  private boolean splice(byte[] b, int start, int end) throws IOException {
    int version = start + head.length;
    if (startsWith(ID_MEMBER, b, version, end)) {
      int value = version + ID_MEMBER.length;
      version = stringEnd(b, value);
      if (id != null && !id.equals(text(b, value, version))) {
        return false;
      }
    }
    int score = version;
    if (startsWith(VERSION_MEMBER, b, version, end)) {
      score = version + VERSION_MEMBER.length;
      while (b[score] != ',') {
        score++;
      }
    }
    int source = score + SCORE_MEMBER.length;
    if (startsWith(ROUTING_MEMBER, b, source, end)) {
      source = stringEnd(b, source + ROUTING_MEMBER.length);
    }
    // The line ends with a brace and its line feed.
    int close = end - 2;
    append(ownHead);
    copy(b, start + head.length, score);
    append(afterVersion);
    copy(b, score, source);
    append(beforeSource);
    copy(b, source, close);
    append(afterSource);
    copy(b, close, end);
    return true;
  }

  private void append(ByteBuilder members) throws IOException {
    copy(members.array(), 0, members.size());
  }

  private static int stringEnd(byte[] b, int quote) {
    int i = quote + 1;
    while (b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static String text(byte[] b, int from, int to) throws CorruptDumpException {
    try {
      return JsonText.unquote(b, from, to);
    } catch (MalformedJsonException e) {
      throw damaged(e);
    }
  }

  /** Goes to the next line of the section. */
  private void advance() throws IOException {
    ordinal = -1;
    id = null;
    ownHead.clear();
    ownHead.write(head);
    afterVersion.clear();
    beforeSource.clear();
    afterSource.clear();
    if (metadata.next()) {
      try {
        take(
            JsonObject.parse(
                Arrays.copyOfRange(metadata.buffer(), metadata.start(), metadata.end()),
                ReadLimits.DEFAULT.maxDepth()));
      } catch (MalformedJsonException e) {
        throw damaged(e);
      }
    }
  }

  private void take(JsonObject line) throws MalformedJsonException, CorruptDumpException {
    for (String name : line.names()) {
      String raw = line.raw(name);
      if (name.equals(ORDINAL)) {
        ordinal = number(raw);
      } else if (name.equals(ID)) {
        id = line.string(name);
      } else if (raw != null) {
        put(name, raw);
      }
    }
    if (ordinal < 0) {
      throw new CorruptDumpException(
          where(), "the position of a hit as \"ordinal\"", "a line without", "leave it out");
    }
  }

  private void put(String name, String raw) {
    if (name.equals(TYPE)) {
      // In place of the index's.
      ownHead.clear();
      ownHead.write(head, 0, nameLength);
      if (raw.equals("null")) {
        return;
      }
    }
    place(name).write((byte) ',').write(JsonText.quote(name).getBytes(UTF_8));
    place(name).write((byte) ':').write(raw.getBytes(UTF_8));
  }

  private ByteBuilder place(String name) {
    if (name.equals(TYPE)) {
      return ownHead;
    }
    if (AFTER_VERSION.contains(name)) {
      return afterVersion;
    }
    return name.startsWith("_") ? beforeSource : afterSource;
  }

  private static long number(@Nullable String raw) {
    return raw != null && raw.matches("\\d{1,18}") ? Long.parseLong(raw) : -1;
  }

  private static String where() {
    return "section hit-metadata";
  }

  private static CorruptDumpException damaged(MalformedJsonException e) {
    return new CorruptDumpException(where(), e.expected(), e.found(), "leave it out");
  }
}
