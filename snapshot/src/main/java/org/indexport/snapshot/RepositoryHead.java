package org.indexport.snapshot;

import java.time.Instant;
import org.indexport.DumpException;
import org.indexport.ReadLimits;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * What {@code repository.json} says; it is written once.
 *
 * @param id 32 hexadecimal digits
 * @param created when the repository was made
 * @param publishing how files appear in it
 */
record RepositoryHead(String id, Instant created, Publishing publishing) {
  static final String KIND = "repository";

  /** How files appear under their names. */
  enum Publishing {
    /** Whole: one that is cut off is damaged. */
    ATOMIC("atomic"),
    /**
     * While they are being written, for want of atomic moves: one that is cut off may be of a
     * process that is no more.
     */
    IN_PLACE("in-place");

    private final String id;

    Publishing(String id) {
      this.id = id;
    }
  }

  byte[] toBytes() {
    return RepositoryJson.seal(
        RepositoryJson.start(KIND)
            .put("id", id)
            .put("createdAt", created.toString())
            .put("publishing", publishing.id));
  }

  static RepositoryHead parse(String where, byte[] bytes, ReadLimits limits) throws DumpException {
    return RepositoryJson.open(
        where,
        bytes,
        KIND,
        limits,
        (json, seal) ->
            new RepositoryHead(
                RepositoryJson.string(json, "id"),
                RepositoryJson.time(json, "createdAt"),
                publishing(json)));
  }

  private static Publishing publishing(JsonObject json) throws MalformedJsonException {
    String text = RepositoryJson.string(json, "publishing");
    for (Publishing publishing : Publishing.values()) {
      if (publishing.id.equals(text)) {
        return publishing;
      }
    }
    throw json.unexpected("publishing", "\"atomic\" or \"in-place\"");
  }
}
