package org.indexport.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Callable;
import org.indexport.ExistingTargetException;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.EngineConnectors;
import org.indexport.spi.Indexer;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.TransferReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Loads a dump into a live engine. */
@Command(
    name = "import",
    customSynopsis = "indexport import INPUT TARGET [OPTIONS]",
    sortOptions = false,
    description = "Load a dump into a live engine, which indexes its documents anew.",
    footer = {
      "",
      "Example: indexport import today.dump lucene:/srv/search",
      "         indexport import big.jsonl.zst lucene:/srv/search --primary-key id \\",
      "             --checkpoint big.checkpoint   # after an interruption add --resume",
      "         indexport import today.dump http://localhost:9200 --transform drop:password"
    })
final class ImportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "INPUT",
      description = "A dump, told by content; '-' for standard input; or another engine.")
  String input = "";

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "An engine, such as lucene:DIR or http://HOST:9200.")
  String target = "";

  @Mixin final LoadOptions loading = new LoadOptions();
  @Mixin final InputOptions reading = new InputOptions();
  @Mixin final IncompleteOptions incomplete = new IncompleteOptions();
  @Mixin final SelectionOptions selection = new SelectionOptions();
  @Mixin final SecretOptions secrets = new SecretOptions();
  @Mixin final WorkOptions work = new WorkOptions();
  @Mixin final NamedOptions named = new NamedOptions();
  @Mixin final ReportOptions report = new ReportOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    EngineConnector connector = InputOptions.connector(target);
    if (connector == null) {
      throw new UsageException(
          "%s is no engine; engines start with one of %s"
              .formatted(target, String.join(":, ", EngineConnectors.load().schemes()) + ":"));
    }
    ImportOptions options = loading.importOptions(work);
    try (Input opened = reading.open(input, named, work.workers(), terminal, incomplete.damage())) {
      String shown = connector.shown(target);
      Map<String, String> own = named.forOutput(shown, connector.options(), Map.of());
      named.checkAllUsed();
      try (Indexer indexer = connector.openIndexer(target, own)) {
        return run(opened, indexer, shown, options);
      }
    }
  }

  private int run(Input opened, Indexer indexer, String shown, ImportOptions options)
      throws IOException {
    DumpImporter importer =
        DumpImporter.from(opened.reader())
            .select(selection.selection(secrets.secrets()))
            .options(options);
    if (!work.resume) {
      checkTarget(importer, indexer);
      Precheck.check(opened, reading, incomplete, terminal, common);
    }
    TransferSummary summary;
    try (Progress progress = Progress.start("import", opened, terminal, common)) {
      terminal.interruption().onRequest(importer::stop);
      TransferReport done = importer.listener(progress).into(indexer);
      summary =
          new TransferSummary(
              "import", opened, shown, null, done, work.rejects, progress.elapsed());
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    }
    return report.report(summary, terminal, common);
  }

  /** Looks whether the target would take it, before the input is read for a first time. */
  private static void checkTarget(DumpImporter importer, Indexer indexer) throws IOException {
    try {
      importer.check(indexer);
    } catch (ExistingTargetException e) {
      throw new ExistingTargetException(
          e.getMessage() + " (--if-exists append, --if-exists replace, --rename OLD=NEW)", e);
    }
  }

  private InterruptedIOException interrupted(InterruptedIOException cause) {
    String hint =
        work.checkpoint != null && Files.exists(work.checkpoint)
            ? "; the checkpoint %s is written, go on with --resume".formatted(work.checkpoint)
            : "; what was acknowledged is in the target, there is no checkpoint to go on from";
    InterruptedIOException told = new InterruptedIOException("interrupted" + hint);
    told.initCause(cause);
    return told;
  }
}
