package org.indexport.format.v1;

import java.io.IOException;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentCursor;
import org.indexport.DumpCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.UnknownFormatException;
import org.indexport.io.Closing;
import org.indexport.layout.Blueprint;
import org.indexport.layout.Member;
import org.indexport.spi.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump: its head at once, the rest with each cursor. Where the head does not tell of all
 * indexes and the source can be read again, opening passes over all of it once.
 */
final class V1Reader implements DumpReader {
  private final DumpSource source;
  private final ReadOptions options;
  private final Blueprint blueprint;
  private final DumpHeader header;

  /** What can be read only once, after its head; null when it is taken, or can be read again. */
  private @Nullable V1Input once;

  private @Nullable Catalog catalog;
  private @Nullable V1Cursor cursor;
  private boolean closed;

  private V1Reader(
      DumpSource source,
      ReadOptions options,
      Blueprint blueprint,
      @Nullable V1Input once,
      @Nullable Catalog catalog) {
    this.source = source;
    this.options = options;
    this.blueprint = blueprint;
    this.header = blueprint.header();
    this.once = once;
    this.catalog = catalog;
  }

  static V1Reader open(DumpSource source, ReadOptions options) throws IOException {
    if (source.isDirectory()) {
      throw new UnknownFormatException(
          source.name(), "a file of format v1", "a folder", "name the file");
    }
    return source.isRewindable() ? openAgainAndAgain(source, options) : openOnce(source, options);
  }

  private static V1Reader openAgainAndAgain(DumpSource source, ReadOptions options)
      throws IOException {
    Blueprint head = new Blueprint(options.limits(), FormatV1.VERSION);
    try (V1Input input = V1Input.open(source, options)) {
      head.readHead(input, options.damage());
    }
    if (head.hasMetadata() && head.isCovered()) {
      return new V1Reader(source, options, head, null, null);
    }
    Catalog catalog = Catalog.scan(source, options);
    Blueprint all = catalog.blueprint();
    if (!all.hasMetadata()) {
      throw new CorruptDumpException(
          source.name(), "a member metadata.json", "none", "take another copy of the file");
    }
    IndexName missing = all.firstMissing();
    if (missing != null && options.damage() == Damage.REFUSE) {
      throw missing(source, missing);
    }
    return new V1Reader(source, options, all, null, catalog);
  }

  private static V1Reader openOnce(DumpSource source, ReadOptions options) throws IOException {
    Blueprint head = new Blueprint(options.limits(), FormatV1.VERSION);
    V1Input input = V1Input.open(source, options);
    try {
      head.readHead(input, options.damage());
      if (!head.hasMetadata()) {
        Member first = input.peek();
        throw first == null
            ? new CorruptDumpException(
                source.name(), "a member metadata.json", "none", "take another copy of the file")
            : outOfOrder(source.name(), "metadata.json first", first.path());
      }
      return new V1Reader(source, options, head, input, null);
    } catch (IOException | RuntimeException e) {
      Closing.after(e, input);
      throw e;
    }
  }

  static CorruptDumpException missing(DumpSource source, IndexName index) {
    return new CorruptDumpException(
        source.name() + ": index " + index,
        "a member index.json",
        "none",
        "add one that names the index, or take another copy of the file");
  }

  static DumpException outOfOrder(String where, String expected, String found) {
    return new DumpException(
        "%s: expected %s in a stream, found %s; save the stream to a file and read that"
            .formatted(where, expected, found));
  }

  @Override
  public String format() {
    return FormatV1.ID;
  }

  @Override
  public String formatVersion() {
    return String.valueOf(FormatV1.VERSION);
  }

  @Override
  public DumpHeader header() {
    return header;
  }

  @Override
  public boolean isRewindable() {
    return source.isRewindable();
  }

  @Override
  public @Nullable Completeness completeness() {
    return catalog != null && !catalog.isClosed() ? Completeness.INCOMPLETE : null;
  }

  @Override
  public @Nullable String fingerprint() throws IOException {
    return Fingerprint.of(source);
  }

  @Override
  public DumpCursor entries(Predicate<IndexName> documentsOf) throws IOException {
    if (closed) {
      throw new IllegalStateException("the reader of " + source.name() + " is closed");
    }
    V1Input input = once;
    once = null;
    if (input == null) {
      if (!source.isRewindable()) {
        throw new IllegalStateException(source.name() + " can be read only once");
      }
      input = V1Input.open(source, options);
    }
    if (mayReadAhead()) {
      input.readAhead();
    }
    cursor = new V1Cursor(this, input, blueprint.copy(), documentsOf);
    return cursor;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a stream it is known only at the end which indexes there are: one that is not there has
   * no documents.
   */
  @Override
  public DocumentCursor documents(IndexName index) throws IOException {
    boolean known = header.index(index) != null || !canLookAhead();
    if (!known && catalog().blueprint().index(index) == null) {
      throw new IllegalArgumentException(source.name() + " has no index " + index);
    }
    return DumpReader.super.documents(index);
  }

  /** Interrupting a thread that reads a channel would close the channel for good. */
  private boolean mayReadAhead() {
    return source.path() != null || !source.isRewindable();
  }

  /** Whether the source can be read a second time while a cursor reads it. */
  boolean canLookAhead() {
    return source.path() != null && source.isRewindable();
  }

  /** What a pass over all members found, or null when there was none. */
  @Nullable Catalog knownCatalog() {
    return catalog;
  }

  /** What a pass over all members finds. Only where {@link #canLookAhead()}. */
  Catalog catalog() throws IOException {
    Catalog known = catalog;
    if (known == null) {
      known = Catalog.scan(source, options);
      catalog = known;
    }
    return known;
  }

  DumpSource source() {
    return source;
  }

  ReadOptions options() {
    return options;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    // First of all the source: whoever waits for its bytes is set free by that.
    Closing.all(source, cursor, once);
    once = null;
    cursor = null;
  }
}
