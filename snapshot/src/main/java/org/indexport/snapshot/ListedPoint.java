package org.indexport.snapshot;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.indexport.Sha256;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * A point as a generation lists it.
 *
 * @param point what is known of it without looking at its file
 * @param seal the digest that its file ends with
 * @param unknown members that this version does not know, passed on to the next generation
 */
record ListedPoint(RepositoryPoint point, Sha256 seal, Map<String, String> unknown) {
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}");
  private static final Set<String> KNOWN =
      Set.of(
          "id", "createdAt", "engine", "files", "bytes", "newFiles", "storedBytes", "pointSha256");

  /** Whether a text can be the id of a point, and so part of a file's name. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  String id() {
    return point.id();
  }

  String toJson() {
    return new JsonObject.Builder()
        .put("id", point.id())
        .put("createdAt", point.created().toString())
        .putRaw("engine", RepositoryJson.text(point.engine()))
        .put("files", point.files())
        .put("bytes", point.bytes())
        .put("newFiles", point.newFiles())
        .put("storedBytes", point.storedBytes())
        .put("pointSha256", seal.toString())
        .putRaw(unknown)
        .build();
  }

  static ListedPoint parse(JsonObject json) throws MalformedJsonException {
    String id = RepositoryJson.string(json, "id");
    if (!isId(id)) {
      throw json.unexpected("id", "the id of a point");
    }
    RepositoryPoint point =
        new RepositoryPoint(
            id,
            RepositoryJson.engine(json),
            RepositoryJson.time(json, "createdAt"),
            RepositoryJson.number(json, "files"),
            RepositoryJson.number(json, "bytes"),
            RepositoryJson.number(json, "newFiles"),
            RepositoryJson.number(json, "storedBytes"));
    return new ListedPoint(
        point, RepositoryJson.digest(json, "pointSha256"), json.rawExcept(KNOWN));
  }
}
