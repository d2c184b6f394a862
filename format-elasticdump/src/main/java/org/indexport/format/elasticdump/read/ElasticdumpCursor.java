package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.indexport.DumpEntry;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.PartCutter;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.files.FilesCursor;
import org.indexport.files.IndexParts;
import org.indexport.format.elasticdump.read.DataSet.Content;
import org.indexport.io.Closing;
import org.indexport.json.JsonSkip;
import org.indexport.spi.Damages;
import org.jspecify.annotations.Nullable;

/** Walks side data and the documents of one file after the other. */
final class ElasticdumpCursor extends FilesCursor {
  private static final int LOOK_AHEAD = 1 << 10;

  private final Catalog catalog;
  private final boolean rewindable;
  private final Iterator<DataSet> sets;
  private final Set<IndexParts> withExtras = new HashSet<>();
  private final Queue<IndexName> sections = new ArrayDeque<>();

  private @Nullable DataSet set;
  private Iterator<DumpSource> files = List.<DumpSource>of().iterator();
  private @Nullable PartCutter documents;
  private @Nullable HitMetadataSection section;

  ElasticdumpCursor(ElasticdumpReader reader, Catalog catalog, Predicate<IndexName> documentsOf) {
    super(reader, documentsOf);
    this.catalog = catalog;
    this.rewindable = reader.isRewindable();
    this.sets = catalog.dataSets().iterator();
    catalog.instanceData().forEach(data -> give(data.section()));
    for (IndexInfo index : catalog.header().indexes()) {
      catalog.sideData(index.name()).forEach(data -> give(data.section()));
    }
  }

  @Override
  public @Nullable DumpEntry next() throws IOException {
    endSection();
    return super.next();
  }

  private void endSection() throws IOException {
    HitMetadataSection open = section;
    section = null;
    if (open != null) {
      open.end();
    }
  }

  @Override
  protected boolean advance() throws IOException {
    noteOrdinal();
    if (files.hasNext()) {
      start(files.next());
      return true;
    }
    DataSet finished = set;
    if (finished != null) {
      noteExtras();
      IndexName index = sections.poll();
      if (index != null) {
        give(metadata(finished, index));
        return true;
      }
      set = null;
    }
    if (!sets.hasNext()) {
      return false;
    }
    DataSet next = sets.next();
    set = next;
    IndexName fixed = next.fixed();
    // Of others it is known only when they are read.
    boolean passed = fixed != null && !index(fixed).isWanted();
    files = passed ? List.<DumpSource>of().iterator() : next.files().iterator();
    return true;
  }

  /** Parts of several files of documents without anything around are numbered on. */
  private void noteOrdinal() {
    DataSet present = set;
    PartCutter cutter = documents;
    documents = null;
    if (present != null && present.fixed() != null && cutter != null) {
      index(present.fixed()).ordinal(cutter.nextOrdinal());
    }
  }

  private void noteExtras() {
    if (catalog.choices().hitMetadata() == ReadChoices.HitMetadata.KEEP) {
      for (IndexParts index : indexes()) {
        if (withExtras.contains(index)) {
          keepExtras(index.index().name());
        }
      }
    }
    withExtras.clear();
  }

  private void keepExtras(IndexName index) {
    if (rewindable) {
      sections.add(index);
    } else {
      catalog.notice(
          "index %s: what hits hold beside id, routing, version and document is left out, as"
                  .formatted(index)
              + " a stream is read only once");
    }
  }

  private Section metadata(DataSet of, IndexName index) {
    Damages damages =
        damage -> {
          // What is passed over was noted when the documents were read.
          if (reading().options().damage() == ReadOptions.Damage.REFUSE) {
            throw damage;
          }
        };
    HitMetadataSection opened =
        new HitMetadataSection(
            index,
            new HitMetadataInputStream(
                of, index(index).index(), reading().options().limits(), damages));
    section = opened;
    return opened;
  }

  private void start(DumpSource file) throws IOException {
    DataSet of = Objects.requireNonNull(set, "a file belongs to a set");
    InputStream text = open(file);
    if (text == null) {
      return;
    }
    if (of.content() == Content.HITS) {
      HitBlocks blocks =
          new HitBlocks(text, file.name(), catalog.limits(), reading()::damaged, reading()::buffer);
      read(text, new HitCutter(reading(), blocks, file.name(), finder(of), withExtras)::next);
    } else {
      IndexParts index = index(Objects.requireNonNull(of.fixed(), "documents name no index"));
      PartCutter cutter = cutter(text, of, index, file.name());
      documents = cutter;
      read(text, cutter::next);
    }
  }

  private PartCutter cutter(InputStream text, DataSet of, IndexParts index, String name)
      throws IOException {
    if (of.files().size() > 1) {
      // The tool splits between lines.
      return reading().lines(text, index.index(), name, index.ordinal());
    }
    PushbackInputStream in = new PushbackInputStream(text, LOOK_AHEAD);
    byte[] start = in.readNBytes(LOOK_AHEAD);
    in.unread(start);
    int first = JsonSkip.blanks(start, 0, start.length);
    return first < start.length && start[first] == '['
        ? reading().array(in, index.index(), name)
        : reading().values(in, index.index(), name, index.ordinal());
  }

  private HitCutter.Finder finder(DataSet of) {
    IndexName fixed = of.fixed();
    if (fixed != null) {
      IndexParts all = index(fixed);
      return hit -> all;
    }
    HitNames names = new HitNames(of.otherwise());
    return new HitCutter.Finder() {
      private String last = "";
      private @Nullable IndexParts index;

      @Override
      public IndexParts of(HitScanner hit) throws IOException {
        String name = names.of(hit);
        IndexParts known = index;
        if (known == null || !name.equals(last)) {
          known = named(name, hit);
          index = known;
          last = name;
        }
        return known;
      }
    };
  }

  /** The index of a name; one that was not known is declared by its first hit. */
  private IndexParts named(String name, HitScanner hit) throws IOException {
    IndexName index = IndexName.of(name);
    IndexParts known = find(index);
    return known == null
        ? declare(
            IndexInfo.builder(index)
                .lines(Lines.ENVELOPE)
                .extensions(HitType.extensions(hit))
                .build())
        : known;
  }

  @Override
  public void close() throws IOException {
    Closing.all(this::endSection, super::close);
  }
}
