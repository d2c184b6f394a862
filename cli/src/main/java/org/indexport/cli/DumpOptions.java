package org.indexport.cli;

import picocli.CommandLine.Mixin;

/** The options of commands that write a dump. */
final class DumpOptions {
  @Mixin final OutputOptions output = new OutputOptions();
  @Mixin final InputOptions input = new InputOptions();
  @Mixin final IncompleteOptions incomplete = new IncompleteOptions();
  @Mixin final SelectionOptions selection = new SelectionOptions();
  @Mixin final SecretOptions secrets = new SecretOptions();
  @Mixin final WorkOptions work = new WorkOptions();
  @Mixin final NamedOptions named = new NamedOptions();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();
}
