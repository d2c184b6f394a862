package org.indexport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.cli.DropInReader.Purpose;
import org.indexport.cli.DropInReader.Wanted;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Does what elasticdump does, with its options. */
@Command(
    name = "elasticdump",
    customSynopsis = "indexport elasticdump --input=SOURCE --output=TARGET [OPTIONS]",
    sortOptions = false,
    versionProvider = Indexport.Version.class,
    description = {
      "Do what elasticdump does, with its options and files, for scripts that were written for it."
          + " Unlike there, the exit code tells the truth, and a file that is not whole does not"
          + " appear."
    })
final class ElasticdumpCommand extends DropInCommand implements Callable<Integer> {
  private static final String DATA = "data";
  private static final List<String> TYPES =
      List.of(
          DATA,
          "index",
          "settings",
          "analyzer",
          "mapping",
          "alias",
          "template",
          "index_template",
          "component_template",
          "script",
          "policy");

  /** What makes an index, so that it must not be there. */
  private static final Set<String> MAKING = Set.of("index", "settings", "analyzer");

  private final Terminal terminal;

  private ElasticdumpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its help. */
  static CommandLine create(Terminal terminal) {
    return create(
        new ElasticdumpCommand(terminal),
        DropInOptions.ofElasticdump(),
        "Example: indexport elasticdump --input=http://localhost:9200/books --output=books.json",
        "         indexport elasticdump --input=books.json \\",
        "             --output=http://localhost:9200/books");
  }

  @Override
  public Integer call() throws IOException {
    DropInArguments given =
        DropInArguments.of("elasticdump", DropInOptions.ofElasticdump(), arguments());
    return run(given);
  }

  private int run(DropInArguments given) throws IOException {
    String type = given.choice("type", TYPES);
    DropInPlace from = DropInPlace.of("input", given, System::getenv);
    DropInPlace to = DropInPlace.of("output", given, System::getenv);
    DropInWork work = new DropInWork(given, Runtime.getRuntime().availableProcessors(), terminal);
    work.refuseActions();
    Long offset = given.number("offset");
    if (offset != null && from.isServer()) {
      throw new UsageException(
          "--offset: servers refuse it; to go on after an interruption, use indexport dump"
              + " --checkpoint FILE --resume");
    }
    refuseFolder(from);
    checkOutput(to, given);
    noteType(type, from);
    boolean documents = type.equals(DATA);
    Wanted wanted =
        new Wanted(
            Set.of(type),
            documents ? work.size() : Long.MAX_VALUE,
            names(type, from, work),
            to.isServer() ? Purpose.SERVER : Purpose.FILES);
    try (Input input = work.open(from, reading(type, from, to, work), wanted)) {
      refuseNothing(type, from, input);
      Selection.Builder selection = work.selection(documents);
      chooseAliased(type, from, input, selection);
      if (offset != null && documents) {
        AtomicLong passed = new AtomicLong();
        selection.filter((index, document) -> passed.incrementAndGet() > offset);
      }
      String what = documents ? null : type;
      if (!to.isServer()) {
        TransferReport report =
            work.write(input, selection.build(), sink(to, given), writing(type, to, given, work));
        if (!input.isEngine()) {
          work.tellLeftMembers(report);
        }
        return work.tell(input, report, what, to.shown());
      }
      return load(type, input, selection, to, work, given);
    }
  }

  /** Loads a server; several indexes that become one are loaded one after the other. */
  private static int load(
      String type,
      Input input,
      Selection.Builder selection,
      DropInPlace to,
      DropInWork work,
      DropInArguments given)
      throws IOException {
    boolean documents = type.equals(DATA);
    List<IndexInfo> indexes = input.reader().header().indexes();
    List<Selection> turns = new ArrayList<>();
    if (input.isEngine() && to.index() != null && indexes.size() > 1) {
      for (IndexInfo index : indexes) {
        Selection.Builder one = work.selection(documents).index(index.name().toString());
        DropInWork.rename(one, index.name(), work.target(to.index()));
        turns.add(one.build());
      }
    } else {
      rename(input, selection, to, work);
      turns.add(selection.build());
    }
    int code = ExitCode.FINE;
    for (Selection turn : turns) {
      TransferReport report = load(type, input, turn, to, work, given);
      int own = work.tell(input, report, documents ? null : type, to.shownWithIndex());
      code = code == ExitCode.FINE ? own : code;
    }
    return code;
  }

  private static TransferReport load(
      String type,
      Input input,
      Selection selection,
      DropInPlace to,
      DropInWork work,
      DropInArguments given)
      throws IOException {
    IfExists ifExists = ifExists(type, given);
    try {
      return work.load(input, selection, to, ifExists, type.equals("alias"));
    } catch (ExistingTargetException e) {
      throw new ExistingTargetException(
          "%s: the index exists already, and --type=%s is to make it; delete it, choose another --output-index, or keep it with --skip-existing"
              .formatted(to.shownWithIndex(), type),
          e);
    }
  }

  /** Refuses the name of a template or the like that there is not. */
  private static void refuseNothing(String type, DropInPlace from, Input input) throws IOException {
    boolean named = from.isServer() && from.index() != null;
    if (named
        && type.endsWith("template")
        && input.reader() instanceof DropInReader reader
        && !reader.hasAny()) {
      throw new DumpException(
          "%s: expected %s %s that fits %s, found none"
              .formatted(from.shown(), type.startsWith("i") ? "an" : "a", type, from.index()));
    }
  }

  /** Of aliases that are named, only the indexes behind them are told of. */
  private static void chooseAliased(
      String type, DropInPlace from, Input input, Selection.Builder selection) throws IOException {
    boolean named = from.isServer() && from.detail() != null && type.equals("alias");
    if (named && input.reader() instanceof DropInReader reader) {
      Set<IndexName> aliased = reader.aliased();
      if (aliased.isEmpty()) {
        throw new DumpException(
            "%s: expected an alias that fits %s, found none"
                .formatted(from.shown(), from.detail()));
      }
      aliased.forEach(name -> selection.index(name.toString()));
    }
  }

  private static Predicate<String> names(String type, DropInPlace from, DropInWork work) {
    if (!from.isServer()) {
      return name -> true;
    }
    return switch (type) {
      case "alias" -> work.names(from.detail());
      case "policy" -> work.names(from.index());
      case "template", "index_template", "component_template" -> work.templates(from.index());
      default -> name -> true;
    };
  }

  /** The options of the input that are for its format or engine. */
  private static Map<String, String> reading(
      String type, DropInPlace from, DropInPlace to, DropInWork work) {
    Map<String, String> options = new LinkedHashMap<>();
    String index = from.index();
    boolean ofInstance = DropInReader.OF_INSTANCE.containsKey(type);
    if (from.isServer()) {
      if (index != null && !ofInstance) {
        options.put("indexes", index);
      }
      // As the searches of the original find them.
      options.put("include-hidden", "as-searched");
      if (ofInstance) {
        options.put("required-sections", DropInReader.OF_INSTANCE.get(type));
      }
      if (!to.isServer()) {
        // A file names the index that each document is in.
        options.put("data-streams", "indexes");
      }
      return options;
    }
    options.put("type", type);
    String target = to.index();
    if (target != null && !ofInstance) {
      options.put("index", work.target(target));
    }
    return options;
  }

  private static void rename(
      Input input, Selection.Builder selection, DropInPlace to, DropInWork work) {
    String target = to.index();
    if (target != null && !input.isEngine()) {
      // The file was read as that index already.
      return;
    }
    for (IndexInfo index : input.reader().header().indexes()) {
      String name = target == null ? index.name().name() : target;
      DropInWork.rename(selection, index.name(), work.target(name));
    }
  }

  private static IfExists ifExists(String type, DropInArguments given) {
    boolean making = MAKING.contains(type) && !given.isTrue("skip-existing");
    return making ? IfExists.REFUSE : IfExists.APPEND;
  }

  private static Map<String, String> writing(
      String type, DropInPlace to, DropInArguments given, DropInWork work) {
    Map<String, String> options = work.writing(type);
    if (to.kind() == DropInPlace.Kind.STREAM) {
      // The original packs files only.
      options.remove("compress");
      options.remove("compression-level");
    }
    put("file-size", given.text("fileSize"), options);
    Long rows = given.number("maxRows");
    put("max-rows", rows == null ? null : rows.toString(), options);
    if (type.equals(DATA)) {
      put("source-only", given.isTrue("sourceOnly") ? "true" : null, options);
    }
    return options;
  }

  private static void put(String name, @Nullable String value, Map<String, String> options) {
    if (value != null) {
      options.put(name, value);
    }
  }

  private static void refuseFolder(DropInPlace from) {
    if (from.kind() == DropInPlace.Kind.FILE && Files.isDirectory(Path.of(from.text()))) {
      throw new UsageException(
          "--input: expected a file, found the folder %s; load it with indexport multielasticdump --direction=load, or name one of its files"
              .formatted(from.text()));
    }
  }

  /** What stands behind an index was its type, when there were several. */
  private void noteType(String type, DropInPlace from) {
    String detail = from.detail();
    if (from.isServer() && detail != null && !detail.equals("_doc") && !type.equals("alias")) {
      terminal.say(
          "--input: %s is taken for a mapping type, which tells nothing: index %s is read whole"
              .formatted(detail, from.index()));
    }
  }

  private static void checkOutput(DropInPlace to, DropInArguments given)
      throws ExistingTargetException {
    if (to.kind() == DropInPlace.Kind.FILE
        && !given.isTrue("overwrite")
        && Files.exists(Path.of(to.text()), LinkOption.NOFOLLOW_LINKS)) {
      throw new ExistingTargetException(
          "%s: it exists already; choose another name, or replace it with --overwrite"
              .formatted(to.text()));
    }
  }

  private DumpSink sink(DropInPlace to, DropInArguments given) throws IOException {
    if (to.kind() == DropInPlace.Kind.STREAM) {
      return DumpSink.stream(terminal.out());
    }
    if (OutputOptions.isStream(to.text())) {
      return DumpSink.stream(Files.newOutputStream(Path.of(to.text())));
    }
    DumpSink file = DumpSink.file(Path.of(to.text()));
    return given.isTrue("overwrite") ? file.replacing() : file;
  }
}
