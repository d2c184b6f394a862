package org.indexport.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.indexport.snapshot.SnapshotRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a repository. */
@Command(
    name = "init",
    customSynopsis = "indexport repo init REPO [OPTIONS]",
    sortOptions = false,
    description = "Make an empty repository of snapshots.",
    footer = {"", "Example: indexport repo init backup/"})
final class RepoInitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "REPO", description = "A new folder, or an empty one.")
  String repository = "";

  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  RepoInitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    SnapshotRepository made = SnapshotRepository.initialize(RepoOptions.path(repository));
    if (report.json) {
      try (JsonOutput json = new JsonOutput(terminal.out())) {
        json.put("command", "repo init")
            .put("exitCode", (long) ExitCode.FINE)
            .put("repository", repository)
            .put("id", made.id());
      }
    } else if (!common.quiet) {
      terminal.println(Text.printable(repository) + ": new repository " + made.id());
    }
    return ExitCode.FINE;
  }
}
