package org.indexport.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.indexport.DumpException;
import org.indexport.DumpFormats;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions.Damage;
import org.indexport.WriteOptions;
import org.indexport.cli.DropInReader.Wanted;
import org.indexport.io.Closing;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.Contents;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.FieldTransform;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.jspecify.annotations.Nullable;

/** What the drop-in commands have in common: reads, writes and loads as their options ask. */
final class DropInWork {
  private static final String FORMAT = "elasticdump";
  private static final String SYSTEM_TEMPLATES =
      "^(metrics|logs|.+_audit_log|.+-index-template|\\..+)$";

  private final DropInArguments arguments;
  private final DropInSelection chosen;
  private final Terminal terminal;
  private final CommonOptions common = new CommonOptions();
  private final int workers;
  private final Set<String> told = new HashSet<>();

  DropInWork(DropInArguments arguments, int workers, Terminal terminal) throws IOException {
    this.arguments = arguments;
    List<String> transforms = arguments.texts("transform");
    DropInSelection asked = DropInSelection.of(arguments.json("searchBody"), transforms);
    boolean searches = String.valueOf(arguments.text("input")).contains("://");
    this.chosen = searches ? asked : DropInSelection.of(null, transforms);
    this.workers = workers;
    this.terminal = terminal;
    this.common.quiet = arguments.isTrue("quiet");
    if (!common.quiet) {
      chosen.notices().forEach(terminal::say);
      if (!searches && arguments.text("searchBody") != null) {
        terminal.say("--searchBody: it is for servers; all documents of a file are read");
      }
    }
  }

  /** Opens what is read. */
  Input open(DropInPlace place, Map<String, String> options, Wanted wanted) throws IOException {
    InputOptions reading = new InputOptions();
    NamedOptions named = new NamedOptions();
    if (place.isServer()) {
      named.given.putAll(forServer(place).options());
      named.given.put("versions", isVersioned() ? "keep" : "ignore");
      named.given.put("closed", "refuse");
      named.given.put("swapped", "index");
      addIfThere("keep-alive", keepAlive(), named.given);
      addIfThere("query", chosen.query(), named.given);
    } else {
      reading.from = FORMAT;
    }
    named.given.putAll(options);
    Input input = reading.open(place.name(), named, workers, terminal, Damage.REFUSE);
    try {
      named.checkAllUsed();
      return new Input(
          input.name(), input.format(), input.source(), new DropInReader(input.reader(), wanted));
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, input);
      throw e;
    }
  }

  private static void addIfThere(String name, @Nullable String value, Map<String, String> options) {
    if (value != null) {
      options.put(name, value);
    }
  }

  private DropInPlace forServer(DropInPlace place) {
    Long timeout = arguments.number("timeout");
    return place
        .with("timeout", timeout == null ? null : timeout + "ms")
        .with("compress", arguments.isTrue("esCompress") ? "true" : null);
  }

  private @Nullable String keepAlive() {
    String scroll = arguments.text("scrollTime");
    return scroll == null ? arguments.text("pitKeepAlive") : scroll;
  }

  private boolean isVersioned() {
    return chosen.withVersions() || arguments.isTrue("handleVersion");
  }

  /** How many documents of each index are wanted. */
  long size() {
    Long size = arguments.number("size");
    return size == null ? Long.MAX_VALUE : size;
  }

  /** Which templates and the like are wanted by their names. */
  Predicate<String> names(@Nullable String glob) {
    Predicate<String> wanted = name -> true;
    if (glob != null) {
      List<Pattern> patterns = new ArrayList<>();
      for (String one : glob.split(",", -1)) {
        patterns.add(Pattern.compile(Pattern.quote(one).replace("*", "\\E.*\\Q")));
      }
      wanted = name -> patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
    return wanted;
  }

  /** The same without the templates of the system, unless they are asked for. */
  Predicate<String> templates(@Nullable String glob) {
    if (arguments.isFalse("filterSystemTemplates")) {
      return names(glob);
    }
    Pattern system = arguments.pattern("templateRegex", SYSTEM_TEMPLATES, 0);
    return names(glob).and(name -> !system.matcher(name).find());
  }

  /** Starts a selection with what all options ask for. */
  Selection.Builder selection(boolean withDocuments) {
    Selection.Builder selection =
        Selection.builder()
            // What belongs to no index is wanted too.
            .section("*")
            .contents(withDocuments ? Contents.EVERYTHING : Contents.SETTINGS_ONLY);
    if (size() != Long.MAX_VALUE) {
      selection.limit(size());
    }
    if (!chosen.rules().isEmpty()) {
      selection.transform(FieldTransform.of(chosen.rules()));
    }
    return selection;
  }

  /** The options of the format for files. */
  Map<String, String> writing(String types) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("types", types);
    if (arguments.isTrue("fsCompress")) {
      options.put("compress", "true");
      addIfThere("compression-level", arguments.text("compressionLevel"), options);
    }
    return options;
  }

  /** Writes files. */
  TransferReport write(Input input, Selection selection, DumpSink sink, Map<String, String> options)
      throws IOException {
    DumpFormat format = DumpFormats.load().byId(FORMAT);
    DumpConverter converter = DumpConverter.from(input.reader()).select(selection).to(format);
    DumpHeader header = converter.header();
    WriteOptions defaults = WriteOptions.DEFAULT;
    WriteOptions writing =
        new WriteOptions(defaults.partBytes(), workers, defaults.generator(), null, options);
    try (DumpWriter writer = format.create(sink, header, writing);
        Progress progress = Progress.start("dump", input, terminal, common)) {
      terminal.interruption().onRequest(converter::stop);
      terminal.interruption().onGivingUp(writer);
      return converter.listener(progress).into(writer);
    } catch (InterruptedIOException e) {
      InterruptedIOException told =
          new InterruptedIOException("interrupted; nothing was left behind");
      told.initCause(e);
      throw told;
    }
  }

  /** Loads a server. */
  TransferReport load(
      Input input, Selection selection, DropInPlace place, IfExists ifExists, boolean onlyExisting)
      throws IOException {
    EngineConnector connector = InputOptions.connector(place.text());
    if (connector == null) {
      throw new UsageException("--output: %s is no server".formatted(place.text()));
    }
    DropInPlace to = forServer(place).with("extend", "true");
    to = to.with("versions", isVersioned() ? "keep" : null);
    to = to.with("op-type", arguments.text("bulkAction"));
    Long connections = arguments.number("concurrency");
    to = to.with("connections", connections == null || connections == 1 ? null : "" + connections);
    DumpImporter importer =
        DumpImporter.from(input.reader()).select(selection).options(importing(ifExists));
    try (Indexer indexer = connector.openIndexer(to.text(), to.options());
        Progress progress = Progress.start("import", input, terminal, common)) {
      if (onlyExisting) {
        refuseMissing(input, selection, indexer);
      }
      terminal.interruption().onRequest(importer::stop);
      return importer.listener(progress).into(indexer);
    }
  }

  private static void refuseMissing(Input input, Selection selection, Indexer indexer)
      throws IOException {
    DumpHeader header = DumpConverter.from(input.reader()).select(selection).header();
    Set<IndexName> there = indexer.existing();
    for (IndexInfo index : header.indexes()) {
      if (!there.contains(index.name())) {
        throw new DumpException(
            "index %s: expected it on the server, found none; load its mapping or documents first"
                .formatted(index.name()));
      }
    }
  }

  private ImportOptions importing(IfExists ifExists) {
    Long limit = arguments.number("limit");
    ImportOptions.Builder options = ImportOptions.builder().workers(workers).ifExists(ifExists);
    if (limit != null) {
      options.batchDocuments((int) Math.min(limit, Integer.MAX_VALUE));
    }
    return options.build();
  }

  /** The name that an index gets in a server. */
  String target(String name) {
    String prefix = arguments.text("prefix");
    String suffix = arguments.text("suffix");
    return (prefix == null ? "" : prefix) + name + (suffix == null ? "" : suffix);
  }

  /** Gives an index its name in the target. */
  static void rename(Selection.Builder selection, IndexName from, String to) {
    if (!from.toString().equals(to)) {
      selection.rename(from.toString(), to);
    }
  }

  /** Refuses options for loading that we do not have. */
  void refuseActions() {
    String action = arguments.text("bulkAction");
    if (action != null && !List.of("index", "create").contains(action)) {
      throw new UsageException(
          "--bulkAction: only index and create; to change or to delete documents, send them to"
              + " _bulk, or use _update_by_query or _delete_by_query");
    }
    String versions = arguments.text("versionType");
    if (versions != null && !versions.startsWith("external")) {
      throw new UsageException("--versionType: only external and external_gte");
    }
  }

  /**
   * Tells what was done, on standard error, and what the process ends with.
   *
   * @param input what was read
   * @param what what was written, such as {@code mapping}, or null for documents
   */
  int tell(Input input, TransferReport report, @Nullable String what, String target)
      throws IOException {
    List<String> left = left(report);
    if (!common.quiet) {
      tellDetails(input, report, what);
    }
    left.forEach(terminal::say);
    long read = 0;
    long filtered = 0;
    for (IndexReport index : report.indexes()) {
      read += index.read().documents();
      filtered += index.filtered();
    }
    report
        .rejections()
        .forEach(
            one ->
                terminal.say(
                    Text.printable(
                        "rejected: %s %s: %s".formatted(one.index(), one.id(), one.reason()))));
    if (!common.quiet && (what == null || left.isEmpty())) {
      String counts =
          what == null
              ? "wrote %s (read %s, left out %s, rejected %s)"
                  .formatted(
                      Text.documents(report.acknowledged()),
                      Text.number(read),
                      Text.number(filtered),
                      Text.number(report.rejected()))
              : "wrote %s of %s"
                  .formatted(
                      what,
                      report.indexes().isEmpty()
                          ? "the server"
                          : Text.count(report.indexes().size(), "index", "indexes"));
      terminal.say("%s to %s".formatted(counts, Text.printable(target)));
    }
    if (!report.damages().isEmpty()) {
      return ExitCode.INCOMPLETE;
    }
    int code = left.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
    return report.rejected() > 0 ? ExitCode.REJECTED : code;
  }

  /** Tells which indexes a copy of a file has less of than the file. */
  void tellLeftMembers(TransferReport report) {
    String name = ":" + DropInReader.HIT_METADATA + ":";
    if (!common.quiet) {
      report.sections().stream()
          .filter(line -> line.contains(name) && !line.endsWith(": written"))
          .map(line -> line.substring(0, line.indexOf(name)))
          .forEach(
              index ->
                  terminal.say(
                      "index %s: what hits hold beside id, routing, version and document is left out, as it is written to whole files with all documents only"
                          .formatted(index)));
    }
  }

  /** What was asked for and is not there. */
  private static List<String> left(TransferReport report) {
    return report.sections().stream()
        .filter(line -> !line.endsWith(": written") && !line.endsWith(": applied"))
        // What a server tells of a search, nobody can load.
        .filter(line -> !line.contains(DropInReader.HIT_METADATA))
        .toList();
  }

  /** Tells what is out of the ordinary, but nothing of what nobody has asked for. */
  private void tellDetails(Input input, TransferReport report, @Nullable String what)
      throws IOException {
    Set<String> others = new HashSet<>();
    for (IndexInfo index : input.reader().header().indexes()) {
      others.add("index " + index.name() + ":");
    }
    report.indexes().forEach(index -> others.remove("index " + index.source() + ":"));
    report.notices().stream()
        .filter(notice -> what == null || !isOfDocuments(notice))
        .filter(notice -> others.stream().noneMatch(notice::startsWith))
        // Of a folder the same is told with each of its indexes.
        .filter(told::add)
        .forEach(terminal::say);
    for (IndexReport index : report.indexes()) {
      if (input.reader() instanceof DropInReader reader) {
        reader.losses(index.source()).stream()
            .filter(loss -> what == null || !isOfDocuments(loss))
            .forEach(loss -> terminal.say(index.source() + ": not carried: " + loss));
      }
      index.losses().forEach(loss -> terminal.say(index.target() + ": not carried: " + loss));
    }
  }

  private static boolean isOfDocuments(String words) {
    return Stream.of("documents: ", "moment: ", "ids: ").anyMatch(words::startsWith);
  }
}
