package org.indexport.http;

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

class DocumentCountTest {
  private static final int ROUNDS = 2_000;
  private static final int CURSORS = 2;
  private static final String AGAIN = "start again";

  @Test
  void theLastCursorCountsWhatAllHaveRead() throws Exception {
    DocumentCount count = new DocumentCount("index", 2);
    count.expect(3);
    count.took();
    count.ended(AGAIN);
    count.took();
    assertThatThrownBy(() -> count.ended(AGAIN))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("3 documents")
        .hasMessageContaining("2")
        .hasMessageContaining(AGAIN);
  }

  /** Cursors end when they like: none may count before the others have read all of theirs. */
  @Test
  void cursorsThatEndTogetherMissNothing() throws Exception {
    List<DocumentCount> counts = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      DocumentCount count = new DocumentCount("index", CURSORS);
      count.expect(CURSORS);
      counts.add(count);
    }
    AtomicInteger arrived = new AtomicInteger();
    Callable<Integer> cursor =
        () -> {
          int rounds = 0;
          for (DocumentCount count : counts) {
            rounds++;
            arrived.incrementAndGet();
            // Waking up would take longer than what is to happen at the same time.
            while (arrived.get() < rounds * CURSORS) {
              Thread.onSpinWait();
            }
            count.took();
            count.ended(AGAIN);
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
