package org.indexport.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.indexport.format.v2.DumpCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes one dump of several. */
@Command(
    name = "merge",
    customSynopsis = "indexport merge INPUT INPUT... OUTPUT [OPTIONS]",
    sortOptions = false,
    description = {
      "Make one v2 dump of several, without compressing them anew. No two may have an index of the",
      "same name. Side data that belongs to no index, and all else, is that of the first."
    },
    footer = {"", "Example: indexport merge movies.dump songs.dump all.dump"})
final class MergeCommand implements Callable<Integer>, WritesDump {
  private final Terminal terminal;

  @Parameters(
      arity = "3..*",
      paramLabel = "INPUT... OUTPUT",
      hideParamSyntax = true,
      description =
          "v2 dumps: files or folders; and last a new file, a folder if it ends in '/', or '-' for"
              + " standard output.")
  List<String> paths = new ArrayList<>();

  @Mixin final CopyOptions options = new CopyOptions();

  MergeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    int last = paths.size() - 1;
    return options.run(
        "merge",
        paths.subList(0, last),
        paths.get(last),
        terminal,
        (sources, manifests) -> DumpCopy.merging(sources));
  }
}
