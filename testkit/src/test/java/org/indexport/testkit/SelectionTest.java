package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.indexport.Document;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.Settings;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;
import org.indexport.transfer.Contents;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Settings SETTINGS = Settings.of("none", null, "{ \"a\" : 1.0 }");
  private static final IndexInfo ONE = index(null, "one");
  private static final IndexInfo TWO = index("space", "two");
  private static final IndexInfo OTHER_TWO = index("other", "two");

  private final InMemoryEngine engine = new InMemoryEngine();
  private final InMemoryIndexer indexer = new InMemoryIndexer(engine);

  private static IndexInfo index(@org.jspecify.annotations.Nullable String space, String name) {
    return IndexInfo.builder(new IndexName(space, name)).primaryKey("n").settings(SETTINGS).build();
  }

  private static MemoryDump dump() {
    List<String> documents = IntStream.range(0, 20).mapToObj(i -> "{\"n\":" + i + "}").toList();
    return new MemoryDump(ONE, TWO, OTHER_TWO)
        .section(section("keys", null))
        .section(section("synonyms", ONE.name()))
        .parts(ONE, 3, documents)
        .parts(TWO, 7, documents)
        .parts(OTHER_TWO, 20, documents);
  }

  private static SectionContent section(
      String name, @org.jspecify.annotations.Nullable IndexName index) {
    return new SectionContent(
        name, index, Section.MediaType.JSON, Section.Sensitivity.OPEN, "{}", Map.of());
  }

  private TransferReport run(Selection selection) throws IOException {
    return run(selection, indexer);
  }

  private static TransferReport run(Selection selection, Indexer target) throws IOException {
    return DumpImporter.from(dump()).select(selection).into(target);
  }

  private static Indexer with(Indexer indexer, NamespaceSupport support) {
    return new ForwardingIndexer(indexer) {
      @Override
      public NamespaceSupport namespaces() {
        return support;
      }
    };
  }

  @Test
  void patternsSelectIndexesInAnyNamespaceOrOne() throws IOException {
    run(Selection.builder().index("t*").build());
    assertThat(engine.indexes()).containsExactly(TWO.name(), OTHER_TWO.name());
    InMemoryEngine second = new InMemoryEngine();
    run(Selection.builder().index("space/*").index("o?e").build(), new InMemoryIndexer(second));
    assertThat(second.indexes()).containsExactly(ONE.name(), TWO.name());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(Selection.builder().index("three").build()))
        .withMessageContaining("three")
        .withMessageContaining("space/two");
  }

  @Test
  void indexesAreRenamedWithTheirSections() throws IOException {
    TransferReport report =
        run(Selection.builder().rename("one", "first").rename("space/two", "third").build());
    assertThat(engine.indexes())
        .containsExactly(IndexName.of("first"), IndexName.of("third"), OTHER_TWO.name());
    assertThat(engine.sections()).containsExactly(section("synonyms", IndexName.of("first")));
    assertThat(report.indexes())
        .extracting(IndexReport::source)
        .containsExactly(ONE.name(), TWO.name(), OTHER_TWO.name());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(Selection.builder().rename("zero", "x").build()))
        .withMessageContaining("zero");
  }

  @Test
  void collisionsStopBeforeTheFirstDocument() {
    InMemoryIndexer fresh = new InMemoryIndexer(new InMemoryEngine());
    for (Selection colliding :
        List.of(
            Selection.builder().rename("space/two", "one").build(),
            Selection.builder().rename("one", "x").rename("other/two", "x").build())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(colliding, fresh))
          .withMessageContaining("rename");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                run(
                    Selection.builder().flatten("{name}").build(),
                    with(fresh, NamespaceSupport.NONE)))
        .withMessageContaining("two");
    assertThat(fresh.calls()).isEmpty();
  }

  @Test
  void namespacesAreFlattenedOrAdded() throws IOException {
    run(Selection.ALL, with(indexer, NamespaceSupport.NONE));
    assertThat(engine.indexes())
        .containsExactly(
            IndexName.of("one"), IndexName.of("space__two"), IndexName.of("other__two"));

    InMemoryEngine second = new InMemoryEngine();
    run(
        Selection.builder().namespace("here").build(),
        with(new InMemoryIndexer(second), NamespaceSupport.REQUIRED));
    assertThat(second.indexes())
        .containsExactly(IndexName.of("here", "one"), TWO.name(), OTHER_TWO.name());

    InMemoryIndexer third = new InMemoryIndexer(new InMemoryEngine());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(Selection.ALL, with(third, NamespaceSupport.REQUIRED)))
        .withMessageContaining("one")
        .withMessageContaining("namespace");
    assertThat(third.calls()).isEmpty();
  }

  @Test
  void settingsOnlyMakesEmptyIndexes() throws IOException {
    TransferReport report = run(Selection.builder().contents(Contents.SETTINGS_ONLY).build());
    assertThat(engine.contents(ONE.name())).isEmpty();
    assertThat(engine.info(ONE.name()).settings()).isEqualTo(SETTINGS);
    assertThat(report.acknowledged()).isZero();
    assertThat(engine.sections()).hasSize(1);
  }

  @Test
  void documentsOnlyLeavesSettingsAndSectionsOut() throws IOException {
    run(Selection.builder().contents(Contents.DOCUMENTS_ONLY).build());
    assertThat(engine.contents(ONE.name())).hasSize(20);
    assertThat(engine.info(ONE.name()).settings()).isNull();
    assertThat(engine.sections()).isEmpty();
  }

  @Test
  void sectionsOfTheInstanceComeOnlyWhenNamed() throws IOException {
    TransferReport report = run(Selection.ALL);
    assertThat(engine.sections()).containsExactly(section("synonyms", ONE.name()));
    assertThat(report.sections()).hasSize(2).anyMatch(line -> line.contains("keys"));

    InMemoryEngine second = new InMemoryEngine();
    run(Selection.builder().section("key*").build(), new InMemoryIndexer(second));
    assertThat(second.sections()).containsExactly(section("keys", null));
    InMemoryEngine third = new InMemoryEngine();
    run(Selection.builder().noSections().build(), new InMemoryIndexer(third));
    assertThat(third.sections()).isEmpty();
  }

  @Test
  void sectionsThatMustWaitAreOfferedAgainAtTheEnd() throws IOException {
    Indexer waiting =
        new ForwardingIndexer(indexer) {
          @Override
          public SectionResult putSection(Section section, SectionMoment moment)
              throws IOException {
            return moment == SectionMoment.BEFORE
                ? SectionResult.LATER
                : super.putSection(section, moment);
          }
        };
    TransferReport report = run(Selection.ALL, waiting);
    assertThat(engine.sections()).containsExactly(section("synonyms", ONE.name()));
    assertThat(indexer.calls()).contains("putSection synonyms AFTER");
    int put = indexer.calls().indexOf("putSection synonyms AFTER");
    assertThat(indexer.calls().subList(put, indexer.calls().size()))
        .noneMatch(call -> call.startsWith("addDocuments"));
    assertThat(report.sections()).anyMatch(line -> line.contains("applied"));
  }

  @Test
  void sectionsWithoutAPlaceAreReported() throws IOException {
    Indexer none =
        new ForwardingIndexer(indexer) {
          @Override
          public SectionResult putSection(Section section, SectionMoment moment) {
            return SectionResult.UNSUPPORTED;
          }
        };
    assertThat(run(Selection.ALL, none).sections())
        .anyMatch(line -> line.contains("synonyms") && line.contains("no place"));
  }

  @Test
  void aFilterLeavesOutAndCounts() throws IOException {
    TransferReport report =
        run(
            Selection.builder()
                .index("one")
                .filter((index, document) -> !document.json().contains("1"))
                .build());
    IndexReport one = report.indexes().get(0);
    assertThat(engine.contents(ONE.name()))
        .containsOnlyKeys("0", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(one.read().documents()).isEqualTo(20);
    assertThat(one.filtered()).isEqualTo(11);
    assertThat(one.acknowledged().documents()).isEqualTo(9);
    List<DocumentContent> kept = new ArrayList<>();
    engine.contents(ONE.name()).values().forEach(json -> kept.add(DocumentContent.of(json)));
    assertThat(one.acknowledged().hash()).isEqualTo(Samples.hash(ONE, kept).hash());
  }

  @Test
  void aLimitCountsWhatPassesTheFilterInTheOrderOfTheInput() throws IOException {
    TransferReport report =
        run(
            Selection.builder()
                .limit(5)
                .filter((index, document) -> document.json().length() > 7)
                .build());
    for (IndexInfo index : List.of(ONE, TWO, OTHER_TWO)) {
      assertThat(engine.contents(index.name())).containsOnlyKeys("10", "11", "12", "13", "14");
    }
    assertThat(report.indexes().get(0).filtered()).isEqualTo(15);
  }

  @Test
  void aTransformChangesDocumentsAndIds() throws IOException {
    TransferReport report =
        run(
            Selection.builder()
                .index("one")
                .transform(
                    (index, document) ->
                        Document.of(document.json().replace("\"n\":", "\"m\":true,\"n\":1")))
                .build());
    IndexReport one = report.indexes().get(0);
    assertThat(engine.contents(ONE.name()))
        .hasSize(20)
        .containsEntry("13", "{\"m\":true,\"n\":13}");
    assertThat(one.acknowledged().documents()).isEqualTo(20);
    assertThat(one.acknowledged().hash()).isNotEqualTo(one.read().hash());
    List<DocumentContent> sent = new ArrayList<>();
    engine.contents(ONE.name()).values().forEach(json -> sent.add(DocumentContent.of(json)));
    assertThat(one.acknowledged().hash()).isEqualTo(Samples.hash(ONE, sent).hash());
  }

  @Test
  void aTransformThatBreaksADocumentIsMisuse() {
    Selection breaking =
        Selection.builder().transform((index, document) -> Document.of("{broken")).build();
    assertThatIllegalArgumentException().isThrownBy(() -> run(breaking));
  }

  @Test
  void whatAHookThrowsStopsTheImport() {
    Selection throwing =
        Selection.builder()
            .filter(
                (index, document) -> {
                  throw new UnsupportedOperationException("enough");
                })
            .build();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> run(throwing))
        .withMessage("enough");
    assertThat(ImportOptions.DEFAULT.workers()).isPositive();
  }
}
