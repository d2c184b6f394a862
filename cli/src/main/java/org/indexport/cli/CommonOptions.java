package org.indexport.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {
  @Option(names = "--quiet", description = "No progress, no notices and no report for people.")
  boolean quiet;

  @Option(names = "--debug", description = "On failure, print the stack trace too.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;
}
