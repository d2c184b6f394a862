package org.indexport.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineReaderTest {
  private static final IndexName ABSENT = IndexName.of("absent");

  /** Indexes of one slice with one document each. */
  private static class Engine implements EngineSource {
    final List<String> opened = new ArrayList<>();
    final AtomicInteger closed = new AtomicInteger();
    final CountDownLatch read = new CountDownLatch(1);
    private final List<String> names;

    Engine(int indexes) {
      names = IntStream.range(0, indexes).mapToObj(i -> "index-" + i).toList();
    }

    @Override
    public DumpHeader header() {
      return DumpHeader.of(names.stream().map(IndexInfo::of).toList());
    }

    @Override
    public List<DocumentCursor> slices(IndexName index, int wanted) throws IOException {
      if (index.equals(ABSENT)) {
        throw new IOException("no such index");
      }
      opened.add(index.name());
      Iterator<Document> documents =
          List.of(Document.of("{\"in\":\"" + index.name() + "\"}")).iterator();
      return List.of(
          new DocumentCursor() {
            @Override
            public @Nullable Document next() {
              read.countDown();
              return documents.hasNext() ? documents.next() : null;
            }

            @Override
            public void close() {
              closed.incrementAndGet();
            }
          });
    }

    @Override
    public Iterable<Section> sections() throws IOException {
      try {
        assertThat(read.await(10, TimeUnit.SECONDS)).as("documents are read meanwhile").isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return List.of();
    }

    @Override
    public void close() {}
  }

  private static List<String> documents(DumpCursor entries) throws IOException {
    List<String> all = new ArrayList<>();
    for (DumpEntry entry; (entry = entries.next()) != null; ) {
      try (DocumentPart part = (DocumentPart) entry;
          DocumentCursor documents = part.documents()) {
        assertThat(part.ordinal()).isZero();
        for (Document document; (document = documents.next()) != null; ) {
          all.add(document.json());
        }
      }
    }
    return all;
  }

  private static DocumentPart part(DumpCursor entries) throws IOException {
    return (DocumentPart) Objects.requireNonNull(entries.next());
  }

  @Test
  void documentsAreReadWhileSideDataIs() throws IOException {
    Engine engine = new Engine(1);
    try (EngineReader reader = EngineReader.of(engine, 2, ReadOptions.DEFAULT);
        DumpCursor entries = reader.entries(index -> true)) {
      assertThat(documents(entries)).containsExactly("{\"in\":\"index-0\"}");
    }
    assertThat(engine.closed).hasValue(1);
  }

  @Test
  void asManyShortIndexesAreReadAtATimeAsSlicesAreWanted() throws IOException {
    Engine engine = new Engine(5);
    try (EngineReader reader = EngineReader.of(engine, 3, ReadOptions.DEFAULT);
        DumpCursor entries = reader.entries(index -> true)) {
      part(entries).close();
      assertThat(engine.opened).containsExactly("index-0", "index-1", "index-2");
      assertThat(documents(entries))
          .containsExactly(
              "{\"in\":\"index-1\"}",
              "{\"in\":\"index-2\"}",
              "{\"in\":\"index-3\"}",
              "{\"in\":\"index-4\"}");
      assertThat(entries.finish()).isNull();
    }
    assertThat(engine.closed).hasValue(5);
  }

  @Test
  void indexesThatWereOpenedAheadAreClosed() throws IOException {
    Engine engine = new Engine(4);
    try (EngineReader reader = EngineReader.of(engine, 3, ReadOptions.DEFAULT);
        DumpCursor entries = reader.entries(index -> true)) {
      part(entries).close();
    }
    assertThat(engine.closed).hasValue(engine.opened.size()).hasPositiveValue();
  }

  @Test
  void anIndexThatCannotBeOpenedIsAFailure() throws IOException {
    Engine engine =
        new Engine(1) {
          @Override
          public DumpHeader header() {
            return DumpHeader.of(List.of(IndexInfo.of("index-0"), IndexInfo.of(ABSENT.name())));
          }
        };
    try (EngineReader reader = EngineReader.of(engine, 3, ReadOptions.DEFAULT);
        DumpCursor entries = reader.entries(index -> true)) {
      assertThatThrownBy(() -> documents(entries)).hasMessage("no such index");
    }
    assertThat(engine.closed).hasValue(1);
  }

  @Test
  void atLeastOneSliceIsRead() {
    assertThatThrownBy(() -> EngineReader.of(new Engine(1), 0, ReadOptions.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
