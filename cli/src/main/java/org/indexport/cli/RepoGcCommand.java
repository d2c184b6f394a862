package org.indexport.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.indexport.snapshot.GarbageReport;
import org.indexport.snapshot.SnapshotOptions;
import org.indexport.snapshot.SnapshotRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes what no point of a repository needs. */
@Command(
    name = "gc",
    customSynopsis = "indexport repo gc REPO [OPTIONS]",
    sortOptions = false,
    description = {
      "Delete what no point of a repository needs, and what processes left that were killed; but"
          + " nothing that is younger than two minutes, so that nobody who adds is disturbed."
    },
    footer = {"", "Example: indexport repo gc backup/ --wait 600"})
final class RepoGcCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "REPO", description = "The folder of a repository.")
  String repository = "";

  @Mixin final RepoOptions options = new RepoOptions();

  RepoGcCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    SnapshotRepository opened = options.open(repository, SnapshotOptions.DEFAULT);
    GarbageReport done =
        Interruptible.run(
            terminal, "what was deleted until then was garbage", opened::collectGarbage);
    if (options.report.json) {
      writeJson(done);
    } else if (!options.common.quiet) {
      terminal.print(text(done));
    }
    return ExitCode.FINE;
  }

  private void writeJson(GarbageReport done) throws IOException {
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.put("command", "repo gc")
          .put("exitCode", (long) ExitCode.FINE)
          .put("repository", repository)
          .put("blobs", done.blobs())
          .put("bytes", done.bytes())
          .put("others", done.others())
          .put("young", done.young())
          .putSeconds("seconds", done.took());
    }
  }

  private String text(GarbageReport done) {
    String young =
        done.young() == 0
            ? ""
            : "; %s too young to be deleted".formatted(SnapshotText.files(done.young()));
    return "%s: deleted %s (%s) and %s in %s%s%n"
        .formatted(
            Text.printable(repository),
            Text.count(done.blobs(), "blob", "blobs"),
            Text.size(done.bytes()),
            Text.count(done.others(), "other file", "other files"),
            Text.time(done.took()),
            young);
  }
}
