package org.indexport.lucene;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How documents become Lucene's fields and are found again in them.
 *
 * <p>{@link SourceMapper} keeps the whole JSON beside the indexed fields and returns it byte for
 * byte. {@link StoredFieldsMapper} reads indexes that other applications made. An application whose
 * index is neither implements this interface: reading needs {@link #decoder} and {@link #describe},
 * writing {@link #encoder} and {@link #idTerm}.
 *
 * <p>Mappers are thread-safe; each encoder and decoder is used by one thread at a time.
 */
public interface DocumentMapper {
  /** Turns one document after the other into fields. */
  interface Encoder {
    /**
     * The fields of a document, to be indexed before the next call, which reuses them. They include
     * the term that {@link #idTerm} returns for the id.
     *
     * @param id the resolved id
     * @param document the document; its id, routing and version are what lies beside the source
     * @throws DocumentRejectedException if this document cannot be indexed
     */
    Iterable<? extends IndexableField> fields(String id, Document document)
        throws DocumentRejectedException;
  }

  /** Finds the documents of one segment again. */
  interface Decoder {
    /**
     * A document, valid until the next call.
     *
     * @param docId its number in the segment, larger than that of the call before
     * @throws org.indexport.CorruptDumpException if the segment holds no document there
     * @throws IOException if reading fails
     */
    Document document(int docId) throws IOException;
  }

  /**
   * The term that identifies a document: adding one deletes those that have the same. Not reused.
   *
   * @param id the resolved id
   */
  Term idTerm(String id);

  /**
   * Makes an encoder.
   *
   * @param index the index that is written
   * @param schema what is known of its fields
   * @throws DumpException if this mapper cannot write, or not this schema
   */
  Encoder encoder(IndexInfo index, Schema schema) throws DumpException;

  /**
   * Makes a decoder.
   *
   * @param segment a segment; not closed by the decoder
   * @param lines whether ids, routings and versions are to be set beside the documents
   * @throws IOException if reading fails
   */
  Decoder decoder(LeafReader segment, Lines lines) throws IOException;

  /**
   * Whether this mapper can read the documents of an index, and add to them.
   *
   * @throws IOException if reading fails
   */
  boolean accepts(IndexReader reader) throws IOException;

  /**
   * What is known of an index whose commits carry no {@link CommitData}.
   *
   * @throws IOException if reading fails
   */
  IndexInfo describe(IndexName name, IndexReader reader) throws IOException;

  /**
   * What of an index's documents this mapper cannot recover, in words; empty when nothing.
   *
   * @throws IOException if reading fails
   */
  default List<String> losses(IndexReader reader) throws IOException {
    return List.of();
  }

  /** The analyzer that indexes the words of texts. */
  default Analyzer analyzer(Schema schema) {
    return SchemaAnalyzer.forIndexing(schema);
  }

  /**
   * The mapper for an index of unknown origin: a {@link SourceMapper} where documents have a stored
   * {@value FieldNames#SOURCE}, else a {@link StoredFieldsMapper}.
   *
   * @param reader the index
   * @param idField the field that holds ids, or null when unknown; only stored fields need it
   * @throws IOException if reading fails
   */
  static DocumentMapper detect(IndexReader reader, @Nullable String idField) throws IOException {
    DocumentMapper mapper = new SourceMapper();
    return mapper.accepts(reader) ? mapper : new StoredFieldsMapper(idField);
  }
}
