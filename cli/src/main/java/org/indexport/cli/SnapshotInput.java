package org.indexport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.snapshot.SnapshotDescription;
import org.indexport.snapshot.SnapshotFile;
import org.indexport.snapshot.SnapshotRepository;
import org.indexport.snapshot.SnapshotVerification;
import org.indexport.snapshot.SnapshotVerification.Damage;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot file where a dump could be.
 *
 * @param name what the user calls it
 * @param file the snapshot
 */
record SnapshotInput(String name, SnapshotFile file) {
  private static final String FORMAT = "snapshot";
  private static final int MOST_TOLD = 10;

  /**
   * The snapshot that an input is that is no good dump. Only then it is looked for, so that dumps
   * need not wait.
   *
   * @return null if it is none either
   */
  static @Nullable SnapshotInput insteadOf(String input, InputOptions reading) throws IOException {
    if (reading.from != null
        || OutputOptions.isStream(input)
        || InputOptions.connector(input) != null) {
      return null;
    }
    SnapshotFile file = SnapshotFile.at(Path.of(input));
    return file.isSnapshot() ? new SnapshotInput(input, file) : null;
  }

  /**
   * Refuses a repository of snapshots, whose files could be taken for a folder of JSON documents.
   *
   * @throws UnknownFormatException if it is one; names the commands for it
   */
  static void refuseRepository(Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve("repository.json"))) {
      return;
    }
    try {
      SnapshotRepository.open(folder);
    } catch (DumpException e) {
      // An index may be called so.
      return;
    }
    throw new UnknownFormatException(
        folder
            + ": expected a dump, found a repository of snapshots; see 'indexport repo list' and"
            + " 'indexport repo verify'");
  }

  /** Tells what it is. */
  int inspect(ReportOptions report, Terminal terminal) throws IOException {
    SnapshotDescription found = null;
    DumpException problem = null;
    try {
      found = file.describe();
    } catch (TruncatedDumpException | CorruptDumpException e) {
      problem = e;
    }
    if (report.json) {
      writeJson(found, problem, terminal);
    } else {
      terminal.print(text(found, problem));
    }
    return ExitCode.FINE;
  }

  private static void writeJson(
      @Nullable SnapshotDescription found, @Nullable DumpException problem, Terminal terminal)
      throws IOException {
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.put("format", FORMAT)
          .put("complete", found != null)
          .put("problem", Failures.message(problem))
          .putObject("engine", found == null ? null : found.engine(), SnapshotText::writeEngine)
          .put("createdAt", found == null ? null : found.created())
          .put("files", found == null ? null : (Long) found.files())
          .put("bytes", found == null ? null : (Long) found.bytes())
          .put("storedBytes", found == null ? null : (Long) found.storedBytes())
          .put("id", found == null ? null : found.id());
    }
  }

  private String text(@Nullable SnapshotDescription found, @Nullable DumpException problem) {
    StringBuilder text = new StringBuilder(Text.printable(name)).append("\n\n");
    Inspection.line("format", FORMAT, text);
    Inspection.line("complete", found == null ? "no" : "yes", text);
    if (problem != null) {
      Inspection.line("problem", String.valueOf(Failures.message(problem)), text);
    }
    if (found != null) {
      Inspection.line("engine", found.engine().toString(), text);
      Inspection.line("created", found.created().toString(), text);
      Inspection.line("files", Text.number(found.files()), text);
      Inspection.line(
          "size", Text.size(found.bytes()) + ", packed " + Text.size(found.storedBytes()), text);
      Inspection.line("id", found.id(), text);
    }
    return text.toString();
  }

  /** Reads and checks all of it, and reports. */
  int verify(ReportOptions report, CommonOptions common, Terminal terminal) throws IOException {
    long started = System.nanoTime();
    SnapshotVerification found = Interruptible.run(terminal, "not all was verified", file::verify);
    Duration time = Duration.ofNanos(System.nanoTime() - started);
    if (report.json) {
      writeJson(found, time, terminal);
    } else if (!common.quiet) {
      terminal.print(
          "%s (%s): %s, %s, %s in %s%n"
              .formatted(
                  Text.printable(name),
                  FORMAT,
                  VerifyCommand.verdict(found.completeness()),
                  SnapshotText.files(found.files()),
                  Text.size(found.bytes()),
                  Text.time(time)));
    }
    found.damages().stream()
        .limit(MOST_TOLD)
        .forEach(damage -> terminal.say(Failures.oneLine(line(damage))));
    if (found.damages().size() > MOST_TOLD) {
      terminal.say("and %s more".formatted(Text.number(found.damages().size() - MOST_TOLD)));
    }
    return VerifyCommand.exitCode(found.completeness());
  }

  private static String line(Damage damage) {
    return damage.file() == null
        ? damage.reason()
        : "%s, bytes %d to %d: %s"
            .formatted(damage.file(), damage.from(), damage.to(), damage.reason());
  }

  private void writeJson(SnapshotVerification found, Duration time, Terminal terminal)
      throws IOException {
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.put("command", "verify")
          .put("exitCode", (long) VerifyCommand.exitCode(found.completeness()))
          .put("input", name)
          .put("format", FORMAT)
          .put("complete", Inspection.complete(found.completeness()))
          .put("verdict", found.completeness().name().toLowerCase(Locale.ROOT))
          .putSeconds("seconds", time)
          .put("files", found.files())
          .put("bytes", found.bytes())
          .putObjects("damages", found.damages(), SnapshotInput::write);
    }
  }

  private static void write(JsonOutput json, Damage damage) throws IOException {
    json.put("file", damage.file())
        .put("from", damage.from())
        .put("to", damage.to())
        .put("offset", damage.offset())
        .put("packedBytes", damage.packedBytes())
        .put("reason", damage.reason());
  }
}
