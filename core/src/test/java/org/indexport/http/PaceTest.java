package org.indexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.indexport.http.Pace.End;
import org.indexport.http.Pace.Turn;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int MIB = 1 << 20;
  private static final Patience HASTY =
      new Patience(Duration.ofMillis(2), Duration.ofMillis(8), Duration.ofSeconds(1));

  private static void row(Pace pace, long millis) throws Exception {
    for (int i = 0; i < Pace.ROW; i++) {
      Turn turn = pace.begin();
      Thread.sleep(millis);
      pace.end(turn, End.GOOD, 1_000, null);
    }
  }

  private static void overload(Pace pace) throws Exception {
    pace.end(pace.begin(), End.OVERLOADED, 1_000, null);
  }

  @Test
  void startsWithTwoOrFewer() {
    assertThat(new Pace(8, MIB, HASTY).connections()).isEqualTo(2);
    assertThat(new Pace(1, MIB, HASTY).connections()).isEqualTo(1);
  }

  @Test
  void aConnectionThatLetsNoMoreThroughIsGivenBack() throws Exception {
    Pace pace = new Pace(4, MIB, HASTY);

    row(pace, 1);
    assertThat(pace.connections()).isEqualTo(3);
    row(pace, 4);
    assertThat(pace.connections()).isEqualTo(2);
    row(pace, 1);
    assertThat(pace.connections()).isEqualTo(2);
  }

  @Test
  void aConnectionThatLetsMoreThroughStays() throws Exception {
    Pace pace = new Pace(4, MIB, HASTY);

    row(pace, 4);
    row(pace, 1);
    assertThat(pace.connections()).isEqualTo(3);
  }

  @Test
  void overloadHalvesConnectionsThenBytes() throws Exception {
    Pace pace = new Pace(2, MIB, HASTY);

    overload(pace);
    assertThat(pace.connections()).isEqualTo(1);
    assertThat(pace.bytes()).isEqualTo(MIB);
    overload(pace);
    assertThat(pace.bytes()).isEqualTo(MIB / 2);
    for (int i = 0; i < 9; i++) {
      overload(pace);
    }
    assertThat(pace.bytes()).isEqualTo(64 << 10);
    row(pace, 0);
    assertThat(pace.bytes()).isEqualTo(128 << 10);
  }

  @Test
  void whatWasSentBeforeACutIsNoReasonForAnother() throws Exception {
    Pace pace = new Pace(2, MIB, HASTY);
    Turn first = pace.begin();
    Turn second = pace.begin();

    pace.end(first, End.OVERLOADED, 1_000, null);
    pace.end(second, End.OVERLOADED, 1_000, null);

    assertThat(pace.connections()).isEqualTo(1);
    assertThat(pace.bytes()).isEqualTo(MIB);
  }

  @Test
  void whatIsTooLargeIsNotTriedAgain() throws Exception {
    Pace pace = new Pace(1, MIB, HASTY);

    pace.tooLarge(600_000);
    assertThat(pace.bytes()).isEqualTo(300_000);
    row(pace, 0);
    assertThat(pace.bytes()).isEqualTo(300_000);
  }

  @Test
  void nobodyStartsDuringAPause() throws Exception {
    Pace pace =
        new Pace(
            1,
            MIB,
            new Patience(Duration.ofMillis(80), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    overload(pace);
    long start = System.nanoTime();

    pace.end(pace.begin(), End.OTHER, 0, null);

    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
  }

  @Test
  void theServersWishIsHonoured() throws Exception {
    Pace pace =
        new Pace(
            1,
            MIB,
            new Patience(Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    pace.end(pace.begin(), End.OVERLOADED, 0, Duration.ofMillis(100));
    long start = System.nanoTime();

    pace.end(pace.begin(), End.OTHER, 0, null);

    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(90));
  }

  @Test
  void noMoreThanAllowedAreUnderWay() throws Exception {
    Pace pace = new Pace(1, MIB, HASTY);
    Turn first = pace.begin();
    CountDownLatch started = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              try {
                pace.end(pace.begin(), End.GOOD, 1, null);
                started.countDown();
              } catch (InterruptedIOException e) {
                throw new AssertionError(e);
              }
            });
    other.start();

    assertThat(started.await(30, TimeUnit.MILLISECONDS)).isFalse();
    pace.end(first, End.GOOD, 1, null);
    assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
    other.join();
  }

  @Test
  void waitingEndsWithAnInterrupt() throws Exception {
    Pace pace = new Pace(1, MIB, HASTY);
    pace.begin();
    Thread.currentThread().interrupt();

    assertThatThrownBy(pace::begin).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
