package org.indexport.transfer;

import java.io.IOException;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.IndexInfo;

/**
 * Changes documents. Called by one thread at a time, in the order of the input, unless it {@link
 * #isStateless()}.
 */
@FunctionalInterface
public interface DocumentTransform {
  /**
   * The document to be transferred instead: the same one, or another, which must be one JSON
   * object.
   *
   * @param index the document's index as the input has it
   * @param document valid until the call returns
   * @return a document that is valid until this thread calls again
   * @throws DocumentRejectedException if it cannot be changed; it counts as rejected then
   */
  Document apply(IndexInfo index, Document document) throws DocumentRejectedException;

  /**
   * Looks at an index before its first document.
   *
   * @throws org.indexport.DumpException if its documents must not be changed like this
   * @throws IOException if looking fails
   */
  default void check(IndexInfo index) throws IOException {}

  /**
   * Whether what becomes of a document depends on it and its index alone; such a transform may be
   * called by several threads at a time, in any order.
   */
  default boolean isStateless() {
    return false;
  }

  /** What tells this transform from others, for a transfer that goes on after an interruption. */
  default String describe() {
    return "true";
  }
}
