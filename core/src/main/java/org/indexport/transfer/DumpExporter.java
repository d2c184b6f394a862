package org.indexport.transfer;

import java.io.IOException;
import org.indexport.DumpHeader;
import org.indexport.DumpWriter;
import org.indexport.ReadOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.EngineSource;

/**
 * Dumps a live engine; slices of an index are read in parallel.
 *
 * <pre>{@code
 * DumpExporter exporter = DumpExporter.from(engine).to(format);
 * try (DumpWriter dump = format.create(sink, exporter.header(), options)) {
 *   TransferReport report = exporter.into(dump);
 * }
 * }</pre>
 *
 * <p>Use once; one thread. Neither the engine nor the writer is closed.
 */
public final class DumpExporter {
  private final DumpConverter converter;

  private DumpExporter(DumpConverter converter) {
    this.converter = converter;
  }

  /**
   * Prepares to read an engine with as many slices as there are processors.
   *
   * @throws IOException if the engine fails
   */
  public static DumpExporter from(EngineSource engine) throws IOException {
    return from(engine, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Prepares to read an engine.
   *
   * @param slices how many slices of an index are read at a time
   * @throws IllegalArgumentException if {@code slices} is below 1
   * @throws IOException if the engine fails
   */
  public static DumpExporter from(EngineSource engine, int slices) throws IOException {
    return new DumpExporter(
        DumpConverter.from(EngineReader.of(engine, slices, ReadOptions.DEFAULT)));
  }

  /** Selects and renames; default is {@link Selection#ALL}. */
  public DumpExporter select(Selection selection) {
    converter.select(selection);
    return this;
  }

  /** Says what the target can hold; default is everything. */
  public DumpExporter to(DumpFormat format) {
    converter.to(format);
    return this;
  }

  /** Tells how it goes on. */
  public DumpExporter listener(TransferListener listener) {
    converter.listener(listener);
    return this;
  }

  /**
   * The header that the writer is to be created with.
   *
   * @throws IllegalArgumentException if a pattern or renaming fits no index, or names collide
   */
  public DumpHeader header() {
    return converter.header();
  }

  /**
   * Asks the export to end; nothing is published then. Any thread; {@link #into} throws {@link
   * java.io.InterruptedIOException}.
   */
  public void stop() {
    converter.stop();
  }

  /**
   * Writes everything that is selected and finishes the dump.
   *
   * @throws java.io.InterruptedIOException after {@link #stop()}, or if the thread is interrupted
   * @throws IOException if the engine or writing fails
   */
  public TransferReport into(DumpWriter writer) throws IOException {
    return converter.into(writer);
  }
}
