package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.indexport.EngineVersion;
import org.indexport.lucene.LuceneConnector;
import org.indexport.snapshot.RepositoryOptions;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.Retention;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotRepository;

/**
 * What {@link KilledServer} kills besides the server, in a process of its own that says {@value
 * #BEGUN} and {@value #DONE}.
 *
 * <p>Arguments: {@code clean} and a repository, of which the last two points are kept and the
 * garbage is collected; or {@code restore-point}, a repository and a folder; or {@code
 * restore-file}, or {@code replace-from-file} where there is one already, a snapshot file and a
 * folder.
 */
public final class SnapshotWork {
  static final String BEGUN = "begun";
  static final String DONE = "done";

  /** Engine and version of the files. */
  static final EngineVersion ENGINE = new LuceneConnector().engineVersion().orElseThrow();

  static final int KEPT = 2;

  static final RestoreOptions REPLACING = RestoreOptions.builder().replaceExisting().build();

  private static final Duration LEASE = Duration.ofSeconds(1);

  private SnapshotWork() {}

  /** How a repository is changed: a killed process bars it for a second only. */
  static RepositoryOptions patient() {
    return RepositoryOptions.builder()
        .leaseTimeToLive(LEASE)
        .waitForLease(LEASE.multipliedBy(20))
        .build();
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path source = Path.of(arguments[1]);
    say(BEGUN);
    switch (arguments[0]) {
      case "clean" -> clean(SnapshotRepository.open(source, patient()));
      case "restore-point" ->
          SnapshotRepository.open(source)
              .restoreLatest(Path.of(arguments[2]), ENGINE, RestoreOptions.DEFAULT);
      case "restore-file" ->
          SnapshotFile.at(source).restore(Path.of(arguments[2]), ENGINE, RestoreOptions.DEFAULT);
      case "replace-from-file" ->
          SnapshotFile.at(source).restore(Path.of(arguments[2]), ENGINE, REPLACING);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    say(DONE);
  }

  private static void clean(SnapshotRepository repository) throws IOException {
    repository.forget(Retention.keepLast(KEPT));
    repository.collectGarbage();
  }

  private static void say(String word) {
    System.out.println(word);
    System.out.flush();
  }
}
