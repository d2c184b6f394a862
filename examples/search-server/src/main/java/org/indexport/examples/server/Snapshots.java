package org.indexport.examples.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.indexport.UnknownFormatException;
import org.indexport.io.Closing;
import org.indexport.json.JsonObject;
import org.indexport.lifecycle.SnapshotSchedule;
import org.indexport.lifecycle.SnapshotService;
import org.indexport.lifecycle.SnapshotStatus;
import org.indexport.snapshot.RepositoryOptions;
import org.indexport.snapshot.Retention;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotOptions;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import org.indexport.spi.SnapshotStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of the database: as one file that the next one replaces, and into a repository of
 * many if there is one.
 */
final class Snapshots implements Closeable {
  /** How long a server that was killed keeps the next one from the repository. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final SnapshotService service;
  private final @Nullable SnapshotSchedule schedule;

  /** The one that was asked for last, taken or not. */
  private volatile @Nullable CompletableFuture<SnapshotReport> requested;

  private Snapshots(SnapshotService service, @Nullable SnapshotSchedule schedule) {
    this.service = service;
    this.schedule = schedule;
  }

  static Snapshots open(SnapshotSource source, ServerOptions options, PrintStream log)
      throws IOException {
    SnapshotService service =
        SnapshotService.builder(source, store(options))
            .listener(status -> tell(status, log))
            .open();
    Duration interval = options.snapshotInterval();
    return new Snapshots(
        service, interval == null ? null : SnapshotSchedule.start(service, interval));
  }

  private static SnapshotStore store(ServerOptions options) throws IOException {
    Path folder = options.snapshotFolder();
    Path file = folder.resolve(options.databaseName() + ".snapshot");
    SnapshotFile single = SnapshotFile.at(file, packing(options));
    single.clearLeftovers();
    SnapshotStore first =
        source -> {
          Files.createDirectories(folder);
          return single.store(source);
        };
    Path repository = options.path(Option.SNAPSHOT_REPOSITORY);
    return repository == null ? first : both(first, open(repository, options), options);
  }

  /** One worker, so that searches hardly feel it. */
  private static SnapshotOptions packing(ServerOptions options) {
    SnapshotOptions.Builder packing = SnapshotOptions.builder().workers(1);
    Long bytesPerSecond = options.number(Option.SNAPSHOT_BYTES_PER_SECOND);
    return (bytesPerSecond == null ? packing : packing.bytesPerSecond(bytesPerSecond)).build();
  }

  private static SnapshotRepository open(Path folder, ServerOptions options) throws IOException {
    RepositoryOptions repository =
        RepositoryOptions.builder()
            .snapshots(packing(options))
            .leaseTimeToLive(LEASE)
            .waitForLease(LEASE.multipliedBy(2))
            .build();
    try {
      return SnapshotRepository.open(folder, repository);
    } catch (UnknownFormatException e) {
      return SnapshotRepository.initialize(folder, repository);
    }
  }

  private static SnapshotStore both(
      SnapshotStore first, SnapshotRepository repository, ServerOptions options) {
    Retention retention = Retention.keepLast(options.snapshotsKept());
    return source -> {
      SnapshotReport report = first.store(source);
      repository.store(source);
      repository.forget(retention);
      repository.collectGarbage();
      return report;
    };
  }

  private static void tell(SnapshotStatus status, PrintStream log) {
    if (status.state() == SnapshotStatus.State.RUNNING) {
      log.println("snapshot: begun");
    } else {
      String failure = ", the last one at " + status.lastFailureAt() + ": " + status.lastError();
      log.println(
          "snapshot: %d taken, %d failed%s"
              .formatted(status.taken(), status.failed(), status.failed() == 0 ? "" : failure));
    }
  }

  /** Asks for a snapshot. How it ends is told by the listener, and by the other route. */
  synchronized Answer request() {
    requested = service.takeNow();
    return Answer.of(202, new JsonObject.Builder().put("status", "enqueued"));
  }

  /** Tells of those that were taken. */
  Answer describe() {
    // Looked at before the status, which is up to date when a request is done.
    boolean waiting = isWaiting();
    SnapshotStatus status = service.status();
    boolean running = status.state() == SnapshotStatus.State.RUNNING;
    Instant failedAt = status.lastFailureAt();
    JsonObject.Builder json =
        new JsonObject.Builder()
            .put("status", running ? "in_progress" : waiting ? "enqueued" : "idle")
            .put("taken", status.taken())
            .put("failed", status.failed())
            .put("lastFailureAt", failedAt == null ? null : failedAt.toString())
            .put("lastError", status.lastError());
    SnapshotReport last = status.lastReport();
    if (last != null) {
      json.putRaw("last", describe(last));
    }
    return Answer.of(200, json);
  }

  private boolean isWaiting() {
    CompletableFuture<SnapshotReport> last = requested;
    return last != null && !last.isDone();
  }

  private static String describe(SnapshotReport report) {
    return new JsonObject.Builder()
        .put("name", report.name())
        .put("createdAt", report.created().toString())
        .put("engine", report.engine().toString())
        .put("files", report.files())
        .put("bytes", report.bytes())
        .build();
  }

  @Override
  public void close() throws IOException {
    Closing.all(schedule, service);
  }
}
