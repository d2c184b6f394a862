package org.indexport.cli;

import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Option;

/** How a command reports. */
final class ReportOptions {
  @Option(names = "--json", description = "Report as one JSON object.")
  boolean json;

  /** Writes the report of a transfer, to standard error where the other stream has the data. */
  int report(TransferSummary summary, Terminal terminal, CommonOptions common) throws IOException {
    boolean taken = summary.to() != null && summary.output().equals(InputOptions.STANDARD);
    terminal.out().flush();
    OutputStream out = taken ? terminal.err() : terminal.out();
    if (json) {
      summary.writeJson(out);
    } else if (!common.quiet) {
      summary.writeText(out);
    }
    return summary.exitCode();
  }
}
