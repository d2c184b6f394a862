package org.indexport.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.ExistingTargetException;
import org.indexport.ResumedDump;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.WriteCheckpoint;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.TransferReport;
import org.jspecify.annotations.Nullable;

/** Writes an input as a dump; what {@code convert} and {@code dump} have in common. */
final class DumpTransfer {
  private final String command;
  private final DumpOptions options;
  private final Terminal terminal;

  DumpTransfer(String command, DumpOptions options, Terminal terminal) {
    this.command = command;
    this.options = options;
    this.terminal = terminal;
  }

  int run(String inputName, String outputName) throws IOException {
    DumpFormat format = options.output.format();
    if (!format.traits().contains(FormatTrait.RESUMABLE)) {
      options.work.refuseCheckpoint(format.id());
    }
    try {
      options.output.check(outputName, format);
    } catch (ExistingTargetException e) {
      // A dump appears under its name when it is whole, and then its checkpoint goes.
      throw options.work.resume && !options.output.overwrite
          ? new ExistingTargetException(
              "%s: it exists already: an earlier run has finished it, or it is another dump; prove it with indexport verify, choose another name, or replace it with --overwrite"
                  .formatted(outputName),
              e)
          : e;
    }
    int workers = options.work.workers();
    try (Input input =
        options.input.open(
            inputName, options.named, workers, terminal, options.incomplete.damage())) {
      WriteOptions writing =
          options
              .output
              .writeOptions(format, options.named, workers)
              .withCheckpoint(options.work.checkpoint());
      options.named.checkAllUsed();
      DumpConverter converter =
          DumpConverter.from(input.reader())
              .select(options.selection.selection(options.secrets.secrets()))
              .to(format)
              .rejects(options.work.rejects);
      if (writing.checkpoint() != null) {
        converter.checkpointEvery(
            options.work.checkpointBytes(), ImportOptions.DEFAULT.checkpointInterval());
      }
      DumpHeader header = header(converter.header(), input);
      if (OutputOptions.isStream(outputName) || !options.selection.readsEverything()) {
        // Otherwise one pass is enough: a file that is not finished does not appear.
        Precheck.check(input, options.input, options.incomplete, terminal, options.common);
      }
      DumpSink sink = options.output.sink(outputName, format, header, terminal);
      ResumedDump resumed = resumed(sink, writing);
      DumpWriter writer = resumed == null ? format.create(sink, header, writing) : resumed.writer();
      return convert(input, outputName, format, converter, writer, resumed);
    }
  }

  /** The dump that an earlier run began, or null when there is none to go on with. */
  private @Nullable ResumedDump resumed(DumpSink sink, WriteOptions writing) throws IOException {
    Path checkpoint = writing.checkpoint();
    if (!options.work.resume
        || checkpoint == null
        || !Files.exists(checkpoint)
        || WriteCheckpoint.read(checkpoint).state() == null) {
      return null;
    }
    Path path = sink.path();
    if (path == null) {
      throw new UsageException("--checkpoint: only a file or folder can be gone on with");
    }
    return Dumps.resume(path, writing);
  }

  private DumpHeader header(DumpHeader header, Input input) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Instant known = header.createdAt();
    Instant otherwise = known == null && input.isEngine() ? now : known;
    return header.withCreatedAt(options.output.createdAt(otherwise));
  }

  private int convert(
      Input input,
      String outputName,
      DumpFormat format,
      DumpConverter converter,
      DumpWriter opened,
      @Nullable ResumedDump resumed)
      throws IOException {
    TransferSummary summary;
    try (DumpWriter writer = opened;
        Progress progress = Progress.start(command, input, terminal, options.common)) {
      terminal.interruption().onRequest(converter::stop);
      terminal.interruption().onGivingUp(writer);
      converter.listener(progress);
      TransferReport report = resumed == null ? converter.into(writer) : converter.into(resumed);
      summary =
          new TransferSummary(
              command,
              input,
              outputName,
              format.id(),
              report,
              options.work.rejects,
              progress.elapsed());
    } catch (InterruptedIOException e) {
      InterruptedIOException told =
          new InterruptedIOException("interrupted; " + leftBehind(outputName));
      told.initCause(e);
      throw told;
    }
    return options.report.report(summary, terminal, options.common);
  }

  private String leftBehind(String outputName) {
    if (OutputOptions.isStream(outputName)) {
      return "what was written is not whole";
    }
    return options.work.checkpoint() == null
        ? "nothing was left behind"
        : "to go on, give the same command with --resume";
  }
}
