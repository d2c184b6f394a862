package org.indexport.format.v2;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.Sha256;
import org.indexport.WriteOptions;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.io.Closing;
import org.indexport.layout.MemberNames;
import org.indexport.layout.SectionOutput;
import org.indexport.spi.BlueprintJson;
import org.indexport.spi.FilledPart;
import org.indexport.spi.PartAssembler;
import org.indexport.tar.TarOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dump: the metadata and all known indexes at once, then whatever comes. Parts are packed
 * by several threads and written in the order in which they were cut.
 */
final class V2Writer implements DumpWriter {
  private enum State {
    OPEN,
    FINISHED,
    CLOSED
  }

  private final WriteOptions options;
  private final @Nullable WriterState durable;
  private final Map<IndexName, IndexInfo> indexes = new HashMap<>();
  private final PartAssembler assembler;
  private final OrderedPacking packing;
  private State state = State.OPEN;

  /** Guards the container and what follows here: parts are written by other threads. */
  private final Object archive = new Object();

  private final ContainerWriter container;
  private final Derivation derivation;
  private @Nullable Throwable failure;

  private V2Writer(
      ContainerWriter container,
      Derivation derivation,
      @Nullable WriterState durable,
      WriteOptions options) {
    this.container = container;
    this.derivation = derivation;
    this.durable = durable;
    this.options = options;
    this.packing = new OrderedPacking(options.workers(), level(options), this::writePart);
    this.assembler = new PartAssembler(options, ReadLimits.DEFAULT.maxDepth(), packing::take);
  }

  private static int level(WriteOptions options) {
    String given = options.option(FormatV2.LEVEL);
    int level = FramePacker.DEFAULT_LEVEL;
    try {
      level = given == null ? level : Integer.parseInt(given);
    } catch (NumberFormatException e) {
      level = 0;
    }
    if (level < 1 || level > FramePacker.MOST_LEVEL) {
      throw new IllegalArgumentException(
          "option '%s' of format %s: expected a level from 1 to %d, found %s"
              .formatted(FormatV2.LEVEL, FormatV2.ID, FramePacker.MOST_LEVEL, given));
    }
    return level;
  }

  static V2Writer create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    level(options);
    header.indexes().forEach(V2Writer::checkName);
    Instant modified = modified(header.createdAt());
    Path checkpoint = options.checkpoint();
    WriterState durable = checkpoint == null ? null : WriterState.begin(sink, checkpoint);
    ContainerWriter container =
        durable == null ? ContainerWriter.create(sink, modified) : durable.create(modified);
    V2Writer writer;
    try {
      writer = new V2Writer(container, new Derivation(sink.name(), limits()), durable, options);
    } catch (RuntimeException | Error e) {
      Closing.after(e, container);
      throw e;
    }
    try {
      writer.begin(header);
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, writer);
      throw e;
    }
  }

  /**
   * Goes on behind what was written before.
   *
   * @param derivation all of what was written
   */
  static V2Writer resume(
      ContainerWriter container, Derivation derivation, WriterState durable, WriteOptions options) {
    V2Writer writer = new V2Writer(container, derivation, durable, options);
    for (IndexInfo index : derivation.header().indexes()) {
      IndexName name = index.name();
      writer.indexes.put(name, index);
      writer.assembler.continueAt(name, derivation.nextOrdinal(name), derivation.totals(name));
      writer.keepSecrets(index);
    }
    boolean sensitive =
        derivation.build(null).manifest().sections().stream()
            .anyMatch(section -> section.sensitivity() == Section.Sensitivity.SENSITIVE);
    if (sensitive) {
      container.keepPrivate();
    }
    return writer;
  }

  /** What a writer writes is its own user's: no limit but that of memory. */
  static ReadLimits limits() {
    ReadLimits usual = ReadLimits.DEFAULT;
    return new ReadLimits(
        1 << 30,
        usual.maxDepth(),
        usual.maxNameBytes(),
        Long.MAX_VALUE,
        Integer.MAX_VALUE,
        1 << 30,
        Integer.MAX_VALUE);
  }

  /** The time of all members. */
  static Instant modified(@Nullable Instant createdAt) {
    long seconds = createdAt == null ? 0 : createdAt.getEpochSecond();
    return Instant.ofEpochSecond(Math.max(0, Math.min(TarOutput.LATEST_SECOND, seconds)));
  }

  private static void checkName(IndexInfo index) {
    MemberNames.checkLength(MemberNames.documents(index.name(), 0));
  }

  private void begin(DumpHeader header) throws IOException {
    change(
        () -> {
          addSmall(
              MemberNames.METADATA,
              BlueprintJson.metadata(FormatV2.VERSION, options.generator(), header));
          for (IndexInfo index : header.indexes()) {
            addIndex(index);
          }
        });
    if (durable != null) {
      durable.write(container, derivation, "");
    }
  }

  private void addSmall(String name, byte[] content) throws IOException {
    derivation.small(name, content, container.addSmall(name, content));
  }

  private void addIndex(IndexInfo index) throws IOException {
    indexes.put(index.name(), index);
    keepSecrets(index);
    addSmall(MemberNames.index(index.name()), BlueprintJson.index(index));
  }

  private void keepSecrets(IndexInfo index) {
    if (index.holdsSecrets()) {
      container.keepPrivate();
    }
  }

  private void writePart(FilledPart part, PackedFrame frame) throws IOException {
    String name = MemberNames.documents(part.index().name(), part.ordinal());
    change(
        () ->
            derivation.part(
                part.index(),
                part.ordinal(),
                part.totals(),
                part.length(),
                container.addPayload(name, frame),
                Sha256.of(frame.sha256())));
  }

  /** Writes to the container. */
  private interface Change {
    void apply() throws IOException;
  }

  /** Makes sure that nothing is written, and nothing finished, after a write that failed. */
  private void change(Change change) throws IOException {
    synchronized (archive) {
      if (failure != null) {
        throw new IOException("writing failed before", failure);
      }
      try {
        change.apply();
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
        throw e;
      }
    }
  }

  @Override
  public String format() {
    return FormatV2.ID;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the name is too long for a member of the archive
   */
  @Override
  public void declare(IndexInfo index) throws IOException {
    checkOpen();
    if (indexes.containsKey(index.name())) {
      throw new IllegalArgumentException("index " + index.name() + " is declared already");
    }
    checkName(index);
    // Its place among the parts must not depend on how fast those are packed.
    packing.awaitWritten();
    change(() -> addIndex(index));
  }

  @Override
  public DocumentSink documents(IndexName index) {
    checkOpen();
    IndexInfo declared = indexes.get(index);
    if (declared == null) {
      throw new IllegalArgumentException("index " + index + " is not declared");
    }
    return assembler.sink(declared);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Documents of sinks on other threads wait until it is written.
   *
   * @throws IllegalArgumentException if two attachments have one name, or one has a name that is
   *     too long
   */
  @Override
  public void add(Section section) throws IOException {
    checkOpen();
    packing.awaitWritten();
    if (section.sensitivity() == Section.Sensitivity.SENSITIVE) {
      container.keepPrivate();
    }
    change(
        () ->
            new SectionOutput(
                    (name, bytes, length) -> addSmall(name, Arrays.copyOf(bytes, length)),
                    options.partBytes())
                .write(section, derivation.sections() + 1L));
  }

  @Override
  public void checkpoint(String note) throws IOException {
    checkOpen();
    if (durable == null) {
      throw new UnsupportedOperationException("no checkpoint file was asked for");
    }
    assembler.flush();
    packing.awaitWritten();
    change(() -> durable.write(container, derivation, note));
  }

  @Override
  public Manifest finish() throws IOException {
    checkOpen();
    assembler.finish();
    packing.awaitWritten();
    state = State.FINISHED;
    V2Manifest manifest = derivation.build(options.generator());
    change(() -> container.finish(manifest::writeTo));
    if (durable != null) {
      durable.end();
    }
    return manifest.manifest();
  }

  private void checkOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("the dump is " + state.name().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    // The threads end before their target is closed, and then what it left is deleted.
    Closing.all(assembler, packing, container);
  }
}
