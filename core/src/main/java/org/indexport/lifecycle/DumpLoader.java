package org.indexport.lifecycle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.ImportException;
import org.indexport.ReadOptions;
import org.indexport.spi.Indexer;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferListener;
import org.indexport.transfer.TransferReport;
import org.indexport.transfer.TransferReport.Rejection;

/**
 * Loads dumps of any known format for a {@link LaunchImport}. Immutable; each method gives another
 * loader.
 *
 * <p>A document that the engine refuses makes the import fail, unless {@link
 * ImportOptions#rejects()} names a file for such documents.
 */
public final class DumpLoader implements LaunchImport.Loader {
  private final IndexerOpener opener;
  private final DumpFormats formats;
  private final ImportOptions options;
  private final Selection selection;
  private final TransferListener listener;
  private final Consumer<? super TransferReport> reports;

  /** Opens the engine that a dump is loaded into. */
  @FunctionalInterface
  public interface IndexerOpener {
    /**
     * Opens an engine whose data are going to be in a folder where there is nothing yet. The loader
     * closes it.
     *
     * @throws IOException if that fails
     */
    Indexer open(Path folder) throws IOException;
  }

  private DumpLoader(
      IndexerOpener opener,
      DumpFormats formats,
      ImportOptions options,
      Selection selection,
      TransferListener listener,
      Consumer<? super TransferReport> reports) {
    this.opener = opener;
    this.formats = formats;
    this.options = options;
    this.selection = selection;
    this.listener = listener;
    this.reports = reports;
  }

  /** Loads everything with {@link ImportOptions#DEFAULT}, from the formats on the path. */
  public static DumpLoader into(IndexerOpener opener) {
    return new DumpLoader(
        Objects.requireNonNull(opener, "opener"),
        DumpFormats.load(),
        ImportOptions.DEFAULT,
        Selection.ALL,
        TransferListener.NONE,
        report -> {});
  }

  /** The same for the formats of another class loader. */
  public DumpLoader formats(DumpFormats value) {
    return new DumpLoader(opener, value, options, selection, listener, reports);
  }

  /**
   * The same with other options, such as the size of batches.
   *
   * @throws IllegalArgumentException if they name a checkpoint: an import at launch is done again
   *     from its start
   */
  public DumpLoader options(ImportOptions value) {
    if (value.checkpoint() != null) {
      throw new IllegalArgumentException("an import at launch has no checkpoint");
    }
    return new DumpLoader(opener, formats, value, selection, listener, reports);
  }

  /** The same for a part of each dump, or other names. */
  public DumpLoader select(Selection value) {
    return new DumpLoader(opener, formats, options, value, listener, reports);
  }

  /** The same, telling how it goes on. */
  public DumpLoader listener(TransferListener value) {
    return new DumpLoader(opener, formats, options, selection, value, reports);
  }

  /** The same, passing on what became of the documents and settings, before the last move. */
  public DumpLoader reports(Consumer<? super TransferReport> value) {
    return new DumpLoader(opener, formats, options, selection, listener, value);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ImportException if the engine fails or refuses a document
   * @throws org.indexport.DumpException if the source is no dump, or damaged
   */
  @Override
  public void load(Path source, Path folder) throws IOException {
    try (DumpReader dump = formats.open(DumpSource.path(source), ReadOptions.DEFAULT);
        Indexer indexer = opener.open(folder)) {
      TransferReport report =
          DumpImporter.from(dump)
              .select(selection)
              .options(options)
              .listener(listener)
              .into(indexer);
      if (report.rejected() > 0 && options.rejects() == null) {
        throw refused(source, report);
      }
      reports.accept(report);
    }
  }

  private static ImportException refused(Path source, TransferReport report) {
    Rejection first = report.rejections().get(0);
    return new ImportException(
        source.toString(),
        "the engine to take all documents",
        "%d that it refuses, such as %s of index %s: %s"
            .formatted(report.rejected(), first.id(), first.index(), first.reason()),
        "correct them, or name a file for those that are refused");
  }
}
