package org.indexport.format.meilisearch.write;

import java.util.ArrayList;
import java.util.List;
import org.indexport.DumpException;

/** Documents have no ids, or such that the engine would refuse, so the dump is not written. */
final class RefusedIdsException extends DumpException {
  private static final long serialVersionUID = 1L;

  /**
   * Lists them.
   *
   * @param ids what is refused, with counts and examples
   * @param keys which indexes lack a primary key, and why none can be taken
   */
  RefusedIdsException(List<String> ids, List<String> keys) {
    super("Meilisearch would refuse this dump: " + sentence(ids, keys));
  }

  private static String sentence(List<String> ids, List<String> keys) {
    List<String> parts = new ArrayList<>(ids);
    if (!ids.isEmpty()) {
      parts.add("map such ids to others (option ids=mapped, --map-ids), or change the documents");
    }
    parts.addAll(keys);
    if (!keys.isEmpty()) {
      parts.add("name the member that holds the ids (option id-field, --id-field)");
    }
    return String.join("; ", parts);
  }
}
