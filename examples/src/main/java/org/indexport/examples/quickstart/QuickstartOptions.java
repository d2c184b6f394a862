package org.indexport.examples.quickstart;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param corpus the packages
 * @param meilisearchDump a dump that Meilisearch has written, with an index of movies
 * @param batchSize how many documents are imported at a time
 * @param keep the folder to leave all files in, or null to leave none
 */
record QuickstartOptions(Path corpus, Path meilisearchDump, int batchSize, @Nullable Path keep) {
  static final String HELP =
      """
      usage: quickstart [--batch-size N] [--keep DIR] [--corpus FILE] [--meilisearch-dump FILE]

      Indexes 10,000 packages into Lucene, dumps the index, imports the dump into a new
      index, and proves that both hold and find the same. Then a dump that Meilisearch has
      written becomes Lucene indexes.

        --batch-size N   import so many documents at a time (1000)
        --keep DIR       work in this folder, new or empty, and leave all files there
        --corpus FILE    index other packages of the same form: gzip'd JSON lines
        --meilisearch-dump FILE
                         import another dump of Meilisearch that has movies of the same form
      """;

  private static final Path CORPUS = Path.of("examples", "data", "debian-packages-10k.jsonl.gz");
  private static final Path MEILISEARCH_DUMP = Path.of("examples", "data", "meilisearch-0.29.dump");
  private static final int BATCH_SIZE = 1_000;

  /**
   * Reads the arguments; a later one wins over an earlier one.
   *
   * @throws IllegalArgumentException if one is not understood
   */
  static QuickstartOptions parse(List<String> arguments) {
    QuickstartOptions options = new QuickstartOptions(CORPUS, MEILISEARCH_DUMP, BATCH_SIZE, null);
    for (Iterator<String> left = arguments.iterator(); left.hasNext(); ) {
      String name = left.next();
      options =
          switch (name) {
            case "--batch-size" -> options.withBatchSize(value(name, left));
            case "--keep" ->
                new QuickstartOptions(
                    options.corpus,
                    options.meilisearchDump,
                    options.batchSize,
                    Path.of(value(name, left)));
            case "--corpus" ->
                new QuickstartOptions(
                    Path.of(value(name, left)),
                    options.meilisearchDump,
                    options.batchSize,
                    options.keep);
            case "--meilisearch-dump" ->
                new QuickstartOptions(
                    options.corpus, Path.of(value(name, left)), options.batchSize, options.keep);
            default -> throw new IllegalArgumentException("unknown option " + name);
          };
    }
    return options;
  }

  private static String value(String name, Iterator<String> left) {
    if (!left.hasNext()) {
      throw new IllegalArgumentException(name + " wants a value");
    }
    return left.next();
  }

  private QuickstartOptions withBatchSize(String text) {
    try {
      int size = Integer.parseInt(text);
      if (size >= 1) {
        return new QuickstartOptions(corpus, meilisearchDump, size, keep);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException("--batch-size wants a number from 1, not " + text);
  }
}
