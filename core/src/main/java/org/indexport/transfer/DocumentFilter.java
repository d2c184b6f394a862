package org.indexport.transfer;

import org.indexport.Document;
import org.indexport.IndexInfo;

/** Chooses documents. Called by one thread at a time, in the order of the input. */
@FunctionalInterface
public interface DocumentFilter {
  /**
   * Whether a document is to be transferred.
   *
   * @param index the document's index as the input has it
   * @param document valid until the call returns
   */
  boolean accepts(IndexInfo index, Document document);
}
