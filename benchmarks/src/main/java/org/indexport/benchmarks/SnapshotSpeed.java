package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.EngineVersion;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.SnapshotDescription;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotOptions;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;

/**
 * A snapshot file of a folder, such as a Lucene index that nobody writes to, against {@code tar |
 * zstd -3 -T2}; and restoring it against {@code cp -r}, {@code sync} and {@code sha256sum} of the
 * same files. Ours run in this process, as in a server; the first time is not measured. Ours are
 * verified and on the storage when they end; a second row has the archive of {@code tar} synced
 * too. Snapshots are packed at level 1 unless said otherwise; a third row has ours at level 3.
 *
 * <p>Arguments: the folder, a folder to work in, rounds, workers.
 */
public final class SnapshotSpeed {
  private static final int DENSER = 3;
  private static final EngineVersion ENGINE = new EngineVersion("benchmark", "1");

  private final Path folder;
  private final long bytes;
  private final WorkFolder work;
  private final Path log;
  private final Race race;
  private final Scores scores;
  private final SnapshotFile snapshot;
  private final SnapshotFile denser;
  private final RestoreOptions restoring;

  private SnapshotSpeed(Path folder, WorkFolder work, int rounds, int workers) throws IOException {
    this.folder = folder;
    this.work = work;
    this.log = work.file("log");
    this.race = new Race(rounds).before(this::prepare);
    this.bytes = WorkFolder.bytes(folder);
    this.scores = new Scores("%,.0f MB of files".formatted(bytes / 1e6));
    SnapshotOptions.Builder options = SnapshotOptions.builder().workers(workers);
    this.snapshot = SnapshotFile.at(work.file("data.snapshot"), options.build());
    this.denser = SnapshotFile.at(work.file("denser.snapshot"), options.level(DENSER).build());
    this.restoring = RestoreOptions.builder().workers(workers).build();
  }

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    int workers = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 2;
    try (WorkFolder work = WorkFolder.in(Path.of(arguments[1]))) {
      Path folder = Path.of(arguments[0]).toRealPath();
      SnapshotSpeed speed = new SnapshotSpeed(folder, work, rounds, workers);
      speed.store();
      speed.restore();
      speed.scores.print();
    }
  }

  private void store() throws Exception {
    String pack = "tar cf - -C \"$1\" . | zstd -3 -T2 -q -f -o \"$2\"";
    scores.speed(race.run("store", this::storeOnce, "tar | zstd -3 -T2", shell(pack)::run), 0.9);
    scores.speed(
        race.run(
            "store",
            this::storeOnce,
            "tar | zstd -3 -T2, sync",
            shell(pack + " && sync \"$2\"")::run));
    scores.speed(
        race.run(
            "store at level " + DENSER,
            () -> denser.store(this::pin),
            "tar | zstd -3 -T2",
            shell(pack)::run));
    SnapshotDescription stored = snapshot.describe();
    long tar = WorkFolder.bytes(work.file("tar.zst"));
    System.out.printf(
        "  %,d files, %,.1f MB: snapshot %,.1f MB, at level %d %,.1f MB; tar.zst %,.1f MB%n",
        stored.files(),
        stored.bytes() / 1e6,
        stored.storedBytes() / 1e6,
        DENSER,
        denser.describe().storedBytes() / 1e6,
        tar / 1e6);
  }

  private void storeOnce() throws IOException {
    snapshot.store(this::pin);
  }

  private void restore() throws Exception {
    VerifiedCopy copy = new VerifiedCopy(log, folder, work.file("copy"));
    scores.speed(
        race.run("restore", this::restoreOnce, VerifiedCopy.NAME, copy::run), VerifiedCopy.BAR);
  }

  private void restoreOnce() throws IOException {
    snapshot.restore(work.file("restored"), ENGINE, restoring);
  }

  private Command shell(String script) {
    return Command.other(
        log,
        Command.NOWHERE,
        "sh",
        "-c",
        script,
        "sh",
        folder.toString(),
        work.file("tar.zst").toString());
  }

  private void prepare() throws IOException {
    for (String copy : List.of("restored", "copy")) {
      work.fresh(copy);
    }
    work.readyMemory(bytes);
  }

  /** All files of the folder, as they are. */
  private PinnedFiles pin() throws IOException {
    List<PinnedFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.add(new PinnedFile(folder.relativize(file).toString(), Files.size(file), null));
      }
    }
    return new PinnedFiles() {
      @Override
      public EngineVersion engine() {
        return ENGINE;
      }

      @Override
      public List<PinnedFile> files() {
        return files;
      }

      @Override
      public ReadableByteChannel open(PinnedFile file) throws IOException {
        return FileChannel.open(folder.resolve(file.path()), StandardOpenOption.READ);
      }

      @Override
      public void close() {}
    };
  }
}
