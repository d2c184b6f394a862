package org.indexport.format.v1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.indexport.files.FileTarget;
import org.indexport.io.Closing;
import org.indexport.io.ParallelGzipOutputStream;
import org.indexport.layout.MemberNames;
import org.indexport.layout.SectionOutput;
import org.indexport.spi.BlueprintJson;
import org.indexport.spi.FilledPart;
import org.indexport.spi.ManifestJson;
import org.indexport.spi.PartAssembler;
import org.indexport.tar.TarOutput;
import org.jspecify.annotations.Nullable;

/** Writes a dump: the metadata and all known indexes at once, then whatever comes. */
final class V1Writer implements DumpWriter {
  private enum State {
    OPEN,
    FINISHED,
    CLOSED
  }

  private final DumpHeader header;
  private final WriteOptions options;
  private final FileTarget target;
  private final ParallelGzipOutputStream gzip;
  private final PartAssembler assembler;
  private final Map<IndexName, IndexInfo> indexes = new LinkedHashMap<>();
  private final List<Manifest.SectionSummary> sections = new ArrayList<>();
  private State state = State.OPEN;
  private FileTarget.Secrecy secrecy = FileTarget.Secrecy.NOTHING_SECRET;

  /** Guards the archive and what follows here: parts come on the threads of sinks. */
  private final Object archive = new Object();

  private final TarOutput tar;
  private @Nullable Throwable failure;

  private V1Writer(FileTarget target, DumpHeader header, WriteOptions options) {
    this.header = header;
    this.options = options;
    this.target = target;
    this.gzip =
        ParallelGzipOutputStream.to(
            target.stream(), ParallelGzipOutputStream.DEFAULT_LEVEL, options.workers());
    this.tar = new TarOutput(gzip, seconds(header.createdAt()));
    this.assembler = new PartAssembler(options, ReadLimits.DEFAULT.maxDepth(), this::writePart);
  }

  static V1Writer create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    header.indexes().forEach(V1Writer::checkName);
    FileTarget target = FileTarget.open(sink);
    V1Writer writer;
    try {
      writer = new V1Writer(target, header, options);
    } catch (RuntimeException | Error e) {
      Closing.after(e, target);
      throw e;
    }
    try {
      writer.begin();
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, writer);
      throw e;
    }
  }

  private static long seconds(@Nullable Instant createdAt) {
    return createdAt == null
        ? 0
        : Math.max(0, Math.min(TarOutput.LATEST_SECOND, createdAt.getEpochSecond()));
  }

  private static void checkName(IndexInfo index) {
    MemberNames.checkLength(MemberNames.documents(index.name(), 0));
  }

  private void begin() throws IOException {
    synchronized (archive) {
      add(
          MemberNames.METADATA,
          BlueprintJson.metadata(FormatV1.VERSION, options.generator(), header));
      for (IndexInfo index : header.indexes()) {
        addIndex(index);
      }
    }
  }

  private void add(String path, byte[] content) throws IOException {
    tar.add(path, content, content.length);
  }

  private void addIndex(IndexInfo index) throws IOException {
    indexes.put(index.name(), index);
    if (index.holdsSecrets()) {
      secrecy = FileTarget.Secrecy.SECRETS;
    }
    add(MemberNames.index(index.name()), BlueprintJson.index(index));
  }

  private void writePart(FilledPart part) throws IOException {
    String path = MemberNames.documents(part.index().name(), part.ordinal());
    change(() -> tar.add(path, part.buffer(), part.length()));
    part.release();
  }

  /** Writes to the archive. */
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
    return FormatV1.ID;
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
    if (section.sensitivity() == Section.Sensitivity.SENSITIVE) {
      secrecy = FileTarget.Secrecy.SECRETS;
    }
    change(
        () ->
            sections.add(
                new SectionOutput(tar::add, options.partBytes())
                    .write(section, sections.size() + 1L)));
  }

  @Override
  public Manifest finish() throws IOException {
    checkOpen();
    assembler.finish();
    state = State.FINISHED;
    Manifest manifest = manifest();
    change(
        () -> {
          ByteArrayOutputStream closing = new ByteArrayOutputStream();
          ManifestJson.write(FormatV1.VERSION, manifest, closing);
          add(MemberNames.MANIFEST, closing.toByteArray());
          tar.finish();
          gzip.finish();
        });
    target.commit(secrecy);
    return manifest;
  }

  private Manifest manifest() {
    List<Manifest.IndexSummary> summaries = new ArrayList<>();
    for (IndexInfo index : indexes.values()) {
      DocumentTotals totals = assembler.totals(index.name());
      summaries.add(
          new Manifest.IndexSummary(
              index.name(),
              totals.documents(),
              totals.bytes(),
              totals.hash(),
              index.lines() == Lines.ENVELOPE ? totals.idHash() : null));
    }
    return new Manifest(
        FormatV1.ID,
        String.valueOf(FormatV1.VERSION),
        options.generator(),
        header.withIndexes(List.copyOf(indexes.values())),
        summaries,
        sections);
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
    Closing.all(assembler, gzip, target);
  }
}
