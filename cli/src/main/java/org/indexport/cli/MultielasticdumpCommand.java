package org.indexport.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.cli.DropInReader.Purpose;
import org.indexport.cli.DropInReader.Wanted;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.spi.MetadataText;
import org.indexport.transfer.Selection;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Does what multielasticdump does, with its options. */
@Command(
    name = "multielasticdump",
    customSynopsis =
        "indexport multielasticdump --direction=dump|load --input=… --output=… [OPTIONS]",
    sortOptions = false,
    versionProvider = Indexport.Version.class,
    description = {
      "Do what multielasticdump does, with its options and files: dump all indexes of a server into"
          + " a folder, or load such a folder. Unlike there, the exit code tells the truth, and a"
          + " file that is not whole does not appear."
    })
final class MultielasticdumpCommand extends DropInCommand implements Callable<Integer> {
  private static final String DATA = "data";

  /** In the order in which they are written. */
  private static final List<String> TYPES =
      List.of(DATA, "mapping", "settings", "template", "analyzer", "alias", "index");

  private static final Set<String> UNLESS_IGNORED = Set.of(DATA, "mapping", "settings", "template");
  private static final int MOST_LEVELS = 1_000;

  private final Terminal terminal;

  private MultielasticdumpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its help. */
  static CommandLine create(Terminal terminal) {
    return create(
        new MultielasticdumpCommand(terminal),
        DropInOptions.ofMultielasticdump(),
        "Example: indexport multielasticdump --direction=dump --match='^logs-' \\",
        "             --input=http://localhost:9200 --output=backup",
        "         indexport multielasticdump --direction=load --input=backup \\",
        "             --output=http://localhost:9200");
  }

  @Override
  public Integer call() throws IOException {
    DropInArguments given =
        DropInArguments.of("multielasticdump", DropInOptions.ofMultielasticdump(), arguments());
    Long parallel = given.number("parallel");
    int workers =
        parallel == null
            ? Runtime.getRuntime().availableProcessors()
            : (int) Math.min(parallel, 64);
    DropInWork work = new DropInWork(given, workers, terminal);
    DropInPlace from = DropInPlace.of("input", given, System::getenv);
    DropInPlace to = DropInPlace.of("output", given, System::getenv);
    boolean dumps = given.choice("direction", List.of("dump", "load")).equals("dump");
    DropInPlace server = dumps ? from : to;
    DropInPlace folder = dumps ? to : from;
    if (!server.isServer() || folder.kind() != DropInPlace.Kind.FILE) {
      throw new UsageException(
          "--direction=%s: expected a %s as --input and a %s as --output"
              .formatted(
                  dumps ? "dump" : "load",
                  dumps ? "server's URL" : "folder",
                  dumps ? "folder" : "server's URL"));
    }
    server.refuseNames();
    Run run = new Run(given, work, types(given), match(given));
    return dumps ? run.dump(from, Path.of(to.text())) : run.load(from, to);
  }

  /** The types of files that are asked for. */
  static Set<String> types(DropInArguments given) {
    List<String> included = known("includeType", given, Set.of());
    Set<String> types = new LinkedHashSet<>(included);
    if (included.isEmpty()) {
      TYPES.stream().filter(UNLESS_IGNORED::contains).forEach(types::add);
      // These belong to no index, so that they are left out anyway.
      types.removeAll(known("ignoreType", given, DropInReader.OF_INSTANCE.keySet()));
      for (String type : TYPES) {
        String flag = "ignore" + type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
        if (given.isFalse(flag)) {
          types.add(type);
        } else if (given.isTrue(flag)) {
          types.remove(type);
        }
      }
    }
    if (types.isEmpty()) {
      throw new UsageException("--ignoreType: nothing is left to do");
    }
    return types;
  }

  private static List<String> known(String option, DropInArguments given, Set<String> besides) {
    List<String> types = given.list(option);
    for (String type : types) {
      if (!TYPES.contains(type) && !besides.contains(type)) {
        throw new UsageException(
            "--%s: expected some of %s, found '%s'"
                .formatted(option, String.join(",", TYPES), type));
      }
    }
    return types;
  }

  private static Pattern match(DropInArguments given) {
    return given.pattern("match", "", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** One call of the command, index by index. */
  private final class Run {
    private final DropInArguments given;
    private final DropInWork work;
    private final Set<String> types;
    private final Pattern match;
    private int code = ExitCode.FINE;

    Run(DropInArguments given, DropInWork work, Set<String> types, Pattern match) {
      this.given = given;
      this.work = work;
      this.types = types;
      this.match = match;
    }

    private Wanted wanted(Set<String> some, Purpose purpose) {
      return new Wanted(some, work.size(), work.templates(null), purpose);
    }

    int dump(DropInPlace from, Path folder) throws IOException {
      if (given.isTrue("delete")) {
        throw new UsageException(
            "--delete: a dump deletes nothing; delete the indexes when the dump is whole");
      }
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new UsageException("--output: %s is no folder".formatted(folder));
      }
      String list = given.text("matchType");
      boolean matches = false;
      for (String type : (list == null ? "alias" : list).split(",", -1)) {
        if (!type.equals("alias") && !type.equals("datastream")) {
          throw new UsageException("--matchType: expected alias or datastream, found " + type);
        }
        matches |= dump(from, type.equals("alias") ? "indexes" : "one", folder);
      }
      if (!matches && all(from, "indexes").isEmpty()) {
        terminal.say("%s has no index".formatted(from.shown()));
      } else if (!matches) {
        throw new DumpException(
            "--match: no index of %s matches '%s', nor does an alias"
                .formatted(from.shown(), match));
      }
      return code;
    }

    /** Whether there was anything to dump. */
    private boolean dump(DropInPlace from, String streams, Path folder) throws IOException {
      List<String> names = new ArrayList<>(found(from, streams));
      if (given.choice("order", List.of("asc", "desc")).equals("desc")) {
        names.sort(Comparator.reverseOrder());
      }
      if (names.isEmpty()) {
        return false;
      }
      Map<String, String> options = reading(streams);
      options.put("indexes", String.join(",", names));
      try (Input input = work.open(from, options, wanted(types, Purpose.FILES))) {
        Files.createDirectories(folder);
        for (String name : names) {
          dumpIndex(input, name, folder);
        }
      }
      return true;
    }

    /** Dumps an index; one whose documents cannot be had leaves its other files, if that may be. */
    private void dumpIndex(Input input, String name, Path folder) throws IOException {
      boolean done = attempt(name, () -> dump(input, name, types, folder));
      Set<String> rest = new LinkedHashSet<>(types);
      if (!done && rest.remove(DATA) && !rest.isEmpty()) {
        attempt(name, () -> dump(input, name, rest, folder));
      }
    }

    /** The names that match, or whose aliases do, sorted. */
    private Set<String> found(DropInPlace from, String streams) throws IOException {
      Set<String> names = new TreeSet<>();
      Set<String> plain = streams.equals("one") ? all(from, "indexes").keySet() : Set.of();
      all(from, streams)
          .forEach(
              (name, aliases) -> {
                boolean fits = match.matcher(name).find();
                fits |= aliases.stream().anyMatch(alias -> match.matcher(alias).find());
                if (fits && !plain.contains(name)) {
                  names.add(name);
                }
              });
      return names;
    }

    /** All names, and the aliases of each. */
    private Map<String, Set<String>> all(DropInPlace from, String streams) throws IOException {
      Map<String, Set<String>> all = new TreeMap<>();
      Wanted aliases = new Wanted(Set.of("alias"), 0, name -> true, Purpose.FILES);
      try (Input input = work.open(from, reading(streams), aliases);
          DumpCursor cursor = input.reader().entries(name -> false)) {
        for (IndexInfo index : input.reader().header().indexes()) {
          all.put(index.name().name(), new TreeSet<>());
        }
        for (DumpEntry entry; (entry = cursor.next()) != null; ) {
          if (entry instanceof Section section && section.index() != null) {
            Set<String> own = all.get(section.index().name());
            if (own != null) {
              own.addAll(JsonObject.parse(MetadataText.read(section), MOST_LEVELS).names());
            }
          }
        }
        return all;
      } catch (MalformedJsonException e) {
        throw new DumpException(from.shown() + ": its aliases: " + e.getMessage(), e);
      }
    }

    private Map<String, String> reading(String streams) {
      Map<String, String> options = new LinkedHashMap<>();
      if (types.contains("template")) {
        options.put("required-sections", "templates");
      }
      options.put("include-hidden", "true");
      options.put("data-streams", streams);
      return options;
    }

    private int dump(Input input, String name, Set<String> types, Path folder) throws IOException {
      checkFiles(name, folder);
      Path own = folder.toAbsolutePath().normalize();
      Path fresh = Files.createTempDirectory(own.resolveSibling("."), ".multielasticdump-");
      try (ScratchFolder whole = new ScratchFolder(fresh)) {
        Path files = whole.path().resolve("files");
        Selection selection = work.selection(types.contains(DATA)).index(name).build();
        Map<String, String> options = work.writing(String.join(",", types));
        options.put("manifest", "none");
        var report = work.write(input, selection, DumpSink.folder(files), options);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files)) {
          for (Path file : all) {
            Files.move(file, own.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
          }
        }
        String what = types.contains(DATA) ? null : "side data";
        return work.tell(input, report, what, folder + "/" + name);
      }
    }

    private void checkFiles(String name, Path folder) throws ExistingTargetException {
      String ending = given.isTrue("fsCompress") ? ".json.gz" : ".json";
      for (String type : given.isTrue("overwrite") ? Set.<String>of() : types) {
        Path file = folder.resolve(name + (type.equals(DATA) ? "" : "." + type) + ending);
        if (Files.exists(file)) {
          throw new ExistingTargetException(
              file + ": it exists already; choose another folder, or replace it with --overwrite");
        }
      }
    }

    int load(DropInPlace from, DropInPlace to) throws IOException {
      if (!Files.isDirectory(Path.of(from.text()))) {
        throw new UsageException("--input: %s is no folder".formatted(from.text()));
      }
      Set<String> ofIndexes = new LinkedHashSet<>(types);
      ofIndexes.remove("template");
      List<IndexName> names = matching(from);
      if (types.contains("template")) {
        attempt("templates", () -> loadTemplates(from, to));
      }
      if (ofIndexes.isEmpty()) {
        return code;
      }
      try (Input input =
          work.open(from, Map.of("index-names", "files"), wanted(ofIndexes, Purpose.SERVER))) {
        for (IndexName name : names) {
          attempt(name.toString(), () -> load(input, name, from, to));
        }
      }
      return code;
    }

    /** The indexes of a folder that match. */
    private List<IndexName> matching(DropInPlace from) throws IOException {
      Wanted none = new Wanted(Set.of("alias"), 0, name -> true, Purpose.SERVER);
      try (Input input = work.open(from, Map.of("index-names", "files"), none)) {
        List<IndexName> names =
            input.reader().header().indexes().stream()
                .map(IndexInfo::name)
                .filter(name -> match.matcher(name.name()).find())
                .toList();
        if (names.isEmpty()) {
          throw new UsageException("--match: no index of %s matches".formatted(from.text()));
        }
        return names;
      }
    }

    private int loadTemplates(DropInPlace from, DropInPlace to) throws IOException {
      Wanted templates = new Wanted(Set.of("template"), 0, name -> true, Purpose.SERVER);
      try (Input input = work.open(from, Map.of(), templates)) {
        var report = work.load(input, work.selection(false).build(), to, IfExists.APPEND, false);
        return work.tell(input, report, "templates", to.shown());
      }
    }

    private int load(Input input, IndexName name, DropInPlace from, DropInPlace to)
        throws IOException {
      boolean documents = types.contains(DATA);
      checkFolder(name.name(), Path.of(from.text()));
      Selection.Builder selection = work.selection(documents).index(name.toString());
      String target = work.target(name.name().toLowerCase(Locale.ROOT));
      DropInWork.rename(selection, name, target);
      boolean onlyAliases = Set.of("alias", "template").containsAll(types);
      IfExists ifExists = given.isTrue("delete") ? IfExists.REPLACE : IfExists.APPEND;
      var report = work.load(input, selection.build(), to, ifExists, onlyAliases);
      String place = to.shown() + "/" + target;
      return work.tell(input, report, documents ? null : "side data", place);
    }

    /** Refuses an index without documents that are asked for, and tells what else is missing. */
    private void checkFolder(String name, Path folder) throws IOException {
      Set<String> missing = new LinkedHashSet<>(types);
      missing.retainAll(Set.of(DATA, "mapping", "settings"));
      Pattern files =
          Pattern.compile(
              Pattern.quote(name)
                  + "(?:\\.(mapping|settings|index))?(?:\\.split-\\d+)?\\.json(?:\\.gz)?");
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        for (Path file : all) {
          Matcher fits = files.matcher(String.valueOf(file.getFileName()));
          if (fits.matches()) {
            String type = fits.group(1) == null ? DATA : fits.group(1);
            missing.removeAll(type.equals("index") ? Set.of("mapping", "settings") : Set.of(type));
          }
        }
      }
      if (missing.contains(DATA)) {
        throw new DumpException(
            "%s: expected the documents of index %s, as %s.json, found none; bring the file back, or leave documents out with --ignoreType=data"
                .formatted(folder, name, name));
      }
      if (!missing.isEmpty() && !given.isTrue("quiet")) {
        terminal.say(
            "index %s: no file of type %s; an index that is made has what the server makes up"
                .formatted(name, String.join(" and ", missing)));
      }
    }

    /** Does something for one index; a failure ends the command unless that is to be ignored. */
    private boolean attempt(String name, Interruptible.Task<Integer> task) throws IOException {
      try {
        int own = task.run();
        code = code == ExitCode.FINE ? own : code;
        return true;
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        if (!given.isTrue("ignoreChildError")) {
          throw e;
        }
        terminal.say("%s: %s".formatted(name, Failures.message(e)));
        code = ExitCode.FAILED;
        return false;
      }
    }
  }
}
