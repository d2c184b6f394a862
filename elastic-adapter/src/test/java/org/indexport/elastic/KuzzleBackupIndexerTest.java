package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpHeader;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.spi.Indexer.SectionMoment;
import org.indexport.spi.Indexer.SectionResult;
import org.indexport.testkit.Batches;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KuzzleBackupIndexerTest {
  private static final IndexName BOOKS = IndexName.of("library", "books");
  private static final String INDICE = "&library.books.73442";
  private static final String ALIAS = "@&library.books";
  private static final String GUARD = "&library.books-indexport-loading";

  private FakeTarget target;

  @BeforeEach
  void start() throws IOException {
    target = FakeTarget.elasticsearch();
  }

  @AfterEach
  void stop() throws IOException {
    target.close();
  }

  private static IndexInfo index(String name, String indice, @Nullable String alias) {
    Map<String, String> extensions = new LinkedHashMap<>();
    String aliases = alias == null ? "{}" : "{\"" + alias + "\":{}}";
    extensions.put(
        "x-kuzzle-indice",
        "{\"name\":\"%s\",\"indice\":\"%s\",\"aliases\":%s}".formatted(name, indice, aliases));
    return IndexInfo.builder(IndexName.parse(name))
        .lines(Lines.ENVELOPE)
        .settings(
            Settings.of(
                "elasticsearch",
                null,
                "{\"settings\":{\"index\":{\"number_of_replicas\":\"1\"}},\"mappings\":{\"dynamic\":\"strict\"}}"))
        .extensions(extensions)
        .build();
  }

  private static IndexInfo books() {
    return index("library/books", INDICE, ALIAS);
  }

  private static Section aliases(IndexName index, String json) {
    return Section.of(
        "aliases", index, Section.MediaType.JSON, Section.Sensitivity.OPEN, json.getBytes(UTF_8));
  }

  private FakeTarget.Index there(String name) {
    return Objects.requireNonNull(target.index(name));
  }

  private void restore(IndexInfo index, IfExists ifExists, @Nullable String aliases)
      throws IOException {
    try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
      indexer.begin(DumpHeader.of(index));
      indexer.createIndex(index, ifExists);
      if (aliases != null) {
        assertThat(indexer.putSection(aliases(index.name(), aliases), SectionMoment.BEFORE))
            .isEqualTo(SectionResult.APPLIED);
      }
      Batches.deliver(indexer, Batches.of(index, Batches.numbered(0, 3, "new")));
      indexer.finishIndex(index.name());
      indexer.finish();
    }
  }

  @Test
  void aCollectionIsWhatItWas() throws IOException {
    try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
      indexer.begin(DumpHeader.of(books()));
      indexer.createIndex(books(), IfExists.REFUSE);
      assertThat(there(INDICE).aliases).containsOnlyKeys(GUARD);
      assertThat(indexer.existing()).containsExactly(BOOKS);
      indexer.putSection(
          aliases(BOOKS, "{\"novels\":{\"filter\":{\"a\":1}}}"), SectionMoment.BEFORE);
      Batches.deliver(indexer, Batches.of(books(), Batches.numbered(0, 3, "a")));
      assertThat(indexer.documentCount(BOOKS)).hasValue(3);
      assertThat(indexer.notices()).isEmpty();
      indexer.finishIndex(BOOKS);
      assertThat(indexer.documentCount(BOOKS)).hasValue(3);
      indexer.finish();
      assertThat(indexer.notices()).singleElement().asString().contains("Redis", "_resetCache");
    }
    assertThat(target.names()).containsExactly(INDICE);
    assertThat(there(INDICE).aliases)
        .isEqualTo(Map.of("@&library.books", "{}", "novels", "{\"filter\":{\"a\":1}}"));
    assertThat(there(INDICE).mappings).isEqualTo("{\"dynamic\":\"strict\"}");
    assertThat(there(INDICE).settings).containsEntry("index.number_of_replicas", "\"1\"");
    assertThat(target.found(INDICE)).isEqualTo(Batches.numbered(0, 3, "a"));
  }

  @Test
  void withoutSideDataACollectionGetsItsAlias() throws IOException {
    restore(books(), IfExists.REFUSE, null);
    assertThat(there(INDICE).aliases).containsOnlyKeys(ALIAS);
  }

  @Test
  void whatHadNoAliasGetsNone() throws IOException {
    restore(index("library/books", "&library.books", null), IfExists.REFUSE, null);
    assertThat(there("&library.books").aliases).isEmpty();
  }

  @Test
  void aRenamedCollectionIsNotFoundUnderItsOldName() throws IOException {
    IndexInfo renamed = books().toBuilder().name(IndexName.of("archive", "tales")).build();
    restore(renamed, IfExists.REFUSE, "{\"@&library.books\":{},\"novels\":{}}");
    assertThat(target.names()).containsExactly("&archive.tales");
    assertThat(there("&archive.tales").aliases).containsOnlyKeys("@&archive.tales", "novels");
  }

  @Test
  void aNameThatKuzzleWouldReadOtherwiseIsRefused() throws IOException {
    IndexInfo renamed = books().toBuilder().name(IndexName.of("a.b", "c")).build();
    assertThatThrownBy(() -> restore(renamed, IfExists.REFUSE, null))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("a.b/c")
        .hasMessageContaining("without a dot");
  }

  @Test
  void otherDumpsAreRefusedBeforeAnythingIsMade() throws IOException {
    IndexInfo foreign = IndexInfo.of("movies");
    IndexInfo named = IndexInfo.builder(IndexName.of("library", "books")).build();
    for (IndexInfo other : List.of(foreign, named)) {
      try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
        assertThatThrownBy(() -> indexer.begin(DumpHeader.of(books(), renamed(other))))
            .isInstanceOf(ImportException.class)
            .hasMessageContaining("complete backup")
            .hasMessageContaining("http://HOST:9200");
        assertThat(indexer.isHomeOf(other)).isFalse();
        assertThat(indexer.isHomeOf(books())).isTrue();
      }
    }
    assertThat(target.changes()).isEmpty();
  }

  private static IndexInfo renamed(IndexInfo index) {
    return index.toBuilder().name(IndexName.of("other", index.name().name())).build();
  }

  @Test
  void aSpoiltOriginIsSaid() throws IOException {
    for (String text :
        List.of(
            "{}",
            "{\"indice\":1}",
            "[]",
            "{\"indice\":\"",
            "{\"indice\":\"a\"}",
            "{\"name\":\"library/books\",\"indice\":\"a\",\"aliases\":{\"b\":1}}")) {
      IndexInfo spoilt = books().toBuilder().extensions(Map.of("x-kuzzle-indice", text)).build();
      try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
        assertThatThrownBy(() -> indexer.begin(DumpHeader.of(spoilt)))
            .as(text)
            .isInstanceOf(CorruptDumpException.class)
            .hasMessageContaining("x-kuzzle-indice");
      }
    }
  }

  @Test
  void aClusterWithAKuzzleIsRefusedUnlessThatIsWanted() throws IOException {
    target.put("%kuzzle.users").aliases.put("@%kuzzle.users", "{}");
    target.put("unrelated");
    assertThatThrownBy(() -> restore(books(), IfExists.REFUSE, null))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("1 other collections, such as %kuzzle/users");
    assertThat(target.changes()).isEmpty();
    restore(books(), IfExists.APPEND, null);
    assertThat(target.names()).containsExactly("%kuzzle.users", INDICE, "unrelated");
  }

  @Test
  void replacingRemovesWhatKuzzleUsesNow() throws IOException {
    FakeTarget.Index live = target.put("&library.books.1");
    live.aliases.put(ALIAS, "{}");
    live.documents.put("old", "{}");
    target.put(INDICE);
    restore(books(), IfExists.REPLACE, null);
    assertThat(target.names()).containsExactly(INDICE);
    assertThat(target.found(INDICE)).isEqualTo(Batches.numbered(0, 3, "new"));
  }

  @Test
  void appendingAddsToWhatKuzzleUsesNow() throws IOException {
    FakeTarget.Index live = target.put("&library.books");
    live.aliases.put(ALIAS, "{}");
    live.documents.put("old", "{}");
    restore(books(), IfExists.APPEND, null);
    assertThat(target.names()).containsExactly("&library.books");
    assertThat(target.stored("&library.books")).containsKeys("old", "d0");
    assertThat(live.aliases).containsOnlyKeys(ALIAS);
  }

  @Test
  void anIndexOfSomebodyElseIsNotReplaced() throws IOException {
    target.put("my-books");
    IndexInfo moved = index("library/books", "my-books", ALIAS);
    for (IfExists ifExists : IfExists.values()) {
      assertThatThrownBy(() -> restore(moved, ifExists, null))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining("my-books");
    }
    assertThat(target.names()).containsExactly("my-books");
  }

  @Test
  void anInterruptedRestoreIsGoneOnWith() throws IOException {
    try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
      indexer.begin(DumpHeader.of(books()));
      indexer.createIndex(books(), IfExists.REFUSE);
      Batches.deliver(indexer, Batches.of(books(), Batches.numbered(3, 5, "new")));
    }
    try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
      assertThat(indexer.existing()).containsExactly(BOOKS);
    }
    restore(books(), IfExists.APPEND, null);
    assertThat(there(INDICE).aliases).containsOnlyKeys(ALIAS);
    assertThat(target.found(INDICE)).isEqualTo(Batches.numbered(0, 5, "new"));
  }

  @Test
  void aKuzzleThatRunsIsSaidAfterwards() throws IOException {
    target.spoil(
        "/_nodes/stats/http",
        9,
        Reply.of(
            200,
            "{\"nodes\":{\"n\":{\"http\":{\"clients\":[{\"agent\":\"elasticsearch-js/8.1 (linux)\"}]}}}}"));
    try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
      indexer.begin(DumpHeader.of(books()));
      indexer.createIndex(books(), IfExists.REFUSE);
      indexer.finish();
      assertThat(indexer.notices())
          .hasSize(2)
          .first()
          .asString()
          .contains("a connection of elasticsearch-js/8.1 from somewhere open");
    }
  }

  @Test
  void aServerThatKuzzleDoesNotStartOnIsSaid() throws IOException {
    try (FakeTarget opensearch = FakeTarget.opensearch();
        KuzzleBackupIndexer indexer = opensearch.openKuzzle(Map.of())) {
      indexer.begin(DumpHeader.of(books()));
      assertThat(indexer.notices())
          .singleElement()
          .asString()
          .contains("opensearch 2.19.6")
          .contains("Elasticsearch 7 and 8 only");
    }
  }

  @Test
  void whatCannotBeMadeLeavesNothingBehind() throws IOException {
    IndexInfo users = index("%kuzzle/users", "%kuzzle.users", "@%kuzzle.users");
    target.spoil(
        request ->
            request.path().equals("/%26library.books.73442")
                ? FakeTarget.error(400, "mapper_parsing_exception", "No handler for type [x]")
                : null);
    try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
      indexer.begin(DumpHeader.of(users, books()));
      indexer.createIndex(users, IfExists.REFUSE);
      assertThatThrownBy(() -> indexer.createIndex(books(), IfExists.REFUSE))
          .isInstanceOf(ImportException.class);
    }
    assertThat(target.names()).isEmpty();
  }

  @Test
  void otherSideDataHasNoPlace() throws IOException {
    try (KuzzleBackupIndexer indexer = target.openKuzzle(Map.of())) {
      indexer.begin(DumpHeader.of(books()));
      indexer.createIndex(books(), IfExists.REFUSE);
      Section other =
          Section.of(
              "synonyms", BOOKS, Section.MediaType.JSON, Section.Sensitivity.OPEN, new byte[] {});
      assertThat(indexer.putSection(other, SectionMoment.BEFORE))
          .isEqualTo(SectionResult.UNSUPPORTED);
      assertThat(indexer.putSection(aliases(IndexName.of("x", "y"), "{}"), SectionMoment.BEFORE))
          .isEqualTo(SectionResult.UNSUPPORTED);
    }
  }
}
