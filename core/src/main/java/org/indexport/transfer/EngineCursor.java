package org.indexport.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartReading;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.io.Closing;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/**
 * Walks an engine: side data, then index by index. Parts of the slices of an index take turns, so
 * that the order does not depend on how fast each is. The engine is at work before its documents
 * are asked for: while side data is read, and while the last slices of the index before are.
 */
final class EngineCursor implements DumpCursor {
  private final EngineSource source;
  private final int wanted;
  private final PartReading reading;
  private final Iterator<IndexInfo> indexes;
  private final Deque<OpenIndex> open = new ArrayDeque<>();

  private @Nullable Iterator<Section> sections;
  private boolean ended;

  EngineCursor(
      EngineSource source,
      DumpHeader header,
      Predicate<IndexName> documentsOf,
      int wanted,
      ReadOptions options) {
    this.source = source;
    this.wanted = wanted;
    this.reading = new PartReading(options);
    this.indexes =
        header.indexes().stream().filter(index -> documentsOf.test(index.name())).iterator();
  }

  @Override
  public @Nullable DumpEntry next() throws IOException {
    while (true) {
      openAhead();
      Iterator<Section> side = sections();
      if (side.hasNext()) {
        return side.next();
      }
      OpenIndex first = open.peek();
      if (first == null) {
        ended = true;
        return null;
      }
      DumpEntry part = first.next();
      if (part != null) {
        return part;
      }
      open.remove();
    }
  }

  private Iterator<Section> sections() throws IOException {
    Iterator<Section> all = sections;
    if (all == null) {
      all = source.sections().iterator();
      sections = all;
    }
    return all;
  }

  /** Opens indexes as long as fewer slices are read than should be. */
  private void openAhead() throws IOException {
    while (indexes.hasNext() && open.stream().mapToInt(OpenIndex::slices).sum() < wanted) {
      IndexInfo index = indexes.next();
      open.add(new OpenIndex(index, source.slices(index.name(), wanted), reading));
    }
  }

  @Override
  public @Nullable Manifest finish() {
    if (!ended) {
      throw new IllegalStateException("the engine was not read to its end");
    }
    return null;
  }

  @Override
  public List<DumpException> damages() {
    return reading.damages();
  }

  @Override
  public void close() throws IOException {
    Closing.all(open.toArray(Closeable[]::new));
    open.clear();
  }

  /** An index whose slices are being read. */
  private static final class OpenIndex implements Closeable {
    private final List<SliceReader> slices = new ArrayList<>();
    private int turn;
    private long ordinal;

    OpenIndex(IndexInfo index, List<DocumentCursor> cursors, PartReading reading) {
      for (DocumentCursor documents : cursors) {
        slices.add(new SliceReader(documents, index, reading));
      }
      slices.forEach(SliceReader::start);
    }

    /** How many slices have more documents, as far as is known. */
    int slices() {
      return slices.size();
    }

    /** The next part, or null after the last one. */
    @Nullable DocumentPart next() throws IOException {
      while (!slices.isEmpty()) {
        turn %= slices.size();
        SliceReader slice = slices.get(turn);
        DocumentPart part = slice.next(ordinal);
        if (part != null) {
          ordinal++;
          turn++;
          return part;
        }
        slices.remove(turn);
        slice.close();
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      Closing.all(slices.toArray(Closeable[]::new));
      slices.clear();
    }
  }
}
