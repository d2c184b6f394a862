package org.indexport.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.indexport.snapshot.RepositoryOptions;
import org.indexport.snapshot.RepositoryVerification;
import org.indexport.snapshot.RepositoryVerification.HitFile;
import org.indexport.snapshot.RepositoryVerification.Kind;
import org.indexport.snapshot.RepositoryVerification.Problem;
import org.indexport.snapshot.SnapshotOptions;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.snapshot.VerifyScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks whether all points of a repository can be restored. */
@Command(
    name = "verify",
    customSynopsis = "indexport repo verify REPO [OPTIONS]",
    sortOptions = false,
    description = {
      "Look whether all points of a repository can be restored: that everything is there and, read"
          + " and unpacked, has the content that it should have.",
      "Ends with 0 if nothing is wrong, 3 if something is missing, 4 if bytes are wrong."
    },
    footer = {
      "",
      "Example: indexport repo verify backup/",
      "         indexport repo verify backup/ --fraction day/7   # each day another seventh"
    })
final class RepoVerifyCommand implements Callable<Integer> {
  private static final int MOST_HIT = 5;

  private final Terminal terminal;

  @Parameters(paramLabel = "REPO", description = "The folder of a repository.")
  String repository = "";

  @Option(
      names = "--fraction",
      paramLabel = "K/N",
      converter = VerifyFraction.class,
      description =
          "Read only the K-th of N parts of what is stored; day/N reads another one each day. That"
              + " everything is there is always looked at.")
  VerifyScope scope = VerifyScope.FULL;

  @Mixin final WorkerOption threads = new WorkerOption();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  RepoVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    SnapshotOptions snapshots = SnapshotOptions.builder().workers(threads.workers()).build();
    SnapshotRepository opened =
        RepoOptions.open(repository, RepositoryOptions.builder().snapshots(snapshots).build());
    long started = System.nanoTime();
    RepositoryVerification found =
        Interruptible.run(terminal, "not all was verified", () -> opened.verify(scope));
    Duration time = Duration.ofNanos(System.nanoTime() - started);
    int code = exitCode(found);
    if (report.json) {
      writeJson(found, code, time);
    } else if (!common.quiet) {
      terminal.print(text(found, time));
    }
    for (Problem problem : found.problems()) {
      terminal.say(Failures.oneLine(line(problem)));
    }
    return code;
  }

  private static int exitCode(RepositoryVerification found) {
    if (found.isSound()) {
      return ExitCode.FINE;
    }
    return found.problems().stream().anyMatch(problem -> problem.kind() == Kind.DAMAGED)
        ? ExitCode.DAMAGED
        : ExitCode.INCOMPLETE;
  }

  private static String verdict(int code) {
    return switch (code) {
      case ExitCode.FINE -> "sound";
      case ExitCode.INCOMPLETE -> "INCOMPLETE";
      default -> "DAMAGED";
    };
  }

  private String text(RepositoryVerification found, Duration time) {
    String orphans =
        found.orphans().isEmpty()
            ? ""
            : "%n  %s that no point needs; 'indexport repo gc' deletes them%n"
                .formatted(blobs(found.orphans().size(), found.orphanBytes()));
    return "%s: %s, %s, %s of %s in %s%n"
            .formatted(
                Text.printable(repository),
                verdict(exitCode(found)),
                SnapshotText.points(found.points()),
                "read " + Text.number(found.blobsRead()),
                blobs(found.blobs(), found.bytesRead()),
                Text.time(time))
        + orphans;
  }

  private static String blobs(long number, long bytes) {
    return "%s (%s)".formatted(Text.count(number, "blob", "blobs"), Text.size(bytes));
  }

  private static String line(Problem problem) {
    String hit =
        String.join(
            ", ", problem.hit().stream().limit(MOST_HIT).map(RepoVerifyCommand::name).toList());
    int more = problem.hit().size() - MOST_HIT;
    return problem.reason()
        + (hit.isEmpty() ? "" : "; hits " + hit)
        + (more > 0 ? " and %s more".formatted(Text.number(more)) : "");
  }

  private static String name(HitFile hit) {
    return hit.path().isEmpty() ? "point " + hit.point() : hit.path() + " of " + hit.point();
  }

  private void writeJson(RepositoryVerification found, int code, Duration time) throws IOException {
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.put("command", "repo verify")
          .put("exitCode", (long) code)
          .put("repository", repository)
          .put("part", (long) scope.part() + 1)
          .put("parts", (long) scope.parts())
          .put("sound", found.isSound())
          .put("points", found.points())
          .put("blobs", found.blobs())
          .put("blobsRead", found.blobsRead())
          .put("bytesRead", found.bytesRead())
          .putObjects("problems", found.problems(), RepoVerifyCommand::write)
          .putTexts("orphans", found.orphans())
          .put("orphanBytes", found.orphanBytes())
          .putSeconds("seconds", time);
    }
  }

  private static void write(JsonOutput json, Problem problem) throws IOException {
    json.put("kind", problem.kind().name().toLowerCase(java.util.Locale.ROOT))
        .put("file", problem.file())
        .put("reason", problem.reason())
        .putObjects(
            "hit", problem.hit(), (o, hit) -> o.put("point", hit.point()).put("path", hit.path()));
  }
}
