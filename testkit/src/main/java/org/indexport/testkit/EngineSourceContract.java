package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.indexport.DocumentCursor;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.spi.EngineSource;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EngineSource} does. Extend it in a test class, fill in the hooks, and give each
 * test an engine of its own that holds nothing.
 */
public abstract class EngineSourceContract {
  private static final int[] WANTED = {1, 2, 3, 7};

  /** When an engine fixes what is read. */
  protected enum Moment {
    /** When the source is opened. */
    OPEN,
    /** When the slices of an index are asked for, as {@link EngineSource#losses} then says. */
    SLICES
  }

  /** For tests. */
  protected EngineSourceContract() {}

  /** When the engine fixes what is read; when the source is opened if it can. */
  protected Moment moment() {
    return Moment.OPEN;
  }

  /**
   * Adds documents by id, so that a source that is opened afterwards finds them. The index is made
   * when it is missing.
   *
   * @throws IOException if that fails
   */
  protected abstract void load(IndexInfo index, Map<String, String> documents) throws IOException;

  /**
   * Deletes documents by id.
   *
   * @throws IOException if that fails
   */
  protected abstract void delete(IndexName index, Set<String> ids) throws IOException;

  /**
   * Opens a source on the engine; the test closes it.
   *
   * @throws IOException if that fails
   */
  protected abstract EngineSource open() throws IOException;

  /**
   * An index to be loaded. By default it has no namespace and its documents' ids lie beside them.
   */
  protected IndexInfo index(String name) {
    return IndexInfo.builder(IndexName.of(name)).lines(Lines.ENVELOPE).build();
  }

  /** Documents that the engine takes; {@link HostileDocuments#all()} if it takes any. */
  protected List<String> sources() {
    return HostileDocuments.all();
  }

  /** As {@link IndexerUnderTest#comparable}. */
  protected String comparable(String source) {
    return source;
  }

  /** However many slices are asked for: together they give every document once. */
  @Test
  public void slicesAreDisjointAndComplete() throws IOException {
    IndexInfo index = index("movies");
    for (int i = 0; i < 5; i++) {
      load(index, Batches.numbered(40 * i, 40 * i + 50, "s" + i));
    }
    Map<String, String> expected = new TreeMap<>();
    for (int i = 0; i < 5; i++) {
      expected.putAll(Batches.numbered(40 * i, 40 * i + 50, "s" + i));
    }
    try (EngineSource source = open()) {
      for (int wanted : WANTED) {
        List<List<DocumentContent>> slices = slices(source, index.name(), wanted);
        assertThat(slices).as("slices").hasSizeLessThanOrEqualTo(wanted + 1);
        List<String> all = slices.stream().flatMap(List::stream).map(d -> d.json()).toList();
        assertThat(all)
            .as("documents of %s slices", wanted)
            .containsExactlyInAnyOrderElementsOf(expected.values());
      }
    }
  }

  /** The same number of slices gives the same slices in the same order. */
  @Test
  public void slicesAreTheSameAgain() throws IOException {
    IndexInfo index = index("movies");
    load(index, Batches.numbered(0, 100, "a"));
    load(index, Batches.numbered(50, 150, "b"));
    try (EngineSource source = open()) {
      for (int wanted : WANTED) {
        assertThat(slices(source, index.name(), wanted))
            .isEqualTo(slices(source, index.name(), wanted));
      }
    }
  }

  /** Each slice may be read by a thread of its own. */
  @Test
  public void slicesAreReadByThreadsOfTheirOwn() throws Exception {
    IndexInfo index = index("movies");
    load(index, Batches.numbered(0, 500, "a"));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (EngineSource source = open()) {
      List<Future<List<DocumentContent>>> futures = new ArrayList<>();
      for (DocumentCursor cursor : source.slices(index.name(), 3)) {
        futures.add(
            threads.submit(
                () -> {
                  try (cursor) {
                    return DumpContent.read(cursor);
                  }
                }));
      }
      List<String> all = new ArrayList<>();
      for (Future<List<DocumentContent>> future : futures) {
        future.get().forEach(document -> all.add(document.json()));
      }
      assertThat(all).containsExactlyInAnyOrderElementsOf(Batches.numbered(0, 500, "a").values());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Slices show one point in time, whatever is written while they are read. */
  @Test
  public void writesDoNotShowOnceASourceIsOpen() throws IOException {
    IndexInfo index = index("movies");
    load(index, Batches.numbered(0, 100, "before"));
    try (EngineSource source = open()) {
      List<DocumentCursor> cursors = source.slices(index.name(), 2);
      List<String> found = new ArrayList<>();
      try (Closing all = new Closing(cursors)) {
        found.add(DocumentContent.of(all.first()).json());
        load(index, Batches.numbered(50, 150, "after"));
        delete(index.name(), Set.of("d0", "d1", "d99", "d120"));
        for (DocumentCursor cursor : cursors) {
          DumpContent.read(cursor).forEach(document -> found.add(document.json()));
        }
      }
      Map<String, String> before = Batches.numbered(0, 100, "before");
      assertThat(found).containsExactlyInAnyOrderElementsOf(before.values());
      if (moment() == Moment.OPEN) {
        assertThat(contents(source, index)).isEqualTo(before);
      } else {
        assertThat(source.losses(index.name())).anyMatch(loss -> loss.startsWith("moment: "));
      }
      assertThat(info(source, index.name()).documentCount()).isEqualTo(100);
    }
    Map<String, String> after = Batches.numbered(0, 50, "before");
    after.putAll(Batches.numbered(50, 150, "after"));
    after.keySet().removeAll(Set.of("d0", "d1", "d99", "d120"));
    try (EngineSource source = open()) {
      assertThat(contents(source, index)).isEqualTo(after);
    }
  }

  /** What was deleted is never read. */
  @Test
  public void deletedDocumentsNeverAppear() throws IOException {
    IndexInfo index = index("movies");
    load(index, Batches.numbered(0, 100, "a"));
    Set<String> deleted =
        IntStream.range(0, 100)
            .filter(i -> i % 3 == 0)
            .mapToObj(i -> "d" + i)
            .collect(Collectors.toSet());
    delete(index.name(), deleted);
    Map<String, String> expected = Batches.numbered(0, 100, "a");
    expected.keySet().removeAll(deleted);
    try (EngineSource source = open()) {
      assertThat(contents(source, index)).isEqualTo(expected);
      assertThat(info(source, index.name()).documentCount()).isEqualTo(expected.size());
    }
    delete(index.name(), expected.keySet());
    try (EngineSource source = open()) {
      assertThat(contents(source, index)).isEmpty();
    }
  }

  /** Documents of all shapes are read as they were put in. */
  @Test
  public void documentsOfAllShapesAreReadUnchanged() throws IOException {
    IndexInfo index = index("shapes");
    Map<String, String> documents = new TreeMap<>();
    sources().forEach(source -> documents.put("s" + documents.size(), source));
    load(index, documents);
    try (EngineSource source = open()) {
      List<String> found = new ArrayList<>();
      for (List<DocumentContent> slice : slices(source, index.name(), 2)) {
        slice.forEach(document -> found.add(comparable(document.json())));
      }
      assertThat(found)
          .containsExactlyInAnyOrderElementsOf(
              documents.values().stream().map(this::comparable).toList());
    }
  }

  /** The header lists every index with its count, and says the same each time. */
  @Test
  public void theHeaderListsIndexesAndCounts() throws IOException {
    load(index("one"), Batches.numbered(0, 5, "a"));
    load(index("two"), Batches.numbered(0, 7, "a"));
    load(index("none"), Map.of());
    try (EngineSource source = open()) {
      DumpHeader header = source.header();
      assertThat(header.indexes())
          .extracting(IndexInfo::name)
          .containsExactlyInAnyOrder(
              index("one").name(), index("two").name(), index("none").name());
      assertThat(info(source, index("one").name()).documentCount()).isEqualTo(5);
      assertThat(info(source, index("two").name()).documentCount()).isEqualTo(7);
      assertThat(info(source, index("none").name()).documentCount()).isEqualTo(0);
      assertThat(header.engineName()).isNotBlank();
      assertThat(header.engineVersion()).isNotBlank();
      assertThat(source.header()).isEqualTo(header);
      assertThat(contents(source, index("none"))).isEmpty();
    }
  }

  /** Only an index of the header can be read. */
  @Test
  public void anUnknownIndexIsMisuse() throws IOException {
    load(index("movies"), Batches.numbered(0, 5, "a"));
    try (EngineSource source = open()) {
      assertThatThrownBy(() -> source.slices(index("other").name(), 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** After the last document there is none, however often one asks. */
  @Test
  public void theEndStaysTheEnd() throws IOException {
    IndexInfo index = index("movies");
    load(index, Batches.numbered(0, 5, "a"));
    try (EngineSource source = open()) {
      for (DocumentCursor cursor : source.slices(index.name(), 2)) {
        try (cursor) {
          DumpContent.read(cursor);
          assertThat(cursor.next()).isNull();
          assertThat(cursor.next()).isNull();
        }
      }
    }
  }

  /** Side data and losses can be asked for, and closing again does nothing. */
  @Test
  public void sectionsAndLossesAnswerAndClosingTwiceIsFine() throws IOException {
    IndexInfo index = index("movies");
    load(index, Batches.numbered(0, 5, "a"));
    EngineSource source = open();
    try (source) {
      for (Section section : source.sections()) {
        assertThat(SectionContent.of(section).name()).isNotEmpty();
      }
      assertThat(source.losses(index.name())).doesNotContainNull();
    }
    source.close();
  }

  private static IndexInfo info(EngineSource source, IndexName name) throws IOException {
    IndexInfo info = source.header().index(name);
    if (info == null) {
      throw new AssertionError("the header does not list " + name);
    }
    return info;
  }

  private static List<List<DocumentContent>> slices(
      EngineSource source, IndexName index, int wanted) throws IOException {
    List<List<DocumentContent>> slices = new ArrayList<>();
    for (DocumentCursor cursor : source.slices(index, wanted)) {
      try (cursor) {
        slices.add(DumpContent.read(cursor));
      }
    }
    return slices;
  }

  /** The documents of {@link Batches#numbered} by id; ids beside them must be theirs. */
  private static Map<String, String> contents(EngineSource source, IndexInfo index)
      throws IOException {
    boolean beside = info(source, index.name()).lines() == Lines.ENVELOPE;
    Map<String, String> contents = new TreeMap<>();
    for (List<DocumentContent> slice : slices(source, index.name(), 3)) {
      for (DocumentContent document : slice) {
        String id = document.json().split("\"", 5)[3];
        assertThat(document.id()).isEqualTo(beside ? id : null);
        assertThat(contents.put(id, document.json())).as("read twice: %s", id).isNull();
      }
    }
    return contents;
  }
}
