package org.indexport.format.meilisearch.write;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.indexport.files.FileTarget;
import org.indexport.files.FileTarget.Secrecy;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.format.meilisearch.write.Spool.Stretch;
import org.indexport.io.Closing;
import org.indexport.schema.SchemaDialects;
import org.indexport.spi.FilledPart;
import org.indexport.spi.PartAssembler;
import org.indexport.tar.TarOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dump of version 6: what is small first, the documents last, so that it can be read from
 * a pipe. A tar tells the length of a file before its content: documents are kept in a temporary
 * file until there are no more, unless {@link #expect} has announced how long they are.
 */
public final class V6Writer implements DumpWriter {
  private static final String VERSION = "6";
  private static final byte[] NOTHING = {};

  private enum State {
    OPEN,
    FINISHED,
    CLOSED
  }

  private final DumpHeader header;
  private final WriteOptions options;
  private final WriteChoices choices;
  private final Instant dumpDate;
  private final SchemaDialects dialects = SchemaDialects.load();
  private final PartAssembler assembler;
  private final FolderNames folders;
  private final Map<IndexName, WrittenIndex> indexes = new LinkedHashMap<>();
  private final List<Manifest.SectionSummary> summaries = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private State state = State.OPEN;

  /** Guards what follows, and the indexes' progress: parts come on the threads of sinks. */
  private final Object lock = new Object();

  private final V6Archive archive;
  private final Spool spool;
  private final SectionWriter sections;
  private Secrecy secrecy = Secrecy.NOTHING_SECRET;

  /** How many sections come before documents may, or -1 where nobody has said. */
  private int announcedSections = -1;

  private boolean timesGuessed;
  private boolean headEnded;
  private @Nullable WrittenIndex current;
  private @Nullable Throwable failure;

  private V6Writer(
      DumpSink sink, FileTarget target, DumpHeader header, WriteOptions options, int memory) {
    this.header = header;
    this.options = options;
    this.choices = WriteChoices.of(options);
    this.dumpDate = V6Metadata.dumpDate(header);
    this.archive = new V6Archive(target, options.workers(), seconds(dumpDate));
    this.folders = new FolderNames(header.indexes());
    String name = sink.path() == null ? "indexport" : String.valueOf(sink.path().getFileName());
    this.spool = new Spool(folder(sink), name, memory);
    this.sections = new SectionWriter(archive, spool, choices.profile(), notices);
    this.assembler = new PartAssembler(options, ReadLimits.DEFAULT.maxDepth(), this::take);
  }

  /**
   * Starts a dump, as {@link org.indexport.spi.DumpFormat#create} says.
   *
   * @throws IllegalArgumentException if an option has a value that it cannot have, or the engine
   *     would refuse the uid or the primary key of an index
   * @throws IOException if writing fails
   */
  public static V6Writer create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    return create(sink, header, options, Spool.MEMORY);
  }

  /** Starts a dump that keeps no more than so many bytes in memory before it uses a file. */
  static V6Writer create(DumpSink sink, DumpHeader header, WriteOptions options, int memory)
      throws IOException {
    WriteChoices choices = WriteChoices.of(options);
    NameRules.check(header.indexes());
    List<WrittenIndex> indexes = new ArrayList<>();
    SchemaDialects dialects = SchemaDialects.load();
    for (IndexInfo index : header.indexes()) {
      indexes.add(WrittenIndex.of(index, choices, dialects));
    }
    FileTarget target = FileTarget.open(sink);
    V6Writer writer;
    try {
      writer = new V6Writer(sink, target, header, options, memory);
    } catch (RuntimeException | Error e) {
      Closing.after(e, target);
      throw e;
    }
    try {
      writer.begin(indexes);
      return writer;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, writer);
      throw e;
    }
  }

  private static long seconds(Instant time) {
    return Math.max(0, Math.min(TarOutput.LATEST_SECOND, time.getEpochSecond()));
  }

  private void begin(List<WrittenIndex> known) throws IOException {
    change(
        () -> {
          archive.add(
              SectionFiles.METADATA_FILE, V6Metadata.dump(header, dumpDate, choices.profile()));
          String uid = header.instanceUid();
          if (uid != null) {
            addInstance(uid);
          }
          archive.folder(SectionFiles.INDEXES);
          for (WrittenIndex index : known) {
            add(index);
          }
        });
    if (header.createdAt() == null) {
      notices.add(
          "dumpDate: it is not known when the dump was made, %s is told".formatted(dumpDate));
    }
    for (String extension : header.extensions().keySet()) {
      if (!extension.equals(V6Metadata.EXTENSION)) {
        notices.add(extension + ": version 6 has no place for it");
      }
    }
  }

  private void addInstance(String uid) throws IOException {
    if (!SectionFiles.isMeilisearch(header) || !InstanceUid.isOne(uid)) {
      notices.add("instance uid: it is none of Meilisearch, left out");
      return;
    }
    archive.add(SectionFiles.INSTANCE_FILE, InstanceUid.bytes(uid));
  }

  /** Takes an index and writes what describes it, unless its documents have to tell its key. */
  private void add(WrittenIndex index) throws IOException {
    indexes.put(index.name(), index);
    if (index.isLeftOut()) {
      return;
    }
    if (index.hasSecrets()) {
      secrecy = Secrecy.SECRETS;
    }
    index.folder(SectionFiles.INDEXES + '/' + folders.of(index.declared()));
    if (!index.lacksKey(choices)) {
      describe(index);
    }
  }

  /** Writes the files that say what an index is. */
  private void describe(WrittenIndex index) throws IOException {
    index.described();
    IndexInfo written = index.written();
    archive.add(index.folder() + "/metadata.json", V6Metadata.index(written, dumpDate));
    archive.add(index.folder() + "/settings.json", index.settings());
    if (!timesGuessed && (written.createdAt() == null || written.updatedAt() == null)) {
      timesGuessed = true;
      notices.add(
          "createdAt, updatedAt: where an index has none, its other time or the dump's is told");
    }
  }

  /** Writes to the archive or to what is kept. */
  private interface Change {
    void apply() throws IOException;
  }

  /** Makes sure that nothing is written, and nothing finished, after a write that failed. */
  private void change(Change change) throws IOException {
    synchronized (lock) {
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

  /** The folder for what is to be kept meanwhile: that of the file, or the platform's. */
  private static Path folder(DumpSink sink) {
    Path path = sink.path();
    Path parent = path == null ? null : path.toAbsolutePath().getParent();
    return parent == null ? Path.of(System.getProperty("java.io.tmpdir")) : parent;
  }

  @Override
  public String format() {
    return FormatMeilisearch.ID;
  }

  @Override
  public void expect(List<Manifest.IndexSummary> announced, int count) {
    checkOpen();
    synchronized (lock) {
      if (headEnded || sections.count() > 0) {
        throw new IllegalStateException("something was added already");
      }
      announcedSections = count;
      for (Manifest.IndexSummary summary : announced) {
        WrittenIndex index = indexes.get(summary.name());
        if (index != null && summary.bytes() >= 0 && !index.isChanging(choices)) {
          index.announce(summary.bytes() + summary.documents());
        }
      }
    }
  }

  @Override
  public boolean takes(String section, @Nullable IndexName index) {
    String path = SectionFiles.path(section);
    return index == null
        && SectionFiles.isMeilisearch(header)
        && path != null
        && folders.leaveRoomFor(path)
        && choices.profile().problem(SectionFiles.kind(section)) == null;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the engine would refuse its uid or primary key
   */
  @Override
  public void declare(IndexInfo index) throws IOException {
    checkOpen();
    if (indexes.containsKey(index.name())) {
      throw new IllegalArgumentException("index " + index.name() + " is declared already");
    }
    NameRules.check(List.of(index));
    WrittenIndex late = WrittenIndex.of(index, choices, dialects);
    change(
        () -> {
          if (headEnded) {
            throw unannounced("index " + index.name());
          }
          add(late);
        });
  }

  private static DumpException unannounced(String what) {
    return new DumpException(
        what
            + ": expected nothing but the documents that were announced, found this after the first"
            + " of them; announce all that comes, or nothing");
  }

  @Override
  public DocumentSink documents(IndexName name) {
    checkOpen();
    WrittenIndex index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("index " + name + " is not declared");
    }
    if (index.isLeftOut()) {
      return new LeftOutSink();
    }
    DocumentSink lines = assembler.sink(index.written());
    String primaryKey = index.written().primaryKey();
    return primaryKey == null
        ? new KeyGuessSink(lines, first -> afterFirst(first, index, lines))
        : new IdSink(lines, index, primaryKey, choices);
  }

  /** What takes the documents of an index whose key is told by the first of them, if it is. */
  private DocumentSink afterFirst(Document first, WrittenIndex index, DocumentSink lines) {
    KeyGuess guess = KeyGuess.of(first);
    String primaryKey;
    synchronized (lock) {
      primaryKey = index.decideKey(guess, choices);
    }
    return primaryKey == null ? lines : new IdSink(lines, index, primaryKey, choices);
  }

  /** Takes the documents of an index that is not written. */
  private static final class LeftOutSink implements DocumentSink {
    @Override
    public void add(Document document) {}

    @Override
    public void close() {}
  }

  /** Writes a part, or keeps it. */
  private void take(FilledPart part) throws IOException {
    change(
        () -> {
          WrittenIndex index = indexes.get(part.index().name());
          if (index == null) {
            throw new IllegalStateException("index " + part.index().name() + " is not declared");
          }
          if (index == current || canStart(index)) {
            write(index, part);
          } else {
            keep(index, part);
          }
        });
    part.release();
  }

  /**
   * Whether a file of documents can be written without knowing all of it. No index is described
   * after that.
   */
  private boolean canStart(WrittenIndex index) {
    return current == null
        && index.announced() > 0
        && index.stretch() == null
        && !index.isFinished()
        && announcedSections >= 0
        && sections.count() >= announcedSections
        && (headEnded || indexes.values().stream().noneMatch(i -> i.awaitsKey(choices)));
  }

  private void write(WrittenIndex index, FilledPart part) throws IOException {
    if (index != current) {
      endHead();
      archive.begin(documentsFile(index), index.announced());
      current = index;
    }
    if (part.length() > archive.left()) {
      throw wrong(index, "more");
    }
    archive.write(part.buffer(), 0, part.length());
    if (archive.left() == 0) {
      current = null;
      index.finished();
    }
  }

  private static DumpException wrong(WrittenIndex index, String found) {
    return new DumpException(
        "index %s: expected %,d bytes of lines, as was announced, found %s; "
                .formatted(index.name(), index.announced(), found)
            + "the input does not hold what it says, or changes while it is read");
  }

  private void keep(WrittenIndex index, FilledPart part) throws IOException {
    if (index.isFinished()) {
      throw wrong(index, "more");
    }
    Stretch stretch = index.stretch();
    if (stretch == null) {
      stretch = spool.stretch();
      index.stretch(stretch);
    }
    spool.append(stretch, part.buffer(), 0, part.length());
  }

  private static String documentsFile(WrittenIndex index) {
    return index.folder() + "/documents.jsonl";
  }

  /** Writes what has to come before the documents: nothing but documents follows. */
  private void endHead() throws IOException {
    if (headEnded) {
      return;
    }
    headEnded = true;
    for (WrittenIndex index : indexes.values()) {
      if (!index.isDescribed() && !index.isLeftOut()) {
        describe(index);
      }
    }
    sections.finish();
  }

  /**
   * {@inheritDoc}
   *
   * <p>One that {@link #takes} refuses is noted and not read. Documents of sinks on other threads
   * wait until it is written.
   *
   * @throws DumpException also if there is already a file in its place, or the first documents were
   *     written and it was not announced
   */
  @Override
  public void add(Section section) throws IOException {
    checkOpen();
    String path = SectionFiles.path(section.name());
    if (path == null || !takes(section.name(), section.index())) {
      String problem =
          section.index() == null && SectionFiles.isMeilisearch(header)
              ? choices.profile().problem(SectionFiles.kind(section.name()))
              : null;
      synchronized (lock) {
        notices.add(
            section
                + ": left out; "
                + (problem == null ? "Meilisearch has no place for it" : problem));
      }
      return;
    }
    change(
        () -> {
          if (headEnded) {
            throw unannounced("section " + section);
          }
          if (section.sensitivity() == Section.Sensitivity.SENSITIVE) {
            secrecy = Secrecy.SECRETS;
          }
          folders.makeRoomFor(path);
          summaries.add(sections.write(section, path));
          String caution = choices.profile().caution(SectionFiles.kind(section.name()));
          if (caution != null && !notices.contains(caution)) {
            notices.add(caution);
          }
        });
  }

  @Override
  public Manifest finish() throws IOException {
    checkOpen();
    assembler.finish();
    refuseIds();
    state = State.FINISHED;
    change(
        () -> {
          endHead();
          for (WrittenIndex index : indexes.values()) {
            finish(index);
          }
          archive.commit(secrecy);
        });
    if (spool.fileBytes() > 0) {
      notices.add(
          "a temporary file of %,d bytes kept what was written until its length was known"
              .formatted(spool.fileBytes()));
    }
    return manifest();
  }

  private void refuseIds() throws DumpException {
    List<String> ids = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (WrittenIndex index : indexes.values()) {
      ids.addAll(index.ids().refusals(index.name()));
      String key = index.keyRefusal();
      if (key != null) {
        keys.add(key);
      }
    }
    if (!ids.isEmpty() || !keys.isEmpty()) {
      throw new RefusedIdsException(ids, keys);
    }
  }

  private void finish(WrittenIndex index) throws IOException {
    if (index.isLeftOut() || index.isFinished()) {
      return;
    }
    Stretch stretch = index.stretch();
    long size = stretch == null ? 0 : stretch.size();
    if (index == current) {
      throw wrong(index, "%,d".formatted(index.announced() - archive.left()));
    }
    if (index.announced() >= 0 && index.announced() != size) {
      throw wrong(index, "%,d".formatted(size));
    }
    if (stretch == null) {
      archive.add(documentsFile(index), NOTHING);
    } else {
      archive.add(documentsFile(index), spool, stretch);
    }
    index.finished();
  }

  private Manifest manifest() {
    List<Manifest.IndexSummary> all = new ArrayList<>();
    List<IndexInfo> infos = new ArrayList<>();
    for (WrittenIndex index : indexes.values()) {
      if (!index.isLeftOut()) {
        DocumentTotals totals = assembler.totals(index.name());
        infos.add(index.written());
        all.add(
            new Manifest.IndexSummary(
                index.name(), totals.documents(), totals.bytes(), totals.hash(), null));
      }
    }
    return new Manifest(
        FormatMeilisearch.ID,
        VERSION,
        options.generator(),
        header.withIndexes(infos),
        all,
        summaries);
  }

  @Override
  public List<String> losses(IndexName name) {
    synchronized (lock) {
      WrittenIndex index = indexes.get(name);
      return index == null ? List.of() : index.losses();
    }
  }

  @Override
  public List<String> notices() {
    synchronized (lock) {
      return List.copyOf(notices);
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
    // The threads end before their target is closed, and then what it left is deleted.
    Closing.all(assembler, archive, spool);
  }
}
