package org.indexport.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.spi.DumpFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what an input holds. */
@Command(
    name = "inspect",
    customSynopsis = "indexport inspect INPUT [OPTIONS]",
    sortOptions = false,
    description = {
      "Tell what a dump, a live engine or a snapshot file holds. Of an incomplete or damaged dump,"
          + " what is known of it."
    },
    footer = {"", "Example: indexport inspect --count today.dump"})
final class InspectCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "INPUT",
      description = "A dump or snapshot file, told by content; '-' for standard input; an engine.")
  String input = "";

  @Option(names = "--count", description = "Read everything, so that all counts are exact.")
  boolean count;

  @Option(names = "--show-secrets", description = "Show secrets instead of ***.")
  boolean showSecrets;

  @Mixin final InputOptions reading = new InputOptions();
  @Mixin final NamedOptions named = new NamedOptions();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Inspection inspection;
    try {
      inspection = inspect();
    } catch (UnknownFormatException | TruncatedDumpException | CorruptDumpException e) {
      SnapshotInput snapshot = SnapshotInput.insteadOf(input, reading);
      if (snapshot != null) {
        return snapshot.inspect(report, terminal);
      }
      if (e instanceof UnknownFormatException) {
        throw e;
      }
      inspection = withoutHeader(e);
    }
    if (report.json) {
      inspection.writeJson(terminal.out(), showSecrets);
    } else {
      terminal.print(inspection.text());
    }
    return ExitCode.FINE;
  }

  private Inspection inspect() throws IOException {
    int slices = Runtime.getRuntime().availableProcessors();
    try (Input opened = reading.open(input, named, slices, terminal, Damage.SKIP)) {
      named.checkAllUsed();
      try (Progress progress = Progress.start("inspect", opened, terminal, common)) {
        Interruption interruption = terminal.interruption();
        return Inspection.of(
            opened,
            count,
            (documents, bytes) -> {
              interruption.checkUnchecked();
              progress.progressed(documents, bytes);
            });
      }
    }
  }

  /** A dump whose very start is damaged or missing. */
  private Inspection withoutHeader(DumpException problem) throws IOException {
    if (input.equals(InputOptions.STANDARD)) {
      // It was read and is gone; its format was told by --from at best.
      return Inspection.unreadable(input, String.valueOf(reading.from), problem);
    }
    try (DumpSource source = InputOptions.source(input, terminal)) {
      DumpFormat format = reading.format(source);
      return Inspection.unreadable(input, format.id(), problem);
    }
  }
}
