package org.indexport.format.jsonl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.DocumentSink;
import org.indexport.DocumentTotals;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.WriteOptions;
import org.indexport.io.Closing;
import org.indexport.spi.PartAssembler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one file or stream for one index, or a folder of files. */
final class JsonlWriter implements DumpWriter {
  private static final Logger LOG = LoggerFactory.getLogger(FormatJsonl.class);

  private static final String MORE_INDEXES =
      "write a folder (an output that ends in '/'), or select one index";

  private enum State {
    OPEN,
    FINISHED,
    CLOSED
  }

  /** One index: as it was declared, and as it is written. */
  private record Target(IndexInfo declared, IndexInfo written, AtomicLong losses) {
    static Target of(IndexInfo index, IdPlacement ids) {
      return new Target(index, ids.applied(index), new AtomicLong());
    }
  }

  private final DumpSink sink;
  private final DumpHeader header;
  private final WriteOptions options;
  private final IdPlacement ids;
  private final LinesOutput output;
  private final PartAssembler assembler;
  private final Map<IndexName, Target> targets = new LinkedHashMap<>();
  private State state = State.OPEN;

  private JsonlWriter(
      DumpSink sink, DumpHeader header, WriteOptions options, IdPlacement ids, LinesOutput output) {
    this.sink = sink;
    this.header = header;
    this.options = options;
    this.ids = ids;
    this.output = output;
    this.assembler =
        new PartAssembler(
            options,
            ReadLimits.DEFAULT.maxDepth(),
            part -> {
              output.write(part.index().name(), part.buffer(), part.length());
              part.release();
            });
  }

  static JsonlWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    IdPlacement ids = IdPlacement.of(options);
    Compression compression = compression(sink, options);
    header.indexes().forEach(index -> check(index, ids));
    LinesOutput output = output(sink, header, compression, options.workers());
    JsonlWriter writer = new JsonlWriter(sink, header, options, ids, output);
    try {
      for (IndexInfo index : header.indexes()) {
        writer.begin(index);
      }
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, output);
      throw e;
    }
  }

  private static Compression compression(DumpSink sink, WriteOptions options) {
    Path path = sink.path();
    Compression named = path == null ? Compression.NONE : Compression.ofName(path.toString());
    String option = options.option(FormatJsonl.COMPRESSION);
    if (option == null) {
      return named;
    }
    Compression chosen = Compression.ofId(option);
    boolean file = sink.packing() == DumpSink.Packing.FILE;
    if (file && named != Compression.NONE && chosen != named) {
      throw new IllegalArgumentException(
          "option compression is %s, but %s ends in %s"
              .formatted(option, sink.name(), named.suffix()));
    }
    return chosen;
  }

  private static LinesOutput output(
      DumpSink sink, DumpHeader header, Compression compression, int workers) throws IOException {
    Path path = sink.path();
    boolean folder = sink.packing() == DumpSink.Packing.FOLDER;
    if (folder && path != null) {
      return FolderOutput.create(path, sink.existing(), compression, workers);
    }
    if (folder) {
      throw new IllegalArgumentException("a stream cannot be a folder");
    }
    if (header.indexes().size() != 1) {
      throw new IllegalArgumentException(
          "a file of JSON lines holds one index, and here are %d; %s"
              .formatted(header.indexes().size(), MORE_INDEXES));
    }
    return path == null
        ? FileOutput.toStream(Objects.requireNonNull(sink.stream()), compression, workers)
        : FileOutput.toFile(path, sink.existing(), compression, workers);
  }

  private static void check(IndexInfo index, IdPlacement ids) {
    if (index.name().namespace() != null) {
      throw new IllegalArgumentException(
          "index %s has a namespace, for which JSON lines have no place; flatten the name (--flatten"
                  .formatted(index.name())
              + " PATTERN), or rename it");
    }
    ids.check(index);
  }

  private void begin(IndexInfo index) throws IOException {
    output.declare(index.name());
    targets.put(index.name(), Target.of(index, ids));
  }

  @Override
  public String format() {
    return FormatJsonl.ID;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if this is a file, which has its one index already, or
   *     for what {@link FormatJsonl#create} refuses in a header
   */
  @Override
  public void declare(IndexInfo index) throws IOException {
    checkOpen();
    if (targets.containsKey(index.name())) {
      throw new IllegalArgumentException("index " + index.name() + " is declared already");
    }
    if (!output.takesMore()) {
      throw new IllegalArgumentException(
          "a file of JSON lines holds one index, and %s would be another; %s"
              .formatted(index.name(), MORE_INDEXES));
    }
    check(index, ids);
    begin(index);
  }

  @Override
  public DocumentSink documents(IndexName index) {
    checkOpen();
    Target target = targets.get(index);
    if (target == null) {
      throw new IllegalArgumentException("index " + index + " is not declared");
    }
    DocumentSink lines = assembler.sink(target.written());
    return target.declared().lines() == Lines.ENVELOPE
        ? new IdSink(lines, index, ids.idField(), target.losses())
        : lines;
  }

  @Override
  public void add(Section section) {
    checkOpen();
    throw new IllegalArgumentException(
        "JSON lines hold documents only, not the section " + section);
  }

  @Override
  public Manifest finish() throws IOException {
    checkOpen();
    assembler.finish();
    state = State.FINISHED;
    output.finish();
    List<IndexInfo> written = new ArrayList<>();
    List<Manifest.IndexSummary> summaries = new ArrayList<>();
    for (Target target : targets.values()) {
      written.add(target.written());
      summaries.add(summary(target.written().name()));
      warnOfLosses(target);
    }
    return new Manifest(
        FormatJsonl.ID,
        null,
        options.generator(),
        header.withIndexes(written),
        summaries,
        List.of());
  }

  private Manifest.IndexSummary summary(IndexName index) {
    DocumentTotals totals = assembler.totals(index);
    return new Manifest.IndexSummary(
        index, totals.documents(), totals.bytes(), totals.hash(), null);
  }

  private void warnOfLosses(Target target) {
    long losses = target.losses().get();
    if (losses > 0) {
      LOG.warn(
          "{}: the routing or version of {} documents of index {} was not written: JSON lines have"
              + " no place for it",
          sink.name(),
          losses,
          target.written().name());
    }
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
    assembler.close();
    output.close();
  }
}
