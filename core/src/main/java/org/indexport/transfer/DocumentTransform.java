package org.indexport.transfer;

import org.indexport.Document;
import org.indexport.IndexInfo;

/** Changes documents. Called by one thread at a time, in the order of the input. */
@FunctionalInterface
public interface DocumentTransform {
  /**
   * The document to be transferred instead: the same one, or another, which must be one JSON
   * object.
   *
   * @param index the document's index as the input has it
   * @param document valid until the call returns
   */
  Document apply(IndexInfo index, Document document);
}
