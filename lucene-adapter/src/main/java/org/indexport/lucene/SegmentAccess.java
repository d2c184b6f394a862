package org.indexport.lucene;

import java.io.IOException;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFields;

/** The ways into a segment that suit reading all of it. */
final class SegmentAccess {
  private SegmentAccess() {}

  /**
   * Stored fields for reading documents in order by one thread: each compressed block is unpacked
   * once, not once per document.
   */
  static StoredFields sequentialStoredFields(LeafReader reader) throws IOException {
    return reader instanceof CodecReader segment
        ? segment.getFieldsReader().getMergeInstance()
        : reader.storedFields();
  }
}
