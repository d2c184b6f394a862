package org.indexport.examples;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.store.FSDirectory;
import org.indexport.EngineVersion;
import org.indexport.IndexName;
import org.indexport.UnknownFormatException;
import org.indexport.io.Closing;
import org.indexport.lifecycle.DumpLoader;
import org.indexport.lifecycle.DumpService;
import org.indexport.lifecycle.DumpService.WhenBusy;
import org.indexport.lifecycle.DumpStatus;
import org.indexport.lifecycle.DumpUid;
import org.indexport.lifecycle.LaunchException;
import org.indexport.lifecycle.LaunchImport;
import org.indexport.lifecycle.LaunchRequest;
import org.indexport.lifecycle.SnapshotSchedule;
import org.indexport.lifecycle.SnapshotService;
import org.indexport.lifecycle.WhenClosed;
import org.indexport.lucene.LuceneConnector;
import org.indexport.lucene.LuceneEngineSource;
import org.indexport.lucene.LuceneIndexer;
import org.indexport.lucene.LuceneSnapshotSource;
import org.indexport.lucene.SourceMapper;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.Retention;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotOptions;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.spi.EngineSource;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import org.indexport.spi.SnapshotStore;
import org.indexport.transfer.ImportOptions;

/** The samples of the guide for embedders: a server whose database is one Lucene index. */
final class EmbeddingSample implements Closeable {
  private static final System.Logger LOG = System.getLogger("server");
  private static final IndexName MOVIES = IndexName.of("movies");

  // docs/embedding.md: from here
  private static final EngineVersion ENGINE = new LuceneConnector().engineVersion().orElseThrow();

  private final IndexWriter writer;
  private final DumpService dumps;
  private final SnapshotService snapshots;
  private final SnapshotSchedule schedule;

  EmbeddingSample(Path home, LaunchRequest request) throws IOException {
    Path database = home.resolve("data.db");
    importAtLaunch(database, request, 1_000); // before anybody opens the database
    writer = openWriter(database.resolve(MOVIES.path()));
    dumps = openDumps(home.resolve("dumps"));
    snapshots = openSnapshots(home.resolve("snapshots"));
    schedule = SnapshotSchedule.start(snapshots, SnapshotSchedule.DEFAULT_INTERVAL);
  }

  @Override
  public void close() throws IOException {
    Closing.all(schedule, snapshots, dumps, writer, writer.getDirectory());
  }

  EngineSource openEngine() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) { // sees all that was added
      return LuceneEngineSource.of(MOVIES, reader, new SourceMapper()); // keeps it open
    }
  }

  private DumpService openDumps(Path folder) throws IOException {
    return DumpService.builder(folder, this::openEngine, "v2")
        .whenBusy(WhenBusy.QUEUE)
        .whenClosed(WhenClosed.CANCEL, Duration.ofSeconds(10))
        .bytesPerSecond(50_000_000)
        .listener(dump -> LOG.log(System.Logger.Level.INFO, "{0}", dump))
        .open();
  }

  String postDump() throws IOException {
    DumpStatus dump = dumps.create();
    return "{\"uid\":\"%s\",\"status\":\"%s\"}".formatted(dump.uid(), dump.state().id());
  }

  Optional<DumpStatus> dump(String uid) {
    return dumps.status(DumpUid.parse(uid));
  }

  private static void importAtLaunch(Path database, LaunchRequest request, int batchSize)
      throws LaunchException {
    ImportOptions options = ImportOptions.builder().batchDocuments(batchSize).build();
    LaunchImport.into(database, request)
        .dumps(DumpLoader.into(LuceneIndexer::open).options(options))
        .snapshots(
            (file, folder) -> SnapshotFile.at(file).restore(folder, ENGINE, RestoreOptions.DEFAULT))
        .run();
  }

  private SnapshotSource snapshotSource() {
    return LuceneSnapshotSource.of(() -> Map.of(MOVIES, writer));
  }

  private static IndexWriter openWriter(Path folder) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig();
    config.setIndexDeletionPolicy(
        new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy()));
    return new IndexWriter(FSDirectory.open(folder), config);
  }

  private SnapshotService openSnapshots(Path folder) throws IOException {
    Files.createDirectories(folder);
    SnapshotFile file =
        SnapshotFile.at(
            folder.resolve("data.db.snapshot"), SnapshotOptions.builder().workers(1).build());
    file.clearLeftovers(); // of a process that was killed
    return SnapshotService.builder(snapshotSource(), file)
        .listener(snapshot -> LOG.log(System.Logger.Level.INFO, "{0}", snapshot))
        .open();
  }

  CompletableFuture<SnapshotReport> postSnapshot() {
    return snapshots.takeNow();
  }

  static SnapshotStore history(Path folder) throws IOException {
    SnapshotRepository repository = openOrInitialize(folder);
    return source -> {
      SnapshotReport report = repository.store(source);
      repository.forget(Retention.keepLast(7).and(Retention.oneADay(30)));
      repository.collectGarbage();
      return report;
    };
  }

  private static SnapshotRepository openOrInitialize(Path folder) throws IOException {
    try {
      return SnapshotRepository.open(folder);
    } catch (UnknownFormatException e) { // no folder, an empty one, or one that was just begun
      return SnapshotRepository.initialize(folder);
    }
  }

  // docs/embedding.md: to here

  IndexWriter writer() {
    return writer;
  }
}
