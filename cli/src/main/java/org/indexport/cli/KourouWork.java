package org.indexport.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.ReadOptions.Damage;
import org.indexport.Section;
import org.indexport.io.Closing;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.Indexer;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.TransferReport;
import org.jspecify.annotations.Nullable;

/** What the commands of kourou have in common: the server, and what is told in the end. */
final class KourouWork {
  static final String FORMAT = "kourou";

  /** What the original does not write either. */
  private static final List<String> NOT_THERE_EITHER =
      List.of(
          "settings: they are not written",
          "settings: they are left out, as the option type asks",
          "createdAt, updatedAt:");

  private final DropInArguments given;
  private final KuzzleAddress server;
  private final Terminal terminal;
  private final CommonOptions common = new CommonOptions();
  private final int workers = Runtime.getRuntime().availableProcessors();

  KourouWork(DropInArguments given, KuzzleAddress server, Terminal terminal) {
    this.given = given;
    this.server = server;
    this.terminal = terminal;
    common.quiet = given.isTrue("quiet");
  }

  DropInArguments given() {
    return given;
  }

  Terminal terminal() {
    return terminal;
  }

  CommonOptions common() {
    return common;
  }

  int workers() {
    return workers;
  }

  KuzzleAddress server() {
    return server;
  }

  /** Opens the server for reading. */
  Input openServer(Map<String, String> options) throws IOException {
    NamedOptions named = new NamedOptions();
    named.given.putAll(server.with(options));
    return open(new InputOptions(), server.uri(), named);
  }

  /** Opens files. */
  Input openFiles(String path, Map<String, String> options) throws IOException {
    InputOptions reading = new InputOptions();
    reading.from = FORMAT;
    NamedOptions named = new NamedOptions();
    named.given.putAll(options);
    return open(reading, path, named);
  }

  private Input open(InputOptions reading, String place, NamedOptions named) throws IOException {
    Input input = reading.open(place, named, workers, terminal, Damage.REFUSE);
    try {
      named.checkAllUsed();
      return input;
    } catch (RuntimeException | Error e) {
      Closing.after(e, input);
      throw e;
    }
  }

  /** Opens the server for loading. */
  Indexer openIndexer(Map<String, String> options) throws IOException {
    EngineConnector connector =
        Objects.requireNonNull(
            InputOptions.connector(server.uri()), "there is no connector for Kuzzle");
    return connector.openIndexer(server.uri(), server.with(options));
  }

  /** Does something with each section of the instance, in their order. */
  static void withSections(Input input, SectionTask task) throws IOException {
    try (DumpCursor cursor = input.reader().entries(index -> false)) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof Section section && section.index() == null) {
          task.take(section);
        }
      }
    }
  }

  /** What is done with a section. */
  @FunctionalInterface
  interface SectionTask {
    /** Takes one, which is valid until the call returns. */
    void take(Section section) throws IOException;
  }

  void say(String sentence) {
    if (!common.quiet) {
      terminal.say(sentence);
    }
  }

  /** What an interruption leaves. */
  static InterruptedIOException interrupted(InterruptedIOException cause, String left) {
    InterruptedIOException told = new InterruptedIOException("interrupted; " + left);
    told.initCause(cause);
    return told;
  }

  /**
   * Tells what was done, on standard error, and what the process ends with.
   *
   * @param target what was written to
   */
  int tell(TransferReport report, String target) {
    for (IndexReport index : report.indexes()) {
      // As the bars of the original, of which one stays for each.
      say("%s: %s".formatted(index.target(), Text.documents(index.acknowledged().documents())));
      index.losses().stream()
          .filter(loss -> NOT_THERE_EITHER.stream().noneMatch(loss::startsWith))
          .forEach(loss -> say(index.target() + ": not carried: " + loss));
    }
    report.notices().forEach(this::say);
    report
        .rejections()
        .forEach(
            one ->
                terminal.say("rejected: %s %s: %s".formatted(one.index(), one.id(), one.reason())));
    say(
        "wrote %s of %s to %s (rejected %s)"
            .formatted(
                Text.documents(report.acknowledged()),
                Text.count(report.indexes().size(), "collection", "collections"),
                Text.printable(target),
                Text.number(report.rejected())));
    if (!report.damages().isEmpty()) {
      return ExitCode.INCOMPLETE;
    }
    return report.rejected() > 0 ? ExitCode.REJECTED : ExitCode.FINE;
  }

  /** Whether nobody logs in. */
  boolean isAnonymous() {
    return server.options().isEmpty();
  }

  /** The words of a choice, the first of which is the default. */
  String choice(String option, List<String> words) {
    return given.choice(option, words);
  }

  /** A path, or the one that there is by default. */
  String path(String otherwise) {
    @Nullable String path = given.text("path");
    return path == null ? otherwise : path;
  }
}
