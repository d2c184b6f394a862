package org.indexport.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.indexport.lifecycle.DatabaseState;
import org.indexport.lucene.LuceneSnapshotSource;
import org.indexport.snapshot.LeaseHeldException;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.spi.SnapshotReport;

/** Kills {@link SnapshotWork}, which is a process of its own. */
abstract class WorkKill extends KillKind {
  final WorkFolder work;

  private WorkKill(String name, WorkFolder work) {
    super(name);
    this.work = work;
  }

  /** While it forgets points of a repository and collects garbage. */
  static WorkKill clean(WorkFolder work, Path repository, Path database) {
    return new CleanKill(work, repository, database);
  }

  /** While it restores the last point of a repository. */
  static WorkKill restorePoint(WorkFolder work, Path repository, ServerContents expected) {
    return new RestoreKill("restore of a point", work, "restore-point", repository, expected);
  }

  /** While it restores a snapshot file. */
  static WorkKill restoreFile(WorkFolder work, Path file, ServerContents expected) {
    return new RestoreKill("restore of a snapshot file", work, "restore-file", file, expected);
  }

  /** While it restores a snapshot file over a database. */
  static WorkKill replace(WorkFolder work, Path file, ServerContents expected) {
    return new ReplaceKill(work, file, expected);
  }

  /** What is done before each time. */
  abstract void prepareOne() throws Exception;

  /** The arguments of the work. */
  abstract List<String> arguments();

  /** Looks at what was left, and does the work again. */
  abstract void check(boolean ended) throws Exception;

  private Process start() throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SnapshotWork.class.getName()));
    words.addAll(arguments());
    return new ProcessBuilder(words)
        .redirectError(ProcessBuilder.Redirect.appendTo(work.file("work.log").toFile()))
        .start();
  }

  private void requireSaid(BufferedReader said, String word) throws IOException, Violation {
    String line = said.readLine();
    require(
        word.equals(line),
        "the process ended by itself: " + Files.readString(work.file("work.log")));
  }

  @Override
  final long undisturbed() throws Exception {
    prepareOne();
    Process process = start();
    try (BufferedReader said = process.inputReader()) {
      requireSaid(said, SnapshotWork.BEGUN);
      long start = System.nanoTime();
      requireSaid(said, SnapshotWork.DONE);
      long took = millisecondsSince(start);
      process.waitFor();
      check(true);
      return took;
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  final boolean killAfter(long moment) throws Exception {
    prepareOne();
    Process process = start();
    boolean ended;
    try (BufferedReader said = process.inputReader()) {
      requireSaid(said, SnapshotWork.BEGUN);
      Thread.sleep(moment);
      // The process itself would close what it has said, too.
      process.toHandle().destroyForcibly();
      process.waitFor();
      ended = SnapshotWork.DONE.equals(said.readLine());
    } finally {
      process.destroyForcibly();
    }
    check(ended);
    return !ended;
  }

  private static final class CleanKill extends WorkKill {
    private final Path folder;
    private final Path database;
    private String last = "";

    CleanKill(WorkFolder work, Path folder, Path database) {
      super("forget and collect garbage", work);
      this.folder = folder;
      this.database = database;
    }

    /** Adds a point of what the clients have added in the meantime. */
    @Override
    void prepareOne() throws Exception {
      SnapshotRepository repository =
          Files.exists(folder)
              ? SnapshotRepository.open(folder, SnapshotWork.patient())
              : SnapshotRepository.initialize(folder, SnapshotWork.patient());
      SnapshotReport report = repository.store(LuceneSnapshotSource.of(database));
      last = report.name();
    }

    @Override
    List<String> arguments() {
      return List.of("clean", folder.toString());
    }

    @Override
    void check(boolean ended) throws Exception {
      SnapshotRepository repository = ServerUnderTest.sound(folder);
      int points = repository.points().size();
      require(
          points > 0 && repository.points().get(points - 1).id().equals(last),
          folder + ": the last point is not there any more: " + last);
      Path restored = work.fresh("restored");
      repository.restoreLatest(restored, SnapshotWork.ENGINE, RestoreOptions.DEFAULT);
      require(
          ServerContents.ofDatabase(restored).isSame(ServerContents.ofDatabase(database)),
          folder + ": the last point is not what was stored: " + last);
      checkRefusal(repository);
    }

    /** Either the lease is free or over, or the message says what to do. */
    private static void checkRefusal(SnapshotRepository repository) throws Exception {
      try {
        repository.collectGarbage();
      } catch (LeaseHeldException e) {
        require(String.valueOf(e.getMessage()).contains("wait until"), e.toString());
      }
    }
  }

  private static class RestoreKill extends WorkKill {
    private final String command;
    private final Path source;
    private final ServerContents expected;

    RestoreKill(
        String name, WorkFolder work, String command, Path source, ServerContents expected) {
      super(name, work);
      this.command = command;
      this.source = source;
      this.expected = expected;
    }

    final Path target() {
      return work.file("restoring").resolve("data.ix");
    }

    @Override
    void prepareOne() throws Exception {
      Files.createDirectories(work.fresh("restoring"));
    }

    @Override
    List<String> arguments() {
      return List.of(command, source.toString(), target().toString());
    }

    @Override
    void check(boolean ended) throws Exception {
      if (!Files.exists(target())) {
        require(!ended, target() + " is not there, although restoring it has ended");
        restore();
      }
      require(
          ServerContents.ofDatabase(target()).isSame(expected),
          target() + " does not hold what was in " + source);
    }

    void restore() throws IOException {
      if (command.equals("restore-point")) {
        SnapshotRepository.open(source)
            .restoreLatest(target(), SnapshotWork.ENGINE, RestoreOptions.DEFAULT);
      } else {
        SnapshotFile.at(source).restore(target(), SnapshotWork.ENGINE, RestoreOptions.DEFAULT);
      }
    }
  }

  /** In between, what was there may be under another name, which a server must not overlook. */
  private static final class ReplaceKill extends RestoreKill {
    private final Path file;

    ReplaceKill(WorkFolder work, Path file, ServerContents expected) {
      super("restore over a database", work, "replace-from-file", file, expected);
      this.file = file;
    }

    @Override
    void prepareOne() throws Exception {
      super.prepareOne();
      restore();
    }

    @Override
    void check(boolean ended) throws Exception {
      require(
          Files.exists(target()) || DatabaseState.of(target()) == DatabaseState.MOVED_AWAY,
          target() + ": a server would start with an empty database");
      super.check(ended);
    }

    @Override
    void restore() throws IOException {
      SnapshotFile.at(file).restore(target(), SnapshotWork.ENGINE, SnapshotWork.REPLACING);
    }
  }
}
