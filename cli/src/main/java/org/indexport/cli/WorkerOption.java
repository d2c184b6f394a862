package org.indexport.cli;

import picocli.CommandLine.Option;

/** How many threads work on a snapshot. */
final class WorkerOption {
  /** More of them only wait for the storage. */
  private static final int MOST_BY_DEFAULT = 8;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many threads work; default: one for each processor, at most 8.")
  int workers = Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().availableProcessors());

  /** The number of threads. */
  int workers() {
    if (workers < 1) {
      throw new UsageException("--workers: expected 1 or more, found " + workers);
    }
    return workers;
  }
}
