package org.indexport.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.IndexInfo;
import org.indexport.lucene.LuceneIndexer;
import org.indexport.spi.Indexer;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.ImportOptions.Start;
import org.indexport.transfer.TransferReport;

/** The sample that the README shows, so that it is compiled and tested. */
final class ReadmeSample {
  private ReadmeSample() {}

  // README: from here
  static TransferReport importDump(Path file, Path folder, Path checkpoint) throws IOException {
    try (DumpReader dump = Dumps.open(file); // the format is told by content
        Indexer lucene = LuceneIndexer.open(folder)) {
      for (IndexInfo index : dump.header().indexes()) {
        System.out.println("found index " + index.name());
      }
      ImportOptions options =
          ImportOptions.builder()
              .batchDocuments(5_000)
              .checkpoint(checkpoint)
              .start(Start.FROM_CHECKPOINT) // goes on where an interrupted import ended
              .build();
      TransferReport report = DumpImporter.from(dump).options(options).into(lucene);
      System.out.println(report.acknowledged() + " documents imported");
      return report;
    }
  }
  // README: to here
}
