package org.indexport.format.jsonl;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.DocumentSink;
import org.indexport.IndexName;
import org.indexport.json.ByteBuilder;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Takes documents with ids outside of them, and writes those ids into them or drops them. */
final class IdSink implements DocumentSink {
  private final DocumentSink lines;
  private final IndexName index;
  private final @Nullable String field;
  private final AtomicLong losses;
  private final DocumentScanner scanner;
  private final DocumentScanner ends = new DocumentScanner(1);
  private final ByteBuilder head = new ByteBuilder();
  private final ByteBuilder line = new ByteBuilder();

  /**
   * A sink.
   *
   * @param lines takes the documents as they are written
   * @param index the index, for messages
   * @param field the member that takes the id, or null to drop ids
   * @param losses counts the documents that lose a routing or version
   */
  IdSink(DocumentSink lines, IndexName index, @Nullable String field, AtomicLong losses) {
    this.lines = lines;
    this.index = index;
    this.field = field;
    this.losses = losses;
    scanner = new DocumentScanner(1).select(field == null ? null : DottedPath.of(field));
    head.write((byte) '{');
    JsonText.appendQuoted(field == null ? "" : field, head);
    head.write((byte) ':');
  }

  @Override
  public void add(Document document) throws IOException {
    String id = document.id();
    if (field == null || id == null) {
      lines.add(document.withId(null, null, null));
    } else {
      lines.add(withMember(field, id, document));
    }
    if (document.routing() != null || document.version() != null) {
      losses.incrementAndGet();
    }
  }

  private Document withMember(String name, String id, Document document) throws IOException {
    byte[] source = document.array();
    try {
      scanner.locate(source, document.offset(), document.offset() + document.length());
      if (scanner.valueStart() >= 0) {
        throw new DocumentRejectedException(
            where(id),
            "no member " + JsonText.quote(name) + ", since its id is to be written there",
            "one",
            "choose another id-field, or drop the ids");
      }
      int rest = scanner.start() + 1;
      line.clear();
      line.write(head.array(), 0, head.size());
      JsonText.appendQuoted(id, line);
      if (!isEmpty(source, rest)) {
        line.write((byte) ',');
      }
      line.write(source, rest, scanner.end() - rest);
      if (!document.isChecked()) {
        return Document.of(null, null, null, line.array(), 0, line.size());
      }
      ends.locate(line.array(), 0, line.size());
      return document.withId(null, null, null).withSource(line.array(), ends);
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "%s, byte %d".formatted(where(id), e.offset() - document.offset() + 1),
          e.expected(),
          e.found(),
          "add documents that are one JSON object each");
    }
  }

  private String where(String id) {
    return "index %s, document with id %s".formatted(index, JsonText.quote(id));
  }

  /** Whether an object whose members would start here has none. */
  private static boolean isEmpty(byte[] source, int from) {
    int i = from;
    while (source[i] == ' ' || source[i] == '\t' || source[i] == '\n' || source[i] == '\r') {
      i++;
    }
    return source[i] == '}';
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
