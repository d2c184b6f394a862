package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpHeader;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.TruncatedDumpException;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.ImportOptions.Effect;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.Secrets;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferListener;
import org.indexport.transfer.TransferReport;
import org.indexport.transfer.TransferReport.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DumpImporterTest {
  private static final IndexInfo MOVIES =
      IndexInfo.builder(IndexName.of("movies")).primaryKey("id").build();

  private final InMemoryEngine engine = new InMemoryEngine();
  private final InMemoryIndexer memory = new InMemoryIndexer(engine);

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> document(i, "a")).toList();
  }

  private static String document(int number, String note) {
    return "{\"id\":\"d%d\",\"n\":%d,\"note\":\"%s\"}".formatted(number, number, note);
  }

  private static Map<String, String> byId(List<String> documents) {
    Map<String, String> byId = new TreeMap<>();
    documents.forEach(document -> byId.put(document.split("\"", 5)[3], document));
    return byId;
  }

  private static ImportOptions.Builder options() {
    return ImportOptions.builder();
  }

  private static IndexReport only(TransferReport report) {
    assertThat(report.indexes()).hasSize(1);
    return report.indexes().get(0);
  }

  @Test
  void everythingArrivesAndIsAccountedFor() throws IOException {
    IndexInfo outside =
        IndexInfo.builder(IndexName.of("space", "outside")).lines(Lines.ENVELOPE).build();
    MemoryDump dump =
        new MemoryDump(MOVIES, outside)
            .parts(MOVIES, 30, numbered(0, 100))
            .part(outside, List.of("{\"id\":\"x\",\"routing\":\"r\",\"source\":{\"a\":1.0}}"));
    TransferReport report = DumpImporter.from(dump).into(memory);
    memory.close();

    assertThat(engine.contents(MOVIES.name())).isEqualTo(byId(numbered(0, 100)));
    assertThat(engine.contents(outside.name())).isEqualTo(Map.of("x", "{\"a\":1.0}"));
    IndexReport movies = report.indexes().get(0);
    assertThat(movies.read().documents()).isEqualTo(100);
    assertThat(movies.read().hash())
        .isEqualTo(
            Samples.hash(MOVIES, numbered(0, 100).stream().map(DocumentContent::of).toList())
                .hash());
    assertThat(movies.acknowledged()).isEqualTo(movies.read());
    assertThat(movies.replaced()).isZero();
    assertThat(movies.filtered() + movies.rejected()).isZero();
    IndexReport other = report.indexes().get(1);
    assertThat(other.read().idHash())
        .isEqualTo(
            Samples.hash(outside, List.of(new DocumentContent("x", "r", null, "{\"a\":1.0}")))
                .idHash());
    assertThat(other.acknowledged()).isEqualTo(other.read());
    assertThat(memory.calls())
        .startsWith("begin", "createIndex movies REFUSE", "createIndex space/outside REFUSE")
        .containsSubsequence("finishIndex movies", "finishIndex space/outside", "finish", "close");
  }

  @Test
  void whatAnEngineKeepsForItselfIsLeftOutUnlessItIsNamed() throws IOException {
    IndexInfo internal =
        IndexInfo.builder(IndexName.of(".rules"))
            .primaryKey("id")
            .extensions(Map.of(IndexInfo.INTERNAL, "true"))
            .build();
    TransferReport report =
        DumpImporter.from(dumpWith(internal)).into(new InMemoryIndexer(new InMemoryEngine()));
    assertThat(only(report).source()).isEqualTo(MOVIES.name());
    assertThat(report.notices())
        .singleElement()
        .asString()
        .startsWith("index .rules: left out; its engine keeps it for itself");
    TransferReport named =
        DumpImporter.from(dumpWith(internal))
            .select(Selection.builder().index(".rules").build())
            .into(new InMemoryIndexer(new InMemoryEngine()));
    assertThat(only(named).acknowledged().documents()).isEqualTo(3);
    assertThat(named.notices()).isEmpty();
    TransferReport all =
        DumpImporter.from(dumpWith(internal))
            .select(Selection.builder().index("*").build())
            .into(new InMemoryIndexer(new InMemoryEngine()));
    assertThat(only(all).source()).isEqualTo(MOVIES.name());
  }

  @Test
  void documentsThatAreSecretsGoHomeOrWhereThatIsWanted() throws IOException {
    IndexInfo secret =
        IndexInfo.builder(IndexName.of("vault", "keys"))
            .primaryKey("id")
            .extensions(Map.of(IndexInfo.SENSITIVE, "true"))
            .build();
    TransferReport report = DumpImporter.from(dumpWith(secret)).into(memory);
    assertThat(only(report).source()).isEqualTo(MOVIES.name());
    assertThat(report.notices())
        .singleElement()
        .asString()
        .startsWith("index vault/keys: its documents are secrets and are left out");
    assertThat(memory.calls()).contains("begin").noneMatch(call -> call.contains("vault"));
    Selection included = Selection.builder().secrets(Secrets.INCLUDED).build();
    TransferReport all =
        DumpImporter.from(dumpWith(secret))
            .select(included)
            .into(new InMemoryIndexer(new InMemoryEngine()));
    assertThat(all.indexes()).hasSize(2);
    assertThat(all.notices()).isEmpty();
    assertThat(DumpImporter.from(dumpWith(secret)).into(home()).indexes()).hasSize(2);
    Selection redacted = Selection.builder().secrets(Secrets.LEFT_OUT).build();
    assertThat(DumpImporter.from(dumpWith(secret)).select(redacted).into(home()).indexes())
        .hasSize(1);
  }

  private static Indexer home() {
    return new ForwardingIndexer(new InMemoryIndexer(new InMemoryEngine())) {
      @Override
      public boolean isHomeOf(IndexInfo index) {
        return true;
      }
    };
  }

  @Test
  void namespacesOfWhatIsLeftOutAreNotToldToTheEngine() throws IOException {
    IndexInfo internal =
        IndexInfo.builder(IndexName.of("%own", "rules"))
            .primaryKey("id")
            .extensions(Map.of(IndexInfo.INTERNAL, "true"))
            .build();
    List<String> namespaces = new ArrayList<>();
    Indexer watching =
        new ForwardingIndexer(memory) {
          @Override
          public void begin(DumpHeader header) throws IOException {
            namespaces.addAll(header.namespaces());
            super.begin(header);
          }
        };
    DumpImporter.from(dumpWith(internal)).into(watching);
    assertThat(namespaces).isEmpty();
    IndexInfo marker =
        internal.toBuilder()
            .extensions(Map.of(IndexInfo.INTERNAL, "true", IndexInfo.MARKER, "true"))
            .build();
    DumpImporter.from(dumpWith(marker))
        .options(options().ifExists(IfExists.APPEND).build())
        .into(watching);
    assertThat(namespaces).containsExactly("%own");
    namespaces.clear();
    DumpImporter.from(dumpWith(marker))
        .select(Selection.builder().index("%own/*").build())
        .into(watching);
    assertThat(namespaces).containsExactly("%own");
  }

  @Test
  void sectionsThatHoldSecretsGoHomeOrWhereThatIsWanted() throws IOException {
    MemoryDump dump =
        new MemoryDump(MOVIES)
            .part(MOVIES, numbered(0, 3))
            .section(
                new SectionContent(
                    "users",
                    null,
                    Section.MediaType.JSON,
                    Section.Sensitivity.SENSITIVE,
                    "{}",
                    Map.of()));
    Selection named = Selection.builder().section("users").build();
    assertThat(DumpImporter.from(dump).select(named).into(memory).sections())
        .containsExactly(
            "users: it holds secrets and is left out, as this target does not keep secrets for itself");
    Indexer home =
        new ForwardingIndexer(new InMemoryIndexer(new InMemoryEngine())) {
          @Override
          public boolean isHomeOf(Section section) {
            return section.name().equals("users");
          }
        };
    assertThat(DumpImporter.from(dump).select(named).into(home).sections())
        .noneMatch(line -> line.contains("secrets"));
  }

  @Test
  void anEngineTellsWhatIsLeftToDo() throws IOException {
    Indexer telling =
        new ForwardingIndexer(memory) {
          @Override
          public List<String> notices() {
            return List.of("start it again");
          }
        };
    TransferReport report =
        DumpImporter.from(new MemoryDump(MOVIES).part(MOVIES, numbered(0, 1))).into(telling);
    assertThat(report.notices()).containsExactly("start it again");
  }

  private static MemoryDump dumpWith(IndexInfo internal) {
    return new MemoryDump(MOVIES, internal)
        .part(internal, numbered(0, 3))
        .part(MOVIES, numbered(0, 5));
  }

  @Test
  void batchesKeepToTheNumberOfDocuments() throws IOException {
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 20));
    DumpImporter.from(dump).options(options().batchDocuments(7).build()).into(memory);
    assertThat(memory.calls())
        .filteredOn(call -> call.startsWith("addDocuments"))
        .containsExactly("addDocuments movies 7", "addDocuments movies 7", "addDocuments movies 6");
  }

  @Test
  void batchesKeepToTheNumberOfBytesButOneDocumentAlwaysFits() throws IOException {
    List<Long> sizes = Collections.synchronizedList(new ArrayList<>());
    Indexer watching =
        new ForwardingIndexer(memory) {
          @Override
          public BatchResult addDocuments(DocumentBatch batch) throws IOException {
            long sum = batch.documents().stream().mapToLong(document -> document.length()).sum();
            assertThat(batch.bytes()).isEqualTo(sum);
            assertThat(sum <= 200 || batch.size() == 1).as("%s bytes", sum).isTrue();
            sizes.add(sum);
            return super.addDocuments(batch);
          }
        };
    List<String> documents = new ArrayList<>(numbered(0, 20));
    documents.add(10, document(500, "x".repeat(1_000)));
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, documents);
    DumpImporter.from(dump).options(options().batchBytes(200).build()).into(watching);
    assertThat(engine.contents(MOVIES.name())).hasSize(21);
    assertThat(sizes).hasSizeBetween(5, 9);
  }

  @Test
  void asManyThreadsSendAsBothSidesAllow() throws IOException {
    AtomicInteger sending = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FaultyIndexer slow =
        new FaultyIndexer(new InMemoryIndexer(engine, 3)).slowedBy(Duration.ofMillis(20));
    Indexer watching =
        new ForwardingIndexer(slow) {
          @Override
          public BatchResult addDocuments(DocumentBatch batch) throws IOException {
            most.accumulateAndGet(sending.incrementAndGet(), Math::max);
            try {
              return super.addDocuments(batch);
            } finally {
              sending.decrementAndGet();
            }
          }
        };
    MemoryDump dump = new MemoryDump(MOVIES).parts(MOVIES, 5, numbered(0, 100));
    DumpImporter.from(dump).options(options().workers(8).build()).into(watching);
    assertThat(most.get()).isBetween(2, 3);
    assertThat(engine.contents(MOVIES.name())).hasSize(100);
  }

  @Test
  void documentsOfOneIdArriveInOrder() throws IOException {
    MemoryDump dump = new MemoryDump(MOVIES);
    for (int round = 0; round < 60; round++) {
      List<String> part = new ArrayList<>(numbered(10 + 4 * round, 10 + 4 * round + 4));
      part.add(document(round % 3, "round " + round));
      dump.part(MOVIES, part);
    }
    TransferReport report =
        DumpImporter.from(dump).options(options().workers(4).build()).into(memory);
    Map<String, String> contents = engine.contents(MOVIES.name());
    assertThat(contents.get("d0")).contains("round 57");
    assertThat(contents.get("d1")).contains("round 58");
    assertThat(contents.get("d2")).contains("round 59");
    assertThat(only(report).replaced()).isEqualTo(57);
  }

  @Test
  void idsAreResolvedOrDerived() throws IOException {
    IndexInfo dotted = IndexInfo.builder(IndexName.of("dotted")).primaryKey("a.b").build();
    IndexInfo plain = IndexInfo.of("plain");
    MemoryDump dump =
        new MemoryDump(dotted, plain)
            .part(
                dotted, List.of("{\"a\":{\"b\":1}}", "{\"a\":{\"b\":\"1\"},\"n\":2}", "{\"b\":1}"))
            .part(plain, List.of("{\"x\":1}", "{\"x\":2}"))
            .part(plain, List.of("{\"x\":3}"));
    TransferReport report = DumpImporter.from(dump).into(memory);
    assertThat(engine.contents(dotted.name()))
        .isEqualTo(Map.of("1", "{\"a\":{\"b\":\"1\"},\"n\":2}", "0-2", "{\"b\":1}"));
    assertThat(engine.contents(plain.name()))
        .isEqualTo(Map.of("0-0", "{\"x\":1}", "0-1", "{\"x\":2}", "1-0", "{\"x\":3}"));
    assertThat(report.indexes().get(0).replaced()).isEqualTo(1);
  }

  @Test
  void documentsWithoutIdsAreAddedToThoseOfOtherDumps() throws IOException {
    IndexInfo index = IndexInfo.of("plain");
    for (IfExists ifExists : List.of(IfExists.REFUSE, IfExists.APPEND, IfExists.APPEND)) {
      MemoryDump dump = new MemoryDump(index).part(index, List.of("{\"x\":1}", "{\"x\":2}"));
      ImportOptions options = ImportOptions.builder().ifExists(ifExists).build();
      TransferReport report = DumpImporter.from(dump).options(options).into(memory);
      assertThat(only(report).replaced()).isZero();
    }
    assertThat(engine.contents(index.name())).hasSize(6).containsKeys("0-0", "0-1");
  }

  @Test
  void whatIsPutOffIsSentAgain() throws IOException {
    FaultyIndexer faulty =
        new FaultyIndexer(memory)
            .answerAt(1, new BatchResult.NotSent("busy"))
            .loseAnswerAt(2)
            .retryLater("d3", 2);
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 10));
    TransferReport report = DumpImporter.from(dump).into(faulty);
    assertThat(engine.contents(MOVIES.name())).isEqualTo(byId(numbered(0, 10)));
    assertThat(only(report).acknowledged().documents()).isEqualTo(10);
    assertThat(only(report).replaced()).isZero();
    assertThat(memory.calls()).contains("addDocuments movies 9", "addDocuments movies 1");
  }

  @Test
  void patienceEnds() {
    for (long millis : new long[] {0, 20, 300}) {
      FaultyIndexer faulty =
          new FaultyIndexer(new InMemoryIndexer(new InMemoryEngine()))
              .retryLater("d3", Integer.MAX_VALUE);
      MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 10));
      DumpImporter importer =
          DumpImporter.from(dump).options(options().retryFor(Duration.ofMillis(millis)).build());
      assertThatExceptionOfType(ImportException.class)
          .as("%s ms", millis)
          .isThrownBy(() -> importer.into(faulty))
          .withMessageContaining("movies")
          .withMessageContaining("more times");
    }
  }

  @Test
  void theEnginesOwnPatienceCounts() {
    Indexer hasty =
        new ForwardingIndexer(new FaultyIndexer(memory).retryLater("d3", Integer.MAX_VALUE)) {
          @Override
          public Duration patience() {
            return Duration.ofMillis(20);
          }
        };
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 10));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> DumpImporter.from(dump).options(options().build()).into(hasty))
        .withMessageContaining("movies");
  }

  @Test
  void aFailureThatNoRetryMendsIsNotRetried() {
    FaultyIndexer faulty = new FaultyIndexer(memory).failAt(2);
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 20));
    DumpImporter importer =
        DumpImporter.from(dump).options(options().batchDocuments(5).workers(1).build());
    assertThatExceptionOfType(InjectedFault.class).isThrownBy(() -> importer.into(faulty));
    assertThat(faulty.batches()).isEqualTo(2);
    assertThat(engine.contents(MOVIES.name())).hasSize(5);
  }

  @Test
  void aProgrammingErrorOfAnIndexerComesOutAsItIs() {
    Indexer broken =
        new ForwardingIndexer(memory) {
          @Override
          public BatchResult addDocuments(DocumentBatch batch) {
            throw new IllegalStateException("broken");
          }
        };
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 20));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> DumpImporter.from(dump).into(broken))
        .withMessage("broken");
  }

  @Test
  void whatIsTooLargeIsSplitDownToOneDocument() throws IOException {
    for (int most : new int[] {1, 2, 3, 7}) {
      InMemoryEngine fresh = new InMemoryEngine();
      FaultyIndexer faulty = new FaultyIndexer(new InMemoryIndexer(fresh)).tooLargeAbove(most);
      MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 33));
      TransferReport report = DumpImporter.from(dump).into(faulty);
      assertThat(fresh.contents(MOVIES.name())).isEqualTo(byId(numbered(0, 33)));
      assertThat(only(report).rejected()).isZero();
    }
  }

  @Test
  void oneDocumentThatIsTooLargeIsRejected() throws IOException {
    Indexer small =
        new ForwardingIndexer(memory) {
          @Override
          public BatchResult addDocuments(DocumentBatch batch) throws IOException {
            return batch.bytes() > 300
                ? new BatchResult.TooLarge("too large: " + batch.bytes())
                : super.addDocuments(batch);
          }
        };
    List<String> documents = new ArrayList<>(numbered(0, 20));
    documents.set(7, document(7, "x".repeat(400)));
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, documents);
    TransferReport report = DumpImporter.from(dump).into(small);
    assertThat(engine.contents(MOVIES.name())).hasSize(19).doesNotContainKey("d7");
    assertThat(only(report).rejected()).isEqualTo(1);
    assertThat(report.rejections())
        .containsExactly(new Rejection("movies", "d7", "too large: " + documents.get(7).length()));
  }

  @Test
  void rejectedDocumentsAreWrittenDownVerbatim(@TempDir Path folder) throws IOException {
    Path rejects = folder.resolve("rejects.jsonl");
    FaultyIndexer faulty =
        new FaultyIndexer(memory).reject("d3", "no \"such\" field").reject("d5", "\n");
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 10));
    TransferReport report =
        DumpImporter.from(dump).options(options().rejects(rejects).build()).into(faulty);
    assertThat(rejects)
        .hasContent(
            "{\"index\":\"movies\",\"id\":\"d3\",\"reason\":\"no \\\"such\\\" field\",\"source\":"
                + document(3, "a")
                + "}\n{\"index\":\"movies\",\"id\":\"d5\",\"reason\":\"\\n\",\"source\":"
                + document(5, "a")
                + "}\n");
    IndexReport movies = only(report);
    assertThat(movies.rejected()).isEqualTo(2);
    assertThat(movies.acknowledged().documents()).isEqualTo(8);
    assertThat(movies.acknowledged().hash())
        .isEqualTo(
            Samples.hash(
                    MOVIES,
                    engine.contents(MOVIES.name()).values().stream()
                        .map(DocumentContent::of)
                        .toList())
                .hash());
    assertThat(report.rejected()).isEqualTo(2);
    assertThat(report.acknowledged()).isEqualTo(8);

    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(
            () ->
                DumpImporter.from(dump)
                    .options(options().rejects(rejects).ifExists(IfExists.APPEND).build())
                    .into(memory));
    assertThat(Files.readAllLines(rejects)).hasSize(2);
  }

  @Test
  void aReportShowsTheFirstRejectionsOnly() throws IOException {
    FaultyIndexer faulty = new FaultyIndexer(memory);
    IntStream.range(0, 30).forEach(i -> faulty.reject("d" + i, "no"));
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 40));
    TransferReport report = DumpImporter.from(dump).into(faulty);
    assertThat(report.rejections()).hasSize(TransferReport.SHOWN_REJECTIONS);
    assertThat(report.rejected()).isEqualTo(30);
  }

  @Test
  void idsThatAreNotUnicodeAreRejected() throws IOException {
    IndexInfo outside = IndexInfo.builder(IndexName.of("outside")).lines(Lines.ENVELOPE).build();
    MemoryDump dump =
        new MemoryDump(outside)
            .part(
                outside,
                List.of("{\"id\":\"\\ud800\",\"source\":{}}", "{\"id\":\"b\",\"source\":{}}"));
    TransferReport report = DumpImporter.from(dump).into(memory);
    assertThat(only(report).rejected()).isEqualTo(1);
    assertThat(engine.contents(outside.name())).containsOnlyKeys("b");
  }

  @Test
  void existingIndexesAreRefusedAppendedToOrReplaced() throws IOException {
    engine.put(MOVIES, byId(numbered(5, 8)));
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 6));
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> DumpImporter.from(dump).into(memory))
        .withMessageContaining("movies");
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> DumpImporter.from(dump).check(memory));
    assertThat(memory.calls()).isEmpty();

    TransferReport appended =
        DumpImporter.from(dump)
            .options(options().ifExists(IfExists.APPEND).build())
            .into(new InMemoryIndexer(engine));
    assertThat(engine.contents(MOVIES.name())).isEqualTo(byId(numbered(0, 8)));
    assertThat(only(appended).replaced()).isEqualTo(1);

    DumpImporter.from(dump)
        .options(options().ifExists(IfExists.REPLACE).build())
        .into(new InMemoryIndexer(engine));
    assertThat(engine.contents(MOVIES.name())).isEqualTo(byId(numbered(0, 6)));
  }

  @Test
  void moreThanWasSentIsAFailure() {
    Indexer busy =
        new ForwardingIndexer(memory) {
          @Override
          public OptionalLong documentCount(IndexName index) throws IOException {
            OptionalLong count = super.documentCount(index);
            return count.orElse(0) == 10 ? OptionalLong.of(13) : count;
          }
        };
    MemoryDump dump = new MemoryDump(MOVIES).part(MOVIES, numbered(0, 10));
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> DumpImporter.from(dump).into(busy))
        .withMessageContaining("movies")
        .withMessageContaining("3");
  }

  @Test
  void aDryRunChangesNothing(@TempDir Path folder) throws IOException {
    Path checkpoint = folder.resolve("checkpoint");
    MemoryDump dump =
        new MemoryDump(MOVIES)
            .part(MOVIES, numbered(0, 10))
            .section(
                new SectionContent(
                    "keys",
                    null,
                    Section.MediaType.JSON,
                    Section.Sensitivity.OPEN,
                    "{}",
                    Map.of()));
    TransferReport report =
        DumpImporter.from(dump)
            .options(options().effect(Effect.DRY_RUN).checkpoint(checkpoint).build())
            .into(memory);
    assertThat(only(report).read().documents()).isEqualTo(10);
    assertThat(only(report).acknowledged().documents()).isZero();
    assertThat(memory.calls()).isEmpty();
    assertThat(engine.indexes()).isEmpty();
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void aDryRunAsksWhetherTheIndexesCanBeMade() {
    MemoryDump dump = new MemoryDump(MOVIES).parts(MOVIES, 5, numbered(0, 10));
    Indexer choosy =
        new ForwardingIndexer(memory) {
          @Override
          public void checkIndex(IndexInfo index, IfExists ifExists) throws IOException {
            throw new ImportException("index " + index.name(), "a better one", "this", "leave it");
          }
        };
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(
            () ->
                DumpImporter.from(dump)
                    .options(options().effect(Effect.DRY_RUN).build())
                    .into(choosy))
        .withMessageContaining("movies");
    assertThat(memory.calls()).isEmpty();
  }

  @Test
  void aListenerHearsOfEverythingAndStopsTheImportByThrowing() throws IOException {
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    MemoryDump dump = new MemoryDump(MOVIES).parts(MOVIES, 5, numbered(0, 100));
    DumpImporter.from(dump).listener((documents, bytes) -> heard.add(documents)).into(memory);
    assertThat(heard).hasSize(20).isSorted().endsWith(100L);

    List<Long> ofIndex = Collections.synchronizedList(new ArrayList<>());
    DumpImporter.from(dump)
        .listener(
            new TransferListener() {
              @Override
              public void progressed(long documents, long bytes) {
                assertThat(ofIndex.get(ofIndex.size() - 1)).isGreaterThanOrEqualTo(documents);
              }

              @Override
              public void progressedIn(IndexName index, long documents) {
                assertThat(index).isEqualTo(MOVIES.name());
                ofIndex.add(documents);
              }
            })
        .into(new InMemoryIndexer(new InMemoryEngine()));
    assertThat(ofIndex).hasSize(20).endsWith(100L);

    AtomicInteger calls = new AtomicInteger();
    InMemoryEngine other = new InMemoryEngine();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () ->
                DumpImporter.from(dump)
                    .options(options().workers(1).build())
                    .listener(
                        (documents, bytes) -> {
                          if (calls.incrementAndGet() == 3) {
                            throw new UnsupportedOperationException("enough");
                          }
                        })
                    .into(new InMemoryIndexer(other)))
        .withMessage("enough");
    assertThat(other.contents(MOVIES.name()).size()).isLessThan(100);
  }

  @Test
  void aDamagedOrCutInputIsAnError() {
    CorruptDumpException damage = new CorruptDumpException("part 1", "x", "y", "z");
    TruncatedDumpException cut = new TruncatedDumpException("part 1", "x", "y", "z");
    for (org.indexport.DumpException each : List.of(damage, cut)) {
      MemoryDump dump =
          new MemoryDump(MOVIES)
              .part(MOVIES, numbered(0, 10))
              .damage(each)
              .part(MOVIES, numbered(10, 20));
      InMemoryIndexer fresh = new InMemoryIndexer(new InMemoryEngine());
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> DumpImporter.from(dump).into(fresh))
          .isSameAs(each);
      assertThat(fresh.calls()).doesNotContain("finish");
    }
  }

  @Test
  void damageIsSkippedAndReportedWhereAskedFor() throws IOException {
    CorruptDumpException damage = new CorruptDumpException("part 1", "x", "y", "z");
    MemoryDump dump =
        new MemoryDump(MOVIES)
            .options(ReadOptions.DEFAULT.with(ReadOptions.Damage.SKIP))
            .part(MOVIES, numbered(0, 10))
            .damage(damage)
            .part(MOVIES, numbered(10, 20))
            .part(MOVIES, List.of("{\"id\":\"d20\"}", "{broken", "{\"id\":\"d22\"}"));
    TransferReport report = DumpImporter.from(dump).into(memory);
    assertThat(report.damages()).hasSize(2).contains(damage);
    assertThat(engine.contents(MOVIES.name())).hasSize(22);
    assertThat(only(report).read().documents()).isEqualTo(22);
    assertThat(only(report).acknowledged()).isEqualTo(only(report).read());
  }

  @Test
  void aBrokenDocumentStopsTheImportBeforeItsPartIsSent() {
    MemoryDump dump =
        new MemoryDump(MOVIES)
            .part(MOVIES, numbered(0, 10))
            .part(MOVIES, List.of("{\"id\":\"d10\"}", "{broken"));
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(
            () -> DumpImporter.from(dump).options(options().workers(1).build()).into(memory));
    assertThat(engine.contents(MOVIES.name())).hasSize(10);
  }

  @Test
  void lateIndexesAreMadeWhenTheyCome() throws IOException {
    IndexInfo late = IndexInfo.of("late");
    MemoryDump dump =
        new MemoryDump(MOVIES).part(MOVIES, numbered(0, 10)).late(late).part(late, List.of("{}"));
    TransferReport report = DumpImporter.from(dump).into(memory);
    assertThat(engine.contents(late.name())).hasSize(1);
    assertThat(report.indexes())
        .extracting(IndexReport::target)
        .containsExactly(MOVIES.name(), late.name());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ImportOptions.builder().start(ImportOptions.Start.FROM_CHECKPOINT).build());
  }
}
