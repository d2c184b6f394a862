package org.indexport.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.indexport.lucene.LuceneSnapshotSource;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotRepository;

/**
 * Kills the example server with SIGKILL at random moments: while it makes a dump, a snapshot file
 * or a point in a repository and clients add and search documents, and while it imports a dump or a
 * snapshot at launch; and processes that clean a repository or restore from it or from a file.
 *
 * <p>After each kill, what has its final name must be whole: dumps and snapshots, which must also
 * be of one point in time and hold all that was acknowledged before they were asked for, all points
 * of repositories, and databases. The next start must have every acknowledged document and no
 * litter, or refuse with a message that says why. Otherwise the folder stays as it is for
 * inspection, and the exit code is 1.
 *
 * <p>Arguments: a folder to work in, how many kills, the seed of the moments.
 */
public final class KilledServer {
  private static final int DOCUMENTS = 10_000;
  private static final int REPOSITORIES = 3;
  private static final int PROGRESS = 40;

  /** Some kills come after the end, as no two runs take the same time. */
  private static final double BEYOND = 1.1;

  private final WorkFolder work;
  private final ServerUnderTest server;

  private KilledServer(WorkFolder work, long seed) {
    this.work = work;
    this.server = new ServerUnderTest(work, seed);
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    int kills = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
    WorkFolder work = WorkFolder.in(Path.of(arguments[0]));
    System.out.println("Killed server: " + kills + " kills, seed " + seed);
    try {
      new KilledServer(work, seed).run(kills, new Random(seed));
    } catch (Exception e) {
      System.out.println("VIOLATED, or broken off; see " + work.file("") + ": " + e);
      throw e;
    }
    work.close();
  }

  private void run(int kills, Random random) throws Exception {
    long start = System.nanoTime();
    List<KillKind> kinds = kinds();
    for (KillKind kind : kinds) {
      kind.prepare();
    }
    for (int killed = 0, attempt = 0; killed < kills; attempt++) {
      // Whose kills came too late has its turn again.
      KillKind kind =
          attempt < kinds.size()
              ? kinds.get(attempt)
              : kinds.stream().min(Comparator.comparingInt(KillKind::kills)).orElseThrow();
      if (kind.kill(random.nextDouble() * BEYOND) && ++killed % PROGRESS == 0) {
        System.out.printf(
            "  %d kills in %,d s%n", killed, KillKind.millisecondsSince(start) / 1_000);
      }
    }
    try (ServerProcess process = server.start(null)) {
      server.checkStarted(new ServerClient(process.port()));
    }
    kinds.forEach(kind -> System.out.println("  " + kind));
    System.out.printf(
        "  %d kills in %,d s: nothing that was whole in name only, nothing lost, %,d documents"
            + " added meanwhile%n",
        kills,
        KillKind.millisecondsSince(start) / 1_000,
        server.rows().stream().mapToLong(DocumentRow::acknowledged).sum());
  }

  /** Fills the server, and takes a dump and snapshots to start with or to restore. */
  private List<KillKind> kinds() throws Exception {
    Path dump = work.file("fixture.dump");
    try (ServerProcess process = server.start(null)) {
      ServerClient client = new ServerClient(process.port());
      server.fill(client, DOCUMENTS);
      ServerLoad load = server.load(client);
      Thread.sleep(1_000);
      load.end();
      String uid = client.requestDump();
      client.awaitDump(uid, 5);
      Files.move(server.dumps().resolve(uid + ".dump"), dump);
      process.kill();
    }
    LuceneSnapshotSource source = LuceneSnapshotSource.of(server.database());
    SnapshotFile file = SnapshotFile.at(work.file("fixture.snapshot"));
    file.store(source);
    SnapshotRepository repository = SnapshotRepository.initialize(work.file("fixture.repository"));
    repository.store(source);
    ServerContents fixture = ServerContents.ofDatabase(server.database());
    KillKind.require(
        ServerContents.ofDump(dump).isSame(fixture), "a dump of a server that nobody disturbed");
    List<Path> repositories =
        IntStream.range(0, REPOSITORIES).mapToObj(i -> work.file("repository" + i)).toList();
    return List.of(
        ServerKill.dump(server),
        new LaunchKill(work, "dump", dump, fixture),
        ServerKill.snapshot(server),
        WorkKill.restoreFile(work, file.path(), fixture),
        WorkKill.replace(work, file.path(), fixture),
        ServerKill.repository(server, repositories),
        WorkKill.restorePoint(work, repository.folder(), fixture),
        new LaunchKill(work, "snapshot", file.path(), fixture),
        WorkKill.clean(work, work.file("cleaned.repository"), server.database()));
  }
}
