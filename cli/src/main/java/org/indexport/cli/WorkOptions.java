package org.indexport.cli;

import java.nio.file.Path;
import org.indexport.transfer.ImportOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a transfer is carried out. */
final class WorkOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many threads work; default: one for each processor.")
  int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--batch-docs",
      paramLabel = "N",
      description = "The most documents of a batch for a live engine; default: 20000.")
  int batchDocuments = ImportOptions.DEFAULT.batchDocuments();

  @Option(
      names = "--batch-bytes",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The most bytes of such a batch; default: 4MiB.")
  long batchBytes = ImportOptions.DEFAULT.batchBytes();

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Write documents that the target refuses to this new file, with the reason.")
  @Nullable Path rejects;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Note there how far it came, to go on from after an interruption.")
  @Nullable Path checkpoint;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "After so many bytes, or 30 seconds, it is noted; default: 256MiB.")
  long checkpointBytes = ImportOptions.DEFAULT.checkpointBytes();

  @Option(names = "--resume", description = "Go on from the checkpoint, if there is one yet.")
  boolean resume;

  /** The number of threads. */
  int workers() {
    if (workers < 1) {
      throw new UsageException("--workers: expected 1 or more, found " + workers);
    }
    return workers;
  }

  int batchDocuments() {
    if (batchDocuments < 1) {
      throw new UsageException("--batch-docs: expected 1 or more, found " + batchDocuments);
    }
    return batchDocuments;
  }

  long batchBytes() {
    if (batchBytes < 1) {
      throw new UsageException("--batch-bytes: expected 1 or more, found " + batchBytes);
    }
    return batchBytes;
  }

  long checkpointBytes() {
    if (checkpointBytes < 1) {
      throw new UsageException("--checkpoint-every: expected 1 or more, found " + checkpointBytes);
    }
    return checkpointBytes;
  }

  /** The checkpoint file, or null. */
  @Nullable Path checkpoint() {
    if (resume && checkpoint == null) {
      throw new UsageException("--resume: name the checkpoint with --checkpoint FILE");
    }
    return checkpoint;
  }

  /** Refuses a checkpoint where none can be kept. */
  void refuseCheckpoint(String format) {
    if (checkpoint != null || resume) {
      throw new UsageException(
          "format %s cannot be resumed from a checkpoint; leave --checkpoint and --resume out"
              .formatted(format));
    }
  }
}
