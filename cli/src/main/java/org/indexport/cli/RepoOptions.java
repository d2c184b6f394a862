package org.indexport.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.indexport.UnknownFormatException;
import org.indexport.snapshot.RepositoryOptions;
import org.indexport.snapshot.RepositoryPoint;
import org.indexport.snapshot.SnapshotOptions;
import org.indexport.snapshot.SnapshotRepository;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands understand that change a repository, and what all of them do with it. */
final class RepoOptions {
  /** What stands for the point that was added last. */
  static final String LATEST = "latest";

  private static final int MOST_NAMED = 5;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long to wait while somebody else changes the repository; default: 0.")
  long wait;

  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  /** Opens a repository to change it. */
  SnapshotRepository open(String text, SnapshotOptions snapshots) throws IOException {
    if (wait < 0) {
      throw new UsageException("--wait: expected 0 or more, found " + wait);
    }
    return open(
        text,
        RepositoryOptions.builder()
            .snapshots(snapshots)
            .waitForLease(Duration.ofSeconds(Math.min(wait, Integer.MAX_VALUE)))
            .build());
  }

  /** Opens a repository to look at it. */
  static SnapshotRepository open(String text) throws IOException {
    return open(text, RepositoryOptions.DEFAULT);
  }

  /** Opens a repository. */
  static SnapshotRepository open(String text, RepositoryOptions options) throws IOException {
    try {
      return SnapshotRepository.open(path(text), options);
    } catch (UnknownFormatException e) {
      throw new UnknownFormatException(e.getMessage() + " (indexport repo init)", e);
    }
  }

  /** The folder of a repository. */
  static Path path(String text) {
    if (InputOptions.connector(text) != null) {
      throw new UsageException(
          text + " is an engine; name the folder of a repository, after the engine if both are");
    }
    return Path.of(text);
  }

  /**
   * The point that the user means.
   *
   * @param text an id, or {@link #LATEST}
   */
  static RepositoryPoint point(String repository, String text, List<RepositoryPoint> points) {
    if (points.isEmpty()) {
      throw new UsageException(repository + ": there is no point yet (indexport repo add)");
    }
    if (text.equals(LATEST)) {
      return points.get(points.size() - 1);
    }
    for (RepositoryPoint point : points) {
      if (point.id().equals(text)) {
        return point;
      }
    }
    List<String> last =
        points.subList(Math.max(0, points.size() - MOST_NAMED), points.size()).stream()
            .map(RepositoryPoint::id)
            .toList();
    throw new UsageException(
        "%s: there is no point '%s'; there is %s%s"
            .formatted(
                repository,
                text,
                last.size() < points.size() ? "…, " : "",
                String.join(", ", last)));
  }
}
