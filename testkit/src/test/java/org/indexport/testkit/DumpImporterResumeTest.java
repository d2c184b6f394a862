package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.ImportOptions;
import org.indexport.transfer.ImportOptions.Start;
import org.indexport.transfer.IndexReport;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpImporterResumeTest {
  private static final IndexInfo MOVIES =
      IndexInfo.builder(IndexName.of("movies")).primaryKey("id").build();
  private static final IndexInfo PLAIN = IndexInfo.of("plain");

  /** Two indexes; ids of the first repeat, those of the second are derived. */
  private static MemoryDump dump() {
    MemoryDump dump = new MemoryDump(MOVIES, PLAIN);
    for (int part = 0; part < 12; part++) {
      List<String> movies = new ArrayList<>();
      List<String> plain = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        movies.add("{\"id\":%d,\"part\":%d}".formatted(part * 5 + i, part));
        plain.add("{\"part\":%d,\"line\":%d}".formatted(part, i));
      }
      dump.part(MOVIES, movies).part(PLAIN, plain);
    }
    return dump;
  }

  private static ImportOptions.Builder options(Path folder) {
    return ImportOptions.builder()
        .batchDocuments(4)
        .checkpoint(folder.resolve("checkpoint"))
        .rejects(folder.resolve("rejects"))
        .checkpointEvery(700, Duration.ofMinutes(10));
  }

  private static FaultyIndexer indexer(InMemoryEngine engine) {
    return new FaultyIndexer(new InMemoryIndexer(engine))
        .reject("7", "no")
        .rejectWhere(id -> placeOnly(id).equals("3-2"), "no");
  }

  /** Without what derived ids begin with where documents are added to an index. */
  private static String placeOnly(String text) {
    return text.replaceAll("\\b[0-9a-f]{16}-", "");
  }

  private static Map<String, String> plain(InMemoryEngine engine) {
    return engine.contents(PLAIN.name()).entrySet().stream()
        .collect(Collectors.toMap(each -> placeOnly(each.getKey()), Map.Entry::getValue));
  }

  private static List<String> rejects(Scratch scratch) throws IOException {
    return Files.readAllLines(scratch.path("rejects")).stream()
        .map(DumpImporterResumeTest::placeOnly)
        .toList();
  }

  /** What is not durable is lost with each failure; the end is as if nothing had happened. */
  @Property(
      tries = 20,
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.PREVIOUS_SEED)
  void howeverOftenItFailsTheEndIsTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int workers, @ForAll IfExists ifExists)
      throws IOException {
    InMemoryEngine undisturbed = new InMemoryEngine();
    InMemoryEngine engine = new InMemoryEngine();
    if (ifExists != IfExists.REFUSE) {
      undisturbed.put(MOVIES, Map.of("3", "{\"id\":3,\"old\":1}", "900", "{\"id\":900}"));
      engine.put(MOVIES, Map.of("3", "{\"id\":3,\"old\":1}", "900", "{\"id\":900}"));
    }
    Random random = new Random(seed);
    try (Scratch expected = Scratch.create();
        Scratch scratch = Scratch.create()) {
      ImportOptions.Builder once = options(expected.path("")).workers(workers).ifExists(ifExists);
      TransferReport wanted =
          DumpImporter.from(dump()).options(once.build()).into(indexer(undisturbed));

      ImportOptions options =
          options(scratch.path(""))
              .workers(workers)
              .ifExists(ifExists)
              .start(Start.FROM_CHECKPOINT)
              .build();
      TransferReport report = null;
      for (int attempt = 1; report == null; attempt++) {
        assertThat(attempt).as("attempts").isLessThan(200);
        report = attempt(engine, options, random);
      }
      assertThat(engine.contents(MOVIES.name())).isEqualTo(undisturbed.contents(MOVIES.name()));
      assertThat(plain(engine)).isEqualTo(plain(undisturbed));
      assertThat(engine.contents(PLAIN.name())).hasSameSizeAs(plain(engine));
      assertThat(report.indexes()).isEqualTo(wanted.indexes());
      assertThat(rejects(scratch)).containsExactlyInAnyOrderElementsOf(rejects(expected));
    }
  }

  /** One attempt; null when it failed, after which the engine loses what is not durable. */
  private static @org.jspecify.annotations.Nullable TransferReport attempt(
      InMemoryEngine engine, ImportOptions options, Random random) throws IOException {
    FaultyIndexer faulty = indexer(engine);
    if (random.nextInt(4) == 0) {
      faulty.failAtSync(1 + random.nextInt(4));
    } else {
      faulty.failAt(1 + random.nextInt(30));
    }
    try {
      return DumpImporter.from(dump()).options(options).into(faulty);
    } catch (InjectedFault e) {
      engine.crash();
      return null;
    }
  }

  private static void interrupted(InMemoryEngine engine, Path folder) {
    assertThatExceptionOfType(InjectedFault.class)
        .isThrownBy(
            () ->
                DumpImporter.from(dump())
                    .options(options(folder).workers(1).build())
                    .into(indexer(engine).failAt(20)));
    assertThat(folder.resolve("checkpoint")).exists();
  }

  private static TransferReport resume(InMemoryEngine engine, Path folder) throws IOException {
    ImportOptions options = options(folder).start(Start.FROM_CHECKPOINT).build();
    return DumpImporter.from(dump()).options(options).into(indexer(engine));
  }

  @Test
  void partsThatAreDoneAreNotSentAgain(@TempDir Path folder) throws IOException {
    InMemoryEngine engine = new InMemoryEngine();
    interrupted(engine, folder);
    FaultyIndexer again = indexer(engine);
    TransferReport report =
        DumpImporter.from(dump())
            .options(options(folder).start(Start.FROM_CHECKPOINT).build())
            .into(again);
    assertThat(again.batches()).as("of 48").isLessThan(40);
    IndexReport movies = report.indexes().get(0);
    assertThat(movies.read().documents()).isEqualTo(72);
    assertThat(movies.rejected() + movies.acknowledged().documents()).isEqualTo(72);
  }

  @Test
  void aFinishedImportIsResumedToTheSameEnd(@TempDir Path folder) throws IOException {
    InMemoryEngine engine = new InMemoryEngine();
    TransferReport first = resume(engine, folder);
    Map<String, String> contents = engine.contents(MOVIES.name());
    TransferReport second = resume(engine, folder);
    assertThat(engine.contents(MOVIES.name())).isEqualTo(contents);
    assertThat(second.indexes()).isEqualTo(first.indexes());
    assertThat(Files.readAllLines(folder.resolve("rejects"))).hasSize(2);
  }

  @Test
  void anotherInputIsRefused(@TempDir Path folder) {
    InMemoryEngine engine = new InMemoryEngine();
    interrupted(engine, folder);
    ImportOptions options = options(folder).start(Start.FROM_CHECKPOINT).build();
    InMemoryIndexer indexer = new InMemoryIndexer(engine);
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(
            () -> DumpImporter.from(dump().fingerprint("another")).options(options).into(indexer))
        .withMessageContaining("checkpoint");
    assertThat(indexer.calls()).isEmpty();
  }

  @Test
  void otherOptionsAreRefused(@TempDir Path folder) {
    InMemoryEngine engine = new InMemoryEngine();
    interrupted(engine, folder);
    InMemoryIndexer indexer = new InMemoryIndexer(engine);
    ImportOptions options = options(folder).start(Start.FROM_CHECKPOINT).build();
    for (Selection other :
        List.of(
            Selection.builder().index("movies").build(),
            Selection.builder().rename("movies", "films").build(),
            Selection.builder().limit(3).build(),
            Selection.builder().filter((index, document) -> true).build(),
            Selection.builder().transform((index, document) -> document).build(),
            Selection.builder().noSections().build())) {
      assertThatExceptionOfType(ImportException.class)
          .isThrownBy(() -> DumpImporter.from(dump()).select(other).options(options).into(indexer));
    }
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(
            () ->
                DumpImporter.from(dump())
                    .options(
                        options(folder)
                            .start(Start.FROM_CHECKPOINT)
                            .ifExists(IfExists.APPEND)
                            .build())
                    .into(indexer));
    assertThat(indexer.calls()).isEmpty();
  }

  @Test
  void aPipeCannotBeResumed(@TempDir Path folder) {
    InMemoryIndexer indexer = new InMemoryIndexer(new InMemoryEngine());
    for (Start start : Start.values()) {
      assertThatExceptionOfType(ImportException.class)
          .isThrownBy(
              () ->
                  DumpImporter.from(dump().fingerprint(null))
                      .options(options(folder).start(start).build())
                      .into(indexer));
    }
    assertThat(indexer.calls()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anExistingCheckpointIsRefusedUnlessResumed(@TempDir Path folder) throws IOException {
    InMemoryEngine engine = new InMemoryEngine();
    interrupted(engine, folder);
    InMemoryIndexer indexer = new InMemoryIndexer(engine);
    assertThatExceptionOfType(ExistingTargetException.class)
        .isThrownBy(() -> DumpImporter.from(dump()).options(options(folder).build()).into(indexer))
        .withMessageContaining("checkpoint");
    assertThat(indexer.calls()).isEmpty();
    resume(engine, folder);
  }

  @Test
  void aBrokenCheckpointIsRefused(@TempDir Path folder) throws IOException {
    InMemoryEngine engine = new InMemoryEngine();
    interrupted(engine, folder);
    Path file = folder.resolve("checkpoint");
    String sound = Files.readString(file);
    for (String broken :
        List.of(
            "",
            "{}",
            "x",
            sound.substring(0, sound.length() / 2),
            sound.replace("\"RUNNING\"", "\"WALKING\""),
            sound.replace("\"version\":1", "\"version\":2"),
            sound.replace("\"documents\"", "\"dokuments\""))) {
      Files.writeString(file, broken);
      assertThatExceptionOfType(ImportException.class)
          .as(broken)
          .isThrownBy(() -> resume(engine, folder))
          .withMessageContaining("checkpoint");
    }
  }

  @Test
  void anEmptyRejectFileOfAnImportThatHardlyBeganIsTaken(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("rejects"));
    resume(new InMemoryEngine(), folder);
    assertThat(Files.readAllLines(folder.resolve("rejects"))).hasSize(2);
  }

  @Test
  void aLostRejectFileIsNoticed(@TempDir Path folder) throws IOException {
    InMemoryEngine engine = new InMemoryEngine();
    interrupted(engine, folder);
    Path rejects = folder.resolve("rejects");
    assertThat(rejects).isNotEmptyFile();
    Files.delete(rejects);
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> resume(engine, folder))
        .withMessageContaining("rejects");
  }

  @Test
  void anIndexThatVanishedIsNoticed(@TempDir Path folder) {
    interrupted(new InMemoryEngine(), folder);
    assertThatExceptionOfType(ImportException.class)
        .isThrownBy(() -> resume(new InMemoryEngine(), folder))
        .withMessageContaining("movies");
  }

  @Test
  void stoppingLeavesACheckpoint(@TempDir Path folder) throws IOException {
    InMemoryEngine engine = new InMemoryEngine();
    DumpImporter importer =
        DumpImporter.from(dump())
            .options(
                options(folder).workers(1).checkpointEvery(1 << 30, Duration.ofHours(1)).build());
    importer.listener(
        (documents, bytes) -> {
          if (documents >= 30) {
            importer.stop();
          }
        });
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> importer.into(indexer(engine)));
    engine.crash();
    int before = engine.contents(MOVIES.name()).size() + engine.contents(PLAIN.name()).size();
    assertThat(before).isBetween(25, 100);

    FaultyIndexer again = indexer(engine);
    DumpImporter.from(dump())
        .options(options(folder).start(Start.FROM_CHECKPOINT).build())
        .into(again);
    assertThat(again.batches()).isLessThan(44);
    assertThat(engine.contents(PLAIN.name())).hasSize(71);
  }
}
