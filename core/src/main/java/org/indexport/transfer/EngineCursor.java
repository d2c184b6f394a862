package org.indexport.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.DocumentCursor;
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
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/**
 * Walks an engine: side data, then index by index. Parts of the slices of an index take turns, so
 * that the order does not depend on how fast each is.
 */
final class EngineCursor implements DumpCursor {
  private final EngineSource source;
  private final int wanted;
  private final PartReading reading;
  private final Iterator<Section> sections;
  private final Iterator<IndexInfo> indexes;

  private final List<SliceReader> slices = new ArrayList<>();
  private int turn;
  private long ordinal;
  private boolean ended;

  EngineCursor(
      EngineSource source,
      DumpHeader header,
      Predicate<IndexName> documentsOf,
      int wanted,
      ReadOptions options)
      throws IOException {
    this.source = source;
    this.wanted = wanted;
    this.reading = new PartReading(options);
    this.sections = source.sections().iterator();
    this.indexes =
        header.indexes().stream().filter(index -> documentsOf.test(index.name())).iterator();
  }

  @Override
  public @Nullable DumpEntry next() throws IOException {
    if (sections.hasNext()) {
      return sections.next();
    }
    while (true) {
      if (!slices.isEmpty()) {
        turn %= slices.size();
        SliceReader slice = slices.get(turn);
        DumpEntry part = slice.next(ordinal);
        if (part != null) {
          ordinal++;
          turn++;
          return part;
        }
        slices.remove(turn);
        slice.close();
      } else if (indexes.hasNext()) {
        open(indexes.next());
      } else {
        ended = true;
        return null;
      }
    }
  }

  private void open(IndexInfo index) throws IOException {
    turn = 0;
    ordinal = 0;
    for (DocumentCursor documents : source.slices(index.name(), wanted)) {
      slices.add(new SliceReader(documents, index, reading));
    }
    slices.forEach(SliceReader::start);
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
    IOException failure = null;
    for (SliceReader slice : slices) {
      try {
        slice.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    slices.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
