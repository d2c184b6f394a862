package org.indexport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.indexport.ExistingTargetException;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies the files of an engine into one file. */
@Command(
    name = "snapshot",
    customSynopsis = "indexport snapshot SOURCE OUTPUT [OPTIONS]",
    sortOptions = false,
    description = {
      "Copy the files of a live engine, as they were at one moment, into one file. The same engine,"
          + " of this version or a newer one, can use them; to move data to another, take a dump."
    },
    footer = {
      "",
      "Example: indexport snapshot lucene:/srv/search search.snapshot --overwrite",
      "         indexport restore search.snapshot /srv/search-restored"
    })
final class SnapshotCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "An engine, such as lucene:DIR.")
  String source = "";

  @Parameters(index = "1", paramLabel = "OUTPUT", description = "A new file.")
  String output = "";

  @Option(
      names = "--overwrite",
      description = "Replace the output if it is a file already, when the new one is whole.")
  boolean overwrite;

  @Mixin final TakeOptions taking = new TakeOptions();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  SnapshotCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    SnapshotSource from = taking.source(source);
    SnapshotFile file = SnapshotFile.at(target(), taking.options());
    SnapshotReport done =
        Interruptible.run(terminal, "there is no new snapshot", () -> file.store(from));
    if (report.json) {
      writeJson(done);
    } else if (!common.quiet) {
      terminal.print(text(done));
    }
    return ExitCode.FINE;
  }

  private Path target() throws IOException {
    if (InputOptions.connector(output) != null) {
      throw new UsageException(output + " is an engine; name a file");
    }
    if (OutputOptions.isStream(output)) {
      throw new UsageException("snapshot: name a file; it is not written to a pipe");
    }
    Path path = Path.of(output);
    if (output.endsWith("/") || Files.isDirectory(path)) {
      throw new UsageException(
          output + " is a folder; name a file, or use 'indexport repo add' for a repository");
    }
    if (!overwrite && SnapshotText.exists(path)) {
      throw new ExistingTargetException(
          output + ": it exists already; choose another name, or replace it with --overwrite");
    }
    return path;
  }

  private void writeJson(SnapshotReport done) throws IOException {
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.put("command", "snapshot")
          .put("exitCode", (long) ExitCode.FINE)
          .put("input", source)
          .put("output", output);
      SnapshotText.write(json, done);
    }
  }

  private String text(SnapshotReport done) {
    return "%s → %s, %s, %s in %s, packed %s, %s%n"
        .formatted(
            Text.printable(source),
            Text.printable(output),
            SnapshotText.files(done.files()),
            Text.size(done.bytes()),
            Text.time(done.took()),
            Text.size(done.storedBytes()),
            done.engine());
  }
}
