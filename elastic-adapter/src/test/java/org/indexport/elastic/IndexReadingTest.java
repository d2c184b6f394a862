package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.CorruptDumpException;
import org.junit.jupiter.api.Test;

class IndexReadingTest {
  private static final int ROUNDS = 2_000;
  private static final int CURSORS = 2;

  @Test
  void theLastCursorCountsWhatAllHaveRead() throws Exception {
    IndexReading reading = new IndexReading("index", 2, () -> {});
    reading.expect(3);
    reading.took();
    reading.ended();
    reading.took();
    assertThatThrownBy(reading::ended)
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("3 documents")
        .hasMessageContaining("2");
  }

  /** Cursors end when they like: none may count before the others have read all of theirs. */
  @Test
  void cursorsThatEndTogetherMissNothing() throws Exception {
    List<IndexReading> readings = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      IndexReading reading = new IndexReading("index", CURSORS, () -> {});
      reading.expect(CURSORS);
      readings.add(reading);
    }
    AtomicInteger arrived = new AtomicInteger();
    Callable<Integer> cursor =
        () -> {
          int rounds = 0;
          for (IndexReading reading : readings) {
            rounds++;
            arrived.incrementAndGet();
            // Waking up would take longer than what is to happen at the same time.
            while (arrived.get() < rounds * CURSORS) {
              Thread.onSpinWait();
            }
            reading.took();
            reading.ended();
          }
          return rounds;
        };
    ExecutorService threads = Executors.newFixedThreadPool(CURSORS);
    try {
      for (Future<Integer> rounds :
          threads.invokeAll(Collections.nCopies(CURSORS, cursor), 1, TimeUnit.MINUTES)) {
        assertThat(rounds.get()).isEqualTo(ROUNDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
