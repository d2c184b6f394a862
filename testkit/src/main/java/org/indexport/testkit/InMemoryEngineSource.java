package org.indexport.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@link InMemoryEngine} as it was when this source was made. Documents come in the order
 * of their ids. Thread-safe.
 */
public final class InMemoryEngineSource implements EngineSource {
  private final Map<IndexName, InMemoryEngine.Index> indexes;
  private final List<String> namespaces;
  private final List<SectionContent> sections;
  private volatile boolean closed;

  /** Takes the engine as it is now. */
  public InMemoryEngineSource(InMemoryEngine engine) {
    indexes = engine.pointInTime();
    namespaces = List.copyOf(engine.namespaces());
    sections = engine.sections();
  }

  @Override
  public DumpHeader header() {
    List<IndexInfo> infos = new ArrayList<>();
    for (InMemoryEngine.Index index : indexes.values()) {
      long count = index.documents().size();
      infos.add(index.info().toBuilder().documentCount(count).build());
    }
    return DumpHeader.of(infos).withEngine("memory", "1").withNamespaces(namespaces);
  }

  @Override
  public List<DocumentCursor> slices(IndexName name, int wanted) {
    InMemoryEngine.Index index = indexes.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no index " + name);
    }
    if (wanted < 1) {
      throw new IllegalArgumentException("at least one slice: " + wanted);
    }
    List<Document> all = List.copyOf(index.documents().values());
    long count = Math.min(wanted, all.size());
    List<DocumentCursor> slices = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int from = (int) (all.size() * i / count);
      int to = (int) (all.size() * (i + 1) / count);
      slices.add(new Slice(index.info().lines(), all.subList(from, to).iterator()));
    }
    return slices;
  }

  @Override
  public Iterable<Section> sections() {
    return sections.stream().map(SectionContent::toSection).toList();
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Slice implements DocumentCursor {
    private final Lines lines;
    private final Iterator<Document> documents;

    Slice(Lines lines, Iterator<Document> documents) {
      this.lines = lines;
      this.documents = documents;
    }

    @Override
    public @Nullable Document next() throws IOException {
      if (closed) {
        throw new IOException("the source is closed");
      }
      if (!documents.hasNext()) {
        return null;
      }
      Document document = documents.next();
      return lines == Lines.ENVELOPE ? document : document.withId(null, null, null);
    }

    @Override
    public void close() {}
  }
}
