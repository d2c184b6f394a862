package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest;
import org.indexport.PartCutter;
import org.indexport.PartReading;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.format.elasticdump.read.DataSet.Content;
import org.indexport.json.JsonSkip;
import org.indexport.spi.Damages;
import org.indexport.spi.ManifestBeside;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/** Walks side data and the documents of one file after the other. */
final class ElasticdumpCursor implements DumpCursor {
  private static final int LOOK_AHEAD = 1 << 10;

  private final Catalog catalog;
  private final Predicate<IndexName> wanted;
  private final PartReading reading;
  private final ManifestBeside manifest;
  private final boolean rewindable;
  private final Map<IndexName, Slot> slots = new TreeMap<>();
  private final Queue<DumpEntry> pending = new ArrayDeque<>();
  private final Iterator<DataSet> sets;

  private @Nullable DataSet set;
  private Iterator<DumpSource> files = List.<DumpSource>of().iterator();
  private @Nullable InputStream text;
  private @Nullable HitCutter hits;
  private @Nullable PartCutter documents;
  private @Nullable DocumentPart held;
  private final Queue<Slot> withExtras = new ArrayDeque<>();
  private @Nullable HitMetadataSection section;
  private boolean ended;
  private boolean closed;

  ElasticdumpCursor(
      Catalog catalog,
      Predicate<IndexName> wanted,
      ReadOptions options,
      ManifestBeside manifest,
      boolean rewindable) {
    this.catalog = catalog;
    this.wanted = wanted;
    this.reading = new PartReading(options);
    this.manifest = manifest;
    this.rewindable = rewindable;
    this.sets = catalog.dataSets().iterator();
    catalog.instanceData().forEach(data -> pending.add(data.section()));
    for (IndexInfo index : catalog.header().indexes()) {
      slots.put(index.name(), slot(index));
      catalog.sideData(index.name()).forEach(data -> pending.add(data.section()));
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
    endSection();
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
      // An index that nobody knew of comes before its first part.
      held = part;
      if (part == null && advance()) {
        return section;
      }
    }
  }

  private void endSection() throws IOException {
    HitMetadataSection open = section;
    section = null;
    if (open != null) {
      open.end();
    }
  }

  private @Nullable DocumentPart nextPart() throws IOException {
    DocumentPart kept = held;
    if (kept != null) {
      held = null;
      return kept;
    }
    if (hits != null) {
      return hits.next();
    }
    return documents == null ? null : documents.next();
  }

  /** Goes to what comes next; true if that is a section. */
  private boolean advance() throws IOException {
    noteOrdinal();
    closeText();
    if (files.hasNext()) {
      open(files.next());
      return false;
    }
    DataSet finished = set;
    if (finished != null) {
      noteExtras();
      Slot slot = withExtras.poll();
      if (slot != null) {
        return openMetadata(finished, slot);
      }
      set = null;
    }
    if (sets.hasNext()) {
      DataSet next = sets.next();
      set = next;
      IndexName fixed = next.fixed();
      // Of others it is known only when they are read.
      boolean passed = fixed != null && !slotOf(fixed).isWanted();
      files = passed ? List.<DumpSource>of().iterator() : next.files().iterator();
    } else {
      ended = true;
    }
    return false;
  }

  private Slot slotOf(IndexName index) {
    return Objects.requireNonNull(slots.get(index), "the catalog lists it");
  }

  /** Parts of several files of documents without anything around are numbered on. */
  private void noteOrdinal() {
    DataSet present = set;
    PartCutter cutter = documents;
    if (present != null && present.fixed() != null && cutter != null) {
      slotOf(present.fixed()).ordinal(cutter.nextOrdinal());
    }
  }

  private void noteExtras() {
    boolean kept = catalog.choices().hitMetadata() == ReadChoices.HitMetadata.KEEP;
    for (Slot slot : slots.values()) {
      if (slot.takeExtras()) {
        if (kept && rewindable) {
          withExtras.add(slot);
        } else if (kept) {
          catalog.notice(
              "index %s: what hits hold beside id, routing, version and document is left out, as"
                      .formatted(slot.index().name())
                  + " a stream is read only once");
        }
      }
    }
  }

  private boolean openMetadata(DataSet of, Slot slot) {
    IndexName name = slot.index().name();
    Damages damages =
        damage -> {
          // What is passed over was noted when the documents were read.
          if (reading.options().damage() == ReadOptions.Damage.REFUSE) {
            throw damage;
          }
        };
    section =
        new HitMetadataSection(
            name,
            new HitMetadataInputStream(
                of, of.fixed() == null ? name.name() : null, reading.options().limits(), damages));
    return true;
  }

  private void open(DumpSource file) throws IOException {
    DataSet of = Objects.requireNonNull(set, "a file belongs to a set");
    InputStream opened;
    try {
      opened = PlainText.open(file, catalog.limits(), reading::damaged);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
      return;
    }
    text = opened;
    if (of.content() == Content.HITS) {
      HitBlocks blocks =
          new HitBlocks(opened, file.name(), catalog.limits(), reading::damaged, reading::buffer);
      hits = new HitCutter(reading, blocks, file.name(), slots(of));
    } else {
      Slot slot = slotOf(Objects.requireNonNull(of.fixed(), "documents have no names in them"));
      documents = cutter(opened, of, slot, file.name());
    }
  }

  private PartCutter cutter(InputStream opened, DataSet of, Slot slot, String name)
      throws IOException {
    if (of.files().size() > 1) {
      // The tool splits between lines.
      return reading.lines(opened, slot.index(), name, slot.ordinal());
    }
    PushbackInputStream in = new PushbackInputStream(opened, LOOK_AHEAD);
    byte[] start = in.readNBytes(LOOK_AHEAD);
    in.unread(start);
    int first = JsonSkip.blanks(start, 0, start.length);
    return first < start.length && start[first] == '['
        ? reading.array(in, slot.index(), name)
        : reading.values(in, slot.index(), name, slot.ordinal());
  }

  private HitCutter.Slots slots(DataSet of) {
    IndexName fixed = of.fixed();
    if (fixed != null) {
      Slot slot = slotOf(fixed);
      return hit -> slot;
    }
    HitNames names = new HitNames(of.otherwise());
    return new HitCutter.Slots() {
      private String last = "";
      private @Nullable Slot slot;

      @Override
      public Slot of(HitScanner hit) throws IOException {
        String name = names.of(hit);
        Slot known = slot;
        if (known == null || !name.equals(last)) {
          known = slotNamed(name);
          slot = known;
          last = name;
        }
        return known;
      }
    };
  }

  /** The slot of an index; one that was not known is declared. */
  private Slot slotNamed(String name) throws IOException {
    IndexName index = IndexName.of(name);
    Slot known = slots.get(index);
    if (known == null) {
      if (slots.size() == catalog.limits().maxIndexes()) {
        throw catalog.tooManyIndexes();
      }
      IndexInfo late = IndexInfo.builder(index).lines(Lines.ENVELOPE).build();
      known = slot(late);
      slots.put(index, known);
      pending.add(late);
    }
    return known;
  }

  private void closeText() throws IOException {
    InputStream open = text;
    text = null;
    hits = null;
    documents = null;
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
    return new ArrayList<>(reading.damages());
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
      endSection();
    } finally {
      closeText();
    }
  }
}
