package org.indexport.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpException;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * A state of the repository: which points there are. Each change is a new generation.
 *
 * @param number from 1; 0 is the state of a repository in which nothing was changed yet
 * @param seal the digest that its file ends with, or null if it has none
 * @param previous the seal of the generation that it follows, or null if it is the first
 * @param purpose what it was made for
 * @param created when it was made
 * @param points in the order in which they were added
 * @param unknown members that this version does not know, passed on to the next generation
 */
record Generation(
    long number,
    @Nullable Sha256 seal,
    @Nullable Sha256 previous,
    String purpose,
    Instant created,
    List<ListedPoint> points,
    Map<String, String> unknown) {
  private static final String KIND = "generation";
  private static final String POINTS = "points";
  private static final Set<String> KNOWN =
      Set.of(
          RepositoryJson.FORMAT,
          RepositoryJson.KIND,
          RepositoryJson.VERSION_MEMBER,
          RepositoryJson.SEAL,
          "repository",
          "generation",
          "previous",
          "purpose",
          "createdAt",
          POINTS);

  /** What there is before the first change. */
  static final Generation NONE =
      new Generation(0, null, null, "", Instant.EPOCH, List.of(), Map.of());

  /** The points as they are shown. */
  List<RepositoryPoint> shown() {
    return points.stream().map(ListedPoint::point).toList();
  }

  byte[] toBytes(String repository) {
    return RepositoryJson.seal(
        RepositoryJson.start(KIND)
            .put("repository", repository)
            .put("generation", number)
            .put("previous", previous == null ? null : previous.toString())
            .put("purpose", purpose)
            .put("createdAt", created.toString())
            .putRaw(POINTS, points.stream().map(ListedPoint::toJson).toList())
            .putRaw(unknown));
  }

  /**
   * Reads a generation.
   *
   * @param where names it in messages
   * @param repository the id of the repository that it must be of
   * @param number the number that it must have
   */
  static Generation parse(
      String where, byte[] bytes, String repository, long number, ReadLimits limits)
      throws DumpException {
    return RepositoryJson.open(
        where,
        bytes,
        KIND,
        limits,
        (json, seal) -> {
          if (!repository.equals(json.string("repository"))) {
            throw json.unexpected("repository", "the id " + repository);
          }
          if (RepositoryJson.number(json, "generation") != number) {
            throw json.unexpected("generation", Long.toString(number));
          }
          return new Generation(
              number,
              seal,
              json.has("previous") ? RepositoryJson.digest(json, "previous") : null,
              RepositoryJson.string(json, "purpose"),
              RepositoryJson.time(json, "createdAt"),
              points(json),
              json.rawExcept(KNOWN));
        });
  }

  private static List<ListedPoint> points(JsonObject json) throws MalformedJsonException {
    if (!json.has(POINTS)) {
      throw json.unexpected(POINTS, "an array");
    }
    List<ListedPoint> points = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonObject point : json.objects(POINTS)) {
      ListedPoint listed = ListedPoint.parse(point);
      if (!ids.add(listed.id())) {
        throw point.unexpected("id", "each point once");
      }
      points.add(listed);
    }
    return points;
  }
}
