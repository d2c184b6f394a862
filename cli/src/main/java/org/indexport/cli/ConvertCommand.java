package org.indexport.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a dump as another dump. */
@Command(
    name = "convert",
    customSynopsis = "indexport convert INPUT OUTPUT [--to FORMAT] [OPTIONS]",
    sortOptions = false,
    description = "Write a dump, or a live engine, as a dump of another format.",
    footer = {
      "",
      "Example: indexport convert movies.jsonl.gz movies.dump",
      "         indexport convert backup.dump folder/ --to jsonl --index 'movie*'"
    })
final class ConvertCommand implements Callable<Integer>, WritesDump {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "INPUT",
      description = "A dump, told by content; '-' for standard input; or an engine.")
  String input = "";

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "A new file; a folder if it ends in '/'; '-' for standard output.")
  String output = "";

  @Mixin final DumpOptions options = new DumpOptions();

  ConvertCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return new DumpTransfer("convert", options, terminal).run(input, output);
  }
}
