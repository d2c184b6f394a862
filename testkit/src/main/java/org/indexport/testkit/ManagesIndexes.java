package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.DumpHeader;
import org.indexport.ExistingTargetException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.spi.Indexer.SectionMoment;
import org.indexport.spi.NamespaceSupport;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link IndexerContract} about indexes: which there are, what happens to those that
 * were there, and what is left when loading ends early.
 */
public interface ManagesIndexes extends IndexerUnderTest {
  /** An index that exists is refused and stays as it was. */
  @Test
  default void anExistingIndexIsRefused() throws IOException {
    IndexInfo index = index("movies");
    load(index, IfExists.REFUSE, Batches.numbered(0, 5, "old"));
    try (Indexer indexer = open()) {
      indexer.begin(DumpHeader.of(index));
      assertThat(indexer.existing()).containsExactly(index.name());
      assertThatThrownBy(() -> indexer.createIndex(index, IfExists.REFUSE))
          .isInstanceOf(ExistingTargetException.class)
          .hasMessageContaining(index.name().name());
    }
    check(index, Batches.numbered(0, 5, "old"));
  }

  /** Appending keeps what is there and adds by id; it makes an index that is missing. */
  @Test
  default void appendingAddsById() throws IOException {
    IndexInfo index = index("movies");
    load(index, IfExists.APPEND, Batches.numbered(0, 6, "old"));
    load(index, IfExists.APPEND, Batches.numbered(4, 8, "new"));
    Map<String, String> expected = Batches.numbered(0, 4, "old");
    expected.putAll(Batches.numbered(4, 8, "new"));
    check(index, expected);
  }

  /** Replacing empties what is there; it makes an index that is missing. */
  @Test
  default void replacingEmptiesFirst() throws IOException {
    IndexInfo index = index("movies");
    load(index, IfExists.REPLACE, Batches.numbered(0, 6, "old"));
    load(index, IfExists.REPLACE, Batches.numbered(4, 8, "new"));
    check(index, Batches.numbered(4, 8, "new"));
    load(index, IfExists.REPLACE, Map.of());
    check(index, Map.of());
  }

  /** What was synced survives a crash, and loading can go on from there. */
  @Test
  default void whatWasSyncedSurvivesACrash() throws IOException {
    IndexInfo index = index("movies");
    try (Indexer indexer = open()) {
      indexer.begin(DumpHeader.of(index));
      indexer.createIndex(index, IfExists.REFUSE);
      Batches.deliver(indexer, Batches.of(index, Batches.numbered(0, 50, "a")));
      indexer.sync();
      Comparison.check(this, contentsAfterCrash(index.name()), Batches.numbered(0, 50, "a"));
      Batches.deliver(indexer, Batches.of(index, Batches.numbered(50, 80, "a")));
      indexer.sync();
      indexer.sync();
      Comparison.check(this, contentsAfterCrash(index.name()), Batches.numbered(0, 80, "a"));
    }
    load(index, IfExists.APPEND, Batches.numbered(40, 90, "a"));
    check(index, Batches.numbered(0, 90, "a"));
  }

  /** After {@code finishIndex} the documents are durable and can be found. */
  @Test
  default void aFinishedIndexIsDurableAndCanBeSearched() throws IOException {
    IndexInfo index = index("movies");
    try (Indexer indexer = open()) {
      indexer.begin(DumpHeader.of(index));
      indexer.createIndex(index, IfExists.REFUSE);
      Batches.deliver(indexer, Batches.of(index, Batches.numbered(0, 50, "a")));
      indexer.finishIndex(index.name());
      check(index, Batches.numbered(0, 50, "a"));
      Comparison.check(this, contentsAfterCrash(index.name()), Batches.numbered(0, 50, "a"));
      indexer.finish();
    }
  }

  /** Closing without finishing keeps what was acknowledged; closing again does nothing. */
  @Test
  default void closingKeepsWhatWasAcknowledged() throws IOException {
    IndexInfo index = index("movies");
    Indexer indexer = open();
    try (indexer) {
      indexer.begin(DumpHeader.of(index));
      indexer.createIndex(index, IfExists.REFUSE);
      Batches.deliver(indexer, Batches.of(index, Batches.numbered(0, 50, "a")));
    }
    indexer.close();
    check(index, Batches.numbered(0, 50, "a"));
    load(index, IfExists.APPEND, Batches.numbered(50, 60, "a"));
    check(index, Batches.numbered(0, 60, "a"));
  }

  /** An index without documents exists like any other once it is finished. */
  @Test
  default void anEmptyIndexStays() throws IOException {
    IndexInfo index = index("empty");
    load(index, IfExists.REFUSE, Map.of());
    try (Indexer indexer = open()) {
      assertThat(indexer.existing()).containsExactly(index.name());
      indexer.documentCount(index.name()).ifPresent(count -> assertThat(count).isZero());
    }
    check(index, Map.of());
  }

  /** The count is that of the target, and of an index that does not exist nothing is said. */
  @Test
  default void documentsAreCounted() throws IOException {
    IndexInfo index = index("movies");
    IndexInfo other = index("other");
    load(index, IfExists.REFUSE, Batches.numbered(0, 7, "a"));
    try (Indexer indexer = open()) {
      indexer.begin(DumpHeader.of(index));
      indexer.documentCount(index.name()).ifPresent(count -> assertThat(count).isEqualTo(7));
      assertThat(indexer.documentCount(other.name())).isEmpty();
    }
  }

  /** Several indexes are loaded in turns and do not mix. */
  @Test
  default void severalIndexesAreLoadedInTurns() throws IOException {
    List<IndexInfo> indexes = List.of(index("one"), index("two"), index("three"));
    try (Indexer indexer = open()) {
      indexer.begin(DumpHeader.of(indexes));
      for (IndexInfo index : indexes) {
        indexer.createIndex(index, IfExists.REFUSE);
      }
      for (int i = 0; i < 5; i++) {
        for (IndexInfo index : indexes) {
          Map<String, String> documents = Batches.numbered(4 * i, 4 * i + 4, index.name().name());
          Batches.deliver(indexer, Batches.of(index, documents));
        }
      }
      indexer.finish();
      assertThat(indexer.existing())
          .containsExactlyInAnyOrderElementsOf(indexes.stream().map(IndexInfo::name).toList());
    }
    for (IndexInfo index : indexes) {
      check(index, Batches.numbered(0, 20, index.name().name()));
    }
  }

  /** Names are any text that the engine takes; none is folded or taken for a path. */
  @Test
  default void namesAreAnyText() throws IOException {
    Map<IndexName, IndexInfo> indexes = new TreeMap<>();
    for (String name : names()) {
      IndexInfo index = index(name);
      indexes.put(index.name(), index);
    }
    loadEach(indexes);
  }

  /** Names in a namespace; where the engine has none, or needs one, the other is refused. */
  @Test
  default void namespacesAreKept() throws IOException {
    NamespaceSupport support;
    try (Indexer indexer = open()) {
      support = indexer.namespaces();
    }
    if (support != NamespaceSupport.OPTIONAL) {
      boolean none = support == NamespaceSupport.NONE;
      IndexName wrong = none ? IndexName.of("space", "movies") : IndexName.of("movies");
      try (Indexer indexer = open()) {
        indexer.begin(DumpHeader.of());
        assertThatThrownBy(() -> indexer.createIndex(index(wrong), IfExists.REFUSE))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
    if (support != NamespaceSupport.NONE) {
      Map<IndexName, IndexInfo> indexes = new TreeMap<>();
      for (String namespace : List.of("one", "two")) {
        for (String name : names()) {
          IndexInfo index = index(IndexName.of(namespace, name));
          indexes.put(index.name(), index);
        }
      }
      loadEach(indexes);
    }
  }

  /** Whatever the engine says to a section, it does not fail on it. */
  @Test
  default void sectionsAreAnswered() throws IOException {
    IndexInfo index = index("movies");
    try (Indexer indexer = open()) {
      indexer.begin(DumpHeader.of(index));
      Section section =
          Section.of(
              "a section nobody knows",
              null,
              Section.MediaType.JSON,
              Section.Sensitivity.OPEN,
              new byte[] {'{', '}'});
      assertThat(indexer.putSection(section, SectionMoment.BEFORE)).isNotNull();
      indexer.finish();
    }
  }

  private void loadEach(Map<IndexName, IndexInfo> indexes) throws IOException {
    List<IndexInfo> all = new ArrayList<>(indexes.values());
    try (Indexer indexer = open()) {
      indexer.begin(DumpHeader.of(all));
      for (int i = 0; i < all.size(); i++) {
        IndexInfo index = all.get(i);
        indexer.createIndex(index, IfExists.REFUSE);
        Batches.deliver(indexer, Batches.of(index, Batches.numbered(i, i + 1, "a")));
        indexer.finishIndex(index.name());
      }
      indexer.finish();
      assertThat(indexer.existing()).containsExactlyInAnyOrderElementsOf(indexes.keySet());
    }
    for (int i = 0; i < all.size(); i++) {
      check(all.get(i), Batches.numbered(i, i + 1, "a"));
    }
  }

  private void load(IndexInfo index, IfExists ifExists, Map<String, String> documents)
      throws IOException {
    try (Indexer indexer = open()) {
      indexer.begin(DumpHeader.of(index));
      indexer.createIndex(index, ifExists);
      assertThat(Batches.deliver(indexer, Batches.of(index, documents))).isEmpty();
      indexer.finishIndex(index.name());
      indexer.finish();
    }
  }

  private void check(IndexInfo index, Map<String, String> expected) throws IOException {
    Comparison.check(this, contents(index.name()), expected);
  }
}
