package org.indexport.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Dumps a live engine. */
@Command(
    name = "dump",
    customSynopsis = "indexport dump SOURCE OUTPUT [--to FORMAT] [OPTIONS]",
    sortOptions = false,
    description = "Dump a live engine as it is at one point in time.",
    footer = {
      "",
      "Example: indexport dump lucene:/srv/search today.dump",
      "         indexport dump https://search.example.org:9200/logs-* logs.dump -O api-key-file=key"
    })
final class DumpCommand implements Callable<Integer>, WritesDump {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "SOURCE",
      description = "An engine, such as lucene:DIR or http://HOST:9200/INDEXES.")
  String source = "";

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "A new file; a folder if it ends in '/'; '-' for standard output.")
  String output = "";

  @Mixin final DumpOptions options = new DumpOptions();

  DumpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (InputOptions.connector(source) == null) {
      throw new UsageException(
          "%s is no engine such as lucene:DIR; for dumps, use 'indexport convert'"
              .formatted(source));
    }
    return new DumpTransfer("dump", options, terminal).run(source, output);
  }
}
