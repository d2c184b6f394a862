package org.indexport.transfer;

import java.io.IOException;
import org.indexport.DumpReader;
import org.indexport.schema.SchemaDialects;
import org.indexport.spi.Indexer;

/**
 * Imports a dump into an engine: re-indexes its documents, translates its settings, accounts for
 * every document.
 *
 * <pre>{@code
 * try (DumpReader dump = Dumps.open(path); Indexer indexer = …) {
 *   TransferReport report = DumpImporter.from(dump).options(options).into(indexer);
 * }
 * }</pre>
 *
 * <p>Documents of one id arrive in the order of the input, whatever the number of workers. What is
 * read is checked part by part before it is sent; a damaged input is noticed when it is reached, or
 * before by {@link DumpVerifier}.
 *
 * <p>Use once; one thread, except {@link #stop()}. Neither dump nor engine is closed.
 */
public final class DumpImporter {
  private final DumpReader reader;
  private Selection selection = Selection.ALL;
  private ImportOptions options = ImportOptions.DEFAULT;
  private TransferListener listener = TransferListener.NONE;
  private SchemaDialects dialects = SchemaDialects.load();
  private final StopRequest stop = new StopRequest();

  private DumpImporter(DumpReader reader) {
    this.reader = reader;
  }

  /** Prepares to read a dump. */
  public static DumpImporter from(DumpReader reader) {
    return new DumpImporter(reader);
  }

  /** Selects and renames; default is {@link Selection#ALL}. */
  public DumpImporter select(Selection value) {
    selection = value;
    return this;
  }

  /** Sets the options; default is {@link ImportOptions#DEFAULT}. */
  public DumpImporter options(ImportOptions value) {
    options = value;
    return this;
  }

  /** Tells how it goes on. */
  public DumpImporter listener(TransferListener value) {
    listener = value;
    return this;
  }

  /** Sets the dialects that settings are translated with; default are those on the path. */
  public DumpImporter dialects(SchemaDialects value) {
    dialects = value;
    return this;
  }

  /**
   * Asks the import to end after what is in flight, with a checkpoint if there is a file for it.
   * Any thread; {@link #into} then throws {@link java.io.InterruptedIOException}. Better than to
   * interrupt the thread, which engines such as Lucene take ill.
   */
  public void stop() {
    stop.stop();
  }

  /**
   * Fails at once where {@link #into} would before it changes anything because of names or of
   * indexes that exist. Reads no document; not for an import that goes on from a checkpoint.
   *
   * @throws org.indexport.ExistingTargetException if an index exists and must not
   * @throws IllegalArgumentException if a pattern or renaming fits no index, or names collide
   * @throws IOException if the engine fails, or settings are not what their dialect allows
   */
  public void check(Indexer indexer) throws IOException {
    run(indexer).check();
  }

  /**
   * Imports everything that is selected.
   *
   * @throws org.indexport.ExistingTargetException if an index, a checkpoint or a reject file exists
   *     and must not; nothing was changed
   * @throws org.indexport.CorruptDumpException if the input is damaged
   * @throws org.indexport.TruncatedDumpException if the input is cut short
   * @throws org.indexport.ImportException if the engine fails in a way that no retry mends, the
   *     checkpoint is another import's, or the target holds more than was sent
   * @throws java.io.InterruptedIOException after {@link #stop()}; a checkpoint was written
   * @throws IllegalArgumentException if a pattern or renaming fits no index, or names collide
   * @throws IOException if reading fails
   */
  public TransferReport into(Indexer indexer) throws IOException {
    return run(indexer).run();
  }

  private ImportRun run(Indexer indexer) {
    TargetNames names = TargetNames.of(selection, reader.header(), indexer.namespaces());
    return new ImportRun(reader, indexer, selection, options, names, dialects, listener, stop);
  }
}
