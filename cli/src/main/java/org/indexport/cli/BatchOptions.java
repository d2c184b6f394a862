package org.indexport.cli;

import java.util.Locale;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.ImportOptions.Effect;
import org.indexport.transfer.ImportOptions.Start;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How documents are sent to a live engine. */
final class BatchOptions {
  /** What is done with an index that exists; names are as written on the command line. */
  enum Existing {
    append,
    replace;

    IfExists ifExists() {
      return IfExists.valueOf(name().toUpperCase(Locale.ROOT));
    }
  }

  @Option(
      names = "--batch-docs",
      paramLabel = "N",
      description = "The most documents of a batch; default: 1000.")
  int documents = ImportOptions.DEFAULT.batchDocuments();

  @Option(
      names = "--batch-bytes",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The most bytes of a batch, such as 4MiB, the default.")
  long bytes = ImportOptions.DEFAULT.batchBytes();

  @Option(
      names = "--if-exists",
      paramLabel = "append|replace",
      description = "What is done with indexes that exist; without it they are refused.")
  @Nullable Existing ifExists;

  @Option(names = "--dry-run", description = "Read and check everything, change nothing.")
  boolean dryRun;

  /** The options of an import. */
  ImportOptions importOptions(WorkOptions work) {
    if (documents < 1 || bytes < 1) {
      throw new UsageException("--batch-docs and --batch-bytes: expected 1 or more");
    }
    if (work.resume && work.checkpoint == null) {
      throw new UsageException("--resume: name the checkpoint with --checkpoint FILE");
    }
    return ImportOptions.builder()
        .batchDocuments(documents)
        .batchBytes(bytes)
        .workers(work.workers())
        .ifExists(ifExists == null ? IfExists.REFUSE : ifExists.ifExists())
        .checkpoint(work.checkpoint)
        .start(work.resume ? Start.FROM_CHECKPOINT : Start.ANEW)
        .rejects(work.rejects)
        .effect(dryRun ? Effect.DRY_RUN : Effect.IMPORT)
        .build();
  }
}
