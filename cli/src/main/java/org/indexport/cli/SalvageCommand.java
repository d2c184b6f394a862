package org.indexport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.indexport.DumpSource;
import org.indexport.format.v2.DumpSalvage;
import org.indexport.format.v2.SalvageReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Recovers what is whole of a damaged dump. */
@Command(
    name = "salvage",
    customSynopsis = "indexport salvage INPUT OUTPUT [OPTIONS]",
    sortOptions = false,
    description = {
      "Recover every whole part of a v2 dump that is incomplete or damaged, as a dump of its own,",
      "and tell exactly what is lost. Nothing is made up, and the input is not changed.",
      "Ends with 0 if it is proven that nothing is lost, else with 3."
    },
    footer = {"", "Example: indexport salvage broken.dump whole.dump"})
final class SalvageCommand implements Callable<Integer>, WritesDump {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "INPUT", description = "A v2 dump: a file or a folder.")
  String input = "";

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "A new file; a folder if it ends in '/'; '-' for standard output.")
  String output = "";

  @Mixin final CopyOptions options = new CopyOptions();

  SalvageCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    options.check(output);
    if (OutputOptions.isStream(input)) {
      throw new UsageException("salvage reads twice: name a file or a folder, not a pipe");
    }
    SalvageReport report;
    Duration time;
    try (DumpSource source = InputOptions.source(input, terminal);
        Progress progress = Progress.start("salvage", List.of(), terminal, options.common)) {
      report =
          DumpSalvage.of(source)
              .listener(CopyOptions.listener(progress, terminal))
              .to(options.sink(output, terminal));
      time = progress.elapsed();
    }
    int code = report.isWhole() ? ExitCode.FINE : ExitCode.INCOMPLETE;
    terminal.out().flush();
    OutputStream out = output.equals(InputOptions.STANDARD) ? terminal.err() : terminal.out();
    Losses losses = new Losses(report);
    if (options.report.json) {
      losses.writeJson(out, input, output, code, time);
    } else if (!options.common.quiet) {
      String title =
          "%s → %s, %s in %s%n"
              .formatted(
                  Text.printable(input),
                  Text.printable(output),
                  Text.documents(CopySummary.documents(report.manifest())),
                  Text.time(time));
      out.write((title + CopySummary.table(report.manifest())).getBytes(StandardCharsets.UTF_8));
    }
    if (!options.common.quiet || !report.isWhole()) {
      losses.lines().forEach(terminal::say);
    }
    return code;
  }
}
