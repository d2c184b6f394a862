package org.indexport.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.indexport.DumpReader;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexName;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.Checkpoint.IndexState;
import org.indexport.transfer.Checkpoint.State;
import org.indexport.transfer.ImportOptions.Effect;
import org.indexport.transfer.ImportOptions.Start;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint and the reject file of one import, which move together: what a checkpoint tells is
 * durable in the target and in the reject file before it is written.
 */
final class CheckpointFile implements Closeable {
  private final @Nullable Path file;
  private final ImportOptions options;
  private final String fingerprint;
  private final String request;
  private final @Nullable Checkpoint restored;
  private final String idPrefix;
  private final RejectFile rejects;
  private final Object finishing = new Object();

  private long bytesSinceLast;
  private long lastNanos = System.nanoTime();

  private CheckpointFile(
      @Nullable Path file,
      ImportOptions options,
      String fingerprint,
      String request,
      @Nullable Checkpoint restored,
      RejectFile rejects) {
    this.file = file;
    this.options = options;
    this.fingerprint = fingerprint;
    this.request = request;
    this.restored = restored;
    this.idPrefix = restored == null ? newPrefix(options) : restored.idPrefix();
    this.rejects = rejects;
  }

  /**
   * What ids begin with that are made for documents without one. The rest of an id only tells where
   * in the input the document is: added to an index, it must not replace one of another input.
   */
  private static String newPrefix(ImportOptions options) {
    return options.ifExists() == IfExists.APPEND
        ? "%016x-".formatted(new SecureRandom().nextLong())
        : "";
  }

  /** Opens both files, or neither where an import has none. */
  static CheckpointFile open(ImportOptions options, DumpReader reader, Selection selection)
      throws IOException {
    Path file = options.effect() == Effect.DRY_RUN ? null : options.checkpoint();
    String request = reader.format() + "|" + selection.describe() + "|" + options.ifExists();
    if (file == null) {
      RejectFile rejects = RejectFile.create(options.rejects());
      return new CheckpointFile(null, options, "", request, null, rejects);
    }
    String fingerprint = reader.fingerprint();
    if (fingerprint == null) {
      throw new ImportException(
          "checkpoint " + file,
          "an input that can be read again",
          "a stream, or an engine that cannot tell whether it has changed",
          "import from a file, or without a checkpoint");
    }
    Checkpoint restored = restore(file, options, fingerprint, request);
    RejectFile rejects =
        restored == null
            ? RejectFile.create(options.rejects())
            : RejectFile.resume(options.rejects(), restored.rejectBytes());
    return new CheckpointFile(file, options, fingerprint, request, restored, rejects);
  }

  private static @Nullable Checkpoint restore(
      Path file, ImportOptions options, String fingerprint, String request) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    if (options.start() == Start.ANEW) {
      throw new ExistingTargetException(
          file.toString(),
          "no checkpoint yet",
          "one of an earlier import",
          "resume that import, or remove the file to start anew");
    }
    Checkpoint checkpoint = Checkpoint.read(file);
    if (!checkpoint.fingerprint().equals(fingerprint)) {
      throw new ImportException(
          file.toString(),
          "the input that the import began with",
          "another one",
          "bring the input back, or remove the checkpoint to start anew");
    }
    if (!checkpoint.request().equals(request)) {
      throw new ImportException(
          file.toString(),
          "the options that the import began with: " + checkpoint.request(),
          request,
          "use the same options, or remove the checkpoint to start anew");
    }
    return checkpoint;
  }

  boolean isKept() {
    return file != null;
  }

  /** What ids begin with that are made for documents without one; the same after a resume. */
  String idPrefix() {
    return idPrefix;
  }

  RejectFile rejects() {
    return rejects;
  }

  /** How far an index came before, or null. */
  @Nullable IndexState restored(IndexName index) {
    return restored == null ? null : restored.indexes().get(index);
  }

  /** Notes a part whose documents were all taken or refused. Any thread. */
  void finished(IndexImport index, long ordinal, PartOutcome outcome) throws IOException {
    synchronized (finishing) {
      for (PartOutcome.Rejected rejected : outcome.rejected()) {
        rejects.add(index.target().name(), rejected.id(), rejected.reason(), rejected.document());
      }
      index.finished(ordinal, outcome);
      bytesSinceLast += outcome.read().bytes();
    }
  }

  boolean isDue() {
    if (file == null) {
      return false;
    }
    synchronized (finishing) {
      return bytesSinceLast >= options.checkpointBytes()
          || (bytesSinceLast > 0
              && System.nanoTime() - lastNanos >= options.checkpointInterval().toNanos());
    }
  }

  /** Makes durable what was taken so far and writes it down. */
  void take(Map<IndexName, IndexImport> indexes, Indexer indexer) throws IOException {
    Checkpoint checkpoint = snapshot(indexes, State.RUNNING);
    rejects.sync();
    indexer.sync();
    write(checkpoint);
  }

  /** Writes down what is durable already. */
  void write(Map<IndexName, IndexImport> indexes, State state) throws IOException {
    if (file != null) {
      Checkpoint checkpoint = snapshot(indexes, state);
      rejects.sync();
      write(checkpoint);
    }
  }

  private Checkpoint snapshot(Map<IndexName, IndexImport> indexes, State state) {
    synchronized (finishing) {
      Map<IndexName, IndexState> states = new LinkedHashMap<>();
      indexes.forEach((name, index) -> states.put(name, index.state()));
      bytesSinceLast = 0;
      lastNanos = System.nanoTime();
      return new Checkpoint(fingerprint, request, state, idPrefix, rejects.length(), states);
    }
  }

  private void write(Checkpoint checkpoint) throws IOException {
    if (file != null) {
      checkpoint.write(file);
    }
  }

  @Override
  public void close() throws IOException {
    rejects.close();
  }
}
