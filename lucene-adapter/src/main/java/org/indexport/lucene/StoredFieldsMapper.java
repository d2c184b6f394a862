package org.indexport.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.Bits;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads the indexes of other applications: a document is rebuilt as JSON from its stored fields, in
 * the order in which they were added, and then from the doc values of the other fields, by name.
 *
 * <p>A field that has several values in a document becomes an array. Strings and numbers stay what
 * they are, NaN and infinities become strings. Bytes become text where they are UTF-8, else Base64.
 * Doc values do not tell whole from floating numbers, and are taken for whole ones; sets of them
 * have lost their order. Fields that are only indexed cannot be recovered; {@link #losses} lists
 * all this.
 *
 * <p>An id field that is stored is part of the documents, and is their primary key. One that only
 * has doc values is taken for technical: it lies beside the documents.
 *
 * <p>This mapper cannot write.
 */
public final class StoredFieldsMapper implements DocumentMapper {
  /** How many documents are looked at to learn which fields are stored. */
  private static final int LOOKED_AT = 10_000;

  private final @Nullable String idField;

  /**
   * Creates a mapper.
   *
   * @param idField the field that holds the ids, or null when unknown
   */
  public StoredFieldsMapper(@Nullable String idField) {
    this.idField = idField;
  }

  /**
   * The term of an id.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Term idTerm(String id) {
    throw new UnsupportedOperationException("this mapper cannot write");
  }

  /**
   * Makes no encoder.
   *
   * @throws ImportException always
   */
  @Override
  public Encoder encoder(IndexInfo index, Schema schema) throws ImportException {
    throw new ImportException(
        "index " + index.name(),
        "a DocumentMapper that writes",
        "one that rebuilds documents from stored fields",
        "give one of your own");
  }

  @Override
  public Decoder decoder(LeafReader segment, Lines lines) throws IOException {
    return new StoredFieldsDecoder(segment, lines == Lines.ENVELOPE ? idField : null);
  }

  @Override
  public boolean accepts(IndexReader reader) {
    return true;
  }

  @Override
  public IndexInfo describe(IndexName name, IndexReader reader) throws IOException {
    IndexInfo.Builder index = IndexInfo.builder(name);
    if (idField == null) {
      return index.build();
    }
    FieldInfo field = FieldInfos.getMergedFieldInfos(reader).fieldInfo(idField);
    boolean beside =
        field != null
            && field.getDocValuesType() != DocValuesType.NONE
            && !new StoredNames(reader, Set.of(idField)).seen.contains(idField);
    return beside
        ? index.lines(Lines.ENVELOPE).build()
        : index.lines(Lines.SOURCE).primaryKey(idField).build();
  }

  /**
   * The fields that are not recovered, or not exactly. Whether a field is stored is learnt from at
   * most the first 10,000 documents, since Lucene does not record it.
   */
  @Override
  public List<String> losses(IndexReader reader) throws IOException {
    Set<String> inverted = new HashSet<>();
    FieldInfos fields = FieldInfos.getMergedFieldInfos(reader);
    for (FieldInfo field : fields) {
      inverted.add(field.name);
    }
    StoredNames stored = new StoredNames(reader, inverted);
    List<String> losses = new ArrayList<>();
    for (String name : new TreeSet<>(inverted)) {
      FieldInfo field = fields.fieldInfo(name);
      if (field != null && !stored.seen.contains(name)) {
        String loss = loss(field, stored.documents);
        if (loss != null) {
          losses.add(loss);
        }
      }
    }
    return losses;
  }

  private static @Nullable String loss(FieldInfo field, int documents) {
    String name = field.name;
    return switch (field.getDocValuesType()) {
      case NUMERIC, SORTED_NUMERIC ->
          name + ": only doc values, which do not tell whole from floating numbers; taken as whole";
      case SORTED_SET -> name + ": only doc values, which lost order and repetitions";
      case SORTED, BINARY -> null;
      case NONE -> {
        boolean indexed =
            field.getIndexOptions() != IndexOptions.NONE
                || field.getPointDimensionCount() > 0
                || field.getVectorDimension() > 0;
        yield indexed
            ? "%s: indexed, but stored in none of the %,d documents looked at"
                .formatted(name, documents)
            : null;
      }
    };
  }

  /** Which of some fields the first documents store. */
  private static final class StoredNames extends StoredFieldVisitor {
    private final Set<String> wanted;
    private final Set<String> seen = new HashSet<>();
    private int documents;

    StoredNames(IndexReader reader, Set<String> wanted) throws IOException {
      this.wanted = wanted;
      for (var leaf : reader.leaves()) {
        look(leaf.reader());
      }
    }

    private void look(LeafReader segment) throws IOException {
      Bits live = segment.getLiveDocs();
      StoredFields stored = SegmentAccess.sequentialStoredFields(segment);
      for (int doc = 0; doc < segment.maxDoc(); doc++) {
        if (documents == LOOKED_AT || seen.size() == wanted.size()) {
          return;
        }
        if (live == null || live.get(doc)) {
          documents++;
          stored.document(doc, this);
        }
      }
    }

    @Override
    public Status needsField(FieldInfo field) {
      if (wanted.contains(field.name)) {
        seen.add(field.name);
      }
      return Status.NO;
    }
  }
}
