package org.indexport.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** What restoring a snapshot is compared with: copying its files, syncing and hashing them. */
final class VerifiedCopy {
  /** The peer. */
  static final String NAME = "cp -r, sync, sha256sum";

  /** How fast a restore is to be at least, times this. */
  static final double BAR = 0.8;

  private static final String SCRIPT =
      "cp -r \"$1\" \"$2\" && find \"$2\" -exec sync {} +"
          + " && find \"$2\" -type f -exec sha256sum {} + > /dev/null";

  private final Command command;

  /**
   * Prepares.
   *
   * @param to where there must be nothing
   */
  VerifiedCopy(Path log, Path from, Path to) {
    this.command =
        Command.other(
            log, Command.NOWHERE, "sh", "-c", SCRIPT, "sh", from.toString(), to.toString());
  }

  void run() throws IOException, InterruptedException {
    command.run();
  }
}
