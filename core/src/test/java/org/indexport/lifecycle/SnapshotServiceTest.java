package org.indexport.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.lifecycle.SnapshotStatus.State;
import org.indexport.spi.SnapshotReport;
import org.indexport.spi.SnapshotSource;
import org.indexport.spi.SnapshotStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotServiceTest {
  static final SnapshotSource SOURCE =
      () -> {
        throw new AssertionError("the store does that");
      };
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

  private final List<SnapshotService> services = new ArrayList<>();

  @AfterEach
  void close() {
    services.forEach(SnapshotService::close);
  }

  private SnapshotService open(SnapshotService.Builder builder) {
    SnapshotService service = builder.clock(() -> NOON).open();
    services.add(service);
    return service;
  }

  private SnapshotService open(SnapshotStore store) {
    return open(SnapshotService.builder(SOURCE, store));
  }

  static SnapshotReport report(int number) {
    return new SnapshotReport(
        "snapshot " + number, new EngineVersion("fake", "1"), NOON, Duration.ZERO, 1, 1, 1, 1);
  }

  private static String name(Future<SnapshotReport> snapshot) throws Exception {
    return snapshot.get(20, TimeUnit.SECONDS).name();
  }

  @Test
  void takesASnapshotInTheBackground() throws Exception {
    Waiting gate = new Waiting();
    List<SnapshotStatus> told = new CopyOnWriteArrayList<>();
    SnapshotService service =
        open(
            SnapshotService.builder(
                    SOURCE,
                    source -> {
                      assertThat(source).isSameAs(SOURCE);
                      gate.pass();
                      return report(1);
                    })
                .listener(told::add));
    assertThat(service.status()).isEqualTo(SnapshotStatus.NONE);

    CompletableFuture<SnapshotReport> snapshot = service.takeNow();
    gate.awaitEntered();
    assertThat(service.status().state()).isEqualTo(State.RUNNING);
    assertThat(service.status().startedAt()).isEqualTo(NOON);
    assertThat(snapshot).isNotDone();
    gate.open();

    assertThat(name(snapshot)).isEqualTo("snapshot 1");
    SnapshotStatus status = service.status();
    assertThat(status)
        .isEqualTo(new SnapshotStatus(State.IDLE, NOON, 1, 0, report(1), null, null, null));
    await().until(() -> told.size() == 2);
    assertThat(told).extracting(SnapshotStatus::state).containsExactly(State.RUNNING, State.IDLE);
  }

  @Test
  void requestsMeanwhileShareTheNextOne() throws Exception {
    Waiting gate = new Waiting();
    AtomicInteger count = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    SnapshotService service =
        open(
            source -> {
              assertThat(atOnce.incrementAndGet()).isEqualTo(1);
              int number = count.incrementAndGet();
              gate.pass();
              atOnce.decrementAndGet();
              return report(number);
            });
    CompletableFuture<SnapshotReport> first = service.takeNow();
    gate.awaitEntered();
    CompletableFuture<SnapshotReport> second = service.takeNow();
    CompletableFuture<SnapshotReport> third = service.takeNow();
    assertThat(service.takeIfIdle()).isEmpty();
    assertThat(second.cancel(true)).isTrue();
    gate.open();

    assertThat(name(first)).isEqualTo("snapshot 1");
    assertThat(name(third)).isEqualTo("snapshot 2");
    await().until(() -> service.status().state() == State.IDLE && service.status().taken() == 2);
    assertThat(name(service.takeIfIdle().orElseThrow())).isEqualTo("snapshot 3");
  }

  @Test
  void aFailureIsToldAndDisturbsNothing() throws Exception {
    AtomicInteger count = new AtomicInteger();
    IOException plain = new IOException("disk full");
    SnapshotService service =
        open(
            source ->
                switch (count.incrementAndGet()) {
                  case 1 -> throw plain;
                  case 2 -> throw new DumpException("too bad");
                  case 3 -> throw new OutOfMemoryError("no room");
                  default -> report(4);
                });

    assertThatThrownBy(() -> name(service.takeNow()))
        .isInstanceOf(ExecutionException.class)
        .hasCause(plain);
    assertThat(service.status())
        .isEqualTo(
            new SnapshotStatus(
                State.IDLE, NOON, 0, 1, null, NOON, "java.io.IOException: disk full", plain));
    assertThatThrownBy(() -> name(service.takeNow())).hasCauseInstanceOf(DumpException.class);
    assertThat(service.status().lastError()).isEqualTo("too bad");
    assertThatThrownBy(() -> name(service.takeNow())).hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(name(service.takeNow())).isEqualTo("snapshot 4");
    assertThat(service.status().failed()).isEqualTo(3);
    assertThat(service.status().taken()).isEqualTo(1);
    assertThat(service.status().lastReport()).isEqualTo(report(4));
    assertThat(service.status().lastFailureAt()).isEqualTo(NOON);
  }

  @Test
  void closingInterruptsTheOneThatIsTaken() throws Exception {
    Waiting gate = new Waiting();
    SnapshotService service =
        open(
            source -> {
              try {
                gate.pass();
              } catch (IOException e) {
                throw new ClosedByInterruptException();
              }
              return report(1);
            });
    CompletableFuture<SnapshotReport> taken = service.takeNow();
    gate.awaitEntered();
    CompletableFuture<SnapshotReport> waiting = service.takeNow();
    service.close();
    service.close();

    assertThatThrownBy(() -> name(taken)).hasCauseInstanceOf(ClosedByInterruptException.class);
    assertThatThrownBy(() -> name(waiting)).hasRootCauseInstanceOf(CancellationException.class);
    assertThatIllegalStateException().isThrownBy(service::takeNow);
    assertThatIllegalStateException().isThrownBy(service::takeIfIdle);
    assertThat(service.status().failed()).isEqualTo(1);
  }

  @Test
  void orWaitsForIt() throws Exception {
    Waiting gate = new Waiting();
    SnapshotService service =
        open(
            SnapshotService.builder(
                    SOURCE,
                    source -> {
                      gate.pass();
                      return report(1);
                    })
                .whenClosed(WhenClosed.FINISH, Duration.ofSeconds(20)));
    CompletableFuture<SnapshotReport> taken = service.takeNow();
    gate.awaitEntered();
    CompletableFuture<SnapshotReport> waiting = service.takeNow();
    Thread closing = new Thread(service::close, "closing");
    closing.start();
    assertThatThrownBy(() -> name(waiting)).hasRootCauseInstanceOf(CancellationException.class);
    gate.open();
    closing.join();
    assertThat(taken).isDone();
    assertThat(name(taken)).isEqualTo("snapshot 1");
  }

  @Test
  void waitingHasAnEnd() throws Exception {
    Waiting gate = new Waiting();
    SnapshotService service =
        open(
            SnapshotService.builder(
                    SOURCE,
                    source -> {
                      gate.pass();
                      return report(1);
                    })
                .whenClosed(WhenClosed.FINISH, Duration.ofMillis(20)));
    CompletableFuture<SnapshotReport> taken = service.takeNow();
    gate.awaitEntered();
    service.close();
    assertThat(taken).isCompletedExceptionally();
  }

  @Test
  void nothingIsClosedInVain() throws Exception {
    for (int i = 0; i < 200; i++) {
      SnapshotService service = open(source -> report(1));
      CompletableFuture<SnapshotReport> taken = service.takeNow();
      service.close();
      assertThat(taken).isDone();
    }
  }

  @Test
  void optionsAreChecked() {
    SnapshotService.Builder builder = SnapshotService.builder(SOURCE, source -> report(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.whenClosed(WhenClosed.FINISH, Duration.ofSeconds(-1)));
  }
}
