package org.indexport.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code indexport}. */
@Command(
    name = "indexport",
    description = {
      "Portable dumps for any search server: look into them, check, convert, load and make them."
    },
    versionProvider = Indexport.Version.class,
    footer = {
      "",
      "INPUT is a dump of any known format, told by its content, '-' for standard input, or a live"
          + " engine such as lucene:DIR. A dump moves data between engines and versions; a snapshot"
          + " is a copy of an engine's own files.",
      "",
      "Exit codes: 0 fine, 1 failed or different, 2 wrong usage, 3 incomplete, 4 damaged,"
          + " 5 some documents rejected, 130 interrupted.",
      "",
      "Example: indexport convert movies.jsonl.gz movies.dump --to v1",
      "         indexport import movies.dump lucene:/srv/search"
    })
public final class Indexport implements Runnable {
  private static final String HTTP_BUFFER = "jdk.httpclient.bufsize";

  /** In the order of the help. */
  private static final List<String> COMMANDS =
      List.of(
          "formats",
          "inspect",
          "cat",
          "settings",
          "sections",
          "verify",
          "convert",
          "import",
          "dump",
          "diff",
          "pack",
          "unpack",
          "filter",
          "merge",
          "salvage",
          "snapshot",
          "restore",
          "repo",
          "elasticdump",
          "multielasticdump",
          "kourou");

  private static final Set<String> VERSION_OPTIONS = Set.of("-V", "--version");

  private static final int MOST_COLUMNS = 100;
  private static final long MOST_SECONDS_TO_STOP = 120;

  /** From a pipe there is no checkpoint to write, and it may never say another word. */
  private static final long SECONDS_FOR_A_PIPE = 3;

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit; each command has its own.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  boolean version;

  private Indexport() {}

  /** Tells the version of the jar. */
  static final class Version implements IVersionProvider {
    /** For picocli. */
    Version() {}

    @Override
    public String[] getVersion() {
      String version = Indexport.class.getPackage().getImplementationVersion();
      return new String[] {"indexport " + (version == null ? "(built from sources)" : version)};
    }
  }

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    if (Arrays.asList(arguments).contains("--quiet")) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    }
    widenHttpBuffers();
    Terminal terminal = Terminal.ofProcess();
    CountDownLatch ended = new CountDownLatch(1);
    int[] code = {ExitCode.INTERRUPTED};
    Thread onSignal = new Thread(() -> stop(terminal, ended, code), "stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    code[0] = run(terminal, arguments);
    ended.countDown();
    endSelectors();
    if (code[0] != ExitCode.FINE) {
      System.exit(code[0]);
    }
  }

  /** Answers of megabytes need not be handed on in pieces of 16 KiB, each by two threads. */
  private static void widenHttpBuffers() {
    if (System.getProperty(HTTP_BUFFER) == null) {
      System.setProperty(HTTP_BUFFER, Integer.toString(64 << 10));
    }
  }

  /**
   * Ends the threads of HTTP clients, which cannot be closed: the JVM waits 0.3 s at its end for
   * threads that wait in native code.
   */
  private static void endSelectors() {
    Thread[] threads = new Thread[Thread.activeCount() + 16];
    int count = Thread.enumerate(threads);
    for (Thread thread : Arrays.asList(threads).subList(0, count)) {
      if (thread.getName().endsWith("-SelectorManager")) {
        thread.interrupt();
        try {
          thread.join(100);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** At a signal, lets the command end in order; at a usual exit there is nothing left to do. */
  private static void stop(Terminal terminal, CountDownLatch ended, int[] code) {
    if (ended.getCount() == 0) {
      return;
    }
    terminal.interruption().request();
    try {
      long seconds = terminal.isInputUsed() ? SECONDS_FOR_A_PIPE : MOST_SECONDS_TO_STOP;
      if (!ended.await(seconds, TimeUnit.SECONDS)) {
        terminal.say("interrupted");
        terminal.interruption().giveUp();
      }
    } catch (IOException e) {
      terminal.say(Failures.message(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Else the JVM would tell the signal's own number.
    Runtime.getRuntime().halt(code[0]);
  }

  /** Runs one command. */
  static int run(Terminal terminal, String... arguments) {
    int code = execute(terminal, arguments);
    try {
      terminal.out().flush();
    } catch (ClosedOutputException e) {
      return code;
    } catch (IOException e) {
      terminal.say(Failures.message(e));
      return code == ExitCode.FINE ? ExitCode.FAILED : code;
    }
    return code;
  }

  private static int execute(Terminal terminal, String... arguments) {
    try {
      return commandLine(terminal, arguments).execute(arguments);
    } catch (Error e) {
      // No memory is left, or classes do not fit together.
      terminal.say(Failures.message(e));
      if (Arrays.asList(arguments).contains("--debug")) {
        terminal.err().print(Failures.trace(e));
      }
      return ExitCode.FAILED;
    }
  }

  /**
   * The whole command line, or as much of it as these arguments can reach: describing a command to
   * picocli takes longer than most commands run.
   */
  static CommandLine commandLine(Terminal terminal, String... arguments) {
    Failures failures = new Failures(terminal);
    CommandLine command = new CommandLine(new Indexport());
    for (String name : reachable(arguments)) {
      command.addSubcommand(name, subcommand(name, terminal));
    }
    return command
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        // A file name may well start with an at sign.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(Math.min(terminal.columns(), MOST_COLUMNS))
        .setUsageHelpAutoWidth(false)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures);
  }

  private static List<String> reachable(String... arguments) {
    if (arguments.length == 1 && VERSION_OPTIONS.contains(arguments[0])) {
      return List.of();
    }
    return arguments.length > 0 && COMMANDS.contains(arguments[0])
        ? List.of(arguments[0])
        : COMMANDS;
  }

  private static Object subcommand(String name, Terminal terminal) {
    return switch (name) {
      case "formats" -> new FormatsCommand(terminal);
      case "inspect" -> new InspectCommand(terminal);
      case "cat" -> new CatCommand(terminal);
      case "settings" -> new SettingsCommand(terminal);
      case "sections" -> new SectionsCommand(terminal);
      case "verify" -> new VerifyCommand(terminal);
      case "convert" -> new ConvertCommand(terminal);
      case "import" -> new ImportCommand(terminal);
      case "dump" -> new DumpCommand(terminal);
      case "diff" -> new DiffCommand(terminal);
      case "pack" -> new PackCommand(terminal);
      case "unpack" -> new UnpackCommand(terminal);
      case "filter" -> new FilterCommand(terminal);
      case "merge" -> new MergeCommand(terminal);
      case "salvage" -> new SalvageCommand(terminal);
      case "snapshot" -> new SnapshotCommand(terminal);
      case "restore" -> new RestoreCommand(terminal);
      case "repo" -> RepoCommand.create(terminal);
      case "elasticdump" -> ElasticdumpCommand.create(terminal);
      case "multielasticdump" -> MultielasticdumpCommand.create(terminal);
      case "kourou" -> KourouCommand.create(terminal);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "name a command");
  }
}
