package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A repository that is published, so that every later version can be tried on it. */
final class RepositoryGoldens {
  static final Path FOLDER = Path.of("..", "docs", "format", "golden", "v1-repository");
  static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678Z");

  /** What the points hold. Once there was a release with them, they never change. */
  static final List<Tree> POINTS =
      List.of(
          new Tree()
              .with("segments_2", "two")
              .with("_0.cfs", Tree.bytes(300, 1))
              .with("two-chunks", "0123456789abcdef".repeat((4 << 20) / 16) + "x")
              .with("sub/empty", "")
              .with("sub/inner/\u00dcn\u00efcode \u65e5\u672c%/.hidden.zst", "odd")
              .withFolder("sub/nothing/in/it"),
          new Tree().with("segments_3", "three").with("_0.cfs", Tree.bytes(300, 1)),
          new Tree());

  private RepositoryGoldens() {}

  /** Writes the repository unless it is there. */
  public static void main(String[] arguments) throws IOException {
    if (Files.notExists(FOLDER)) {
      write(FOLDER);
      System.out.println(FOLDER);
    }
  }

  /** Writes three points, between the first two of which one was forgotten. */
  static void write(Path folder) throws IOException {
    SettableClock clock = new SettableClock();
    clock.set(CREATED);
    SnapshotRepository repository =
        SnapshotRepository.initialize(folder, Repositories.options(clock));
    repository.store(CountingEngine.of(POINTS.get(0)));
    clock.advance(Duration.ofHours(1));
    String forgotten = repository.store(CountingEngine.of(Tree.small())).name();
    repository.forget(List.of(forgotten));
    clock.advance(Duration.ofDays(1));
    repository.store(CountingEngine.of(POINTS.get(1)));
    repository.store(CountingEngine.withoutIdentities(POINTS.get(2)));
  }
}
