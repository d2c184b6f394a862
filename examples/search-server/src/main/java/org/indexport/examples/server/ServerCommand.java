package org.indexport.examples.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.indexport.DumpException;
import org.indexport.lifecycle.LaunchException;

/** The main class behind the script {@code search-server}. */
public final class ServerCommand {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private static final String USAGE =
      """
      usage: search-server [options]

      Serves searches over Lucene indexes by HTTP, with dumps and snapshots. Each option can
      also be given by the environment: INDEXPORT_DB_PATH for --db-path, and so on.

      """;

  /** Lucene logs which instructions of the processor it could use; held, lest it be forgotten. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private ServerCommand() {}

  /** Starts the server; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    LUCENE.setLevel(Level.SEVERE);
    int code = run(List.of(arguments), System.getenv(), System.out, System.err);
    if (code != OK) {
      System.exit(code);
    }
  }

  /**
   * Starts the server, whose threads go on.
   *
   * @return 0 after a start, 1 if it is not possible, 2 after wrong usage
   */
  static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    if (arguments.contains("--help")) {
      out.print(USAGE + Option.help());
      return OK;
    }
    ServerOptions options;
    try {
      options = ServerOptions.of(arguments, environment);
    } catch (IllegalArgumentException e) {
      err.println("search-server: " + e.getMessage() + "; see --help");
      return WRONG_USAGE;
    }
    try {
      SearchServer server = SearchServer.start(options, out);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, err)));
      return OK;
    } catch (LaunchException e) {
      err.println("search-server: " + e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      err.println("search-server: " + (e instanceof DumpException ? e.getMessage() : e));
      return FAILED;
    }
  }

  private static void close(SearchServer server, PrintStream err) {
    try {
      server.close();
    } catch (IOException e) {
      err.println("search-server: closing failed: " + e);
    }
  }
}
