package org.indexport.cli;

import java.util.Locale;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.ImportOptions.Effect;
import org.indexport.transfer.ImportOptions.Start;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a live engine is loaded. */
final class LoadOptions {
  /** What is done with an index that exists; names are as written on the command line. */
  enum Existing {
    append,
    replace;

    IfExists ifExists() {
      return IfExists.valueOf(name().toUpperCase(Locale.ROOT));
    }
  }

  @Option(
      names = "--if-exists",
      paramLabel = "append|replace",
      description = "What is done with indexes that exist; without it they are refused.")
  @Nullable Existing ifExists;

  @Option(names = "--dry-run", description = "Read and check everything, change nothing.")
  boolean dryRun;

  /** The options of an import. */
  ImportOptions importOptions(WorkOptions work) {
    return ImportOptions.builder()
        .batchDocuments(work.batchDocuments())
        .batchBytes(work.batchBytes())
        .workers(work.workers())
        .ifExists(ifExists == null ? IfExists.REFUSE : ifExists.ifExists())
        .checkpoint(work.checkpoint())
        .checkpointEvery(work.checkpointBytes(), ImportOptions.DEFAULT.checkpointInterval())
        .start(work.resume ? Start.FROM_CHECKPOINT : Start.ANEW)
        .rejects(work.rejects)
        .effect(dryRun ? Effect.DRY_RUN : Effect.IMPORT)
        .build();
  }
}
