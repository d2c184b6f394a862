package org.indexport.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.WriteOptions;
import org.indexport.lucene.LuceneEngineSource;
import org.indexport.lucene.LuceneIndexer;
import org.indexport.lucene.SourceMapper;
import org.indexport.spi.Indexer;
import org.indexport.transfer.DumpExporter;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.TransferReport;

/** All that a server needs of the SDK: it dumps its indexes, and makes indexes from a dump. */
final class PackageDumps {
  static final String FORMAT = "v2";

  private PackageDumps() {}

  /**
   * Dumps all indexes of a folder as they are now, while writers may go on, and returns how many
   * documents were written. The file appears when it is whole, or not at all.
   */
  static long export(Path indexes, Path file) throws IOException {
    try (LuceneEngineSource lucene = LuceneEngineSource.open(indexes, new SourceMapper())) {
      DumpExporter exporter = DumpExporter.from(lucene);
      try (DumpWriter dump =
          Dumps.create(
              FORMAT, file, exporter.header().withCreatedAt(Instant.now()), WriteOptions.DEFAULT)) {
        return exporter.into(dump).acknowledged();
      }
    }
  }

  /**
   * Makes indexes from a dump, in a folder that has none of that name, and accounts for every
   * document.
   *
   * @param batchSize how many documents are sent to the index at a time
   */
  static TransferReport restore(Path file, Path indexes, int batchSize) throws IOException {
    ImportOptions options = ImportOptions.builder().batchDocuments(batchSize).build();
    try (DumpReader dump = Dumps.open(file);
        Indexer lucene = LuceneIndexer.open(indexes)) {
      return DumpImporter.from(dump).options(options).into(lucene);
    }
  }
}
