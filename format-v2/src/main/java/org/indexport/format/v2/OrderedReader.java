package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DumpCursor;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.io.Closing;
import org.indexport.spi.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump from its start to its end, without seeking. That it is complete, and what its
 * manifest says, is known and compared at the end.
 */
final class OrderedReader extends V2Reader {
  private final FrameBuffers buffers;
  private final DumpHeader header;

  /** What can be read only once, after its head; null when it is taken, or can be read again. */
  private @Nullable OrderedInput once;

  private OrderedReader(
      DumpSource source,
      ReadOptions options,
      FrameBuffers buffers,
      DumpHeader header,
      @Nullable OrderedInput once) {
    super(source, options);
    this.buffers = buffers;
    this.header = header;
    this.once = once;
  }

  static OrderedReader open(DumpSource source, ReadOptions options) throws IOException {
    FrameBuffers buffers = new FrameBuffers();
    OrderedInput input = atEntries(source, options, buffers);
    DumpHeader header = input.derivation().header();
    if (source.isRewindable()) {
      input.close();
      return new OrderedReader(source, options, buffers, header, null);
    }
    return new OrderedReader(source, options, buffers, header, input);
  }

  /** Opens the source and reads the head. */
  private static OrderedInput atEntries(
      DumpSource source, ReadOptions options, FrameBuffers buffers) throws IOException {
    OrderedInput input = OrderedInput.open(source, options.limits(), buffers);
    try {
      input.readHead();
    } catch (CorruptDumpException | TruncatedDumpException e) {
      // Where damage is skipped, whoever reads on will meet and note it.
      if (options.damage() == Damage.REFUSE || !input.hasMetadata()) {
        Closing.after(e, input);
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, input);
      throw e;
    }
    return input;
  }

  @Override
  public DumpHeader header() {
    return header;
  }

  @Override
  public @Nullable Completeness completeness() {
    return null;
  }

  @Override
  public @Nullable String fingerprint() throws IOException {
    return Fingerprint.of(source());
  }

  @Override
  DumpCursor start(Predicate<IndexName> documentsOf) throws IOException {
    OrderedInput input = once;
    once = null;
    if (input == null) {
      if (!isRewindable()) {
        throw new IllegalStateException(name() + " can be read only once");
      }
      input = atEntries(source(), options(), buffers);
    }
    return new OrderedCursor(this, input, documentsOf);
  }

  @Override
  @Nullable Closeable opened() {
    OrderedInput input = once;
    once = null;
    return input;
  }
}
