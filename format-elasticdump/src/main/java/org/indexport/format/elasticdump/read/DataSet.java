package org.indexport.format.elasticdump.read;

import java.util.List;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/**
 * Files of documents that are read one after the other.
 *
 * @param files the files, in order
 * @param content what they hold
 * @param fixed the index that all documents belong to, or null where each hit says it
 * @param otherwise the name of the index for hits that name none
 */
record DataSet(
    List<DumpSource> files, Content content, @Nullable IndexName fixed, String otherwise) {
  /** What files of documents hold. */
  enum Content {
    /** Hits, as the tool writes them. */
    HITS,
    /** Documents with nothing around them. */
    DOCUMENTS
  }

  /** Copies the list. */
  DataSet {
    files = List.copyOf(files);
  }
}
