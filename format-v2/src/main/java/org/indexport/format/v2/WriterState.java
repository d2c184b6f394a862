package org.indexport.format.v2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.DumpSink.Packing;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.ResumedDump;
import org.indexport.WriteOptions;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Existing;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.WriteCheckpoint;

/**
 * The checkpoint of a dump that is being written. It is there before anything else, at first
 * without telling of anything durable, so that whatever lies unfinished beside it is known to be
 * its own.
 */
final class WriterState {
  private final DumpSink sink;
  private final Path checkpoint;

  private WriterState(DumpSink sink, Path checkpoint) {
    this.sink = sink;
    this.checkpoint = checkpoint;
  }

  /**
   * Notes that a dump is begun.
   *
   * @param checkpoint the file to note it in
   * @throws ExistingTargetException if it tells of another dump, or of one that can be resumed
   * @throws IllegalArgumentException if the sink is a stream
   */
  static WriterState begin(DumpSink sink, Path checkpoint) throws IOException {
    Path path = sink.path();
    if (path == null) {
      throw new IllegalArgumentException("a stream cannot be gone on with: no checkpoint helps");
    }
    WriterState state = new WriterState(sink, checkpoint);
    if (Files.exists(checkpoint)) {
      WriteCheckpoint earlier = WriteCheckpoint.read(checkpoint);
      if (earlier.state() != null || !earlier.target().equals(state.target())) {
        throw new ExistingTargetException(
            checkpoint.toString(),
            "no checkpoint yet",
            "that of " + earlier.target(),
            "resume that dump, or remove the file to start anew");
      }
      state.dropUnfinished(path);
    }
    WriteCheckpoint.write(checkpoint, FormatV2.ID, state.target(), "", null);
    return state;
  }

  /** An earlier attempt was interrupted before anything was durable. */
  private void dropUnfinished(Path path) throws IOException {
    if (Files.exists(Publication.unfinished(path))) {
      try (Publication leftover =
          sink.packing() == Packing.FILE
              ? Publication.resumeFile(path, sink.existing())
              : Publication.resumeDirectory(path, sink.existing())) {
        leftover.abandon();
      }
    }
  }

  /** Starts the dump; if that fails, no checkpoint is left. */
  ContainerWriter create(Instant modified) throws IOException {
    try {
      return ContainerWriter.createResumable(sink, modified);
    } catch (IOException | RuntimeException | Error e) {
      try {
        Files.deleteIfExists(checkpoint);
      } catch (IOException failure) {
        e.addSuppressed(failure);
      }
      throw e;
    }
  }

  private String target() {
    return String.valueOf(sink.path() == null ? null : sink.path().getFileName());
  }

  /** Makes everything durable that was written, and then notes that. */
  void write(ContainerWriter container, Derivation derivation, String note) throws IOException {
    long durable = container.sync();
    JsonObject.Builder state =
        new JsonObject.Builder()
            .put("packing", sink.packing().name())
            .put("existing", sink.existing().name())
            .put("durable", durable);
    if (sink.packing() == Packing.FOLDER) {
      List<String> indexes = new ArrayList<>();
      for (IndexInfo index : derivation.header().indexes()) {
        indexes.add(
            new JsonObject.Builder()
                .put("namespace", index.name().namespace())
                .put("name", index.name().name())
                .put("parts", derivation.nextOrdinal(index.name()))
                .build());
      }
      state.putRaw("indexes", indexes).put("sections", (long) derivation.sections());
    }
    WriteCheckpoint.write(checkpoint, FormatV2.ID, target(), note, state.build());
  }

  /** The dump is finished. */
  void end() throws IOException {
    WriteCheckpoint.remove(checkpoint);
  }

  /** Goes on with a dump; see {@link org.indexport.Dumps#resume}. */
  static ResumedDump resume(Path path, Path checkpoint, WriteOptions options) throws IOException {
    WriteCheckpoint read = WriteCheckpoint.read(checkpoint);
    JsonObject state = read.state();
    if (!read.target().equals(String.valueOf(path.getFileName()))) {
      throw new DumpException(
          "%s: expected the checkpoint of %s, found that of %s; name the dump that it belongs to"
              .formatted(checkpoint, path.getFileName(), read.target()));
    }
    if (state == null) {
      throw new DumpException(
          checkpoint
              + ": nothing was durable yet when the dump was interrupted;"
              + " write it anew with the same checkpoint");
    }
    checkUnfinished(path, checkpoint);
    try {
      DumpSink sink =
          new DumpSink(
              path,
              null,
              Packing.valueOf(String.valueOf(state.string("packing"))),
              Existing.valueOf(String.valueOf(state.string("existing"))));
      try (WrittenBefore before = WrittenBefore.of(sink, state)) {
        ContainerWriter container =
            ContainerWriter.resume(sink, before, V2Writer.limits(), new FrameBuffers());
        WriterState going = new WriterState(sink, checkpoint);
        return resumed(container, before.derivation(), going, read, options);
      }
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new DumpException(
          "%s: this is no checkpoint of a v2 dump: %s; remove it to start anew"
              .formatted(checkpoint, e.getMessage()),
          e);
    }
  }

  /** Between the moment when a dump appears and the end of its checkpoint it may be killed too. */
  private static void checkUnfinished(Path path, Path checkpoint) throws ExistingTargetException {
    if (Files.exists(path) && Files.notExists(Publication.unfinished(path))) {
      throw new ExistingTargetException(
          path.toString(),
          "an unfinished dump beside it",
          "this one only, which is finished",
          "verify it, and remove its checkpoint " + checkpoint);
    }
  }

  private static ResumedDump resumed(
      ContainerWriter container,
      Derivation derivation,
      WriterState state,
      WriteCheckpoint read,
      WriteOptions options) {
    V2Writer writer = V2Writer.resume(container, derivation, state, options);
    return new ResumedDump(writer, derivation.build(options.generator()).manifest(), read.note());
  }
}
