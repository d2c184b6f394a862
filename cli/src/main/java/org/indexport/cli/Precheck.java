package org.indexport.cli;

import java.io.IOException;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.TruncatedDumpException;
import org.indexport.transfer.DumpVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of an input before anything is written, so that one which is incomplete or damaged
 * changes nothing. What can be read only once is checked while it is used.
 */
final class Precheck {
  private Precheck() {}

  /**
   * Checks, unless there is nothing to find or no way to.
   *
   * @throws CorruptDumpException if the input is damaged
   * @throws TruncatedDumpException if it is cut short
   */
  static void check(
      Input input,
      InputOptions options,
      IncompleteOptions incomplete,
      Terminal terminal,
      CommonOptions common)
      throws IOException {
    boolean trusted = options.trust && input.reader().completeness() == Completeness.UNPROVABLE;
    if (incomplete.allowed || trusted || input.isProven() || !input.reader().isRewindable()) {
      return;
    }
    @Nullable DumpException problem;
    try (Progress progress = Progress.start("checking", input, terminal, common)) {
      Interruption interruption = terminal.interruption();
      problem =
          DumpVerifier.of(input.reader())
              .listener(
                  (documents, bytes) -> {
                    interruption.checkUnchecked();
                    progress.progressed(documents, bytes);
                  })
              .check();
    }
    refuse(problem);
  }

  /** Throws what is wrong. */
  static void refuse(@Nullable DumpException problem) throws DumpException {
    if (problem != null) {
      throw problem;
    }
  }
}
