package org.indexport.cli;

import java.util.List;
import org.indexport.DumpException;
import org.indexport.ReadOptions.Damage;
import picocli.CommandLine.Option;

/** What is done with an input that is incomplete or damaged. */
final class IncompleteOptions {
  private static final int MOST_LISTED = 20;

  /** The option, for hints. */
  static final String NAME = "--allow-incomplete";

  @Option(
      names = {NAME, "--lenient"},
      description =
          "Use what is whole of an incomplete or damaged input, and list what is wrong; still ends"
              + " with 3.")
  boolean allowed;

  /** Lists what was wrong; returns what the process ends with. */
  int report(List<DumpException> damages, Terminal terminal) {
    for (DumpException damage : damages.subList(0, Math.min(MOST_LISTED, damages.size()))) {
      terminal.say(Failures.message((Throwable) damage));
    }
    if (damages.size() > MOST_LISTED) {
      terminal.say("and %,d more of the kind".formatted(damages.size() - MOST_LISTED));
    }
    return damages.isEmpty() ? ExitCode.FINE : ExitCode.INCOMPLETE;
  }

  /** What reading does at damage. */
  Damage damage() {
    return allowed ? Damage.SKIP : Damage.REFUSE;
  }
}
