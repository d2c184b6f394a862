package org.indexport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.WriteOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs that keep parts and release them on threads of their own. */
@Timeout(60)
class ParallelPartsTest {
  private static final IndexInfo INDEX = IndexInfo.of("movies");
  private static final int PART_BYTES = 400;

  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> written = Collections.synchronizedMap(new TreeMap<>());
  private final Set<byte[]> buffers =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  @AfterEach
  void endThreads() {
    workers.shutdownNow();
    threads.shutdownNow();
  }

  private static PartAssembler assembler(int workers, PartAssembler.Output output) {
    WriteOptions options = WriteOptions.DEFAULT.withPartBytes(PART_BYTES).withWorkers(workers);
    return new PartAssembler(options, 100, output);
  }

  /** Writes each part on one of its threads after a while of its own. */
  private void writeLater(FilledPart part) {
    buffers.add(part.buffer());
    workers.execute(
        () -> {
          pause(part.ordinal() * 7919 % 8 / 6);
          String name = "%s#%04d".formatted(part.index().name(), part.ordinal());
          String text = new String(part.buffer(), 0, part.length(), StandardCharsets.UTF_8);
          written.put(name, text);
          part.release();
        });
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Document document(int number) {
    return Document.of("{\"n\":%d,\"x\":\"%s\"}".formatted(number, "x".repeat(number % 90)));
  }

  private List<String> lines() {
    return written.values().stream().flatMap(String::lines).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void nothingIsLostAndBuffersAreFew(int count) throws Exception {
    PartAssembler assembler = assembler(count, this::writeLater);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      int from = t * 500;
      running.add(threads.submit(() -> add(assembler, INDEX, from, from + 500)));
    }
    for (Future<?> each : running) {
      each.get();
    }
    assembler.finish();
    assertThat(lines()).hasSize(3_000).doesNotHaveDuplicates();
    assertThat(written).containsKey("movies#%04d".formatted(written.size() - 1));
    assertThat(assembler.totals(INDEX.name()).documents()).isEqualTo(3_000);
    assertThat(buffers).hasSizeLessThanOrEqualTo(count + 1);
  }

  private static Void add(PartAssembler assembler, IndexInfo index, int from, int to)
      throws IOException {
    try (DocumentSink sink = assembler.sink(index)) {
      for (int i = from; i < to; i++) {
        sink.add(document(i));
      }
    }
    return null;
  }

  @Test
  void cutsDoNotDependOnWorkersWhenOneSinkIsFedAfterAnother() throws IOException {
    Map<String, String> expected = null;
    for (int count : new int[] {1, 2, 8}) {
      written.clear();
      PartAssembler assembler = assembler(count, this::writeLater);
      for (int i = 0; i < 5; i++) {
        add(assembler, IndexInfo.of("index" + i), i * 60, i * 60 + 150);
      }
      assembler.finish();
      expected = expected == null ? new TreeMap<>(written) : expected;
      assertThat(written).isEqualTo(expected);
    }
  }

  @Test
  void cutsOfTwoSinksInTurnsDoNotDependOnWorkers() throws IOException {
    Map<String, String> expected = null;
    for (int count : new int[] {1, 2, 8}) {
      written.clear();
      PartAssembler assembler = assembler(count, this::writeLater);
      try (DocumentSink one = assembler.sink(IndexInfo.of("one"));
          DocumentSink two = assembler.sink(IndexInfo.of("two"))) {
        for (int i = 0; i < 200; i++) {
          one.add(document(i));
          two.add(document(3 * i));
          two.add(document(3 * i + 1));
        }
      }
      assembler.finish();
      expected = expected == null ? new TreeMap<>(written) : expected;
      assertThat(written).isEqualTo(expected);
    }
  }

  @Test
  void cutsDoNotDependOnTheSpeedOfTheOutput() throws IOException {
    Map<String, String> expected = null;
    for (int round = 0; round < 3; round++) {
      written.clear();
      PartAssembler assembler = assembler(3, this::writeLater);
      addInTurns(assembler, 0, 9);
      assembler.finish();
      expected = expected == null ? new TreeMap<>(written) : expected;
      assertThat(written).isEqualTo(expected);
    }
  }

  @Test
  void aThousandSinksShareTwoBuffers() throws Exception {
    PartAssembler assembler = assembler(1, this::writeLater);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int from = t * 250;
      running.add(threads.submit(() -> addInTurns(assembler, from, from + 250)));
    }
    for (Future<?> each : running) {
      each.get();
    }
    assembler.finish();
    for (int i = 0; i < 1_000; i++) {
      assertThat(assembler.totals(IndexName.of("index" + i)).documents()).isEqualTo(2);
    }
    assertThat(buffers).hasSizeLessThanOrEqualTo(2);
  }

  private static Void addInTurns(PartAssembler assembler, int from, int to) throws IOException {
    List<DocumentSink> sinks = new ArrayList<>();
    for (int i = from; i < to; i++) {
      sinks.add(assembler.sink(IndexInfo.of("index" + i)));
    }
    for (int round = 0; round < 2; round++) {
      for (DocumentSink sink : sinks) {
        sink.add(document(round));
      }
    }
    for (DocumentSink sink : sinks) {
      sink.close();
    }
    return null;
  }

  @Test
  void documentsLargerThanAPartGoThrough() throws IOException {
    PartAssembler assembler = assembler(1, this::writeLater);
    try (DocumentSink sink = assembler.sink(INDEX)) {
      for (int i = 0; i < 30; i++) {
        sink.add(Document.of("{\"n\":%d,\"x\":\"%s\"}".formatted(i, "x".repeat(i * 200))));
      }
    }
    assembler.finish();
    assertThat(lines()).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void aPartThatCannotBeWrittenLaterStopsAll() throws Exception {
    IOException cause = new IOException("disk full");
    BlockingQueue<FilledPart> taken = new LinkedBlockingQueue<>();
    PartAssembler assembler = assembler(1, taken::add);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      running.add(threads.submit(() -> add(assembler, INDEX, 0, 1_000)));
    }
    taken.take().fail(cause);
    for (Future<?> each : running) {
      assertThatThrownBy(each::get).hasRootCause(cause);
    }
    assertThatThrownBy(() -> add(assembler, INDEX, 0, 1))
        .isInstanceOf(IOException.class)
        .hasCause(cause);
    assertThatThrownBy(assembler::finish).isInstanceOf(IOException.class).hasCause(cause);
  }

  @Test
  void anOutputThatThrowsIsNotCalledAgain() {
    List<Long> taken = new ArrayList<>();
    PartAssembler assembler =
        assembler(
            1,
            part -> {
              taken.add(part.ordinal());
              throw new IOException("disk full");
            });
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> add(assembler, INDEX, 0, 1_000))
          .isInstanceOf(IOException.class)
          .hasStackTraceContaining("disk full");
    }
    assertThatThrownBy(assembler::finish).hasStackTraceContaining("disk full");
    assertThat(taken).containsExactly(0L);
    assertThat(assembler.totals(INDEX.name()).documents()).isZero();
  }

  @Test
  void closingSetsFreeWhoWaits() throws Exception {
    CountDownLatch full = new CountDownLatch(2);
    PartAssembler assembler = assembler(1, part -> full.countDown());
    Future<Throwable> adding = caught(() -> add(assembler, INDEX, 0, 1_000));
    full.await();
    assembler.close();
    assertThat(adding.get()).isInstanceOf(IOException.class).hasMessageContaining("was closed");
  }

  @Test
  void closingForgetsWhatSinksHold() throws IOException {
    PartAssembler assembler = assembler(1, this::writeLater);
    DocumentSink sink = assembler.sink(INDEX);
    sink.add(document(1));
    assembler.close();
    sink.close();
    assertThat(written).isEmpty();
    assertThat(buffers).isEmpty();
  }

  @Test
  void finishingWaitsForTheOutput() throws Exception {
    BlockingQueue<FilledPart> taken = new LinkedBlockingQueue<>();
    PartAssembler assembler = assembler(2, taken::add);
    add(assembler, INDEX, 0, 1);
    Future<Throwable> finishing = caught(() -> finish(assembler));
    pause(50);
    assertThat(finishing.isDone()).isFalse();
    taken.take().release();
    assertThat(finishing.get()).isNull();
  }

  @Test
  void waitingCanBeInterrupted() throws Exception {
    BlockingQueue<FilledPart> taken = new LinkedBlockingQueue<>();
    PartAssembler assembler = assembler(1, taken::add);
    add(assembler, INDEX, 0, 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(assembler::finish).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    taken.take().release();
    assembler.finish();
  }

  @Test
  void aPartIsReleasedOnce() throws Exception {
    BlockingQueue<FilledPart> taken = new LinkedBlockingQueue<>();
    PartAssembler assembler = assembler(1, taken::add);
    add(assembler, INDEX, 0, 1);
    FilledPart part = taken.poll(1, TimeUnit.SECONDS);
    part.release();
    assertThatThrownBy(part::release)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("part 0 of index movies");
    assertThatThrownBy(part::buffer).isInstanceOf(IllegalStateException.class);
    assembler.finish();
  }

  private Future<Throwable> caught(Callable<Void> call) {
    return threads.submit(() -> catchThrowable(call::call));
  }

  private static Void finish(PartAssembler assembler) throws IOException {
    assembler.finish();
    return null;
  }
}
