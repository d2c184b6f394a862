package org.indexport.transfer;

import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentTotals;

/**
 * What became of one part.
 *
 * @param read what was read
 * @param filtered how many documents were left out
 * @param acknowledged what the target took
 * @param rejected what it refused
 */
record PartOutcome(
    DocumentTotals read, long filtered, DocumentTotals acknowledged, List<Rejected> rejected) {
  /**
   * A refused document.
   *
   * @param id its id
   * @param reason why it was refused
   * @param document valid while the part is open
   */
  record Rejected(String id, String reason, Document document) {}
}
