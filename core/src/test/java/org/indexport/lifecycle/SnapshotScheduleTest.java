package org.indexport.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.spi.SnapshotStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotScheduleTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicInteger taken = new AtomicInteger();
  private final HandTimer timer = new HandTimer();
  private @Nullable SnapshotService service;

  /** A timer that tests turn by hand. */
  private static final class HandTimer implements SnapshotSchedule.Timer {
    // Near the end, where numbers overflow.
    private long now = Long.MAX_VALUE - 1;
    private long due;
    private @Nullable Runnable task;
    private int canceled;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Runnable after(Duration delay, Runnable wanted) {
      assertThat(task).isNull();
      assertThat(delay).isPositive();
      due = now + delay.toNanos();
      task = wanted;
      return () -> canceled++;
    }

    Duration untilDue() {
      return Duration.ofNanos(due - now);
    }

    void turn(Duration time) {
      now += time.toNanos();
      Runnable ready = task;
      if (ready != null && due - now <= 0) {
        task = null;
        ready.run();
      }
    }
  }

  @AfterEach
  void close() {
    if (service != null) {
      service.close();
    }
  }

  private SnapshotService open(SnapshotStore store) {
    SnapshotService opened = SnapshotService.builder(SnapshotServiceTest.SOURCE, store).open();
    service = opened;
    return opened;
  }

  private SnapshotService counting() {
    return open(source -> SnapshotServiceTest.report(taken.incrementAndGet()));
  }

  private static void awaitIdle(SnapshotService service, long ended) {
    await()
        .until(
            () -> {
              SnapshotStatus status = service.status();
              return status.state() == SnapshotStatus.State.IDLE
                  && status.taken() + status.failed() == ended;
            });
  }

  @Test
  void takesTheFirstAtOnceAndOneAfterEachInterval() {
    SnapshotService snapshots = counting();
    try (SnapshotSchedule schedule = SnapshotSchedule.start(snapshots, HOUR, timer)) {
      awaitIdle(snapshots, 1);
      assertThat(timer.untilDue()).isEqualTo(HOUR);
      timer.turn(Duration.ofMinutes(59));
      assertThat(taken).hasValue(1);
      for (int i = 2; i <= 5; i++) {
        timer.turn(i == 2 ? Duration.ofMinutes(1) : HOUR);
        awaitIdle(snapshots, i);
      }
      assertThat(schedule.skipped()).isZero();
    }
    timer.turn(HOUR);
    assertThat(taken).hasValue(5);
    assertThat(timer.canceled).isEqualTo(1);
  }

  @Test
  void intervalsDoNotDrift() {
    SnapshotService snapshots = counting();
    try (SnapshotSchedule schedule = SnapshotSchedule.start(snapshots, HOUR, timer)) {
      awaitIdle(snapshots, 1);
      timer.turn(HOUR.plusMinutes(10));
      assertThat(timer.untilDue()).isEqualTo(Duration.ofMinutes(50));
      assertThat(schedule.skipped()).isZero();
    }
  }

  @Test
  void missedOnesAreLeftOut() {
    SnapshotService snapshots = counting();
    try (SnapshotSchedule schedule = SnapshotSchedule.start(snapshots, HOUR, timer)) {
      awaitIdle(snapshots, 1);
      timer.turn(Duration.ofMinutes(60 * 5 + 30));
      awaitIdle(snapshots, 2);
      assertThat(timer.untilDue()).isEqualTo(Duration.ofMinutes(30));
      assertThat(schedule.skipped()).isEqualTo(4);
    }
  }

  @Test
  void oneThatIsStillTakenLeavesOutTheNext() throws Exception {
    Waiting gate = new Waiting();
    SnapshotService snapshots =
        open(
            source -> {
              gate.pass();
              return SnapshotServiceTest.report(taken.incrementAndGet());
            });
    try (SnapshotSchedule schedule = SnapshotSchedule.start(snapshots, HOUR, timer)) {
      gate.awaitEntered();
      timer.turn(HOUR);
      timer.turn(HOUR);
      assertThat(schedule.skipped()).isEqualTo(2);
      gate.open();
      awaitIdle(snapshots, 1);
      timer.turn(HOUR);
      awaitIdle(snapshots, 2);
    }
  }

  @Test
  void aTimerThatIsEarlyMakesNoneTwice() {
    SnapshotService snapshots = counting();
    try (SnapshotSchedule schedule = SnapshotSchedule.start(snapshots, HOUR, timer)) {
      awaitIdle(snapshots, 1);
      timer.due -= 1_000;
      timer.turn(HOUR.minusNanos(1_000));
      awaitIdle(snapshots, 2);
      assertThat(timer.untilDue()).isEqualTo(HOUR.plusNanos(1_000));
      assertThat(schedule.skipped()).isZero();
    }
  }

  @Test
  void failuresDoNotEndIt() {
    SnapshotService snapshots =
        open(
            source -> {
              if (taken.incrementAndGet() < 3) {
                throw new IOException("disk full");
              }
              return SnapshotServiceTest.report(taken.get());
            });
    try (SnapshotSchedule schedule = SnapshotSchedule.start(snapshots, HOUR, timer)) {
      awaitIdle(snapshots, 1);
      timer.turn(HOUR);
      awaitIdle(snapshots, 2);
      timer.turn(HOUR);
      awaitIdle(snapshots, 3);
      assertThat(snapshots.status().failed()).isEqualTo(2);
      assertThat(snapshots.status().taken()).isEqualTo(1);
      assertThat(schedule.skipped()).isZero();
    }
  }

  @Test
  void endsWithTheService() {
    SnapshotService snapshots = counting();
    try (SnapshotSchedule schedule = SnapshotSchedule.start(snapshots, HOUR, timer)) {
      awaitIdle(snapshots, 1);
      snapshots.close();
      timer.turn(HOUR);
      assertThat(timer.task).isNull();
      assertThat(schedule.skipped()).isZero();
    }
  }

  @Test
  void longIntervalsAreFine() {
    SnapshotService snapshots = counting();
    try (SnapshotSchedule schedule =
        SnapshotSchedule.start(snapshots, Duration.ofDays(1_000_000), timer)) {
      assertThat(timer.untilDue()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
      assertThat(schedule.skipped()).isZero();
    }
  }

  @Test
  void hasATimerOfItsOwn() {
    SnapshotService snapshots = counting();
    try (SnapshotSchedule schedule = SnapshotSchedule.start(snapshots, Duration.ofMillis(10))) {
      await().until(() -> taken.get() >= 3);
      assertThat(schedule.skipped()).isNotNegative();
    }
  }

  @Test
  void thereIsAnInterval() {
    SnapshotService snapshots = counting();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SnapshotSchedule.start(snapshots, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SnapshotSchedule.start(snapshots, Duration.ofSeconds(-1)));
    assertThat(SnapshotSchedule.DEFAULT_INTERVAL).isEqualTo(Duration.ofDays(1));
    assertThat(taken).hasValue(0);
  }
}
