package org.indexport.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.indexport.snapshot.RepositoryPoint;
import org.indexport.snapshot.SnapshotRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the points of a repository. */
@Command(
    name = "list",
    customSynopsis = "indexport repo list REPO [OPTIONS]",
    sortOptions = false,
    description = "List the points of a repository, the latest at the end.",
    footer = {"", "Example: indexport repo list backup/"})
final class RepoListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "REPO", description = "The folder of a repository.")
  String repository = "";

  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  RepoListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    SnapshotRepository opened = RepoOptions.open(repository);
    List<RepositoryPoint> points = opened.points();
    if (report.json) {
      try (JsonOutput json = new JsonOutput(terminal.out())) {
        json.put("command", "repo list")
            .put("exitCode", (long) ExitCode.FINE)
            .put("repository", repository)
            .put("id", opened.id())
            .putObjects("points", points, SnapshotText::write);
      }
    } else {
      terminal.print(
          "%s: %s%n".formatted(Text.printable(repository), SnapshotText.points(points.size()))
              + SnapshotText.table(points));
    }
    return ExitCode.FINE;
  }
}
