package org.indexport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.indexport.format.v2.DumpCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes one file of a folder. */
@Command(
    name = "pack",
    customSynopsis = "indexport pack FOLDER OUTPUT [OPTIONS]",
    sortOptions = false,
    description = "Make one file of a v2 dump that is a folder, without compressing it anew.",
    footer = {"", "Example: indexport pack today/ today.dump"})
final class PackCommand implements Callable<Integer>, WritesDump {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A v2 dump that is a folder.")
  String input = "";

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description = "A new file; '-' for standard output.")
  String output = "";

  @Mixin final CopyOptions options = new CopyOptions();

  PackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (Files.isRegularFile(Path.of(input))) {
      throw new UsageException(input + " is a file already");
    }
    if (output.endsWith("/")) {
      throw new UsageException(output + " would be a folder; name a file");
    }
    return options.run(
        "pack",
        List.of(input),
        output,
        terminal,
        (sources, manifests) -> DumpCopy.of(sources.get(0)));
  }
}
