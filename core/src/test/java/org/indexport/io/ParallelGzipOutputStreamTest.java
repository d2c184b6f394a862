package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelGzipOutputStreamTest {
  private static final int BLOCK = DeflateBlock.SIZE;

  /** A target that fails when more than some bytes come. */
  private static final class Disk extends FilterOutputStream {
    private int left;
    int closed;

    Disk(int size) {
      super(new ByteArrayOutputStream());
      this.left = size;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > left) {
        throw new IOException("No space left on device");
      }
      left -= length;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static byte[] pack(byte[] plain, int level, int workers) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(packed, level, workers)) {
      gzip.write(plain);
      gzip.finish();
    }
    return packed.toByteArray();
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 100, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 9 * BLOCK + 17, 20 * BLOCK})
  void everyLengthIsReadBack(int length) throws IOException {
    byte[] lines = Samples.lines(length);
    assertThat(unpack(pack(lines, 6, 2))).isEqualTo(lines);
    byte[] random = Samples.random(length);
    assertThat(unpack(pack(random, 6, 3))).isEqualTo(random);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void everyLevelIsReadBack(int level) throws IOException {
    for (byte[] plain :
        List.of(Samples.lines(3 * BLOCK + 5), Samples.random(2 * BLOCK), new byte[2 * BLOCK])) {
      assertThat(unpack(pack(plain, level, 2))).isEqualTo(plain);
    }
  }

  @Test
  void blocksShareADictionary() throws IOException {
    // The same 10,000 random bytes over and over: only the first of them cannot be found again.
    byte[] once = Samples.random(10_000);
    byte[] plain = new byte[10 * BLOCK];
    for (int at = 0; at < plain.length; at++) {
      plain[at] = once[at % once.length];
    }
    assertThat(pack(plain, 6, 2).length).isLessThan(20_000);
  }

  @Test
  void theNumberOfWorkersDoesNotShow() throws IOException {
    byte[] plain = Samples.lines(11 * BLOCK + 3);
    byte[] one = pack(plain, 6, 1);
    for (int workers = 2; workers <= 4; workers++) {
      assertThat(pack(plain, 6, workers)).isEqualTo(one);
    }
  }

  @Test
  void theSizeOfWritesDoesNotShow() throws IOException {
    byte[] plain = Samples.lines(2 * BLOCK + 3);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(packed, 6, 2)) {
      for (byte b : plain) {
        gzip.write(b);
        gzip.flush();
      }
      gzip.finish();
    }
    assertThat(packed.toByteArray()).isEqualTo(pack(plain, 6, 1));
  }

  @Property(tries = 40)
  void anyPiecesWithAnyWorkersGiveTheSame(
      @ForAll @Size(max = 12) List<@IntRange(max = 3 * BLOCK / 2) Integer> pieces,
      @ForAll @IntRange(min = 1, max = 4) int workers,
      @ForAll @IntRange(max = 9) int level)
      throws IOException {
    byte[] plain = Samples.lines(pieces.stream().mapToInt(Integer::intValue).sum());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(packed, level, workers)) {
      int at = 0;
      for (int piece : pieces) {
        gzip.write(plain, at, piece);
        at += piece;
      }
      gzip.finish();
    }
    assertThat(packed.toByteArray()).isEqualTo(pack(plain, level, 1));
    assertThat(unpack(packed.toByteArray())).isEqualTo(plain);
  }

  @Test
  void writtenBytesMayBeReused() throws IOException {
    byte[] plain = Samples.lines(5 * BLOCK);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(packed)) {
      byte[] reused = new byte[1000];
      for (int at = 0; at < plain.length; at += reused.length) {
        int n = Math.min(reused.length, plain.length - at);
        System.arraycopy(plain, at, reused, 0, n);
        gzip.write(reused, 0, n);
      }
      gzip.finish();
    }
    assertThat(unpack(packed.toByteArray())).isEqualTo(plain);
  }

  @Test
  void theHeaderTellsNothingOfNameTimeOrSystem() throws IOException {
    assertThat(pack(new byte[0], 6, 1))
        .startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)
        .endsWith(new byte[8]);
  }

  @Test
  void theCommandAcceptsItAndRefusesAnAbandonedOne(@TempDir Path folder) throws Exception {
    byte[] plain = Samples.lines(4 * BLOCK + 99);
    Path whole = Files.write(folder.resolve("whole.gz"), pack(plain, 6, 2));
    Path abandoned = folder.resolve("abandoned.gz");
    try (OutputStream gzip = ParallelGzipOutputStream.to(Files.newOutputStream(abandoned), 6, 2)) {
      gzip.write(plain);
    }
    // Where there is no such command, the streams that read gzip have to do.
    assertThat(unpack(Files.readAllBytes(whole))).isEqualTo(plain);
    for (String command : List.of("/bin/gzip", "/usr/bin/gzip")) {
      if (Files.isExecutable(Path.of(command))) {
        assertThat(exitOf(command, "-t", whole.toString())).isZero();
        assertThat(exitOf(command, "-t", abandoned.toString())).isNotZero();
      }
    }
  }

  private static int exitOf(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BLOCK, BLOCK + 1, 4 * BLOCK, 9 * BLOCK})
  void anAbandonedOutputIsCutShort(int length) throws IOException {
    ThreadWatch threads = new ThreadWatch(DeflateWorkers.THREAD_PREFIX);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    OutputStream gzip = ParallelGzipOutputStream.to(packed, 6, 2);
    gzip.write(Samples.lines(length));
    gzip.close();
    gzip.close();

    assertThatExceptionOfType(EOFException.class).isThrownBy(() -> unpack(packed.toByteArray()));
    assertThat(threads.started()).isEmpty();
  }

  @Test
  void finishingEndsTheThreadsAndLeavesTheTargetOpen() throws IOException {
    ThreadWatch threads = new ThreadWatch(DeflateWorkers.THREAD_PREFIX);
    Disk disk = new Disk(Integer.MAX_VALUE);
    ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(disk, 6, 2);
    assertThat(threads.started()).isEmpty();
    gzip.write(Samples.lines(6 * BLOCK));
    assertThat(threads.started()).isNotEmpty().allMatch(Thread::isDaemon);
    gzip.finish();
    gzip.finish();

    assertThat(threads.started()).isEmpty();
    assertThat(disk.closed).isZero();
    assertThatIllegalStateException().isThrownBy(() -> gzip.write(1));
    gzip.close();
    gzip.close();
    assertThat(disk.closed).isEqualTo(1);
  }

  @Test
  void nothingIsWrittenOrFinishedAfterClosing() throws IOException {
    ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(new Disk(100));
    gzip.close();

    assertThatIllegalStateException().isThrownBy(() -> gzip.write(new byte[1]));
    assertThatIllegalStateException().isThrownBy(gzip::finish);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 10, 11, 100_000, 500_000})
  void aFailingTargetFailsAllThatFollows(int size) throws IOException {
    ThreadWatch threads = new ThreadWatch(DeflateWorkers.THREAD_PREFIX);
    Disk disk = new Disk(size);
    ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(disk, 1, 2);
    byte[] random = Samples.random(10 * BLOCK);

    assertThatThrownBy(
            () -> {
              gzip.write(random);
              gzip.finish();
            })
        .hasMessage("No space left on device");
    assertThatThrownBy(() -> gzip.write(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device")
        .hasRootCauseMessage("No space left on device");
    assertThatThrownBy(gzip::finish).isInstanceOf(IOException.class);
    gzip.close();
    assertThat(disk.closed).isEqualTo(1);
    assertThat(threads.started()).isEmpty();
  }

  @Test
  void aTargetThatFailsUncheckedFailsAllThatFollowsToo() throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException("broken");
          }
        };
    try (ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(broken, 6, 1)) {
      assertThatThrownBy(gzip::finish)
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("broken");
      assertThatThrownBy(gzip::finish)
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("broken");
    }
  }

  @Test
  void aFailingWorkerFailsTheOwner() {
    DeflateWorkers workers = new DeflateWorkers(42, 1);
    DeflateBlock block = new DeflateBlock();
    workers.submit(block);

    assertThatThrownBy(workers::next)
        .isInstanceOf(IOException.class)
        .hasMessage("compressing failed")
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(workers::poll).isInstanceOf(IOException.class);
    workers.stop();
  }

  @Test
  void waitingCanBeInterrupted() throws IOException {
    try (ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(new Disk(1 << 30), 9, 1)) {
      gzip.write(Samples.lines(BLOCK - 1));
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(gzip::finish);
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void argumentsAreChecked() {
    OutputStream target = new ByteArrayOutputStream();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParallelGzipOutputStream.to(target, 10, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParallelGzipOutputStream.to(target, -1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParallelGzipOutputStream.to(target, 6, 0));
    ParallelGzipOutputStream gzip = ParallelGzipOutputStream.to(target);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> gzip.write(new byte[3], 2, 2));
  }
}
