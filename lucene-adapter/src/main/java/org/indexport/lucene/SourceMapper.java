package org.indexport.lucene;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.Bits;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.schema.Schema;

/**
 * Keeps the whole JSON of a document, byte for byte, in the stored field {@value
 * FieldNames#SOURCE}, and indexes its members as the {@link Schema} says:
 *
 * <table>
 * <caption>Fields of a member</caption>
 * <tr><th>type</th><th>searchable</th><th>filterable or sortable</th></tr>
 * <tr><td>TEXT</td><td>words</td><td>{@link FieldNames#keyword}</td></tr>
 * <tr><td>ANY, a string</td><td>words</td><td>{@link FieldNames#keyword}</td></tr>
 * <tr><td>ANY, true or false</td><td colspan="2">{@link FieldNames#keyword}</td></tr>
 * <tr><td>ANY, a number</td><td colspan="2">{@link FieldNames#number}: a {@code DoubleField}</td>
 * </tr>
 * <tr><td>KEYWORD, BOOLEAN</td><td colspan="2">a {@code KeywordField}</td></tr>
 * <tr><td>INTEGER</td><td colspan="2">a {@code LongField}</td></tr>
 * <tr><td>FLOAT</td><td colspan="2">a {@code DoubleField}</td></tr>
 * <tr><td>DATE</td><td colspan="2">a {@code LongField} of milliseconds since 1970</td></tr>
 * <tr><td>GEO_POINT</td><td colspan="2">a {@code LatLonPoint} and {@code LatLonDocValuesField}</td>
 * </tr>
 * <tr><td>VECTOR</td><td colspan="2">a {@code KnnFloatVectorField} by cosine, if it has the declared
 * dimensions</td></tr>
 * </table>
 *
 * <p>The elements of an array are values of its member. A value that does not fit its type, an
 * exact string of more than 32,766 bytes, members beyond the limit of fields or with paths of more
 * than 512 characters are not indexed; they stay in the source. Only an id of more than 32,766
 * bytes makes a document unfit.
 */
public final class SourceMapper implements DocumentMapper {
  /** How many members that the schema does not describe get fields, if nothing else is said. */
  public static final int DEFAULT_MAX_FIELDS = 1_000;

  private static final int LOOKED_AT = 100;

  private final int maxFields;

  /** Creates a mapper with the default limit of fields. */
  public SourceMapper() {
    this(DEFAULT_MAX_FIELDS);
  }

  /**
   * Creates a mapper.
   *
   * @param maxFields how many members that the schema does not describe get fields, in the order in
   *     which an encoder meets them
   * @throws IllegalArgumentException if it is negative
   */
  public SourceMapper(int maxFields) {
    if (maxFields < 0) {
      throw new IllegalArgumentException("negative number of fields: " + maxFields);
    }
    this.maxFields = maxFields;
  }

  @Override
  public Term idTerm(String id) {
    return new Term(FieldNames.ID, Wtf8.bytes(id));
  }

  @Override
  public Encoder encoder(IndexInfo index, Schema schema) {
    return new SourceEncoder(index.name(), new FieldTable(schema, maxFields));
  }

  @Override
  public Decoder decoder(LeafReader segment, Lines lines) throws IOException {
    return new SourceDecoder(segment, lines);
  }

  @Override
  public boolean accepts(IndexReader reader) throws IOException {
    int left = LOOKED_AT;
    for (LeafReaderContext leaf : reader.leaves()) {
      Bits live = leaf.reader().getLiveDocs();
      StoredFields stored = leaf.reader().storedFields();
      for (int doc = 0; doc < leaf.reader().maxDoc() && left > 0; doc++) {
        if (live == null || live.get(doc)) {
          left--;
          Presence source = new Presence();
          stored.document(doc, source);
          if (!source.seen) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Override
  public IndexInfo describe(IndexName name, IndexReader reader) {
    return IndexInfo.builder(name).lines(Lines.ENVELOPE).build();
  }

  /** Tells whether a document has a source. */
  private static final class Presence extends StoredFieldVisitor {
    private boolean seen;

    @Override
    public Status needsField(FieldInfo field) {
      seen |= field.name.equals(FieldNames.SOURCE);
      return seen ? Status.STOP : Status.NO;
    }
  }
}
