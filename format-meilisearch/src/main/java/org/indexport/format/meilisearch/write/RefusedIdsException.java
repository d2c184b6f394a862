package org.indexport.format.meilisearch.write;

import java.util.List;
import org.indexport.DumpException;

/** Documents have ids that the engine would refuse, so the dump is not written. */
final class RefusedIdsException extends DumpException {
  private static final long serialVersionUID = 1L;

  /**
   * Lists them.
   *
   * @param refusals what is refused, with counts and examples
   */
  RefusedIdsException(List<String> refusals) {
    super(
        "Meilisearch would refuse this dump: "
            + String.join("; ", refusals)
            + "; map such ids to others (option ids=mapped, --map-ids), or change the documents");
  }
}
