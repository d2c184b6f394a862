package org.indexport.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a folder that an engine can use of a point of a repository. */
@Command(
    name = "restore",
    customSynopsis = "indexport repo restore REPO FOLDER [OPTIONS]",
    sortOptions = false,
    description = {
      "Make the folder of an engine of a point of a repository. It appears when every file was"
          + " verified and is on the storage, or not at all."
    },
    footer = {
      "",
      "Example: indexport repo restore backup/ /srv/search",
      "         indexport repo restore backup/ older/ --point 20260131T120000Z-0a1b2c3d"
    })
final class RepoRestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "REPO", description = "The folder of a repository.")
  String repository = "";

  @Parameters(index = "1", paramLabel = "FOLDER", description = "A new folder, or an empty one.")
  String output = "";

  @Option(
      names = "--point",
      paramLabel = "ID|latest",
      description = "Which point; 'indexport repo list' lists them; default: latest.")
  String point = RepoOptions.LATEST;

  @Mixin final RestoreWork work = new RestoreWork();

  RepoRestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    return work.point("repo restore", repository, point, output, terminal);
  }
}
