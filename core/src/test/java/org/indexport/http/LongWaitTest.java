package org.indexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LongWaitTest {
  private long seconds = -5;
  private final LongWait wait = new LongWait(() -> TimeUnit.SECONDS.toNanos(seconds));

  private boolean isDueAfter(long more) {
    seconds += more;
    return wait.isDue();
  }

  @Test
  void peopleAreToldAfterTenSecondsAndThenEachMinute() {
    assertThat(isDueAfter(0)).isFalse();
    assertThat(isDueAfter(9)).isFalse();
    assertThat(isDueAfter(1)).isTrue();
    assertThat(isDueAfter(1)).isFalse();
    assertThat(isDueAfter(58)).isFalse();
    assertThat(isDueAfter(1)).isTrue();
  }

  @Test
  void whatGoesWellEndsTheWait() {
    assertThat(isDueAfter(0)).isFalse();
    wait.over();
    assertThat(isDueAfter(11)).isFalse();
    assertThat(isDueAfter(10)).isTrue();
  }
}
