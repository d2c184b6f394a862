package org.indexport.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentTotals;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.PartList;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.Verification;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads all of a dump and compares it with what it says of itself. */
@Command(
    name = "verify",
    customSynopsis = "indexport verify INPUT [OPTIONS]",
    sortOptions = false,
    description = {
      "Read all of a dump, check every document, and compare with what the dump says of itself; or"
          + " all of a snapshot file, and compare its files with their digests.",
      "Ends with 0 if it is whole or cannot prove it, 3 if it is cut short, 4 if bytes are wrong."
    },
    footer = {
      "",
      "Example: indexport verify today.dump",
      "         indexport verify today.dump --deep --json"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "INPUT",
      description = "A dump or snapshot file, told by content; '-' for standard input; an engine.")
  String input = "";

  @Option(
      names = "--deep",
      description =
          "Derive also what v2 says of itself anew from everything in it, and compare; other"
              + " formats are always read so.")
  boolean deep;

  @Mixin final InputOptions reading = new InputOptions();
  @Mixin final NamedOptions named = new NamedOptions();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try {
      return verifyDump();
    } catch (UnknownFormatException | TruncatedDumpException | CorruptDumpException e) {
      SnapshotInput snapshot = SnapshotInput.insteadOf(input, reading);
      if (snapshot == null) {
        throw e;
      }
      return snapshot.verify(report, common, terminal);
    }
  }

  private int verifyDump() throws IOException {
    reading.inOrder = deep;
    int slices = Runtime.getRuntime().availableProcessors();
    try (Input opened = reading.open(input, named, slices, terminal, Damage.REFUSE)) {
      named.checkAllUsed();
      Verification found;
      Duration time;
      try (Progress progress = Progress.start("verify", opened, terminal, common)) {
        Interruption interruption = terminal.interruption();
        found =
            DumpVerifier.of(opened.reader())
                .listener(
                    (documents, bytes) -> {
                      interruption.checkUnchecked();
                      progress.progressed(documents, bytes);
                    })
                .verify();
        time = progress.elapsed();
      }
      int code = exitCode(found.completeness());
      if (report.json) {
        writeJson(opened, found, code, time);
      } else if (!common.quiet) {
        terminal.print(text(opened, found, time));
      }
      opened.tellNotices(terminal, common);
      tell(opened, found);
      return code;
    }
  }

  /** What the process tells of it. */
  static int exitCode(Completeness completeness) {
    return switch (completeness) {
      case COMPLETE, UNPROVABLE -> ExitCode.FINE;
      case INCOMPLETE -> ExitCode.INCOMPLETE;
      case DAMAGED -> ExitCode.DAMAGED;
    };
  }

  private void tell(Input opened, Verification found) {
    if (found.problem() != null) {
      terminal.say(Failures.message((Throwable) found.problem()));
    } else if (found.completeness() == Completeness.UNPROVABLE && !common.quiet) {
      terminal.say(
          "%s: all that is there is sound, but format %s cannot prove that nothing is missing"
              .formatted(opened.name(), opened.formatId()));
    }
  }

  /** What is said of the whole. */
  static String verdict(Completeness completeness) {
    return switch (completeness) {
      case COMPLETE -> "complete";
      case UNPROVABLE -> "sound, completeness not provable";
      case INCOMPLETE -> "INCOMPLETE";
      case DAMAGED -> "DAMAGED";
    };
  }

  private static String text(Input opened, Verification found, Duration time) {
    Table table =
        new Table()
            .text("INDEX")
            .number("DOCUMENTS")
            .numberUnlessZero("PARTS")
            .numberUnlessZero("REFORMATTED")
            .number("SIZE")
            .text("HASH")
            .textUnlessNone("ID HASH");
    long documents = 0;
    for (Map.Entry<IndexName, DocumentTotals> index : found.totals().entrySet()) {
      DocumentTotals totals = index.getValue();
      documents += totals.documents();
      table.row(
          index.getKey().toString(),
          Text.number(totals.documents()),
          Text.number(parts(found, index.getKey())),
          Text.number(totals.reformatted()),
          Text.size(totals.bytes()),
          totals.hash().toString(),
          Text.orDash(idHash(found, index.getKey(), totals)));
    }
    String title =
        "%s (%s): %s, %s in %s%n"
            .formatted(
                Text.printable(opened.name()),
                opened.formatId(),
                verdict(found.completeness()),
                Text.documents(documents),
                Text.time(time));
    String sections =
        found.sections().isEmpty() ? "" : "\n" + Inspection.sectionTable(found.sections()).render();
    return title + (table.isEmpty() ? "" : "\n" + table.render()) + sections;
  }

  /** How many parts the manifest lists; 0 where the format lists none. */
  private static long parts(Verification found, IndexName name) {
    Manifest manifest = found.manifest();
    Manifest.IndexSummary summary = manifest == null ? null : manifest.index(name);
    PartList parts = summary == null ? null : summary.parts();
    return parts == null ? 0 : parts.size();
  }

  private static @Nullable String idHash(
      Verification found, IndexName name, DocumentTotals totals) {
    var index = found.header().index(name);
    return index != null && index.lines() == Lines.ENVELOPE ? totals.idHash().toString() : null;
  }

  private void writeJson(Input opened, Verification found, int code, Duration time)
      throws IOException {
    List<IndexName> names = new ArrayList<>(found.totals().keySet());
    Completeness completeness = found.completeness();
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      json.put("command", "verify")
          .put("exitCode", (long) code)
          .put("input", opened.name())
          .put("format", opened.formatId())
          .put("version", opened.reader().formatVersion())
          .put("deep", deep)
          .put("complete", Inspection.complete(completeness))
          .put("verdict", completeness.name().toLowerCase(java.util.Locale.ROOT))
          .put("problem", Failures.message(found.problem()))
          .putSeconds("seconds", time)
          .putObjects("indexes", names, (object, name) -> write(object, name, found))
          .putObjects("sections", found.sections(), Inspection::writeSection);
    }
  }

  private static void write(JsonOutput json, IndexName name, Verification found)
      throws IOException {
    DocumentTotals totals = found.totals().getOrDefault(name, DocumentTotals.NONE);
    json.putName(name)
        .put("read", totals.documents())
        .put("filtered", 0L)
        .put("acknowledged", (Long) null)
        .put("rejected", 0L)
        .put("parts", found.manifest() == null ? null : (Long) parts(found, name))
        .put("replaced", (Long) null)
        .put("reformatted", totals.reformatted())
        .put("bytes", totals.bytes())
        .put("hash", totals.hash().toString())
        .put("idHash", idHash(found, name, totals));
  }
}
