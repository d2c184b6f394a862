package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What tests of repositories have in common. */
final class Repositories {
  static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

  private Repositories() {}

  static RepositoryOptions options(InstantSource clock) {
    return RepositoryOptions.builder()
        .leaseTimeToLive(TIME_TO_LIVE)
        .snapshots(SnapshotOptions.builder().workers(2).clock(clock).build())
        .build();
  }

  /** The paths of all files, with {@code /} between segments. */
  static List<String> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  static List<String> blobs(Path root) throws IOException {
    return files(root).stream().filter(file -> file.startsWith("blobs/")).toList();
  }

  static long bytes(Path root) throws IOException {
    long sum = 0;
    for (String file : files(root)) {
      sum += Files.size(root.resolve(file));
    }
    return sum;
  }

  /** What a point holds, by restoring it. */
  static Tree restored(SnapshotRepository repository, String point, Path folder)
      throws IOException {
    Path target = Files.createTempDirectory(folder, "restored");
    repository.restore(point, target, Tree.ENGINE, RestoreOptions.DEFAULT);
    return Tree.of(target);
  }

  static void assertSound(RepositoryVerification verification) {
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.isSound()).isTrue();
  }
}
