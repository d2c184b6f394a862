package org.indexport.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.cli.KourouSubcommand.Action;
import org.indexport.cli.KourouSubcommand.Description;
import org.indexport.format.kourou.SecurityFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Groups what kourou's commands do. */
@Command(
    name = "kourou",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    description = {
      "Do what kourou does, with its commands, options, variables and files, for scripts that were"
          + " written for it. Unlike there, the exit code tells the truth, no document is lost, and"
          + " a file that is not whole does not appear."
    },
    footer = {
      "",
      "Example: indexport kourou index:export library --path backup",
      "         indexport kourou index:import backup/library --host kuzzle.example.org"
    })
final class KourouCommand implements Runnable {
  private static final String INDEX = "index";
  private static final String FOLDER = "folder";
  private static final String FILE = "file";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit; each command has its own.")
  boolean help;

  private KourouCommand() {}

  /** The command with those below it. */
  static CommandLine create(Terminal terminal) {
    CommandLine command = new CommandLine(new KourouCommand());
    for (Description description : descriptions()) {
      command.addSubcommand(description.name(), KourouSubcommand.create(description, terminal));
    }
    return command;
  }

  /** In the order of the help. */
  static List<Description> descriptions() {
    return List.of(
        new Description(
            "index:export",
            List.of(INDEX),
            KourouOptions.ofIndexExport(),
            "Export the collections of an index: PATH/INDEX/COLLECTION/documents.jsonl and"
                + " mappings.json.",
            "library --path backup",
            KourouExport::ofIndex),
        new Description(
            "index:import",
            List.of(FOLDER),
            KourouOptions.ofIndexImport(),
            "Import the folder of an index. Documents of the same ids are replaced, others stay.",
            "backup/library",
            KourouImport::ofIndex),
        new Description(
            "collection:export",
            List.of(INDEX, "collection"),
            KourouOptions.ofCollectionExport(),
            "Export a collection: PATH/INDEX/COLLECTION/documents.jsonl and mappings.json.",
            "library books --query '{ term: { lang: \"en\" } }'",
            KourouExport::ofCollection),
        new Description(
            "collection:import",
            List.of(FOLDER),
            KourouOptions.ofCollectionImport(),
            "Import the folder of a collection. Documents of the same ids are replaced, others"
                + " stay.",
            "backup/library/books --no-mappings",
            KourouImport::ofCollection),
        new Description(
            "import",
            List.of(FOLDER),
            KourouOptions.ofImportOfAll(),
            "Import all that lies in a folder: collections, roles, profiles, users.",
            "backup",
            KourouImport::ofAll),
        export("role:export", SecurityFile.ROLES, KourouOptions.ofSecurityExport("roles")),
        reading("role:import", SecurityFile.ROLES, KourouOptions.ofRoleImport()),
        export("profile:export", SecurityFile.PROFILES, KourouOptions.ofSecurityExport("profiles")),
        reading("profile:import", SecurityFile.PROFILES, KourouOptions.ofServer()),
        export("user:export", SecurityFile.USERS, KourouOptions.ofUserExport()),
        reading("user:import", SecurityFile.USERS, KourouOptions.ofServer()),
        export(
            "user:export-mappings",
            SecurityFile.USERS_MAPPING,
            KourouOptions.ofSecurityExport("users")),
        reading("user:import-mappings", SecurityFile.USERS_MAPPING, KourouOptions.ofServer()));
  }

  private static Description export(
      String name, SecurityFile file, Map<String, DropInOption> options) {
    Action action = work -> KourouSecurity.export(work, file);
    return new Description(
        name,
        List.of(),
        options,
        "Export %s to %s, with all that they hold.".formatted(words(file), file.path()),
        "--host kuzzle.example.org --api-key KEY",
        action);
  }

  private static Description reading(
      String name, SecurityFile file, Map<String, DropInOption> options) {
    Action action = work -> KourouSecurity.read(work, file);
    String existing =
        file == SecurityFile.USERS ? " Users that are there stay, and the command fails." : "";
    return new Description(
        name,
        List.of(FILE),
        options,
        "Import %s from a file.%s".formatted(words(file), existing),
        file.path(),
        action);
  }

  private static String words(SecurityFile file) {
    return file == SecurityFile.USERS_MAPPING ? "the mapping of users" : file.section();
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        Objects.requireNonNull(spec).commandLine(), "name a command");
  }
}
