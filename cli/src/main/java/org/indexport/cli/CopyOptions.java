package org.indexport.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.Manifest;
import org.indexport.ReadOptions.Damage;
import org.indexport.format.v2.CopyReport;
import org.indexport.format.v2.DumpCopy;
import org.indexport.format.v2.FormatV2;
import org.indexport.io.Closing;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that copy dumps byte by byte, and how they do it. */
final class CopyOptions {
  @Option(
      names = "--overwrite",
      description = "Replace the output if it exists: a file, or a folder that is such a dump.")
  boolean overwrite;

  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  /** Prepares a copy. */
  interface Preparation {
    DumpCopy prepare(List<DumpSource> sources, List<Manifest> manifests) throws IOException;
  }

  /** Copies, and reports. */
  int run(
      String command,
      List<String> inputs,
      String output,
      Terminal terminal,
      Preparation preparation)
      throws IOException {
    check(output);
    List<Input> opened = new ArrayList<>();
    try {
      for (String input : inputs) {
        opened.add(open(command, input, terminal));
      }
      int code = run(command, opened, output, terminal, preparation);
      Closing.all(opened.toArray(Input[]::new));
      return code;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, opened.toArray(Input[]::new));
      throw e;
    }
  }

  private int run(
      String command,
      Iterable<Input> inputs,
      String output,
      Terminal terminal,
      Preparation preparation)
      throws IOException {
    List<String> names = new ArrayList<>();
    List<DumpSource> sources = new ArrayList<>();
    List<Manifest> manifests = new ArrayList<>();
    for (Input input : inputs) {
      names.add(input.name());
      sources.add(Objects.requireNonNull(input.source()));
      Manifest manifest = input.reader().manifest();
      if (manifest != null) {
        manifests.add(manifest);
      }
    }
    DumpCopy copy = preparation.prepare(sources, manifests);
    CopySummary summary;
    try (Progress progress = Progress.start(command, manifests, terminal, common)) {
      CopyReport copied = copy.listener(listener(progress, terminal)).to(sink(output, terminal));
      summary = new CopySummary(command, names, output, copied, progress.elapsed());
    }
    summary.report(report, terminal, common);
    return ExitCode.FINE;
  }

  /** Lets an interruption end the copy. */
  static org.indexport.transfer.TransferListener listener(Progress progress, Terminal terminal) {
    Interruption interruption = terminal.interruption();
    return (documents, bytes) -> {
      interruption.checkUnchecked();
      progress.progressed(documents, bytes);
    };
  }

  private static Input open(String command, String text, Terminal terminal) throws IOException {
    if (InputOptions.connector(text) != null) {
      throw new UsageException(
          "%s is an engine; write it as a dump first: indexport dump".formatted(text));
    }
    if (OutputOptions.isStream(text)) {
      throw new UsageException(
          "%s reads at random: name a file or a folder, not a pipe".formatted(command));
    }
    return new InputOptions().open(text, new NamedOptions(), 1, terminal, Damage.REFUSE);
  }

  /** Refuses an output that is there. */
  void check(String output) throws IOException {
    target().check(output, new FormatV2());
  }

  /** Where the copy goes to: a folder if it ends in a slash. */
  DumpSink sink(String output, Terminal terminal) throws IOException {
    return target().sink(output, new FormatV2(), DumpHeader.of(), terminal);
  }

  private OutputOptions target() {
    OutputOptions target = new OutputOptions();
    target.overwrite = overwrite;
    return target;
  }
}
