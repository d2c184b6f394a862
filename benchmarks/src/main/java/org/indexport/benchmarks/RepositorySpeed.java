package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.indexport.Document;
import org.indexport.EngineVersion;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.lucene.DocumentMapper;
import org.indexport.lucene.LuceneConnector;
import org.indexport.lucene.LuceneIndexer;
import org.indexport.lucene.LuceneSnapshotSource;
import org.indexport.lucene.SourceMapper;
import org.indexport.schema.Schema;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.SnapshotRepository;

/**
 * The second point of a repository against the first one, when 1 % of the documents of a Lucene
 * index were changed in between, spread over all of it and merged as Lucene sees fit; and restoring
 * the second one against {@code cp -r}, {@code sync} and {@code sha256sum} of the same files. All
 * in this process, as in a server; the first time is not measured. The index goes on changing from
 * round to round, the repository is a new one in each.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many documents at least, rounds.
 */
public final class RepositorySpeed {
  private static final EngineVersion ENGINE = new LuceneConnector().engineVersion().orElseThrow();
  private static final DocumentMapper MAPPER = new SourceMapper();
  private static final IndexName INDEX = IndexName.of("corpus");
  private static final int CHANGED_OF = 100;
  private static final double BYTES_BAR = 0.05;
  private static final double TIME_BAR = 0.20;

  private final WorkFolder work;
  private final Corpus corpus;
  private final long documents;
  private final IndexWriter writer;
  private final LuceneSnapshotSource source;
  private final Random random = new Random(20261121);

  private RepositorySpeed(WorkFolder work, Corpus corpus, long documents, IndexWriter writer) {
    this.work = work;
    this.corpus = corpus;
    this.documents = documents;
    this.writer = writer;
    this.source = LuceneSnapshotSource.of(() -> Map.of(INDEX, writer));
  }

  /** What it took to add a point. */
  private record Point(double seconds, long bytes) {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Corpus corpus = Corpus.read(Path.of(arguments[0]));
    long documents = arguments.length > 2 ? Long.parseLong(arguments[2]) : 500_000;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
    try (WorkFolder work = WorkFolder.in(Path.of(arguments[1]))) {
      Corpus.Written lines = corpus.write(work.file("corpus.jsonl"), documents, 0);
      Path folder = work.file("data");
      LuceneImport.importDump(lines.file(), folder);
      System.out.printf(
          "Points of a repository: %s, index of %,.0f MB, %d rounds%n",
          lines, WorkFolder.bytes(folder) / 1e6, rounds);
      try (Directory directory = FSDirectory.open(folder.resolve(INDEX.path()));
          IndexWriter writer = new IndexWriter(directory, config())) {
        RepositorySpeed speed = new RepositorySpeed(work, corpus, lines.documents(), writer);
        speed.add(rounds);
        speed.restore(rounds);
      }
    }
  }

  /** As the example server has it. */
  private static IndexWriterConfig config() {
    return LuceneIndexer.writerConfig(MAPPER, Schema.EMPTY)
        .setOpenMode(OpenMode.APPEND)
        .setIndexDeletionPolicy(new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy()));
  }

  private void add(int rounds) throws Exception {
    double[] bytes = new double[rounds];
    double[] times = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      SnapshotRepository repository = SnapshotRepository.initialize(work.fresh("repository"));
      Point first = point(repository);
      change();
      Point second = point(repository);
      if (round < 0) {
        continue;
      }
      bytes[round] = (double) second.bytes() / first.bytes();
      times[round] = second.seconds() / first.seconds();
      System.out.printf(
          "  round %d: first %.2f s, %,.1f MB; second %.2f s, %,.1f MB%n",
          round + 1, first.seconds(), first.bytes() / 1e6, second.seconds(), second.bytes() / 1e6);
    }
    tell("bytes", bytes, BYTES_BAR);
    tell("time", times, TIME_BAR);
  }

  private static void tell(String what, double[] ratios, double bar) {
    double median = Race.median(ratios);
    System.out.printf(
        "  %s of the second point: median %.2f %% of the first, bar %.0f %%: %s%n",
        what, 100 * median, 100 * bar, median <= bar ? "holds" : "MISSED");
  }

  private Point point(SnapshotRepository repository) throws Exception {
    new ProcessBuilder("sync").start().waitFor();
    long before = WorkFolder.bytes(repository.folder());
    long start = System.nanoTime();
    repository.store(source);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Point(seconds, WorkFolder.bytes(repository.folder()) - before);
  }

  /** Changes documents anywhere, and waits for what Lucene merges because of it. */
  private void change() throws IOException {
    IndexInfo info = IndexInfo.builder(INDEX).primaryKey("id").build();
    DocumentMapper.Encoder encoder = MAPPER.encoder(info, Schema.EMPTY);
    for (long i = 0; i < documents / CHANGED_OF; i++) {
      String json =
          new String(
              corpus.document(Math.floorMod(random.nextLong(), documents)), StandardCharsets.UTF_8);
      String changed =
          json.substring(0, json.length() - 1) + ",\"changed\":" + random.nextInt(1_000_000) + "}";
      Document document = Document.of(changed);
      String id = json.substring("{\"id\":\"".length(), json.indexOf('"', "{\"id\":\"".length()));
      writer.updateDocument(MAPPER.idTerm(id), encoder.fields(id, document));
    }
    writer.commit();
    if (writer.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merges) {
      merges.sync();
    }
  }

  private void restore(int rounds) throws Exception {
    SnapshotRepository repository = SnapshotRepository.open(work.file("repository"));
    Path files = work.file("files");
    repository.restoreLatest(files, ENGINE, RestoreOptions.DEFAULT);
    Scores scores = new Scores("%,.0f MB of files".formatted(WorkFolder.bytes(files) / 1e6));
    RestoreOptions options = RestoreOptions.builder().workers(2).build();
    VerifiedCopy copy = new VerifiedCopy(work.file("log"), files, work.file("copy"));
    Race race =
        new Race(rounds)
            .before(
                () -> {
                  for (String target : List.of("restored", "copy")) {
                    work.fresh(target);
                  }
                  work.readyMemory(WorkFolder.bytes(files));
                });
    scores.speed(
        race.run(
            "restore of a point",
            () -> repository.restoreLatest(work.file("restored"), ENGINE, options),
            VerifiedCopy.NAME,
            copy::run),
        VerifiedCopy.BAR);
    scores.print();
  }
}
