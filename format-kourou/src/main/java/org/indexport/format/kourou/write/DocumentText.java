package org.indexport.format.kourou.write;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.indexport.IndexName;
import org.indexport.json.BigNumbers;
import org.indexport.json.ByteBuilder;
import org.indexport.json.EnvelopeLine;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.spi.FilledPart;
import org.jspecify.annotations.Nullable;

/**
 * Turns lines of envelopes into the text of a file of documents. What a part holds was checked when
 * it was filled. One thread at a time.
 */
final class DocumentText {
  /** Takes pieces of text. */
  @FunctionalInterface
  interface Output {
    /** Takes a piece. */
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private static final int STEP = 256 << 10;

  private final byte[] before;
  private final byte[] between;
  private final byte[] after;
  private final WriteChoices.Form form;
  private final CsvTable table;
  private final ByteBuilder out = new ByteBuilder(STEP + (STEP >> 2));
  private final EnvelopeLine members = new EnvelopeLine();
  private final BigNumbers numbers = new BigNumbers();
  private final BatchAdvice advice = new BatchAdvice();
  private String lastId = "\"\"";
  private byte[] lastBody = {};

  /**
   * Starts without documents.
   *
   * @param table the rows, where documents are written as such
   */
  DocumentText(WriteChoices.Form form, CsvTable table) {
    this.form = form;
    this.table = table;
    boolean lines = form == WriteChoices.Form.JSONL;
    before = ascii(lines ? "{\"_id\":" : "{\"index\":{\"_id\":");
    between = ascii(lines ? ",\"body\":" : "}},");
    after = ascii(lines ? "}\n" : "");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /**
   * What comes before the first document.
   *
   * @param extensions what the header holds beside the names
   */
  byte[] start(IndexName name, Map<String, String> extensions) {
    if (form == WriteChoices.Form.CSV) {
      return table.header();
    }
    JsonObject.Builder header =
        new JsonObject.Builder()
            .put("type", "collection")
            .put("index", name.namespace())
            .put("collection", name.name());
    extensions.forEach(
        (member, value) -> {
          if (!member.equals("type") && !member.equals("index") && !member.equals("collection")) {
            header.putRaw(member, value);
          }
        });
    String start = header.build() + "\n";
    if (form == WriteChoices.Form.KUZZLE) {
      start +=
          "{%s:{%s:["
              .formatted(
                  JsonText.quote(String.valueOf(name.namespace())), JsonText.quote(name.name()));
    }
    return start.getBytes(UTF_8);
  }

  /** What comes after the last document. */
  byte[] end() {
    return ascii(form == WriteChoices.Form.KUZZLE ? "]}}\n" : "");
  }

  /** Writes the documents of a part. */
  void write(FilledPart part, Output output) throws IOException {
    byte[] b = part.buffer();
    for (int line = 0; line < part.lines(); line++) {
      part.read(line, members);
      writeDocument(b, output);
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

  private void writeDocument(byte[] b, Output output) throws IOException {
    int id = members.idEnd() - members.id();
    int body = members.sourceEnd() - members.source();
    if (form == WriteChoices.Form.CSV) {
      table.row(b, members.id(), members.idEnd(), members.source(), members.sourceEnd(), out);
      return;
    }
    if (form == WriteChoices.Form.KUZZLE && advice.count() > 0) {
      out.write((byte) ',');
    }
    out.write(before).write(b, members.id(), id).write(between);
    if (body > STEP) {
      flush(output);
      output.write(b, members.source(), body);
    } else {
      out.write(b, members.source(), body);
    }
    out.write(after);
    advice.add((long) before.length + id + between.length + body + after.length);
    numbers.look(b, members.source(), members.sourceEnd());
    if (advice.count() % BatchAdvice.USUAL == 0) {
      keepLast(b);
    }
  }

  private void keepLast(byte[] b) {
    lastId = new String(b, members.id(), members.idEnd() - members.id(), UTF_8);
    lastBody = Arrays.copyOfRange(b, members.source(), members.sourceEnd());
  }

  /** What the table has no place for, in words; null for nothing. */
  @Nullable String loss() {
    return table.structures() == 0
        ? null
        : "%d values are objects or arrays, which have no place in a table: [NOT_SCALAR] stands for them"
            .formatted(table.structures());
  }

  BatchAdvice advice() {
    return advice;
  }

  BigNumbers numbers() {
    return numbers;
  }

  /** The id of the last document whose number is a multiple of 200, as JSON. */
  String lastId() {
    return lastId;
  }

  /** That document. */
  byte[] lastBody() {
    return lastBody;
  }
}
