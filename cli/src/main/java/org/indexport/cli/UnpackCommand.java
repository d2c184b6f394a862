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

/** Makes a folder of a file. */
@Command(
    name = "unpack",
    customSynopsis = "indexport unpack FILE OUTPUT [OPTIONS]",
    sortOptions = false,
    description = "Make a folder of a v2 dump that is one file, without compressing it anew.",
    footer = {"", "Example: indexport unpack today.dump today/"})
final class UnpackCommand implements Callable<Integer>, WritesDump {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "FILE", description = "A v2 dump that is a file.")
  String input = "";

  @Parameters(index = "1", paramLabel = "OUTPUT", description = "A new folder.")
  String output = "";

  @Mixin final CopyOptions options = new CopyOptions();

  UnpackCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(Path.of(input))) {
      throw new UsageException(input + " is a folder already");
    }
    if (output.equals(InputOptions.STANDARD)) {
      throw new UsageException("unpack: name a folder; standard output is none");
    }
    return options.run(
        "unpack",
        List.of(input),
        output.endsWith("/") ? output : output + "/",
        terminal,
        (sources, manifests) -> DumpCopy.of(sources.get(0)));
  }
}
