package org.indexport.transfer;

import static org.indexport.spi.FormatTrait.NAMESPACE_REQUIRED;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.ImportException;
import org.indexport.Manifest;
import org.indexport.ResumedDump;
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
  private long checkpointBytes;
  private Duration checkpointInterval = Duration.ZERO;
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
   * Has the writer, which was created with a checkpoint file, note how far it came, at the latest
   * after so many bytes of documents or so much time; so an interrupted conversion can go on by
   * {@link #into(ResumedDump)}. Default is not to.
   *
   * @throws IllegalArgumentException if there are no bytes, or no time
   */
  public DumpConverter checkpointEvery(long bytes, Duration interval) {
    if (bytes < 1 || interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "checkpoints every %d bytes, %s".formatted(bytes, interval));
    }
    checkpointBytes = bytes;
    checkpointInterval = interval;
    return this;
  }

  /**
   * The header that the writer is to be created with.
   *
   * @throws IllegalArgumentException if a pattern or renaming fits no index, or names collide
   */
  public DumpHeader header() {
    return names().header(reader.header(), SecretRule.of(selection, traits));
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
   * Asks the conversion to end; nothing is published then, but a last checkpoint is taken if there
   * are any. Any thread; {@link #into} throws {@link InterruptedIOException}.
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
    return run(writer, checkpointBytes == 0 ? null : note(), null);
  }

  /**
   * Goes on with an interrupted conversion: reads the input from its start, passes over what was
   * written, and does the rest as {@link #into(DumpWriter)}.
   *
   * @throws ImportException if the conversion was of another input, or selected something else
   * @throws IOException as {@link #into(DumpWriter)}
   */
  public TransferReport into(ResumedDump resumed) throws IOException {
    String note = note();
    if (!resumed.note().isEmpty() && !resumed.note().equals(note)) {
      throw new ImportException(
          "the checkpoint",
          "the input and the selection that the conversion began with: " + resumed.note(),
          note,
          "bring them back, or remove the checkpoint to start anew");
    }
    return run(resumed.writer(), checkpointBytes == 0 ? null : note, resumed.written());
  }

  /** Tells this conversion from others. */
  private String note() throws IOException {
    String fingerprint = reader.fingerprint();
    if (fingerprint == null) {
      throw new ImportException(
          "the checkpoint",
          "an input that can be read again",
          "a stream, or an engine that cannot tell whether it has changed",
          "convert a file, or without a checkpoint");
    }
    return fingerprint + "|" + reader.format() + "|" + selection.describe();
  }

  private TransferReport run(DumpWriter writer, @Nullable String note, @Nullable Manifest before)
      throws IOException {
    try (RejectFile rejectFile = RejectFile.create(rejects)) {
      ConversionCheckpoints checkpoints =
          new ConversionCheckpoints(writer, note, before, checkpointBytes, checkpointInterval);
      return new ConversionRun(
              reader, writer, selection, names(), traits, listener, rejectFile, stop, checkpoints)
          .run();
    }
  }
}
