package org.indexport.cli;

import org.indexport.ReadOptions.Damage;
import picocli.CommandLine.Option;

/** What is done with an input that is incomplete or damaged. */
final class IncompleteOptions {
  /** The option, for hints. */
  static final String NAME = "--allow-incomplete";

  @Option(
      names = NAME,
      description = "Use what is whole of an incomplete or damaged input; still ends with 3.")
  boolean allowed;

  /** What reading does at damage. */
  Damage damage() {
    return allowed ? Damage.SKIP : Damage.REFUSE;
  }
}
