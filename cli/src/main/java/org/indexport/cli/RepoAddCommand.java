package org.indexport.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds a point to a repository. */
@Command(
    name = "add",
    customSynopsis = "indexport repo add SOURCE REPO [OPTIONS]",
    sortOptions = false,
    description = {
      "Add the files of a live engine, as they were at one moment, to a repository. Of what earlier"
          + " points have, nothing is stored again."
    },
    footer = {"", "Example: indexport repo add lucene:/srv/search backup/ --max-rate 50MiB"})
final class RepoAddCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "An engine, such as lucene:DIR.")
  String source = "";

  @Parameters(index = "1", paramLabel = "REPO", description = "The folder of a repository.")
  String repository = "";

  @Mixin final TakeOptions taking = new TakeOptions();
  @Mixin final RepoOptions options = new RepoOptions();

  RepoAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    SnapshotSource from = taking.source(source);
    SnapshotRepository opened = options.open(repository, taking.options());
    SnapshotReport done =
        Interruptible.run(terminal, "there is no new point", () -> opened.store(from));
    if (options.report.json) {
      writeJson(done);
    } else if (!options.common.quiet) {
      terminal.print(text(done));
    }
    return ExitCode.FINE;
  }

  private void writeJson(SnapshotReport done) throws IOException {
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.put("command", "repo add")
          .put("exitCode", (long) ExitCode.FINE)
          .put("input", source)
          .put("repository", repository)
          .put("point", done.name());
      SnapshotText.write(json, done);
    }
  }

  private String text(SnapshotReport done) {
    return "%s → %s, point %s, %s, %s in %s, %s new, stored %s, %s%n"
        .formatted(
            Text.printable(source),
            Text.printable(repository),
            done.name(),
            SnapshotText.files(done.files()),
            Text.size(done.bytes()),
            Text.time(done.took()),
            Text.number(done.newFiles()),
            Text.size(done.storedBytes()),
            done.engine());
  }
}
