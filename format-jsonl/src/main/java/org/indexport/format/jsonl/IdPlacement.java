package org.indexport.format.jsonl;

import org.indexport.IndexInfo;
import org.indexport.Lines;
import org.indexport.WriteOptions;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of ids that lie outside the documents.
 *
 * @param idField the member that takes them, or null
 * @param dropping whether they are dropped
 */
record IdPlacement(@Nullable String idField, boolean dropping) {
  static IdPlacement of(WriteOptions options) {
    String idField = options.option(FormatJsonl.ID_FIELD);
    boolean dropping = isTrue(options.option(FormatJsonl.DROP_IDS));
    if (idField != null && idField.isEmpty()) {
      throw new IllegalArgumentException("option id-field: expected a name, found nothing");
    }
    if (idField != null && dropping) {
      throw new IllegalArgumentException("options id-field and drop-ids exclude each other");
    }
    return new IdPlacement(idField, dropping);
  }

  private static boolean isTrue(@Nullable String value) {
    if (value == null || value.equals("false")) {
      return false;
    }
    if (!value.equals("true")) {
      throw new IllegalArgumentException(
          "option drop-ids: expected true or false, found '" + value + "'");
    }
    return true;
  }

  /** An index as it is written: with its ids in its documents, if anywhere. */
  IndexInfo applied(IndexInfo index) {
    if (index.lines() == Lines.SOURCE) {
      return index;
    }
    return index.toBuilder().lines(Lines.SOURCE).primaryKey(idField).build();
  }

  /** Throws unless it is said what becomes of the ids of this index. */
  void check(IndexInfo index) {
    if (index.lines() == Lines.ENVELOPE && idField == null && !dropping) {
      throw new IllegalArgumentException(
          "index "
              + index.name()
              + " has ids outside its documents, which JSON lines cannot hold; write them into a"
              + " member (option id-field NAME) or drop them (option drop-ids)");
    }
  }
}
