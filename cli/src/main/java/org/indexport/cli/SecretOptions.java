package org.indexport.cli;

import org.indexport.transfer.Secrets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What becomes of secrets. */
final class SecretOptions {
  @ArgGroup(exclusive = true)
  @Nullable Choice choice;

  /** With or without them, not both. */
  static final class Choice {
    @Option(
        names = "--include-secrets",
        description =
            "Secrets go into every output; else only into formats that keep them for their owner.")
    boolean include;

    @Option(
        names = "--redact",
        description = "No secrets in any output: neither side data nor settings that hold some.")
    boolean redact;
  }

  /** What was chosen. */
  Secrets secrets() {
    if (choice == null) {
      return Secrets.WHERE_KEPT;
    }
    return choice.redact ? Secrets.LEFT_OUT : Secrets.INCLUDED;
  }
}
