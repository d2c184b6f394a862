package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.Dumps;
import org.indexport.ReadOptions;
import org.indexport.lucene.LuceneIndexer;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;

/**
 * Importing JSON lines into Lucene against {@link HandWrittenImport}.
 *
 * <p>Arguments: a corpus of JSON lines, a folder to work in, how many documents at least, rounds.
 */
public final class LuceneImport {
  private static final int THREADS = 2;
  private static final int BATCH = 1_000;

  private LuceneImport() {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long documents = arguments.length > 2 ? Long.parseLong(arguments[2]) : 500_000;
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5;
    try (WorkFolder work = WorkFolder.in(folder)) {
      Corpus.Written lines =
          Corpus.read(Path.of(arguments[0])).write(work.file("corpus.jsonl"), documents, 0);
      System.out.println(
          "Import into Lucene: " + lines + ", " + THREADS + " threads, batches of " + BATCH);
      new Race(rounds)
          .run(
              "DumpImporter",
              () -> importDump(lines.file(), work.fresh("ours")),
              "hand-written loop",
              () -> new HandWrittenImport(THREADS, BATCH).run(lines.file(), work.fresh("hand")));
      System.out.printf(
          "  index: ours %,.0f MB, by hand %,.0f MB%n",
          WorkFolder.bytes(work.file("ours")) / 1e6, WorkFolder.bytes(work.file("hand")) / 1e6);
    }
  }

  /** Imports lines into a folder, as an index of the name of their file. */
  static void importDump(Path lines, Path target) throws IOException {
    ImportOptions options = ImportOptions.builder().workers(THREADS).batchDocuments(BATCH).build();
    ReadOptions read = ReadOptions.DEFAULT.with("primary-key", "id");
    try (DumpReader dump = Dumps.open(DumpSource.path(lines), read);
        LuceneIndexer indexer = LuceneIndexer.builder(target).threads(THREADS).build()) {
      DumpImporter.from(dump).options(options).into(indexer);
    }
  }
}
