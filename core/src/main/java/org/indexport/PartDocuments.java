package org.indexport;

import java.io.IOException;
import org.indexport.json.DepthExceededException;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.EnvelopeScanner;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Reads the documents of one part; the first full reading checks and counts them. */
final class PartDocuments implements DocumentCursor {
  /** What a reading is for. */
  enum Purpose {
    /** The first of all: what is found is told, counted and hashed. */
    COUNT,
    /** Only to tell what is wrong. */
    CHECK,
    /** After a first one that found nothing wrong. */
    REPEAT,
    /** After a first one that has told what is wrong. */
    REPEAT_DAMAGED
  }

  private static final PartBytes NOT_YET = PartBytes.lines(new byte[0], 0, 0);

  private final DocumentPart part;
  private final PartReading reading;
  private final boolean envelopes;
  private final Purpose purpose;
  private final DocumentScanner documents;
  private final @Nullable DocumentScanner keyFinder;
  private final EnvelopeScanner lines;
  private final DocumentHasher hasher = new DocumentHasher();
  private final @Nullable PartTable table;
  private final boolean checkingLines;

  private PartBytes content = NOT_YET;
  private byte[] buffer = content.buffer();
  private int @Nullable [] bounds;
  private boolean checking;
  private int position;
  private int to;
  private int boundsPosition;
  private long line;
  private int lineStart;
  private int lineEnd;
  private long bytes;
  private long reformatted;
  private boolean damaged;
  private boolean ended;

  PartDocuments(DocumentPart part, PartReading reading, Purpose purpose) {
    this.part = part;
    this.reading = reading;
    this.purpose = purpose;
    line = part.origin().line() - 1;
    envelopes = part.index().lines() == Lines.ENVELOPE;
    ReadOptions options = reading.options();
    checking = purpose != Purpose.REPEAT;
    this.checkingLines = checking && options.checking() == ReadOptions.Checking.EVERY_DOCUMENT;
    String key = part.index().primaryKey();
    DottedPath path = key == null || envelopes ? null : DottedPath.of(key);
    documents = new DocumentScanner(options.limits().maxDepth()).select(path);
    // Of its own: what it finds must not mix with what is read.
    keyFinder = path == null ? null : new DocumentScanner(options.limits().maxDepth()).select(path);
    lines = new EnvelopeScanner(options.limits().maxDepth());
    table = isCounting() ? new PartTable(keyFinder, envelopes ? lines : null) : null;
  }

  @Override
  public @Nullable Document next() throws IOException {
    PartBytes present = part.content();
    if (present != content) {
      begin(present);
    }
    while (nextLine()) {
      try {
        Document document = envelopes ? readEnvelope() : readSource();
        if (document != null) {
          count(document);
          return document;
        }
      } catch (MalformedJsonException e) {
        damaged = true;
        if (isCounting() || purpose == Purpose.CHECK) {
          reading.damaged(describe(e));
        }
      }
    }
    if (!ended && isCounting()) {
      part.counted(
          new DocumentTotals(hasher.count(), bytes, reformatted, hasher.hash(), hasher.idHash()),
          damaged,
          table != null && table.isWhole() && !damaged ? table : null);
    }
    ended = true;
    return null;
  }

  private boolean isCounting() {
    return purpose == Purpose.COUNT;
  }

  private void begin(PartBytes present) {
    content = present;
    buffer = present.buffer();
    position = present.from();
    to = present.to();
    bounds = present.bounds();
    // Elements of an array may hold line breaks, which only a full scan turns into blanks.
    checking = bounds == null ? checkingLines : checking && !present.isChecked();
  }

  private boolean nextLine() {
    if (bounds != null) {
      if (boundsPosition == bounds.length) {
        return false;
      }
      lineStart = bounds[boundsPosition];
      lineEnd = bounds[boundsPosition + 1];
      line = bounds[boundsPosition + 2];
      boundsPosition += 3;
      return true;
    }
    if (position == to) {
      return false;
    }
    lineStart = position;
    lineEnd = LineEnds.next(buffer, position, to);
    position = Math.min(lineEnd + 1, to);
    line++;
    return true;
  }

  /** The document of a line, or null when the line is blank. */
  private @Nullable Document readSource() throws IOException {
    int start = lineStart;
    while (start < lineEnd && isBlank(buffer[start])) {
      start++;
    }
    if (start == lineEnd) {
      return null;
    }
    if (checking) {
      documents.scan(buffer, start, lineEnd);
      reformatted += documents.reformatted() ? 1 : 0;
    } else {
      documents.locateBraces(buffer, start, lineEnd);
    }
    checkLength(documents.start(), documents.end());
    return new Document(
            null,
            null,
            null,
            buffer,
            documents.start(),
            documents.end() - documents.start(),
            true,
            documents.valueStart(),
            documents.valueEnd())
        .findingKeyBy(checking ? null : keyFinder);
  }

  private @Nullable Document readEnvelope() throws IOException {
    int start = lineStart;
    while (start < lineEnd && isBlank(buffer[start])) {
      start++;
    }
    if (start == lineEnd) {
      return null;
    }
    if (checking) {
      lines.scan(buffer, start, lineEnd);
      reformatted += lines.reformatted() ? 1 : 0;
    } else {
      lines.scanTrusted(buffer, start, lineEnd);
    }
    checkLength(lines.sourceStart(), lines.sourceEnd());
    return new Document(
        lines.id(),
        lines.routing(),
        lines.version(),
        buffer,
        lines.sourceStart(),
        lines.sourceEnd() - lines.sourceStart(),
        true);
  }

  private void checkLength(int start, int end) throws LimitExceededException {
    ReadLimits limits = reading.options().limits();
    if (end - start > limits.maxDocumentBytes()) {
      throw DocumentTooLarge.of(where(start), end - start, limits);
    }
  }

  private void count(Document document) {
    if (!isCounting()) {
      return;
    }
    bytes += document.length();
    DocumentHasher.hash(document);
    hasher.add(document, part.index().lines());
    if (table != null) {
      table.add(document, lineStart);
    }
  }

  private DumpException describe(MalformedJsonException e) {
    String where = where((int) e.offset());
    if (e instanceof DepthExceededException) {
      return new LimitExceededException(
          where, e.expected(), e.found(), "raise the limit of depth if the file is sound");
    }
    boolean cut =
        part.origin().lastLine() == DocumentPart.LastLine.OPEN
            && lineEnd == to
            && e.offset() >= lineEnd;
    if (cut) {
      return new TruncatedDumpException(
          where, e.expected(), "the end of the input", "take a whole copy of the file");
    }
    return new CorruptDumpException(
        where, e.expected(), e.found(), "mend or remove this line, or take another copy");
  }

  private String where(int offset) {
    DocumentPart.Origin origin = part.origin();
    return "%s: line %d, byte %d (offset %d)"
        .formatted(
            origin.entry(),
            line,
            offset - lineStart + 1,
            origin.offset() + offset - content.from());
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  @Override
  public void close() {}
}
