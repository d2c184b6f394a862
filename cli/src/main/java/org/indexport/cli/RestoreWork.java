package org.indexport.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.indexport.EngineVersion;
import org.indexport.ExistingTargetException;
import org.indexport.IncompatibleSnapshotException;
import org.indexport.snapshot.RepositoryPoint;
import org.indexport.snapshot.RestoreOptions;
import org.indexport.snapshot.RestoreReport;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.spi.EngineConnectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that restore snapshots, and how they do it. */
final class RestoreWork {
  private static final String LEFT = "nothing was restored";

  @Option(
      names = "--overwrite",
      description =
          "Replace the folder, with everything that is in it, when all of the snapshot was"
              + " verified. No process may use it meanwhile.")
  boolean overwrite;

  @Mixin final WorkerOption threads = new WorkerOption();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  /** Restores a snapshot file, and reports. */
  int file(String command, String input, String output, Terminal terminal) throws IOException {
    Path folder = target(input, output);
    RestoreOptions options = options();
    RestoreReport done =
        Interruptible.run(
            terminal,
            LEFT,
            () -> {
              SnapshotFile file = SnapshotFile.at(Path.of(input));
              EngineVersion user = user(file.describe().engine(), input);
              return file.restore(folder, user, options);
            });
    report(command, input, null, output, done, terminal);
    return ExitCode.FINE;
  }

  /** Restores a point of a repository, and reports. */
  int point(String command, String input, String wanted, String output, Terminal terminal)
      throws IOException {
    Path folder = target(input, output);
    RestoreOptions options = options();
    SnapshotRepository repository = RepoOptions.open(input);
    RepositoryPoint point = RepoOptions.point(input, wanted, repository.points());
    EngineVersion user = user(point.engine(), input + ": point " + point.id());
    RestoreReport done =
        Interruptible.run(
            terminal, LEFT, () -> repository.restore(point.id(), folder, user, options));
    report(command, input, point.id(), output, done, terminal);
    return ExitCode.FINE;
  }

  private RestoreOptions options() {
    RestoreOptions.Builder options = RestoreOptions.builder().workers(threads.workers());
    if (overwrite) {
      options.replaceExisting();
    }
    return options.build();
  }

  /** Refuses a folder that is there, before anything is read. */
  private Path target(String input, String output) throws IOException {
    if (InputOptions.connector(output) != null) {
      throw new UsageException(output + " is an engine; name the folder for its files");
    }
    if (output.equals(InputOptions.STANDARD)) {
      throw new UsageException("restore: name a folder; standard output is none");
    }
    Path folder = Path.of(output);
    if (!SnapshotText.exists(folder) || isEmptyFolder(folder)) {
      return folder;
    }
    if (!overwrite) {
      throw new ExistingTargetException(
          output + ": it exists already; choose another name, or replace it with --overwrite");
    }
    if (Files.isDirectory(folder)
        && Files.exists(Path.of(input))
        && Path.of(input).toRealPath().startsWith(folder.toRealPath())) {
      throw new UsageException(
          "%s holds the snapshot itself, so it is not replaced; choose another folder"
              .formatted(output));
    }
    return folder;
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** The engine, of those that are known, that is to use the files. */
  private static EngineVersion user(EngineVersion writer, String where)
      throws IncompatibleSnapshotException {
    LuceneLog.silence();
    List<EngineVersion> known =
        EngineConnectors.load().all().stream()
            .flatMap(connector -> connector.engineVersion().stream())
            .toList();
    for (EngineVersion engine : known) {
      if (engine.name().equals(writer.name())) {
        return engine;
      }
    }
    throw new IncompatibleSnapshotException(
        where,
        "a snapshot of "
            + known.stream().map(EngineVersion::name).collect(Collectors.joining(", ")),
        "one of " + writer,
        "a snapshot belongs to its engine; to move the data, start %s on it, take a dump there and"
                .formatted(writer.name())
            + " import that");
  }

  private void report(
      String command,
      String input,
      @Nullable String point,
      String output,
      RestoreReport done,
      Terminal terminal)
      throws IOException {
    if (report.json) {
      try (JsonOutput json = new JsonOutput(terminal.out())) {
        json.put("command", command)
            .put("exitCode", (long) ExitCode.FINE)
            .put("input", input)
            .put("point", point)
            .put("output", output)
            .putObject("engine", done.engine(), SnapshotText::writeEngine)
            .put("createdAt", done.created())
            .put("files", done.files())
            .put("bytes", done.bytes())
            .putSeconds("seconds", done.took());
      }
    } else if (!common.quiet) {
      terminal.print(
          "%s → %s, %s, %s in %s, %s as of %s%n"
              .formatted(
                  Text.printable(point == null ? input : input + ", point " + point),
                  Text.printable(output),
                  SnapshotText.files(done.files()),
                  Text.size(done.bytes()),
                  Text.time(done.took()),
                  Text.printable(done.engine().toString()),
                  done.created()));
    }
  }
}
