package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentSink;
import org.indexport.DocumentTotals;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpSink.Packing;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.WriteOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.io.Closing;
import org.indexport.schema.SchemaDialects;
import org.indexport.spi.FilledPart;
import org.indexport.spi.ManifestBesideOutput;
import org.indexport.spi.MetadataText;
import org.indexport.spi.PartAssembler;
import org.jspecify.annotations.Nullable;

/** Writes a folder as multielasticdump does, or one file or stream as elasticdump does. */
public final class ElasticdumpWriter implements DumpWriter {
  private static final String MORE_INDEXES =
      "write a folder (an output that ends in '/'), select one index, or ask for types=data";

  private enum State {
    OPEN,
    FINISHED,
    CLOSED
  }

  private final DumpHeader header;
  private final DumpSink sink;
  private final WriteOptions options;
  private final WriteChoices choices;
  private final HitOutput output;
  private final @Nullable ManifestBesideOutput manifest;
  private final PartAssembler assembler;
  private final NameRules names;
  private final SchemaDialects dialects = SchemaDialects.load();
  private final Map<IndexName, WrittenIndex> indexes = new LinkedHashMap<>();
  private final List<Manifest.SectionSummary> sections = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final ClusterTexts cluster = new ClusterTexts();
  private final HitMetadataSpool hitMetadata;
  private State state = State.OPEN;

  private ElasticdumpWriter(
      DumpHeader header,
      DumpSink sink,
      WriteOptions options,
      WriteChoices choices,
      HitOutput output,
      @Nullable ManifestBesideOutput manifest) {
    this.header = header;
    this.sink = sink;
    this.names = new NameRules(sink);
    this.options = options;
    this.choices = choices;
    this.output = output;
    this.manifest = manifest;
    this.hitMetadata = new HitMetadataSpool(output, choices, options.workers());
    this.assembler = PartAssembler.ofSmallParts(options, ReadLimits.DEFAULT.maxDepth(), this::take);
  }

  /**
   * Starts a dump, as {@link org.indexport.spi.DumpFormat#create} says.
   *
   * @throws IllegalArgumentException if an option has a value that it cannot have, a name is none
   *     that the engine and the tool take, or there is not exactly one index for a file
   * @throws IOException if writing fails
   */
  public static ElasticdumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    WriteChoices choices = WriteChoices.of(sink, options);
    NameRules rules = new NameRules(sink);
    for (IndexInfo index : header.indexes()) {
      rules.add(index.name());
    }
    HitOutput output = output(sink, header, options, choices);
    ManifestBesideOutput manifest = null;
    try {
      if (choices.manifest() == WriteChoices.Beside.BESIDE) {
        manifest = ManifestBesideOutput.create(sink);
      }
      ElasticdumpWriter writer =
          new ElasticdumpWriter(header, sink, options, choices, output, manifest);
      for (IndexInfo index : header.indexes()) {
        writer.begin(index);
      }
      writer.noteHeader();
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, output, manifest);
      throw e;
    }
  }

  private static HitOutput output(
      DumpSink sink, DumpHeader header, WriteOptions options, WriteChoices choices)
      throws IOException {
    Path path = sink.path();
    if (sink.packing() == Packing.FOLDER) {
      if (path == null) {
        throw new IllegalArgumentException("a stream cannot be a folder");
      }
      return FolderOutput.create(path, sink.existing(), choices, options.workers());
    }
    if (choices.indexes() == WriteChoices.Indexes.ONE && header.indexes().size() != 1) {
      throw new IllegalArgumentException(
          "a file of elasticdump holds the documents of one index, and here are %d; %s"
              .formatted(header.indexes().size(), MORE_INDEXES));
    }
    if (path == null) {
      return FileOutput.toStream(Objects.requireNonNull(sink.stream()), choices, options.workers());
    }
    PartSize split = choices.split();
    return split == null
        ? FileOutput.toFile(path, sink.existing(), choices, options.workers())
        : SplitOutput.create(path, sink.existing(), choices, split, options.workers());
  }

  private boolean isFolder() {
    return sink.packing() == Packing.FOLDER;
  }

  private void begin(IndexInfo index) throws IOException {
    names.add(index.name());
    WrittenIndex written = WrittenIndex.of(index, dialects, choices.bodies());
    if (!isFolder() && has(FileType.DATA) && written.written().settings() != null) {
      written.lose("settings: a file holds documents only; write a folder for them");
    }
    output.declare(index.name());
    indexes.put(index.name(), written);
  }

  private void noteHeader() {
    for (String extension : header.extensions().keySet()) {
      notices.add(extension + ": elasticdump has no place for it");
    }
    if (!has(FileType.DATA)) {
      notices.add("documents: they are left out, as the option types asks");
    }
  }

  @Override
  public String format() {
    return FormatElasticdump.ID;
  }

  @Override
  public boolean takes(String section, @Nullable IndexName index) {
    if (index == null) {
      FileType type = ClusterTexts.typeOf(section);
      return type != null && has(type);
    }
    return switch (section) {
      case FormatElasticdump.ALIASES -> has(FileType.ALIAS) || has(FileType.INDEX);
      case FormatElasticdump.ANALYZER -> has(FileType.ANALYZER);
      case FormatElasticdump.HIT_METADATA -> hitMetadata.isTaken();
      default -> false;
    };
  }

  private boolean has(FileType type) {
    return choices.types().contains(type);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if this is a file for one index, which is there already,
   *     or for a name that is refused in a header
   */
  @Override
  public void declare(IndexInfo index) throws IOException {
    checkOpen();
    if (indexes.containsKey(index.name())) {
      throw new IllegalArgumentException("index " + index.name() + " is declared already");
    }
    if (choices.indexes() == WriteChoices.Indexes.ONE) {
      throw new IllegalArgumentException(
          "a file of elasticdump holds the documents of one index, and %s would be another; %s"
              .formatted(index.name(), MORE_INDEXES));
    }
    begin(index);
  }

  @Override
  public DocumentSink documents(IndexName name) {
    checkOpen();
    WrittenIndex index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("index " + name + " is not declared");
    }
    DocumentSink lines = assembler.sink(index.written());
    return choices.bodies() == WriteChoices.Bodies.SOURCES
        ? new BareSink(lines)
        : new IdSink(lines, index.primaryKey(), index.withoutId());
  }

  private void take(FilledPart part) throws IOException {
    IndexName name = part.index().name();
    WrittenIndex index = indexes.get(name);
    if (index == null) {
      throw new IllegalStateException("index " + name + " is not declared");
    }
    if (choices.bodies() == WriteChoices.Bodies.SOURCES) {
      output.write(name, part.buffer(), 0, part.length());
    } else if (has(FileType.DATA)) {
      index
          .lines()
          .write(part, (bytes, offset, length) -> output.write(name, bytes, offset, length));
    }
    part.release();
  }

  @Override
  public void add(Section section) throws IOException {
    checkOpen();
    IndexName name = section.index();
    WrittenIndex index = name == null ? null : indexes.get(name);
    if (!takes(section.name(), name) || (name != null && index == null)) {
      notices.add("section %s: elasticdump has no place for it here".formatted(section));
      return;
    }
    long bytes;
    if (index != null && section.name().equals(FormatElasticdump.HIT_METADATA)) {
      bytes = hitMetadata.keep(section);
    } else {
      String json = json(section);
      bytes = json.getBytes(UTF_8).length;
      if (!put(section, index, json)) {
        notices.add("section %s: there is more than one, the first counts".formatted(section));
        return;
      }
    }
    if (section.nextAttachment() != null) {
      notices.add("section %s: its attachments are left out".formatted(section));
    }
    sections.add(new Manifest.SectionSummary(section.name(), name, bytes, section.sensitivity()));
  }

  /** Puts a section where it belongs; false if there is another in its place. */
  private boolean put(Section section, @Nullable WrittenIndex index, String json) {
    if (index == null) {
      FileType type = Objects.requireNonNull(ClusterTexts.typeOf(section.name()));
      return cluster.put(type, json);
    }
    index.texts(
        section.name().equals(FormatElasticdump.ALIASES)
            ? index.texts().withAliases(json)
            : index.texts().withAnalyzer(json));
    return true;
  }

  private static String json(Section section) throws IOException {
    String json = new String(MetadataText.read(section), UTF_8).strip();
    if (!json.startsWith("{")) {
      throw new CorruptDumpException(
          "section " + section, "a JSON object", "something else", "leave it out");
    }
    MetaTexts.parse("section " + section, json);
    return json;
  }

  @Override
  public List<String> losses(IndexName index) {
    WrittenIndex written = indexes.get(index);
    return written == null ? List.of() : written.losses();
  }

  @Override
  public List<String> notices() {
    return List.copyOf(notices);
  }

  @Override
  public Manifest finish() throws IOException {
    checkOpen();
    assembler.finish();
    state = State.FINISHED;
    for (WrittenIndex index : indexes.values()) {
      hitMetadata.putBack(index);
    }
    if (isFolder()) {
      writeFiles();
    } else {
      writeLine();
    }
    Manifest written = summary();
    ManifestBesideOutput beside = manifest;
    if (beside != null) {
      beside.prepare(written);
    }
    output.finish();
    if (beside != null) {
      beside.publish(notices::add);
    }
    return written;
  }

  private void writeFiles() throws IOException {
    for (WrittenIndex index : indexes.values()) {
      for (FileType type : choices.types()) {
        if (type != FileType.DATA) {
          output.writeMeta(
              DumpFileName.of(index.name().name(), type, choices.packing()),
              line(type, List.of(index.texts())));
        }
      }
    }
  }

  /** One file of one type tells of all indexes. */
  private void writeLine() throws IOException {
    for (FileType type : choices.types()) {
      if (type != FileType.DATA) {
        List<MetaTexts> texts = indexes.values().stream().map(WrittenIndex::texts).toList();
        output.writeMeta(sink.name(), line(type, texts));
      }
    }
  }

  private String line(FileType type, List<MetaTexts> texts) {
    return type.isOfCluster() ? cluster.line(type) : MetaTexts.line(type, texts);
  }

  private Manifest summary() {
    List<IndexInfo> written = new ArrayList<>();
    List<Manifest.IndexSummary> summaries = new ArrayList<>();
    for (WrittenIndex index : indexes.values()) {
      written.add(index.written());
      DocumentTotals totals =
          has(FileType.DATA) ? assembler.totals(index.name()) : DocumentTotals.NONE;
      summaries.add(
          new Manifest.IndexSummary(
              index.name(), totals.documents(), totals.bytes(), totals.hash(), totals.idHash()));
    }
    return new Manifest(
        FormatElasticdump.ID,
        null,
        options.generator(),
        header.withIndexes(written),
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
    assembler.close();
    Closing.all(hitMetadata, output, manifest);
  }
}
