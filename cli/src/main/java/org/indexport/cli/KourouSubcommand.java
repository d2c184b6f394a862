package org.indexport.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** One of kourou's commands. */
@Command(sortOptions = false)
final class KourouSubcommand extends DropInCommand implements Callable<Integer> {
  /** What a command does. */
  @FunctionalInterface
  interface Action {
    /** Does it; the exit code of the process. */
    int run(KourouWork work) throws IOException;
  }

  /**
   * What a command is.
   *
   * @param name its name, as {@code index:export}
   * @param words what its words are that are no options
   * @param options its options
   * @param summary what it does
   * @param example a call, after the name
   * @param action does it
   */
  record Description(
      String name,
      List<String> words,
      Map<String, DropInOption> options,
      String summary,
      String example,
      Action action) {}

  private final Description description;
  private final Terminal terminal;

  private KourouSubcommand(Description description, Terminal terminal) {
    this.description = description;
    this.terminal = terminal;
  }

  /** The command with its help. */
  static CommandLine create(Description description, Terminal terminal) {
    KourouSubcommand command = new KourouSubcommand(description, terminal);
    CommandLine line =
        create(
            command,
            description.options(),
            "Example: indexport kourou %s %s".formatted(description.name(), description.example()));
    List<String> synopsis = new ArrayList<>(List.of("indexport kourou " + description.name()));
    description.words().forEach(word -> synopsis.add("<" + word + ">"));
    synopsis.add("[OPTIONS]");
    line.getCommandSpec()
        .name(description.name())
        .usageMessage()
        .customSynopsis(String.join(" ", synopsis))
        .description(description.summary());
    return line;
  }

  @Override
  public Integer call() throws IOException {
    DropInArguments given =
        DropInArguments.of(
            "kourou " + description.name(), description.options(), description.words(), given());
    return description
        .action()
        .run(new KourouWork(given, KuzzleAddress.of(given, System::getenv), terminal));
  }
}
