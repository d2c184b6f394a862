package org.indexport.format.meilisearch.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.DocumentSink;
import org.indexport.format.meilisearch.write.IdReport.Finding;
import org.indexport.format.meilisearch.write.WriteChoices.Ids;
import org.indexport.json.ByteBuilder;
import org.indexport.json.DocumentId;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the id of each document: puts one that lies outside into the document, maps what the
 * engine refuses if that is asked for, and reports. Documents that need no change pass as they are.
 */
final class IdSink implements DocumentSink {
  private static final int MOST_SHOWN = 60;

  private final DocumentSink lines;
  private final WrittenIndex index;
  private final String primaryKey;
  private final WriteChoices choices;
  private final IdReport report;
  private final DocumentScanner scanner = new DocumentScanner(1);
  private final DocumentScanner originals = new DocumentScanner(1);
  private final DocumentScanner ends = new DocumentScanner(1);
  private final ByteBuilder line = new ByteBuilder();

  IdSink(DocumentSink lines, WrittenIndex index, String primaryKey, WriteChoices choices) {
    this.lines = lines;
    this.index = index;
    this.primaryKey = primaryKey;
    this.choices = choices;
    this.report = index.ids();
    scanner.select(DottedPath.of(primaryKey));
    originals.select(DottedPath.of(choices.originalIdField()));
  }

  @Override
  public void add(Document document) throws IOException {
    long position = index.countDocument();
    if (document.routing() != null || document.version() != null) {
      report.add(Finding.DROPPED, "", position, "");
    }
    try {
      scanner.locate(document.array(), document.offset(), document.offset() + document.length());
    } catch (MalformedJsonException e) {
      // Whoever checks the document tells it better.
      lines.add(document.withId(null, null, null));
      throw malformed(position, e);
    }
    try {
      lines.add(changed(document, position));
    } catch (MalformedJsonException e) {
      throw malformed(position, e);
    }
  }

  private CorruptDumpException malformed(long position, MalformedJsonException e) {
    return new CorruptDumpException(
        where(position), e.expected(), e.found(), "add documents that are one JSON object each");
  }

  private String where(long position) {
    return "index %s, document %,d".formatted(index.name(), position);
  }

  private Document changed(Document document, long position) throws IOException {
    boolean isPlain =
        document.id() == null && document.routing() == null && document.version() == null;
    Document plain = isPlain ? document : document.withId(null, null, null);
    if (scanner.isAmbiguous()) {
      refuse("several values at the primary key " + JsonText.quote(primaryKey), position, plain);
      return plain;
    }
    JsonKind kind = scanner.valueKind();
    if (kind != null && kind != JsonKind.NULL) {
      return withInside(plain, document.id(), kind, position);
    }
    if (document.id() != null) {
      report.add(Finding.INSERTED, "", position, document.id());
      return withOutside(plain, document.id(), position);
    }
    refuse("no primary key " + JsonText.quote(primaryKey), position, plain);
    return plain;
  }

  private void refuse(String reason, long position, Document document) {
    int shown = Math.min(MOST_SHOWN, document.length());
    refuse(reason, position, new String(document.array(), document.offset(), shown, UTF_8));
  }

  private void refuse(String reason, long position, String shown) {
    if (choices.ids() != Ids.UNCHECKED) {
      report.add(Finding.REFUSED, reason, position, shown);
    }
  }

  /** A document with an id in it, and perhaps one outside. */
  private Document withInside(
      Document document, @Nullable String outside, JsonKind kind, long position)
      throws IOException {
    byte[] json = document.array();
    int start = scanner.valueStart();
    int end = scanner.valueEnd();
    String problem = IdRules.problem(json, start, end, kind);
    if (problem == null && outside == null && choices.ids() != Ids.MAPPED) {
      return document;
    }
    String id = DocumentId.of(json, start, end);
    if (outside != null && !outside.equals(id)) {
      report.add(
          Finding.CONFLICT,
          "outside there is another than in the member " + JsonText.quote(primaryKey),
          position,
          outside);
      return document;
    }
    if (problem != null && (id == null || choices.ids() != Ids.MAPPED)) {
      refuse(problem, position, id == null ? new String(json, start, end - start, UTF_8) : id);
      return document;
    }
    boolean looksMapped = kind == JsonKind.STRING && id != null && id.startsWith(IdRules.MAPPED);
    if (id == null
        || choices.ids() != Ids.MAPPED
        || (problem == null && (!looksMapped || isMappedAlready(document, id)))) {
      return document;
    }
    String reason = problem == null ? "starts with " + IdRules.MAPPED : problem;
    return mapped(document, id, start, end, reason, position);
  }

  /** Whether an id was made from the original that the document keeps. */
  private boolean isMappedAlready(Document document, String id) throws MalformedJsonException {
    findOriginal(document);
    if (originals.valueStart() < 0) {
      return false;
    }
    String original = DocumentId.of(document.array(), originals.valueStart(), originals.valueEnd());
    return original != null && id.equals(IdRules.mapped(original));
  }

  private void findOriginal(Document document) throws MalformedJsonException {
    originals.locate(document.array(), document.offset(), document.offset() + document.length());
  }

  private Document withOutside(Document document, String id, long position) throws IOException {
    String problem = IdRules.problem(id);
    boolean looksMapped = problem == null && id.startsWith(IdRules.MAPPED);
    if (choices.ids() == Ids.REFUSED && problem != null) {
      report.add(Finding.REFUSED, problem, position, id);
      return document;
    }
    int start = scanner.valueStart();
    int end = scanner.valueEnd();
    if (choices.ids() == Ids.MAPPED && (problem != null || looksMapped)) {
      String reason = problem == null ? "starts with " + IdRules.MAPPED : problem;
      return withMembers(document, map(document, id, reason, position), quoted(id), start, end);
    }
    return withMembers(document, id, null, start, end);
  }

  private Document mapped(
      Document document, String id, int start, int end, String reason, long position)
      throws IOException {
    String mapped = map(document, id, reason, position);
    byte[] original = java.util.Arrays.copyOfRange(document.array(), start, end);
    return withMembers(document, mapped, original, start, end);
  }

  private String map(Document document, String id, String reason, long position)
      throws IOException {
    findOriginal(document);
    if (originals.valueStart() >= 0) {
      throw new DocumentRejectedException(
          where(position) + ", id " + JsonText.quote(id),
          "no member "
              + JsonText.quote(choices.originalIdField())
              + ", which is to keep the id that is mapped",
          "one",
          "choose another original-id-field");
    }
    String mapped = IdRules.mapped(id);
    if (mapped == null) {
      throw new DocumentRejectedException(
          where(position),
          "an id that can be mapped to at most %d bytes".formatted(IdRules.MOST_BYTES),
          "one of %,d characters".formatted(id.length()),
          "shorten it");
    }
    report.add(Finding.MAPPED, reason, position, id);
    return mapped;
  }

  private static byte[] quoted(String text) {
    ByteBuilder out = new ByteBuilder();
    JsonText.appendQuoted(text, out);
    return out.toByteArray();
  }

  /**
   * The document with its id, in the place of the value from {@code start} to {@code end} or, where
   * there is none, as its first member.
   */
  private Document withMembers(
      Document document, String id, byte @Nullable [] original, int start, int end)
      throws MalformedJsonException {
    byte[] source = document.array();
    int rest = scanner.start() + 1;
    boolean more = !isEmpty(source, rest);
    line.clear();
    line.write((byte) '{');
    if (start < 0) {
      JsonText.appendQuoted(primaryKey, line);
      line.write((byte) ':');
      JsonText.appendQuoted(id, line);
      if (more || original != null) {
        line.write((byte) ',');
      }
    }
    if (original != null) {
      JsonText.appendQuoted(choices.originalIdField(), line);
      line.write((byte) ':').write(original);
      if (more) {
        line.write((byte) ',');
      }
    }
    if (start < 0) {
      line.write(source, rest, scanner.end() - rest);
    } else {
      line.write(source, rest, start - rest);
      JsonText.appendQuoted(id, line);
      line.write(source, end, scanner.end() - end);
    }
    if (!document.isChecked()) {
      return Document.of(null, null, null, line.array(), 0, line.size());
    }
    ends.locate(line.array(), 0, line.size());
    return document.withSource(line.array(), ends);
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
