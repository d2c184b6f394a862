package org.indexport.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Groups what is done with repositories of snapshots. */
@Command(
    name = "repo",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = {
      "Keep snapshots of many points in time in one folder; what they have in common is stored"
          + " once, so a further one costs what has changed. What is read is named first, what is"
          + " written second: 'add SOURCE REPO', 'restore REPO FOLDER'."
    },
    footer = {
      "",
      "Example: indexport repo init backup/",
      "         indexport repo add lucene:/srv/search backup/",
      "         indexport repo restore backup/ /srv/search-restored"
    })
final class RepoCommand implements Runnable {
  /** In the order of the help. */
  private static final Map<String, Function<Terminal, Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("init", RepoInitCommand::new);
    COMMANDS.put("add", RepoAddCommand::new);
    COMMANDS.put("list", RepoListCommand::new);
    COMMANDS.put("verify", RepoVerifyCommand::new);
    COMMANDS.put("restore", RepoRestoreCommand::new);
    COMMANDS.put("forget", RepoForgetCommand::new);
    COMMANDS.put("gc", RepoGcCommand::new);
  }

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit; each command has its own.")
  boolean help;

  private RepoCommand() {}

  /** The command with those below it. */
  static CommandLine create(Terminal terminal) {
    CommandLine command = new CommandLine(new RepoCommand());
    COMMANDS.forEach((name, creation) -> command.addSubcommand(name, creation.apply(terminal)));
    return command;
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "name a command: " + String.join(", ", COMMANDS.keySet()));
  }
}
