package org.indexport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a folder that an engine can use of a snapshot. */
@Command(
    name = "restore",
    customSynopsis = "indexport restore SNAPSHOT FOLDER [OPTIONS]",
    sortOptions = false,
    description = {
      "Make the folder of an engine of a snapshot. It appears when every file was verified and is"
          + " on the storage, or not at all."
    },
    footer = {
      "",
      "Example: indexport restore search.snapshot /srv/search",
      "         indexport restore backup/ /srv/search --point latest --overwrite"
    })
final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "SNAPSHOT",
      description = "A snapshot file, or the folder of a repository of snapshots.")
  String input = "";

  @Parameters(index = "1", paramLabel = "FOLDER", description = "A new folder, or an empty one.")
  String output = "";

  @Option(
      names = "--point",
      paramLabel = "ID|latest",
      description = "Which point of a repository; default: latest.")
  @Nullable String point;

  @Mixin final RestoreWork work = new RestoreWork();

  RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(Path.of(input))) {
      String wanted = point == null ? RepoOptions.LATEST : point;
      return work.point("restore", input, wanted, output, terminal);
    }
    if (point != null) {
      throw new UsageException("--point: %s is no repository".formatted(input));
    }
    return work.file("restore", input, output, terminal);
  }
}
