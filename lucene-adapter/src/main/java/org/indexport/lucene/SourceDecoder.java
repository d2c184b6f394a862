package org.indexport.lucene;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.Lines;
import org.jspecify.annotations.Nullable;

/** Reads what {@link SourceEncoder} has stored. */
final class SourceDecoder implements DocumentMapper.Decoder {
  private final StoredFields stored;
  private final Visitor visitor;
  private final String segment;

  SourceDecoder(LeafReader reader, Lines lines) throws IOException {
    stored = SegmentAccess.sequentialStoredFields(reader);
    visitor = new Visitor(lines == Lines.ENVELOPE);
    segment = reader.toString();
  }

  @Override
  public Document document(int docId) throws IOException {
    visitor.forget();
    stored.document(docId, visitor);
    byte[] source = visitor.source;
    if (source == null) {
      throw corrupt(docId, "a stored " + FieldNames.SOURCE, "none");
    }
    int from = 0;
    int to = source.length;
    while (from < to && isBlank(source[from])) {
      from++;
    }
    while (to > from && isBlank(source[to - 1])) {
      to--;
    }
    if (from == to || source[from] != '{' || source[to - 1] != '}') {
      throw corrupt(docId, "a JSON object in " + FieldNames.SOURCE, "something else");
    }
    if (visitor.foreignId) {
      throw corrupt(docId, "text in " + FieldNames.ID, "other bytes");
    }
    return Document.of(visitor.id, visitor.routing, visitor.version, source, from, to - from);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private CorruptDumpException corrupt(int docId, String expected, String found) {
    return new CorruptDumpException(
        "document " + docId + " of segment " + segment,
        expected,
        found,
        "read this index with a DocumentMapper of its own");
  }

  private static final class Visitor extends StoredFieldVisitor {
    private final boolean envelope;
    private byte @Nullable [] source;
    private @Nullable String id;
    private @Nullable String routing;
    private @Nullable Long version;
    private boolean foreignId;

    Visitor(boolean envelope) {
      this.envelope = envelope;
    }

    void forget() {
      source = null;
      id = null;
      routing = null;
      version = null;
      foreignId = false;
    }

    @Override
    public Status needsField(FieldInfo field) {
      return switch (field.name) {
        case FieldNames.SOURCE -> Status.YES;
        case FieldNames.ID, FieldNames.ROUTING, FieldNames.VERSION ->
            envelope ? Status.YES : Status.NO;
        default -> source != null && !envelope ? Status.STOP : Status.NO;
      };
    }

    @Override
    public void binaryField(FieldInfo field, byte[] value) {
      if (field.name.equals(FieldNames.SOURCE)) {
        source = value;
        return;
      }
      // Only what UTF-8 cannot encode is stored as bytes: anything else is an encoding not ours.
      String text = Wtf8.text(value);
      if (text == null || Wtf8.isWellFormed(text)) {
        foreignId = true;
      } else {
        stringField(field, text);
      }
    }

    @Override
    public void stringField(FieldInfo field, String value) {
      switch (field.name) {
        case FieldNames.SOURCE -> source = value.getBytes(StandardCharsets.UTF_8);
        case FieldNames.ID -> id = value;
        case FieldNames.ROUTING -> routing = value;
        default -> {}
      }
    }

    @Override
    public void longField(FieldInfo field, long value) {
      if (field.name.equals(FieldNames.VERSION)) {
        version = value;
      }
    }
  }
}
