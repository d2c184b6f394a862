package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReadAheadInputStreamTest {
  private final ThreadWatch threads = new ThreadWatch(ReadAheadInputStream.THREAD_NAME);

  @AfterEach
  void noThreadIsLeft() {
    threads.awaitNone();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** Waits as a read from a quiet connection does, until interrupted. */
  private static byte[] forEver() throws IOException {
    try {
      new CountDownLatch(1).await();
      return new byte[0];
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
  }

  @Test
  @Timeout(30)
  void everythingComesInOrder() throws IOException {
    byte[] lines = Samples.lines(3_000_000);
    try (InputStream in = ReadAheadInputStream.of(new ByteArrayInputStream(lines))) {
      assertThat(in.readAllBytes()).isEqualTo(lines);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[5])).isEqualTo(-1);
    }
  }

  @Property(tries = 100)
  void anySizesGiveTheSame(
      @ForAll @IntRange(min = 2, max = 5) int blocks,
      @ForAll @IntRange(min = 1, max = 300) int blockSize,
      @ForAll @IntRange(min = 1, max = 400) int readSize,
      @ForAll @IntRange(min = 1, max = 400) int innerSize)
      throws IOException {
    byte[] lines = Samples.lines(2000);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream in =
        ReadAheadInputStream.of(ScriptedInputStream.trickle(lines, innerSize), blocks, blockSize)) {
      byte[] piece = new byte[readSize];
      read.write(in.read());
      for (int n; (n = in.read(piece)) >= 0; ) {
        assertThat(n).isPositive();
        read.write(piece, 0, n);
      }
    }
    assertThat(read.toByteArray()).isEqualTo(lines);
  }

  @Test
  @Timeout(30)
  void nothingIsReadTooFarAhead() throws IOException {
    AtomicInteger taken = new AtomicInteger();
    ScriptedInputStream inner = new ScriptedInputStream();
    for (int i = 0; i < 100; i++) {
      inner.then(
          () -> {
            taken.incrementAndGet();
            return new byte[10];
          });
    }
    try (InputStream in = ReadAheadInputStream.of(inner, 3, 10)) {
      await().until(() -> taken.get() == 3);
      in.readNBytes(11);
      await().until(() -> taken.get() == 4);
    }
    assertThat(taken).hasValue(4);
  }

  @Test
  @Timeout(30)
  void whatIsAtHandIsPassedOnThoughTheBlockIsNotFull() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    ScriptedInputStream inner =
        new ScriptedInputStream()
            .then((byte) 1)
            .then((byte) 2)
            .then((byte) 3)
            .then(
                () -> {
                  waiting.countDown();
                  return forEver();
                });
    try (InputStream in = ReadAheadInputStream.of(inner)) {
      // Nobody waits for the bytes when they come; nothing may hold them back later.
      waiting.await();
      CompletableFuture<byte[]> read = readAside(in, 3);
      assertThat(read.get(5, TimeUnit.SECONDS)).isEqualTo(bytes(1, 2, 3));
    }
  }

  private static CompletableFuture<byte[]> readAside(InputStream in, int count) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return in.readNBytes(count);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static ScriptedInputStream failing(Throwable failure) {
    return new ScriptedInputStream()
        .then((byte) 1)
        .then((byte) 2)
        .then(
            () -> {
              if (failure instanceof IOException e) {
                throw e;
              } else if (failure instanceof RuntimeException e) {
                throw e;
              }
              throw (Error) failure;
            });
  }

  @Test
  @Timeout(30)
  void aFailureComesAfterTheBytesBeforeItAndStays() throws IOException {
    for (Throwable failure :
        new Throwable[] {
          new IOException("reset"), new IllegalStateException("bug"), new StackOverflowError("deep")
        }) {
      try (InputStream in = ReadAheadInputStream.of(failing(failure))) {
        assertThat(in.readNBytes(2)).isEqualTo(bytes(1, 2));
        assertThatThrownBy(in::read).isSameAs(failure);
        assertThatThrownBy(() -> in.read(new byte[9])).isSameAs(failure);
      }
    }
  }

  @Test
  @Timeout(30)
  void aFailureAtOnceIsThrown() throws IOException {
    ScriptedInputStream inner =
        new ScriptedInputStream()
            .then(
                () -> {
                  throw new IOException("reset");
                });
    try (InputStream in = ReadAheadInputStream.of(inner, 2, 1)) {
      assertThatThrownBy(in::read).hasMessage("reset");
    }
  }

  @Test
  @Timeout(30)
  void closingFreesAWaitingRead() throws Exception {
    InputStream in =
        ReadAheadInputStream.of(new ScriptedInputStream().then(ReadAheadInputStreamTest::forEver));
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<byte[]> read =
        CompletableFuture.runAsync(started::countDown).thenCompose(done -> readAside(in, 1));
    started.await();
    in.close();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> read.get(5, TimeUnit.SECONDS))
        .withRootCauseInstanceOf(IOException.class)
        .withMessageContaining("the stream is closed");
  }

  @Test
  @Timeout(30)
  void closingFreesAThreadThatOnlyTheInnerStreamsCloseFrees() throws IOException {
    CountDownLatch freed = new CountDownLatch(1);
    ScriptedInputStream inner =
        new ScriptedInputStream()
            .then(
                () -> {
                  awaitUninterruptibly(freed);
                  throw new IOException("closed under the reader");
                });
    inner.onClose =
        () -> {
          freed.countDown();
          return new byte[0];
        };
    InputStream in = ReadAheadInputStream.of(inner);
    in.close();
    assertThat(threads.started()).isEmpty();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // Like a native read, which does not care.
      }
    }
  }

  @Test
  @Timeout(30)
  void closingEndsAThreadThatWaitsForRoom() throws IOException {
    ScriptedInputStream inner = ScriptedInputStream.trickle(new byte[1000], 10);
    InputStream in = ReadAheadInputStream.of(inner, 2, 10);
    assertThat(in.read()).isZero();
    in.close();
    in.close();

    assertThat(threads.started()).isEmpty();
    assertThat(inner.closed).isEqualTo(1);
    assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
    assertThatThrownBy(() -> in.read(new byte[3])).isInstanceOf(IOException.class);
  }

  @Test
  @Timeout(30)
  void theThreadEndsWithTheInput() throws IOException {
    InputStream in = ReadAheadInputStream.of(new ByteArrayInputStream(new byte[10]));
    threads.awaitNone();
    assertThat(in.readAllBytes()).hasSize(10);
    in.close();
  }

  @Test
  @Timeout(30)
  void aFailingCloseIsPassedOnOnce() throws IOException {
    ScriptedInputStream inner = new ScriptedInputStream();
    inner.onClose =
        () -> {
          throw new IOException("cannot close");
        };
    InputStream in = ReadAheadInputStream.of(inner);

    assertThatThrownBy(in::close).hasMessage("cannot close");
    in.close();
  }

  @Test
  @Timeout(30)
  void anInterruptedReadLosesNothing() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    ScriptedInputStream inner =
        new ScriptedInputStream()
            .then((byte) 1)
            .then(
                () -> {
                  awaitUninterruptibly(go);
                  return bytes(2, 3);
                });
    try (InputStream in = ReadAheadInputStream.of(inner, 2, 4)) {
      assertThat(in.read()).isEqualTo(1);
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(in::read);
      assertThat(Thread.interrupted()).isTrue();
      go.countDown();
      assertThat(in.readAllBytes()).isEqualTo(bytes(2, 3));
    }
  }

  @Test
  @Timeout(30)
  void anInterruptedCloseClosesNevertheless() throws IOException {
    ScriptedInputStream inner = new ScriptedInputStream().then(ReadAheadInputStreamTest::forEver);
    InputStream in = ReadAheadInputStream.of(inner);
    Thread.currentThread().interrupt();
    in.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(inner.closed).isEqualTo(1);
    assertThat(threads.started()).isEmpty();
  }

  @Test
  @Timeout(30)
  void whatIsAvailableNeedsNoWaiting() throws IOException {
    try (InputStream in = ReadAheadInputStream.of(new ByteArrayInputStream(new byte[10]))) {
      assertThat(in.available()).isZero();
      threads.awaitNone();
      assertThat(in.read(new byte[0])).isZero();
      assertThat(in.read()).isZero();
      assertThat(in.available()).isEqualTo(9);
    }
  }

  @Test
  @Timeout(30)
  void argumentsAreChecked() {
    InputStream in = InputStream.nullInputStream();
    assertThatIllegalArgumentException().isThrownBy(() -> ReadAheadInputStream.of(in, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> ReadAheadInputStream.of(in, 2, 0));
  }
}
