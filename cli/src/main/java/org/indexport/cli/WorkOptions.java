package org.indexport.cli;

import java.nio.file.Path;
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
      names = "--rejects",
      paramLabel = "FILE",
      description = "Write documents that the target refuses to this new file, with the reason.")
  @Nullable Path rejects;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Note there how far it came, to go on from after an interruption.")
  @Nullable Path checkpoint;

  @Option(names = "--resume", description = "Go on from the checkpoint, if there is one yet.")
  boolean resume;

  /** The number of threads. */
  int workers() {
    if (workers < 1) {
      throw new UsageException("--workers: expected 1 or more, found " + workers);
    }
    return workers;
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
