package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DumpCursor;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.io.Closing;
import org.jspecify.annotations.Nullable;

/** What the ways of reading have in common: at random, in order, and what is left of damage. */
abstract class V2Reader implements DumpReader {
  private final DumpSource source;
  private final ReadOptions options;
  private final Unpackers unpackers = new Unpackers();
  private @Nullable DumpCursor cursor;
  private boolean closed;

  V2Reader(DumpSource source, ReadOptions options) {
    this.source = source;
    this.options = options;
  }

  /**
   * Opens a dump in the way that suits the source and the options.
   *
   * @throws IOException as {@link org.indexport.spi.DumpFormat#open} tells
   */
  static V2Reader open(DumpSource source, ReadOptions options) throws IOException {
    boolean inOrder = FormatV2.IN_ORDER.equals(options.option(FormatV2.READING));
    if (inOrder || !source.isRewindable()) {
      return OrderedReader.open(source, options);
    }
    try {
      return RandomReader.open(source, options);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      if (options.damage() == Damage.REFUSE) {
        throw e;
      }
      return SalvageReader.open(source, options, e);
    }
  }

  @Override
  public final String format() {
    return FormatV2.ID;
  }

  @Override
  public final String formatVersion() {
    return String.valueOf(FormatV2.VERSION);
  }

  @Override
  public final boolean isRewindable() {
    return source.isRewindable();
  }

  @Override
  public final boolean skipsDamage() {
    return options.damage() == Damage.SKIP;
  }

  final DumpSource source() {
    return source;
  }

  /** Names the dump in messages. */
  final String name() {
    return source.name();
  }

  final ReadOptions options() {
    return options;
  }

  final Unpackers unpackers() {
    return unpackers;
  }

  final void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the reader of " + name() + " is closed");
    }
  }

  @Override
  public final DumpCursor entries(Predicate<IndexName> documentsOf) throws IOException {
    checkOpen();
    DumpCursor started = start(documentsOf);
    cursor = started;
    return started;
  }

  /** A cursor before the first entry. */
  abstract DumpCursor start(Predicate<IndexName> documentsOf) throws IOException;

  /** What was opened and no cursor closes, or null. */
  abstract @Nullable Closeable opened();

  @Override
  public final void close() throws IOException {
    closed = true;
    DumpCursor open = cursor;
    cursor = null;
    // First of all the source: whoever waits for its bytes is set free by that.
    Closing.all(source, open, opened(), unpackers);
  }
}
