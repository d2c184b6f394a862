package org.indexport.transfer;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.DumpCursor;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/**
 * A live engine read as if it were a dump, so that whatever works on dumps works on engines. Slices
 * of an index are read in parallel, and indexes of fewer slices together; parts come index by
 * index, in an order that depends on the engine and the number of slices alone.
 */
public final class EngineReader implements DumpReader {
  private final EngineSource source;
  private final DumpHeader header;
  private final int slices;
  private final ReadOptions options;

  private EngineReader(EngineSource source, DumpHeader header, int slices, ReadOptions options) {
    this.source = source;
    this.header = header;
    this.slices = slices;
    this.options = options;
  }

  /**
   * Reads an engine.
   *
   * @param source the engine; closed by this reader
   * @param slices how many slices are read at a time at least, each on a thread of its own
   * @param options how documents are checked
   * @throws IllegalArgumentException if {@code slices} is below 1
   * @throws IOException if the engine fails
   */
  public static EngineReader of(EngineSource source, int slices, ReadOptions options)
      throws IOException {
    if (slices < 1) {
      throw new IllegalArgumentException("at least one slice: " + slices);
    }
    return new EngineReader(source, source.header(), slices, options);
  }

  /** The name of the engine, in the place of a format. */
  @Override
  public String format() {
    return header.engineName() == null ? "engine" : header.engineName();
  }

  /** Engines have no format version. */
  @Override
  public @Nullable String formatVersion() {
    return null;
  }

  @Override
  public DumpHeader header() {
    return header;
  }

  @Override
  public boolean isRewindable() {
    return true;
  }

  @Override
  public Completeness completeness() {
    return Completeness.COMPLETE;
  }

  /**
   * Tells the state of the engine and the order in which it is read here; null for engines that
   * cannot tell whether they have changed. To be asked for before entries are.
   */
  @Override
  public @Nullable String fingerprint() throws IOException {
    String state = source.fingerprint();
    return state == null ? null : state + ", " + slices + " slices";
  }

  @Override
  public List<String> notices() {
    return source.notices();
  }

  /** What of an index cannot be recovered from the engine, in words. */
  public List<String> losses(IndexName index) throws IOException {
    return source.losses(index);
  }

  @Override
  public DumpCursor entries(Predicate<IndexName> documentsOf) throws IOException {
    return new EngineCursor(source, header, documentsOf, slices, options);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
