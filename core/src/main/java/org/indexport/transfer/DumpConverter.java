package org.indexport.transfer;

import static org.indexport.spi.FormatTrait.NAMESPACE_REQUIRED;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes one dump, or a live engine, as another dump. Documents stay the bytes that they are.
 *
 * <pre>{@code
 * try (DumpReader from = Dumps.open(path)) {
 *   DumpConverter converter = DumpConverter.from(from).to(format);
 *   try (DumpWriter to = format.create(sink, converter.header(), options)) {
 *     TransferReport report = converter.into(to);
 *   }
 * }
 * }</pre>
 *
 * <p>Use once; one thread. Neither reader nor writer is closed.
 */
public final class DumpConverter {
  private final DumpReader reader;
  private Selection selection = Selection.ALL;
  private TransferListener listener = TransferListener.NONE;
  private Set<FormatTrait> traits = EnumSet.complementOf(EnumSet.of(NAMESPACE_REQUIRED));
  private @Nullable Path rejects;
  private final StopRequest stop = new StopRequest();

  private DumpConverter(DumpReader reader) {
    this.reader = reader;
  }

  /** Prepares to read a dump. */
  public static DumpConverter from(DumpReader reader) {
    return new DumpConverter(reader);
  }

  /** Selects and renames; default is {@link Selection#ALL}. */
  public DumpConverter select(Selection value) {
    selection = value;
    return this;
  }

  /** Says what the target can hold; default is everything. */
  public DumpConverter to(DumpFormat format) {
    traits = format.traits();
    return this;
  }

  /** Tells how it goes on. */
  public DumpConverter listener(TransferListener value) {
    listener = value;
    return this;
  }

  /** Writes rejected documents to a new file. */
  public DumpConverter rejects(@Nullable Path file) {
    rejects = file;
    return this;
  }

  /**
   * The header that the writer is to be created with.
   *
   * @throws IllegalArgumentException if a pattern or renaming fits no index, or names collide
   */
  public DumpHeader header() {
    return names().header(reader.header());
  }

  private TargetNames names() {
    return TargetNames.of(selection, reader.header(), namespaces());
  }

  private NamespaceSupport namespaces() {
    if (traits.contains(NAMESPACE_REQUIRED)) {
      return NamespaceSupport.REQUIRED;
    }
    return traits.contains(FormatTrait.NAMESPACES)
        ? NamespaceSupport.OPTIONAL
        : NamespaceSupport.NONE;
  }

  /**
   * Asks the conversion to end; nothing is published then. Any thread; {@link #into} throws {@link
   * InterruptedIOException}.
   */
  public void stop() {
    stop.stop();
  }

  /**
   * Writes everything that is selected and finishes the dump.
   *
   * @throws org.indexport.CorruptDumpException if the input is damaged
   * @throws org.indexport.TruncatedDumpException if the input is cut short
   * @throws InterruptedIOException after {@link #stop()}, or if the thread is interrupted
   * @throws IllegalArgumentException as {@link #header()}
   * @throws IOException if reading or writing fails
   */
  public TransferReport into(DumpWriter writer) throws IOException {
    try (RejectFile rejectFile = RejectFile.create(rejects)) {
      return new ConversionRun(
              reader, writer, selection, names(), traits, listener, rejectFile, stop)
          .run();
    }
  }
}
