package org.indexport.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command whose options are another tool's, and read as that tool reads them. */
abstract class DropInCommand implements WritesDump {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  boolean version;

  @Parameters(hidden = true, arity = "0..*")
  private List<String> given = new ArrayList<>();

  /** The words after the command's name, of which there may be none. */
  List<String> given() {
    return given;
  }

  /** The words after the command's name, which cannot do without. */
  List<String> arguments() {
    if (given.isEmpty()) {
      throw new CommandLine.ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--input and --output are required");
    }
    return given;
  }

  /** A command with its help, which takes all words as they are. */
  static CommandLine create(
      DropInCommand command, Map<String, DropInOption> options, String... examples) {
    List<String> footer = new ArrayList<>();
    footer.add("");
    options.values().forEach(option -> footer.addAll(option.lines().lines().toList()));
    footer.add("");
    footer.addAll(List.of(examples));
    CommandLine line = new CommandLine(command);
    line.setUnmatchedOptionsArePositionalParams(true).setStopAtPositional(true);
    line.getCommandSpec()
        .usageMessage()
        .footer(footer.stream().map(text -> text.replace("%", "%%")).toArray(String[]::new));
    return line;
  }
}
