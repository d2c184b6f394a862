package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartCutter;
import org.indexport.PartReading;
import org.indexport.ReadOptions.Damage;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.TruncatedDumpException;
import org.indexport.format.meilisearch.read.DumpFiles.Role;
import org.indexport.io.Closing;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.layout.SeenNames;
import org.indexport.layout.WholeLinesInputStream;
import org.jspecify.annotations.Nullable;

/** Walks the files of a dump. */
final class MeilisearchCursor implements DumpCursor {
  private static final String FILE = "file:";

  private final MeilisearchReader reader;
  private final Archive archive;
  private final Catalog catalog;
  private final DumpFiles files;
  private final Predicate<IndexName> wanted;
  private final PartReading reading;
  private final boolean skipsDamage;
  private final SectionReading sections;
  private final Iterator<String> emptySections;

  /** What was met of an archive of which not everything was known before. */
  private final SeenNames seen = new SeenNames();

  private final Set<String> required = new HashSet<>();
  private final Set<IndexName> declared = new HashSet<>();

  /** Where the parts of an index go on if another file has documents of it. */
  private final Map<IndexName, Long> nextOrdinals = new HashMap<>();

  private @Nullable PartCutter parts;
  private @Nullable IndexName indexOfParts;
  private @Nullable StreamedSection section;
  private boolean tasksGiven;
  private boolean tasksLater;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  MeilisearchCursor(
      MeilisearchReader reader,
      Archive archive,
      Predicate<IndexName> wanted,
      List<DumpException> damages)
      throws IOException {
    this.reader = reader;
    this.archive = archive;
    this.catalog = reader.catalog();
    this.files = reader.files();
    this.wanted = wanted;
    this.reading = new PartReading(reader.options());
    this.skipsDamage = reader.options().damage() == Damage.SKIP;
    this.sections = new SectionReading(reader, archive, this::damaged);
    this.emptySections = files.emptySections().iterator();
    for (IndexInfo index : reader.header().indexes()) {
      declared.add(index.name());
    }
    if (catalog.extent() != Catalog.Extent.ALL) {
      required.add(V6Files.KEYS);
      required.add(V6Files.QUEUE);
    }
    for (DumpException damage : damages) {
      reading.damaged(damage);
    }
  }

  void damaged(DumpException damage) throws IOException {
    reading.damaged(damage);
  }

  @Override
  public @Nullable DumpEntry next() throws IOException {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    if (failure != null) {
      throw failure;
    }
    try {
      DumpEntry entry = null;
      while (entry == null && !ended) {
        entry = parts == null ? nextFile() : nextPart(parts);
      }
      return entry;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private @Nullable DocumentPart nextPart(PartCutter cutter) throws IOException {
    DocumentPart part = cutter.next();
    if (part == null) {
      nextOrdinals.put(Objects.requireNonNull(indexOfParts), cutter.nextOrdinal());
      parts = null;
    }
    return part;
  }

  private @Nullable DumpEntry nextFile() throws IOException {
    try {
      if (emptySections.hasNext()) {
        return lines(emptySections.next(), List.of());
      }
      endSection();
      if (skipsDamage && archive.isBroken()) {
        ended = true;
        return null;
      }
      Archive.Entry file = archive.next();
      if (file != null) {
        return catalog.counts(file) ? entry(file) : null;
      }
      if (tasksLater) {
        tasksLater = false;
        return begin(sections.tasksElsewhere());
      }
      ended = true;
      checkRequired();
      return null;
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
      ended |= archive.isBroken();
      return null;
    }
  }

  private void endSection() {
    StreamedSection open = section;
    section = null;
    if (open != null) {
      open.end();
    }
  }

  /** What could not be known when the dump was opened, since not all of it was read then. */
  private void checkRequired() throws IOException {
    if (catalog.extent() == Catalog.Extent.ALL) {
      return;
    }
    for (DumpFiles.Index index : files.indexes()) {
      if (!required.contains(FILE + index.documents())) {
        throw Catalog.missing(reader.name(), index.documents());
      }
    }
    for (String name : List.of(V6Files.KEYS, V6Files.QUEUE)) {
      if (required.contains(name)) {
        throw Catalog.missing(reader.name(), name);
      }
    }
  }

  private @Nullable DumpEntry entry(Archive.Entry file) throws IOException {
    String name = catalog.name(file);
    if (catalog.extent() != Catalog.Extent.ALL && !seen.add(reader.name(), name)) {
      throw new CorruptDumpException(
          archive.where(name),
          "each file once",
          "this one again",
          "save the stream to a file and read that; the last one counts then");
    }
    required.remove(name);
    if (files.payload(name) != null) {
      // The queue of tasks brings them, if it is there.
      return null;
    }
    Role role = files.role(name);
    if (role instanceof Role.Documents documents) {
      required.add(FILE + name);
      return startDocuments(file, documents.index());
    }
    if (role instanceof Role.Json json) {
      return json(file, json);
    }
    if (role instanceof Role.Lines lines) {
      return begin(sections.lines(lines.name(), archive.where(name)));
    }
    if (role instanceof Role.Keys) {
      return lines("keys", files.keys());
    }
    if (role instanceof Role.Tasks) {
      return tasks(file);
    }
    if (role instanceof Role.Unknown) {
      return begin(sections.bytes(FILE + name));
    }
    if (catalog.extent() == Catalog.Extent.DESCRIPTIONS && catalog.isDescription(name)) {
      catalog.add(archive, file);
    }
    return null;
  }

  /** Where only one pass at a time is possible, tasks that need others come last. */
  private @Nullable Section tasks(Archive.Entry file) {
    if (tasksGiven) {
      return null;
    }
    tasksGiven = true;
    tasksLater = !reader.canReadTwice() && !sections.isInPlace(file);
    return tasksLater ? null : begin(sections.tasks(file));
  }

  private static Section lines(String name, List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    return Section.of(name, null, MediaType.JSON_LINES, Sensitivity.SENSITIVE, content);
  }

  /** Begins to cut a file into parts; returns its index when that was not known before. */
  private @Nullable IndexInfo startDocuments(Archive.Entry file, IndexInfo index) {
    boolean late = declared.add(index.name());
    if (!wanted.test(index.name())) {
      reading.tally().leaveOut(index.name());
      return late ? index : null;
    }
    InputStream documents = archive.content();
    if (skipsDamage) {
      int largest = reader.options().limits().maxDocumentBytes();
      documents = new WholeLinesInputStream(documents, largest, reading::damaged);
    }
    long ordinal = nextOrdinals.getOrDefault(index.name(), 0L);
    parts = reading.values(documents, index, archive.where(catalog.name(file)), ordinal);
    indexOfParts = index.name();
    return late ? index : null;
  }

  private @Nullable Section json(Archive.Entry file, Role.Json role) throws IOException {
    byte[] text = archive.text(file);
    try {
      JsonObject.parse(text.clone(), reader.options().limits().maxDepth());
    } catch (MalformedJsonException e) {
      reading.damaged(Descriptions.malformed(archive.where(catalog.name(file)), e));
      return null;
    }
    return Section.of(role.name(), null, MediaType.JSON, role.sensitivity(), text);
  }

  private Section begin(StreamedSection begun) {
    section = begun;
    return begun;
  }

  /** Proves nothing: there is no closing part in this format. */
  @Override
  public @Nullable Manifest finish() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (!ended) {
      throw new IllegalStateException("there is more to read");
    }
    reading.checkPartsClosed();
    return null;
  }

  @Override
  public List<DumpException> damages() {
    return reading.damages();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    Closing.all(archive, sections);
  }
}
