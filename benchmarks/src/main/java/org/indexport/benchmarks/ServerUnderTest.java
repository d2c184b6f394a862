package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.indexport.snapshot.RepositoryPoint;
import org.indexport.snapshot.RepositoryVerification;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotRepository;
import org.jspecify.annotations.Nullable;

/**
 * A database with a server that is killed over and over, what its clients were promised, and where
 * its dumps and snapshots appear.
 */
final class ServerUnderTest {
  static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

  private static final int CLIENTS = 2;
  private static final int LOGS = 5;
  private static final int BATCH = 1_000;
  private static final int WORDS = 60;

  private final WorkFolder work;
  private final long seed;
  private final List<DocumentRow> rows;
  private final Set<Path> knownDumps = new HashSet<>();
  private final Set<String> knownSnapshots = new HashSet<>();
  private final Map<String, String> dumpStates = new HashMap<>();
  private long documents;
  private int starts;

  ServerUnderTest(WorkFolder work, long seed) {
    this.work = work;
    this.seed = seed;
    this.rows =
        IntStream.range(0, CLIENTS).mapToObj(client -> new DocumentRow(client, seed)).toList();
  }

  List<DocumentRow> rows() {
    return rows;
  }

  Path database() {
    return work.file("data.ix");
  }

  Path dumps() {
    return work.file("dumps");
  }

  Path snapshot() {
    return work.file("snapshots").resolve("data.ix.snapshot");
  }

  /** Starts a server, which keeps points in a repository or not. */
  ServerProcess start(@Nullable Path repository) throws IOException, InterruptedException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--db-path", database().toString(),
                "--dump-dir", dumps().toString(),
                "--snapshot-dir", work.file("snapshots").toString()));
    if (repository != null) {
      options.addAll(
          List.of("--snapshot-repository", repository.toString(), "--snapshot-keep", "3"));
    }
    starts++;
    Files.deleteIfExists(log(starts - LOGS));
    return ServerProcess.start(log(starts), JVM, options);
  }

  private Path log(int start) {
    return work.file("server-" + start + ".log");
  }

  /** Adds what is there from the beginning. */
  void fill(ServerClient client, int count) throws IOException, InterruptedException {
    Random random = new Random(seed);
    for (String index : List.of(ServerContents.FIXED, ServerContents.GROWING)) {
      client.put("/indexes/" + index, "{\"primaryKey\":\"id\"}");
    }
    for (int from = 0; from < count; from += BATCH) {
      List<String> batch = new ArrayList<>();
      for (int id = from; id < Math.min(count, from + BATCH); id++) {
        batch.add(
            "{\"id\":\"%d\",\"text\":\"%s\"}".formatted(id, DocumentRow.words(random, WORDS)));
      }
      client.post("/indexes/" + ServerContents.FIXED + "/documents", batch.toString());
    }
    documents = count;
  }

  ServerLoad load(ServerClient client) {
    return ServerLoad.start(client, rows, seed + starts);
  }

  /** What must be there now, by client. */
  List<Long> acknowledged() {
    return rows.stream().map(DocumentRow::acknowledged).toList();
  }

  /** Has the next server asked for a dump of the one that was killed. */
  void expectDump(String uid, String state) {
    dumpStates.put(uid, state);
  }

  /**
   * Looks at what a server answers after a start, and lets the clients go on from there. What a
   * killed one has left beside dumps and snapshots must be gone.
   */
  void checkStarted(ServerClient client) throws Exception {
    ServerContents found = ServerContents.of(client, CLIENTS * DocumentRow.IDS);
    List<Long> last = check("the server after a start", found, acknowledged());
    for (DocumentRow row : rows) {
      row.resume(last.get(row.client()));
    }
    for (Path folder : List.of(dumps(), work.file("snapshots"))) {
      for (Path file : files(folder, ".*.{tmp,request}")) {
        throw new Violation(file + " is left after a start");
      }
    }
    for (Map.Entry<String, String> dump : dumpStates.entrySet()) {
      String state = client.dumpState(dump.getKey());
      KillKind.require(
          state.equals(dump.getValue()),
          "dump %s: expected %s, found %s".formatted(dump.getKey(), dump.getValue(), state));
    }
    dumpStates.clear();
  }

  /** Looks at all that a killed server has left. */
  void checkKilled(List<Long> atLeast, @Nullable Path repository) throws Exception {
    check(database().toString(), ServerContents.ofDatabase(database()), acknowledged());
    for (Path dump : files(dumps(), "*.dump")) {
      if (knownDumps.add(dump)) {
        check(dump.toString(), ServerContents.ofDump(dump), atLeast);
      } else {
        Files.delete(dump);
      }
    }
    checkSnapshot(atLeast);
    if (repository != null) {
      checkRepository(repository, atLeast);
    }
  }

  private void checkSnapshot(List<Long> atLeast) throws Exception {
    if (Files.exists(snapshot())) {
      SnapshotFile file = SnapshotFile.at(snapshot());
      KillKind.require(file.verify().isSound(), snapshot() + ": " + file.verify());
      if (knownSnapshots.add(file.describe().id())) {
        Path restored = work.fresh("restored");
        file.restore(restored, SnapshotWork.ENGINE, RestoreOptions.DEFAULT);
        check(snapshot().toString(), ServerContents.ofDatabase(restored), atLeast);
      }
    }
  }

  private void checkRepository(Path folder, List<Long> atLeast) throws Exception {
    SnapshotRepository repository = sound(folder);
    for (RepositoryPoint point : repository.points()) {
      if (knownSnapshots.add(point.id())) {
        Path restored = work.fresh("restored");
        repository.restore(point.id(), restored, SnapshotWork.ENGINE, RestoreOptions.DEFAULT);
        check(folder + ", " + point.id(), ServerContents.ofDatabase(restored), atLeast);
      }
    }
  }

  /** Opens a repository all of whose points must be whole. */
  static SnapshotRepository sound(Path folder) throws IOException, Violation {
    SnapshotRepository repository = SnapshotRepository.open(folder);
    RepositoryVerification verification = repository.verify();
    KillKind.require(verification.isSound(), folder + ": " + verification.problems());
    return repository;
  }

  private List<Long> check(String where, ServerContents found, List<Long> atLeast)
      throws Exception {
    KillKind.require(
        found.documents() == documents,
        "%s: expected %d documents, found %d".formatted(where, documents, found.documents()));
    List<Long> last = found.last(where, CLIENTS);
    for (DocumentRow row : rows) {
      long number = last.get(row.client());
      long least = atLeast.get(row.client());
      KillKind.require(
          number >= least && number <= row.sent(),
          "%s: expected documents %d to %d of client %d, found %d"
              .formatted(where, least, row.sent(), row.client(), number));
    }
    return last;
  }

  /** The files of a folder, if it is there. */
  static List<Path> files(Path folder, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
        all.forEach(files::add);
      }
    }
    return files;
  }
}
