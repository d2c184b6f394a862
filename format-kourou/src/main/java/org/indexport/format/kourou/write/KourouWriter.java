package org.indexport.format.kourou.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DocumentTotals;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.WriteOptions;
import org.indexport.dialects.KuzzleNames;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.format.kourou.SecurityFile;
import org.indexport.io.Closing;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.schema.SchemaDialects;
import org.indexport.spi.FilledPart;
import org.indexport.spi.ManifestBesideOutput;
import org.indexport.spi.MetadataText;
import org.indexport.spi.PartAssembler;
import org.jspecify.annotations.Nullable;

/** Writes the folder that kourou imports. */
public final class KourouWriter implements DumpWriter {
  private enum State {
    OPEN,
    FINISHED,
    CLOSED
  }

  private final DumpHeader header;
  private final WriteOptions options;
  private final WriteChoices choices;
  private final TreeOutput output;
  private final @Nullable ManifestBesideOutput manifest;
  private final PartAssembler assembler;
  private final SchemaDialects dialects = SchemaDialects.load();
  private final Map<IndexName, WrittenCollection> collections = new LinkedHashMap<>();
  private final Set<String> namespaces = new TreeSet<>();
  private final Map<SecurityFile, String> security = new EnumMap<>(SecurityFile.class);
  private final List<Manifest.SectionSummary> sections = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private State state = State.OPEN;

  private KourouWriter(
      DumpHeader header,
      WriteOptions options,
      WriteChoices choices,
      TreeOutput output,
      @Nullable ManifestBesideOutput manifest) {
    this.header = header;
    this.options = options;
    this.choices = choices;
    this.output = output;
    this.manifest = manifest;
    this.assembler = PartAssembler.ofSmallParts(options, ReadLimits.DEFAULT.maxDepth(), this::take);
  }

  /**
   * Starts a dump, as {@link org.indexport.spi.DumpFormat#create} says.
   *
   * @throws IllegalArgumentException if an option has a value that it cannot have, a name is none
   *     that Kuzzle takes, there is more than the layout has room for, or the target is no folder
   * @throws IOException if writing fails
   */
  public static KourouWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    WriteChoices choices = WriteChoices.of(options);
    Path path = sink.path();
    if (path == null || sink.packing() != DumpSink.Packing.FOLDER) {
      throw new IllegalArgumentException(
          sink.name() + ": kourou writes folders; name one, with '/' at its end");
    }
    header.namespaces().forEach(KourouWriter::checkName);
    header.indexes().forEach(index -> checkName(index.name()));
    checkRoom(choices.layout(), header.namespaces().size(), header.indexes().size());
    TreeOutput output = TreeOutput.create(path, sink.existing(), choices);
    ManifestBesideOutput manifest = null;
    try {
      // Nobody reads a table again, so nothing could be compared.
      if (choices.manifest() == WriteChoices.Beside.BESIDE
          && choices.form() != WriteChoices.Form.CSV) {
        manifest = ManifestBesideOutput.create(sink);
      }
      KourouWriter writer = new KourouWriter(header, options, choices, output, manifest);
      writer.begin();
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, output, manifest);
      throw e;
    }
  }

  private static void checkName(String namespace) {
    String problem = KuzzleNames.problem(namespace);
    if (problem != null) {
      throw new IllegalArgumentException(
          "namespace %s: expected a name that Kuzzle takes, found %s; rename it"
              .formatted(namespace, problem));
    }
  }

  private static void checkName(IndexName name) {
    String problem = KuzzleNames.problem(name);
    if (problem != null) {
      throw new IllegalArgumentException(
          "index %s: expected names that Kuzzle takes, found %s; %srename it, to %s for example"
              .formatted(
                  name,
                  problem,
                  name.namespace() == null ? "name one with --namespace, or " : "",
                  KuzzleNames.suggested(name)));
    }
  }

  private static void checkRoom(WriteChoices.Layout layout, int namespaces, int collections) {
    boolean fits =
        switch (layout) {
          case TREE -> true;
          case INDEX -> namespaces <= 1;
          case COLLECTION -> collections <= 1 && namespaces <= 1;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "layout %s has room for one %s, and here are %d; leave the option %s out, or select one"
              .formatted(
                  word(layout),
                  layout == WriteChoices.Layout.INDEX ? "index of Kuzzle" : "collection",
                  layout == WriteChoices.Layout.INDEX ? namespaces : Math.max(collections, 2),
                  FormatKourou.LAYOUT));
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void begin() throws IOException {
    for (String namespace : header.namespaces()) {
      namespaces.add(namespace);
      output.addNamespace(namespace);
    }
    for (IndexInfo index : header.indexes()) {
      begin(index);
    }
    for (String namespace : header.namespaces()) {
      if (header.indexes().stream()
          .noneMatch(index -> namespace.equals(index.name().namespace()))) {
        notices.add(
            "namespace %s: it has no collections, and kourou imports no empty index"
                .formatted(namespace));
      }
    }
    for (String extension : header.extensions().keySet()) {
      notices.add(extension + ": kourou has no place for it");
    }
    if (!choices.hasDocuments()) {
      notices.add("documents: they are left out, as the option type asks");
    }
    switch (choices.form()) {
      case JSONL -> {}
      case KUZZLE -> notices.add("format kuzzle: kourou does not import it");
      case CSV -> notices.add("format csv: it is a table, which cannot be imported");
    }
  }

  private void begin(IndexInfo index) throws IOException {
    WrittenCollection collection = WrittenCollection.of(index, dialects, choices);
    output.declare(index.name(), collection.text().start(index.name(), collection.extensions()));
    collections.put(index.name(), collection);
    namespaces.add(String.valueOf(index.name().namespace()));
  }

  @Override
  public String format() {
    return FormatKourou.ID;
  }

  @Override
  public boolean takes(String section, @Nullable IndexName index) {
    return index == null
        && choices.layout() == WriteChoices.Layout.TREE
        && SecurityFile.ofSection(section) != null;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the layout has no room for it, or for a name that is
   *     refused in a header
   */
  @Override
  public void declare(IndexInfo index) throws IOException {
    checkOpen();
    IndexName name = index.name();
    if (collections.containsKey(name)) {
      throw new IllegalArgumentException("index " + name + " is declared already");
    }
    checkName(name);
    Set<String> more = new TreeSet<>(namespaces);
    more.add(String.valueOf(name.namespace()));
    checkRoom(choices.layout(), more.size(), collections.size() + 1);
    begin(index);
  }

  @Override
  public DocumentSink documents(IndexName name) {
    checkOpen();
    WrittenCollection collection = collections.get(name);
    if (collection == null) {
      throw new IllegalArgumentException("index " + name + " is not declared");
    }
    return new IdSink(assembler.sink(collection.written()), collection, choices.missingIds());
  }

  private void take(FilledPart part) throws IOException {
    IndexName name = part.index().name();
    WrittenCollection collection = collections.get(name);
    if (collection == null) {
      throw new IllegalStateException("index " + name + " is not declared");
    }
    if (choices.hasDocuments()) {
      collection
          .text()
          .write(part, (bytes, offset, length) -> output.write(name, bytes, offset, length));
    }
    part.release();
  }

  @Override
  public void add(Section section) throws IOException {
    checkOpen();
    SecurityFile file = SecurityFile.ofSection(section.name());
    if (file == null || !takes(section.name(), section.index())) {
      notices.add("section %s: kourou has no place for it here".formatted(section));
      return;
    }
    byte[] json = MetadataText.read(section);
    String text = file.text(new String(json, UTF_8));
    if (security.putIfAbsent(file, text) != null) {
      notices.add("section %s: there is more than one, the first counts".formatted(section));
      return;
    }
    if (section.nextAttachment() != null) {
      notices.add("section %s: its attachments are left out".formatted(section));
    }
    sections.add(
        new Manifest.SectionSummary(section.name(), null, json.length, section.sensitivity()));
  }

  @Override
  public List<String> losses(IndexName index) {
    WrittenCollection collection = collections.get(index);
    return collection == null ? List.of() : collection.losses();
  }

  /** {@inheritDoc} Among it is what {@code --batch-size} kourou imports the documents with. */
  @Override
  public List<String> notices() {
    List<String> all = new ArrayList<>(notices);
    if (choices.form() == WriteChoices.Form.JSONL) {
      collections.forEach(
          (name, collection) -> {
            String advice = collection.text().advice().sentence();
            if (advice != null) {
              all.add("%s: %s".formatted(name, advice));
            }
          });
    }
    return all;
  }

  @Override
  public Manifest finish() throws IOException {
    checkOpen();
    assembler.finish();
    if (choices.lastLine() == WriteChoices.LastLine.REPEATED
        && choices.form() == WriteChoices.Form.JSONL) {
      for (WrittenCollection collection : collections.values()) {
        repeatLast(collection);
      }
      assembler.finish();
    }
    state = State.FINISHED;
    writeRest();
    ManifestBesideOutput beside = manifest;
    if (beside != null) {
      beside.prepare(summary(WrittenIds.TOLD));
    }
    output.finish();
    if (beside != null) {
      beside.publish(notices::add);
    }
    return summary(WrittenIds.COMPARED);
  }

  /** Writes the last document again where the tool would lose the last batch. */
  private void repeatLast(WrittenCollection collection) throws IOException {
    BatchAdvice advice = collection.text().advice();
    if (advice.count() == 0 || advice.count() % BatchAdvice.USUAL != 0) {
      return;
    }
    byte[] body = collection.text().lastBody();
    String id = id(collection);
    try (DocumentSink sink = assembler.sink(collection.written())) {
      sink.add(Document.of(id, null, null, body, 0, body.length));
    }
    notices.add(
        "%s: the last document stands twice, so that kourou loses none"
            .formatted(collection.name()));
  }

  private static String id(WrittenCollection collection) throws DumpException {
    byte[] id = collection.text().lastId().getBytes(UTF_8);
    try {
      return JsonText.unquote(id, 0, id.length);
    } catch (MalformedJsonException e) {
      throw MetadataText.described("index " + collection.name(), e);
    }
  }

  private void writeRest() throws IOException {
    for (WrittenCollection collection : collections.values()) {
      byte[] end = collection.text().end();
      if (choices.hasDocuments() && end.length > 0) {
        output.write(collection.name(), end, 0, end.length);
      }
      if (choices.hasMappings()) {
        output.writeMappings(
            collection.name(), collection.mappings().file(collection.name(), choices.form()));
      }
    }
    for (Map.Entry<SecurityFile, String> file : security.entrySet()) {
      output.writeSecurity(file.getKey(), namespaces, file.getValue());
    }
  }

  /** What a summary says of ids. */
  private enum WrittenIds {
    /** What is written. */
    TOLD,
    /** What is written where it is what was given. */
    COMPARED
  }

  private Manifest summary(WrittenIds ids) {
    List<IndexInfo> written = new ArrayList<>();
    List<Manifest.IndexSummary> summaries = new ArrayList<>();
    for (WrittenCollection collection : collections.values()) {
      written.add(collection.written());
      DocumentTotals totals =
          choices.hasDocuments() ? assembler.totals(collection.name()) : DocumentTotals.NONE;
      boolean told = ids == WrittenIds.TOLD || !collection.isChanged();
      summaries.add(
          new Manifest.IndexSummary(
              collection.name(),
              totals.documents(),
              totals.bytes(),
              totals.hash(),
              told ? totals.idHash() : null));
    }
    return new Manifest(
        FormatKourou.ID,
        null,
        options.generator(),
        header.withIndexes(written),
        summaries,
        sections);
  }

  private void checkOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("the dump is " + word(state));
    }
  }

  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    assembler.close();
    Closing.all(output, manifest);
  }
}
