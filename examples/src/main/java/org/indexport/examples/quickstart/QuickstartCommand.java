package org.indexport.examples.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.indexport.DumpException;
import org.indexport.examples.quickstart.Quickstart.Courier;

/** The main class behind the script {@code quickstart}. */
public final class QuickstartCommand {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** Lucene logs which instructions of the processor it could use; held, lest it be forgotten. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private QuickstartCommand() {}

  /** Runs the quickstart; {@code --help} lists the options. */
  public static void main(String[] arguments) {
    LUCENE.setLevel(Level.SEVERE);
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** Runs and returns the exit code: 0 fine, 1 failed or different, 2 wrong usage. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.contains("--help")) {
      out.print(QuickstartOptions.HELP);
      return OK;
    }
    try {
      return run(QuickstartOptions.parse(arguments), Courier.NONE, out, err);
    } catch (IllegalArgumentException e) {
      err.println("quickstart: " + e.getMessage() + "; see --help");
      return WRONG_USAGE;
    }
  }

  static int run(QuickstartOptions options, Courier courier, PrintStream out, PrintStream err) {
    long start = System.nanoTime();
    try (WorkFolder folder =
        options.keep() == null ? WorkFolder.temporary() : WorkFolder.kept(options.keep())) {
      Story story = new Story(out);
      story.say("Indexport quickstart: a search index, its dump, and an index made from the dump.");
      story.say(folder.describe());
      new Quickstart(options.corpus(), folder.path(), options.batchSize(), courier, story).run();
      story.say("");
      story.say("And a dump of another engine:");
      new MeilisearchMove(options.meilisearchDump(), folder.path().resolve("movies"), story).run();
      story.say("");
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      story.say("Nothing differs. It all took " + Figures.seconds(time) + ".");
      return OK;
    } catch (DifferenceException e) {
      err.println("The quickstart FAILED: what must be equal differs.");
      e.differences().forEach(difference -> err.println("  " + difference));
      return FAILED;
    } catch (IOException e) {
      err.println("The quickstart FAILED: " + describe(e));
      return FAILED;
    }
  }

  /** Messages of the SDK speak for themselves; those of the system often hold only a path. */
  private static String describe(IOException e) {
    return e instanceof DumpException ? String.valueOf(e.getMessage()) : e.toString();
  }
}
