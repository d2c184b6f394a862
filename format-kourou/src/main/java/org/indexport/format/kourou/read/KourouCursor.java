package org.indexport.format.kourou.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartReading;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.spi.ManifestBeside;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/** Goes through the sections, and then through the files of documents. */
final class KourouCursor implements DumpCursor, DocumentCutter.Slots {
  private final Catalog catalog;
  private final Predicate<IndexName> wanted;
  private final PartReading reading;
  private final ManifestBeside manifest;
  private final Map<IndexName, Slot> slots = new TreeMap<>();
  private final Queue<DumpEntry> pending = new ArrayDeque<>();
  private final Iterator<DocumentFile> files;
  private final Set<IndexName> withMembers = new HashSet<>();

  private @Nullable InputStream text;
  private @Nullable DocumentCutter cutter;
  private @Nullable DocumentPart held;
  private boolean ended;
  private boolean closed;

  KourouCursor(
      Catalog catalog, Predicate<IndexName> wanted, ReadOptions options, ManifestBeside manifest) {
    this.catalog = catalog;
    this.wanted = wanted;
    this.reading = new PartReading(options);
    this.manifest = manifest;
    this.files = catalog.files().iterator();
    pending.addAll(catalog.sections());
    for (IndexInfo index : catalog.header().indexes()) {
      slots.put(index.name(), slot(index));
    }
  }

  private Slot slot(IndexInfo index) {
    boolean isWanted = wanted.test(index.name());
    if (!isWanted) {
      reading.tally().leaveOut(index.name());
    }
    return new Slot(index, isWanted);
  }

  @Override
  public @Nullable DumpEntry next() throws IOException {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    while (true) {
      DumpEntry ready = pending.poll();
      if (ready != null) {
        return ready;
      }
      if (ended) {
        return null;
      }
      DocumentPart part = nextPart();
      if (part != null && pending.isEmpty()) {
        return part;
      }
      // A collection that nobody knew of comes before its first part.
      held = part;
      if (part == null && pending.isEmpty()) {
        advance();
      }
    }
  }

  private @Nullable DocumentPart nextPart() throws IOException {
    DocumentPart kept = held;
    if (kept != null) {
      held = null;
      return kept;
    }
    return cutter == null ? null : cutter.next();
  }

  private void advance() throws IOException {
    closeText();
    if (files.hasNext()) {
      open(files.next());
    } else {
      ended = true;
    }
  }

  private void open(DocumentFile file) throws IOException {
    String name = file.source().name();
    if (file.form() == DocumentFile.Form.HEADLESS_LINES) {
      reading.damaged(Catalog.headless(name, "none"));
    }
    InputStream opened;
    try {
      opened = PlainText.open(file.source(), catalog.limits(), reading::damaged);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
      return;
    }
    text = opened;
    TextBlock block = new TextBlock(reading, opened, name);
    Slot slot = Objects.requireNonNull(slots.get(file.collection()), "the catalog lists it");
    cutter =
        file.form() == DocumentFile.Form.PAIRS
            ? new DocumentPairs(reading, block, name, slot, this)
            : new DocumentLines(
                reading, block, name, slot, this, file.form() == DocumentFile.Form.HEADLESS_LINES);
  }

  @Override
  public Slot of(CollectionHeader header, Slot present, String where) throws IOException {
    IndexName before = present.index().name();
    String index = header.index() == null ? before.namespace() : header.index();
    String collection = header.collection() == null ? before.name() : header.collection();
    IndexName name = MappingsFile.name(where, String.valueOf(index), String.valueOf(collection));
    boolean renamed = catalog.choices().index() != null || catalog.choices().collection() != null;
    if (renamed) {
      throw new CorruptDumpException(
          where,
          "one collection, as options name it",
          "the header of " + name,
          "leave the options %s and %s out".formatted(FormatKourou.INDEX, FormatKourou.COLLECTION));
    }
    if (name.equals(before)
        && catalog.choices().secondHeaders() == ReadChoices.SecondHeaders.DIFFERING) {
      throw new CorruptDumpException(
          where,
          "a document, as {\"_id\":…,\"body\":{…}}",
          "the header of the same collection again",
          "set the option %s to any if files were joined".formatted(FormatKourou.SECOND_HEADERS));
    }
    Slot known = slots.get(name);
    if (known == null) {
      if (slots.size() == catalog.limits().maxIndexes()) {
        throw catalog.tooManyIndexes();
      }
      IndexInfo late = catalog.late(name, header.extensions());
      known = slot(late);
      slots.put(name, known);
      pending.add(late);
    }
    return known;
  }

  @Override
  public void noteMembers(Slot slot, String where) {
    if (withMembers.add(slot.index().name())) {
      catalog.notice(
          where
              + ": documents have members beside _id and body, which are left out as kourou does");
    }
  }

  private void closeText() throws IOException {
    InputStream open = text;
    text = null;
    cutter = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public @Nullable Manifest finish() throws IOException {
    if (!ended || !pending.isEmpty()) {
      throw new IllegalStateException("there is more to read");
    }
    reading.checkPartsClosed();
    if (reading.damages().isEmpty()) {
      manifest.compare(reading.tally());
    }
    return manifest.manifest();
  }

  @Override
  public List<DumpException> damages() {
    return reading.damages();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    DocumentPart part = held;
    held = null;
    try {
      if (part != null) {
        part.close();
      }
    } finally {
      closeText();
    }
  }
}
