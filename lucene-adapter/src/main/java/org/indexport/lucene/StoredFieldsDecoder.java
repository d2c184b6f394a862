package org.indexport.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;
import org.indexport.Document;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/** Rebuilds documents from stored fields and doc values. */
final class StoredFieldsDecoder implements DocumentMapper.Decoder {
  private final StoredFields stored;
  private final @Nullable String idField;
  private final List<Column> columns = new ArrayList<>();
  private final Values values = new Values();
  private final ByteBuilder json = new ByteBuilder();

  /**
   * Creates a decoder.
   *
   * @param idField the field whose value lies beside the documents, or null when there is none
   */
  StoredFieldsDecoder(LeafReader reader, @Nullable String idField) throws IOException {
    this.stored = SegmentAccess.sequentialStoredFields(reader);
    this.idField = idField;
    List<FieldInfo> fields = new ArrayList<>();
    for (FieldInfo field : reader.getFieldInfos()) {
      if (field.getDocValuesType() != DocValuesType.NONE && !field.isSoftDeletesField()) {
        fields.add(field);
      }
    }
    fields.sort(Comparator.comparing(field -> field.name));
    for (FieldInfo field : fields) {
      columns.add(new Column(field.name, column(reader, field)));
    }
  }

  /** Finds the values of a document in one field's doc values. */
  private interface Lookup {
    void add(int docId, String name, Values values) throws IOException;
  }

  private record Column(String name, Lookup lookup) {}

  private static Lookup column(LeafReader reader, FieldInfo field) throws IOException {
    return switch (field.getDocValuesType()) {
      case NUMERIC -> numbers(reader.getNumericDocValues(field.name));
      case SORTED_NUMERIC -> numbers(reader.getSortedNumericDocValues(field.name));
      case BINARY -> bytes(reader.getBinaryDocValues(field.name));
      case SORTED -> bytes(reader.getSortedDocValues(field.name));
      case SORTED_SET -> bytes(reader.getSortedSetDocValues(field.name));
      case NONE -> (docId, name, values) -> {};
    };
  }

  private static Lookup numbers(NumericDocValues column) {
    return (docId, name, values) -> {
      if (column.advanceExact(docId)) {
        values.add(name, column.longValue());
      }
    };
  }

  private static Lookup numbers(SortedNumericDocValues column) {
    return (docId, name, values) -> {
      if (column.advanceExact(docId)) {
        for (int i = 0; i < column.docValueCount(); i++) {
          values.add(name, column.nextValue());
        }
      }
    };
  }

  private static Lookup bytes(BinaryDocValues column) {
    return (docId, name, values) -> {
      if (column.advanceExact(docId)) {
        values.addBytes(name, column.binaryValue());
      }
    };
  }

  private static Lookup bytes(SortedDocValues column) {
    return (docId, name, values) -> {
      if (column.advanceExact(docId)) {
        values.addBytes(name, column.lookupOrd(column.ordValue()));
      }
    };
  }

  private static Lookup bytes(SortedSetDocValues column) {
    return (docId, name, values) -> {
      if (column.advanceExact(docId)) {
        for (int i = 0; i < column.docValueCount(); i++) {
          values.addBytes(name, column.lookupOrd(column.nextOrd()));
        }
      }
    };
  }

  @Override
  public Document document(int docId) throws IOException {
    values.byName.clear();
    stored.document(docId, values);
    String id = null;
    for (Column column : columns) {
      if (!values.byName.containsKey(column.name)) {
        column.lookup.add(docId, column.name, values);
        if (column.name.equals(idField)) {
          id = id(values.byName.remove(column.name));
        }
      }
    }
    write();
    return Document.of(id, null, null, json.array(), 0, json.size());
  }

  private static @Nullable String id(@Nullable List<Object> found) {
    return found == null ? null : found.get(0).toString();
  }

  private void write() {
    json.clear();
    json.write((byte) '{');
    boolean first = true;
    for (Map.Entry<String, List<Object>> member : values.byName.entrySet()) {
      if (!first) {
        json.write((byte) ',');
      }
      first = false;
      JsonText.appendQuoted(member.getKey(), json);
      json.write((byte) ':');
      writeValues(member.getValue());
    }
    json.write((byte) '}');
  }

  private void writeValues(List<Object> list) {
    if (list.size() == 1) {
      writeValue(list.get(0));
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      json.write((byte) (i == 0 ? '[' : ','));
      writeValue(list.get(i));
    }
    json.write((byte) ']');
  }

  private void writeValue(Object value) {
    boolean finite = value instanceof Number number && Double.isFinite(number.doubleValue());
    if (finite) {
      json.write(value.toString().getBytes(StandardCharsets.US_ASCII));
    } else {
      JsonText.appendQuoted(value.toString(), json);
    }
  }

  /** The values of one document: strings and numbers by field, in order of appearance. */
  private static final class Values extends StoredFieldVisitor {
    private final Map<String, List<Object>> byName = new LinkedHashMap<>();

    void add(String name, Object value) {
      byName.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }

    void addBytes(String name, BytesRef bytes) {
      ByteBuffer content = ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length);
      try {
        add(name, StandardCharsets.UTF_8.newDecoder().decode(content.duplicate()).toString());
      } catch (CharacterCodingException e) {
        add(name, StandardCharsets.US_ASCII.decode(Base64.getEncoder().encode(content)).toString());
      }
    }

    @Override
    public Status needsField(FieldInfo field) {
      return Status.YES;
    }

    @Override
    public void binaryField(FieldInfo field, byte[] value) {
      addBytes(field.name, new BytesRef(value));
    }

    @Override
    public void stringField(FieldInfo field, String value) {
      add(field.name, value);
    }

    @Override
    public void intField(FieldInfo field, int value) {
      add(field.name, value);
    }

    @Override
    public void longField(FieldInfo field, long value) {
      add(field.name, value);
    }

    @Override
    public void floatField(FieldInfo field, float value) {
      add(field.name, value);
    }

    @Override
    public void doubleField(FieldInfo field, double value) {
      add(field.name, value);
    }
  }
}
