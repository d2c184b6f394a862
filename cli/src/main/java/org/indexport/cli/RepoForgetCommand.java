package org.indexport.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.indexport.snapshot.ForgetReport;
import org.indexport.snapshot.RepositoryPoint;
import org.indexport.snapshot.Retention;
import org.indexport.snapshot.SnapshotOptions;
import org.indexport.snapshot.SnapshotRepository;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes points from a repository. */
@Command(
    name = "forget",
    customSynopsis = {
      "indexport repo forget REPO POINT... [OPTIONS]",
      "       indexport repo forget REPO [--keep-last N] [--keep-daily D] [OPTIONS]"
    },
    sortOptions = false,
    description = {
      "Forget points of a repository: those that are named, or all but those that are to be kept."
          + " The space is free after 'indexport repo gc'."
    },
    footer = {
      "",
      "Example: indexport repo forget backup/ --keep-last 7 --keep-daily 30 --dry-run",
      "         indexport repo forget backup/ --keep-last 7 --keep-daily 30"
    })
final class RepoForgetCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "REPO", description = "The folder of a repository.")
  String repository = "";

  @Parameters(
      index = "1..*",
      paramLabel = "POINT",
      arity = "0..*",
      description = "The ids of points to forget; 'indexport repo list' lists them.")
  List<String> points = new ArrayList<>();

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = "Keep the last N points, and forget what no option keeps.")
  @Nullable Integer keepLast;

  @Option(
      names = "--keep-daily",
      paramLabel = "D",
      description = "Keep the last point of each of the last D days (UTC) that have one.")
  @Nullable Integer keepDaily;

  @Option(names = "--dry-run", description = "Only tell what would be forgotten.")
  boolean dryRun;

  @Mixin final RepoOptions options = new RepoOptions();

  RepoForgetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Retention retention = retention();
    SnapshotRepository opened = options.open(repository, SnapshotOptions.DEFAULT);
    Set<String> ids = retention == null ? ids(opened.points()) : Set.of();
    ForgetReport done;
    if (dryRun) {
      done = wouldForget(opened.points(), retention, ids);
    } else {
      done =
          Interruptible.run(
              terminal,
              "no point was forgotten",
              () -> retention == null ? opened.forget(ids) : opened.forget(retention));
    }
    if (options.report.json) {
      writeJson(done);
    } else if (!options.common.quiet) {
      terminal.print(text(done));
    }
    return ExitCode.FINE;
  }

  private @Nullable Retention retention() {
    boolean keeping = keepLast != null || keepDaily != null;
    if (keeping != points.isEmpty()) {
      throw new UsageException(
          keeping
              ? "name points to forget, or what to keep, not both"
              : "name the points to forget, or what to keep with --keep-last and --keep-daily");
    }
    if (!keeping) {
      return null;
    }
    return new Retention(
        atLeastOne("--keep-last", keepLast), atLeastOne("--keep-daily", keepDaily));
  }

  private static int atLeastOne(String option, @Nullable Integer number) {
    if (number == null) {
      return 0;
    }
    if (number < 1) {
      throw new UsageException("%s: expected 1 or more, found %d".formatted(option, number));
    }
    return number;
  }

  private Set<String> ids(List<RepositoryPoint> known) {
    Set<String> ids = new HashSet<>();
    for (String text : points) {
      ids.add(RepoOptions.point(repository, text, known).id());
    }
    return ids;
  }

  private static ForgetReport wouldForget(
      List<RepositoryPoint> known, @Nullable Retention retention, Set<String> ids) {
    Set<RepositoryPoint> forgotten =
        new HashSet<>(
            retention == null
                ? known.stream().filter(point -> ids.contains(point.id())).toList()
                : retention.forgets(known));
    return new ForgetReport(
        known.stream().filter(forgotten::contains).toList(),
        known.stream().filter(point -> !forgotten.contains(point)).toList());
  }

  private void writeJson(ForgetReport done) throws IOException {
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.put("command", "repo forget")
          .put("exitCode", (long) ExitCode.FINE)
          .put("repository", repository)
          .put("dryRun", dryRun)
          .putObjects("forgotten", done.forgotten(), SnapshotText::write)
          .putObjects("kept", done.kept(), SnapshotText::write);
    }
  }

  private String text(ForgetReport done) {
    return "%s: %s %s, %s left%n"
            .formatted(
                Text.printable(repository),
                dryRun ? "would forget" : "forgot",
                SnapshotText.points(done.forgotten().size()),
                Text.number(done.kept().size()))
        + SnapshotText.table(done.forgotten());
  }
}
