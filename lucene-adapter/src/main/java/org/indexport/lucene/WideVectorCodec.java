package org.indexport.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.indexport.schema.Field;
import org.indexport.schema.Schema;

/**
 * Lucene's default codec, but for its limit of 1,024 dimensions, which is a precaution and not a
 * bound of the file format: what this writes, the default codec reads.
 */
final class WideVectorCodec extends FilterCodec {
  private final KnnVectorsFormat vectors =
      new PerFieldKnnVectorsFormat() {
        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
          KnnVectorsFormat own = delegate.knnVectorsFormat();
          return new Wide(
              own instanceof PerFieldKnnVectorsFormat perField
                  ? perField.getKnnVectorsFormatForField(field)
                  : own);
        }
      };

  private WideVectorCodec(Codec codec) {
    super(codec.getName(), codec);
  }

  /** The default codec, made wider only for schemas that need it. */
  static Codec forSchema(Schema schema) {
    for (Field field : schema.fields()) {
      Integer dimensions = field.dimensions();
      if (dimensions != null && dimensions > KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS) {
        return new WideVectorCodec(Codec.getDefault());
      }
    }
    return Codec.getDefault();
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }

  private static final class Wide extends KnnVectorsFormat {
    private final KnnVectorsFormat format;

    Wide(KnnVectorsFormat format) {
      super(format.getName());
      this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return Integer.MAX_VALUE;
    }
  }
}
