package org.indexport.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.indexport.DumpException;
import org.indexport.WriteOptions;
import org.indexport.lifecycle.DumpService.WhenBusy;
import org.indexport.lifecycle.DumpStatus.State;
import org.indexport.lifecycle.LinesFormat.Moment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DumpServiceTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;
  private Path folder = Path.of("");
  private final List<DumpService> services = new ArrayList<>();

  @BeforeEach
  void name() {
    folder = temporary.resolve("data/dumps");
  }

  @AfterEach
  void close() {
    services.forEach(DumpService::close);
  }

  private DumpService.Builder builder(DumpService.SourceOpener opener) {
    return DumpService.builder(folder, opener, new LinesFormat());
  }

  private DumpService open(DumpService.Builder builder) throws IOException {
    DumpService service = builder.open();
    services.add(service);
    return service;
  }

  private DumpService open(DumpService.SourceOpener opener) throws IOException {
    return open(builder(opener));
  }

  private static DumpStatus ended(DumpService service, DumpUid uid) throws InterruptedException {
    DumpStatus status = service.await(uid, SOON).orElseThrow();
    assertThat(status.state().isFinal()).as(status.toString()).isTrue();
    return status;
  }

  private static DumpStatus dump(DumpService service) throws IOException, InterruptedException {
    return ended(service, service.create().uid());
  }

  @Test
  void makesADumpInTheBackground() throws Exception {
    Waiting gate = new Waiting();
    DumpService service = open(() -> FakeEngine.of(3, document -> gate.pass()));

    DumpStatus asked = service.create();
    assertThat(asked.state()).isEqualTo(State.ENQUEUED);
    assertThat(asked.startedAt()).isNull();
    assertThat(asked.progress()).isNull();

    gate.awaitEntered();
    DumpStatus running = service.status(asked.uid()).orElseThrow();
    assertThat(running.state()).isEqualTo(State.IN_PROGRESS);
    assertThat(running.finishedAt()).isNull();
    assertThat(running.file()).isNull();
    assertThat(running.progress()).isNotNull();
    assertThat(folder.resolve(asked.uid().fileName())).doesNotExist();
    assertThat(service.list()).extracting(DumpStatus::state).containsExactly(State.IN_PROGRESS);

    gate.open();
    DumpStatus done = ended(service, asked.uid());
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.file()).isEqualTo(folder.resolve(asked.uid().fileName()));
    assertThat(done.file()).hasContent("{\"id\":0}\n{\"id\":1}\n{\"id\":2}\n");
    assertThat(done.finishedAt()).isAfterOrEqualTo(done.startedAt());
    assertThat(done.losses()).contains("movies: a field that is not stored");
    DumpProgress progress = Objects.requireNonNull(done.progress());
    assertThat(progress.documents()).isEqualTo(3);
    assertThat(progress.bytes()).isEqualTo(24);
    assertThat(progress.totalDocuments()).isEqualTo(3);
    assertThat(progress.remaining()).isZero();
    assertThat(Trees.names(folder)).containsExactly(".dumps.lock", asked.uid().fileName());
  }

  @Test
  void statesHaveIds() {
    assertThat(State.values())
        .extracting(State::id)
        .containsExactly("enqueued", "in_progress", "done", "failed", "canceled");
  }

  @Test
  void theRestIsToldFromWhatWentBefore() {
    DumpProgress progress = new DumpProgress(25, 250, 100L, Duration.ofSeconds(10));
    assertThat(progress.remaining()).isEqualTo(Duration.ofSeconds(30));
    assertThat(new DumpProgress(0, 0, 100L, Duration.ofSeconds(10)).remaining()).isNull();
    assertThat(new DumpProgress(25, 250, null, Duration.ofSeconds(10)).remaining()).isNull();
    assertThat(new DumpProgress(110, 250, 100L, Duration.ofSeconds(1)).remaining()).isZero();
  }

  @Test
  void holdsWhatWasAcknowledgedBeforeTheRequest() throws Exception {
    List<String> documents = new CopyOnWriteArrayList<>();
    Waiting gate = new Waiting();
    DumpService service =
        open(
            builder(() -> new FakeEngine(documents, document -> gate.pass()))
                .whenBusy(WhenBusy.QUEUE));

    documents.add("{\"id\":1}");
    DumpUid first = service.create().uid();
    gate.awaitEntered();
    documents.add("{\"id\":2}");
    DumpUid second = service.create().uid();
    gate.open();

    assertThat(ended(service, first).file()).hasContent("{\"id\":1}\n");
    assertThat(ended(service, second).file()).hasContent("{\"id\":1}\n{\"id\":2}\n");
  }

  @Test
  void theFolderIsMadeEachTime() throws Exception {
    DumpService service = open(() -> FakeEngine.of(1));
    assertThat(folder).isEmptyDirectory();

    assertThat(dump(service).state()).isEqualTo(State.DONE);
    Trees.delete(temporary.resolve("data"));
    assertThat(service.list()).extracting(DumpStatus::state).containsExactly(State.DONE);
    assertThat(dump(service).file()).exists();
  }

  @Test
  void aFolderThatGoesAwayMeanwhileFailsTheDump() throws Exception {
    Waiting gate = new Waiting();
    DumpService service = open(() -> FakeEngine.of(1, document -> gate.pass()));
    DumpUid uid = service.create().uid();
    gate.awaitEntered();
    Trees.delete(folder);
    gate.open();

    DumpStatus status = ended(service, uid);
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.error()).contains(uid.fileName());
    assertThat(folder).doesNotExist();
    assertThat(dump(service).file()).exists();
  }

  @Test
  void whatIsNoFolderIsTold() throws Exception {
    Files.createFile(temporary.resolve("data"));
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> builder(() -> FakeEngine.of(1)).open())
        .withMessageContaining("the folder for dumps cannot be made");

    Files.delete(temporary.resolve("data"));
    DumpService service = open(() -> FakeEngine.of(1));
    Files.delete(folder);
    Files.createFile(folder);
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(service::create)
        .withMessageContaining("the folder for dumps cannot be made");
    Files.delete(folder);
    assertThat(dump(service).state()).isEqualTo(State.DONE);
  }

  @Test
  void aLinkToAFolderWillDo() throws Exception {
    Path real = Files.createDirectory(temporary.resolve("real"));
    folder = Files.createSymbolicLink(temporary.resolve("link"), real);
    assertThat(dump(open(() -> FakeEngine.of(1))).file()).exists();
  }

  @Test
  void theSecondIsRefusedWhileOneRuns() throws Exception {
    Waiting gate = new Waiting();
    DumpService service = open(() -> FakeEngine.of(1, document -> gate.pass()));
    DumpUid first = service.create().uid();

    assertThatExceptionOfType(DumpInProgressException.class)
        .isThrownBy(service::create)
        .withMessage("dump " + first + " is in progress; ask again when it is done")
        .satisfies(e -> assertThat(e.uid()).isEqualTo(first));
    gate.open();
    ended(service, first);

    assertThat(dump(service).state()).isEqualTo(State.DONE);
    assertThat(service.list()).hasSize(2);
  }

  @Test
  void orWaitsForItsTurn() throws Exception {
    Waiting gate = new Waiting();
    List<String> told = new CopyOnWriteArrayList<>();
    DumpService service =
        open(
            builder(() -> FakeEngine.of(1, document -> gate.pass()))
                .whenBusy(WhenBusy.QUEUE)
                .listener(status -> told.add(status.uid() + " " + status.state().id())));
    List<DumpUid> uids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      uids.add(service.create().uid());
    }
    gate.awaitEntered();
    assertThat(service.list())
        .extracting(DumpStatus::state)
        .containsExactly(State.IN_PROGRESS, State.ENQUEUED, State.ENQUEUED);
    gate.open();
    ended(service, uids.get(2));

    await().until(() -> told.size() == 9);
    for (DumpUid uid : uids) {
      assertThat(told).containsSubsequence(uid + " enqueued", uid + " in_progress", uid + " done");
    }
    assertThat(told.get(8)).isEqualTo(uids.get(2) + " done");
  }

  @Test
  void notTooManyWait() throws Exception {
    Waiting gate = new Waiting();
    DumpService service =
        open(builder(() -> FakeEngine.of(1, document -> gate.pass())).whenBusy(WhenBusy.QUEUE));
    for (int i = 0; i <= DumpService.MOST_WAITING; i++) {
      service.create();
    }
    assertThatExceptionOfType(DumpInProgressException.class)
        .isThrownBy(service::create)
        .withMessageContaining("100 more wait");
    gate.open();
  }

  @Test
  void oneThatWaitsIsCanceledAtOnce() throws Exception {
    Waiting gate = new Waiting();
    DumpService service =
        open(builder(() -> FakeEngine.of(1, document -> gate.pass())).whenBusy(WhenBusy.QUEUE));
    DumpUid first = service.create().uid();
    DumpUid second = service.create().uid();
    gate.awaitEntered();

    DumpStatus canceled = service.cancel(second).orElseThrow();
    assertThat(canceled.state()).isEqualTo(State.CANCELED);
    assertThat(canceled.startedAt()).isNull();
    gate.open();
    assertThat(ended(service, first).state()).isEqualTo(State.DONE);
    assertThat(dump(service).state()).isEqualTo(State.DONE);
    assertThat(service.status(second).orElseThrow()).isEqualTo(canceled);
    assertThat(folder.resolve(second.fileName())).doesNotExist();
  }

  @Test
  void oneThatRunsIsCanceledSoonAndLeavesNothing() throws Exception {
    // At this rate it would take a month.
    DumpService service = open(builder(() -> FakeEngine.of(300_000)).bytesPerSecond(1));
    DumpUid uid = service.create().uid();
    await().until(() -> service.status(uid).orElseThrow().state() == State.IN_PROGRESS);

    assertThat(service.cancel(uid)).isPresent();
    DumpStatus status = ended(service, uid);
    assertThat(status.state()).isEqualTo(State.CANCELED);
    assertThat(status.error()).isNull();
    assertThat(status.cause()).isNull();
    assertThat(status.finishedAt()).isNotNull();
    assertThat(Trees.names(folder)).containsExactly(".dumps.lock");
  }

  @Test
  void oneThatIsDoneStaysSo() throws Exception {
    DumpService service = open(() -> FakeEngine.of(1));
    DumpStatus done = dump(service);
    assertThat(service.cancel(done.uid())).contains(done);
    assertThat(done.file()).exists();
  }

  @Test
  void oneThatIsCanceledBeforeTheEngineIsOpenReadsNothing() throws Exception {
    Waiting gate = new Waiting();
    FakeEngine engine =
        FakeEngine.of(
            1,
            document -> {
              throw new AssertionError("read");
            });
    DumpService service =
        open(
            () -> {
              gate.pass();
              return engine;
            });
    DumpUid uid = service.create().uid();
    gate.awaitEntered();
    service.cancel(uid);
    gate.open();

    assertThat(ended(service, uid).state()).isEqualTo(State.CANCELED);
    assertThat(engine.closed).isTrue();
  }

  @Test
  void unknownOnesAreUnknown() throws Exception {
    DumpService service = open(() -> FakeEngine.of(1));
    DumpUid uid = DumpUid.parse("20200101-000000000");
    assertThat(service.status(uid)).isEmpty();
    assertThat(service.cancel(uid)).isEmpty();
    assertThat(service.await(uid, SOON)).isEmpty();
    Files.createDirectory(folder.resolve(uid.fileName()));
    assertThat(service.status(uid)).isEmpty();
    assertThat(service.list()).isEmpty();
  }

  @Test
  void waitingHasAnEnd() throws Exception {
    Waiting gate = new Waiting();
    DumpService service = open(() -> FakeEngine.of(1, document -> gate.pass()));
    DumpUid uid = service.create().uid();
    gate.awaitEntered();

    assertThat(service.await(uid, Duration.ofMillis(20)).orElseThrow().state())
        .isEqualTo(State.IN_PROGRESS);
    assertThat(service.await(uid, Duration.ZERO)).isPresent();
    gate.open();
    assertThat(service.await(uid, Duration.ofSeconds(Long.MAX_VALUE)).orElseThrow().state())
        .isEqualTo(State.DONE);
  }

  @Test
  void anEngineThatCannotBeOpenedFailsTheDump() throws Exception {
    AtomicReference<IOException> failure = new AtomicReference<>(new DumpException("no engine"));
    DumpService service =
        open(
            () -> {
              IOException e = failure.get();
              if (e != null) {
                throw e;
              }
              return FakeEngine.of(1);
            });

    DumpStatus failed = dump(service);
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.error()).isEqualTo("no engine");
    assertThat(failed.cause()).isSameAs(failure.get());
    assertThat(failed.finishedAt()).isNotNull();
    assertThat(failed.file()).isNull();
    assertThat(Trees.names(folder)).containsExactly(".dumps.lock");

    failure.set(new IOException("plain"));
    assertThat(dump(service).error()).isEqualTo("java.io.IOException: plain");
    failure.set(null);
    assertThat(dump(service).state()).isEqualTo(State.DONE);
  }

  @Test
  void anEngineThatFailsLaterFailsTheDump() throws Exception {
    List<FakeEngine> engines = new CopyOnWriteArrayList<>();
    DumpService service =
        open(
            () -> {
              FakeEngine engine =
                  FakeEngine.of(
                      5,
                      document -> {
                        if (document == 3) {
                          throw new IOException("the disk is gone");
                        }
                      });
              engines.add(engine);
              return engine;
            });
    DumpStatus failed = dump(service);
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.error()).contains("the disk is gone");
    assertThat(Trees.names(folder)).containsExactly(".dumps.lock");
    assertThat(engines).hasSize(1).allMatch(engine -> engine.closed);
  }

  @ParameterizedTest
  @EnumSource(value = Moment.class, names = "CLOSE", mode = EnumSource.Mode.EXCLUDE)
  void aWriterThatFailsFailsTheDump(Moment moment) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>(new OutOfMemoryError("no room"));
    LinesFormat format =
        new LinesFormat(
            at -> {
              Throwable e = at == moment ? failure.get() : null;
              if (e instanceof Error error) {
                throw error;
              }
              if (e instanceof IOException io) {
                throw io;
              }
            });
    DumpService service = open(DumpService.builder(folder, () -> FakeEngine.of(2), format));

    assertThat(dump(service).error()).isEqualTo("java.lang.OutOfMemoryError: no room");
    failure.set(new IOException("No space left on device"));
    DumpStatus failed = dump(service);
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.error()).contains("No space left on device");
    assertThat(Trees.names(folder)).containsExactly(".dumps.lock");

    failure.set(null);
    assertThat(dump(service).state()).isEqualTo(State.DONE);
  }

  @Test
  void whatFailsAfterwardsDoesNotUnmakeTheDump() throws Exception {
    LinesFormat format =
        new LinesFormat(
            moment -> {
              if (moment == Moment.CLOSE) {
                throw new IOException("cannot delete");
              }
            });
    DumpService service = open(DumpService.builder(folder, () -> FakeEngine.of(2), format));
    DumpStatus done = dump(service);
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.file()).exists();
    assertThat(done.losses())
        .contains(
            "the dump is whole, but clearing up after it failed:"
                + " java.io.IOException: cannot delete");
  }

  @Test
  void aListenerThatThrowsDoesNoHarm() throws Exception {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler usual = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try {
      DumpService service =
          open(
              builder(() -> FakeEngine.of(1))
                  .listener(
                      status -> {
                        throw new IllegalStateException("listener " + status.state());
                      }));
      assertThat(dump(service).state()).isEqualTo(State.DONE);
      await().dontCatchUncaughtExceptions().until(() -> uncaught.size() == 3);
      assertThat(uncaught.get(2)).hasMessage("listener DONE");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(usual);
    }
  }

  @Test
  void aListenerMayAskForTheNextOne() throws Exception {
    AtomicReference<DumpService> service = new AtomicReference<>();
    List<State> told = new CopyOnWriteArrayList<>();
    DumpService opened =
        open(
            builder(() -> FakeEngine.of(1))
                .whenBusy(WhenBusy.QUEUE)
                .listener(
                    status -> {
                      told.add(status.state());
                      if (told.size() == 3) {
                        try {
                          Objects.requireNonNull(service.get()).create();
                        } catch (IOException e) {
                          throw new java.io.UncheckedIOException(e);
                        }
                      }
                    }));
    service.set(opened);
    opened.create();
    await().until(() -> told.size() == 6);
    assertThat(told.subList(3, 6)).containsExactly(State.ENQUEUED, State.IN_PROGRESS, State.DONE);
  }

  @Test
  void readingIsNoFasterThanAllowed() throws Exception {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      documents.add("{\"id\":%d,\"text\":\"%s\"}".formatted(i, "x".repeat(1_000)));
    }
    DumpService service =
        open(builder(() -> new FakeEngine(documents, document -> {})).bytesPerSecond(1_000_000));
    long start = System.nanoTime();
    DumpStatus done = dump(service);
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  @Test
  void closingCancelsAll() throws Exception {
    DumpService service =
        open(builder(() -> FakeEngine.of(300_000)).bytesPerSecond(1).whenBusy(WhenBusy.QUEUE));
    DumpUid first = service.create().uid();
    DumpUid second = service.create().uid();
    service.close();
    service.close();

    assertThat(service.status(first).orElseThrow().state()).isEqualTo(State.CANCELED);
    assertThat(service.status(second).orElseThrow().state()).isEqualTo(State.CANCELED);
    assertThat(Trees.names(folder)).containsExactly(".dumps.lock");
    assertThatIllegalStateException().isThrownBy(service::create);
    assertThat(Trees.names(folder)).containsExactly(".dumps.lock");
  }

  @Test
  void orFinishesAll() throws Exception {
    DumpService service =
        open(
            builder(() -> FakeEngine.of(10))
                .whenBusy(WhenBusy.QUEUE)
                .whenClosed(WhenClosed.FINISH, SOON));
    DumpUid first = service.create().uid();
    DumpUid second = service.create().uid();
    service.close();

    assertThat(service.status(first).orElseThrow().state()).isEqualTo(State.DONE);
    assertThat(service.status(second).orElseThrow().state()).isEqualTo(State.DONE);
  }

  @Test
  void finishingHasAnEnd() throws Exception {
    DumpService service =
        open(
            builder(() -> FakeEngine.of(300_000))
                .bytesPerSecond(1)
                .whenClosed(WhenClosed.FINISH, Duration.ofMillis(100)));
    DumpUid uid = service.create().uid();
    service.close();
    assertThat(service.status(uid).orElseThrow().state()).isEqualTo(State.CANCELED);
  }

  @Test
  void anEngineThatHangsDoesNotHoldClosingForever() throws Exception {
    Waiting gate = new Waiting();
    DumpService service =
        open(
            builder(() -> FakeEngine.of(1, document -> gate.pass()))
                .whenClosed(WhenClosed.CANCEL, Duration.ofMillis(50)));
    DumpUid uid = service.create().uid();
    gate.awaitEntered();
    service.close();

    assertThat(service.status(uid).orElseThrow().state()).isEqualTo(State.IN_PROGRESS);
    gate.open();
    assertThat(ended(service, uid).state()).isEqualTo(State.CANCELED);
  }

  @Test
  void aThreadThatIsInterruptedDoesNotWaitForTheEnd() throws Exception {
    Waiting gate = new Waiting();
    DumpService service =
        open(
            builder(() -> FakeEngine.of(1, document -> gate.pass()))
                .whenClosed(WhenClosed.FINISH, Duration.ofHours(1)));
    DumpUid uid = service.create().uid();
    gate.awaitEntered();
    Thread.currentThread().interrupt();
    service.close();
    assertThat(Thread.interrupted()).isTrue();
    gate.open();
    assertThat(ended(service, uid).state()).isEqualTo(State.CANCELED);
  }

  @Test
  void timesDoNotGoBack() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T10:00:00Z"));
    DumpService service =
        open(
            builder(
                    () -> {
                      now.set(Instant.parse("2020-01-01T00:00:00Z"));
                      return FakeEngine.of(1);
                    })
                .clock(now::get));
    DumpStatus done = dump(service);
    assertThat(done.uid()).hasToString("20260701-100000000");
    assertThat(done.finishedAt()).isAfterOrEqualTo(done.startedAt());
    assertThat(service.create().uid()).hasToString("20260701-100000001");
  }

  @Test
  void optionsAreChecked() {
    DumpService.Builder builder = builder(() -> FakeEngine.of(1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.workers(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.bytesPerSecond(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.whenClosed(WhenClosed.FINISH, Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder.writeOptions(WriteOptions.DEFAULT.withCheckpoint(Path.of("check"))));
    assertThatExceptionOfType(org.indexport.UnknownFormatException.class)
        .isThrownBy(() -> DumpService.builder(folder, () -> FakeEngine.of(1), "none"));
  }
}
