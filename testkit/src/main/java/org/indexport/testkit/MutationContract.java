package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.spi.DumpFormat;
import org.indexport.transfer.DumpVerifier;
import org.junit.jupiter.api.Test;

/**
 * What a reader makes of files of which a bit is wrong or the end is missing: a typed error, or
 * what {@link Protection} allows. Never another exception, never without end, and never more memory
 * than there is: run it with a small heap.
 *
 * <p>Each golden file is damaged at every byte, a file of more than 10,000 bytes at so many random
 * places. Half of the damaged files are read as a file, half as a stream; half are told by content,
 * half opened by their format.
 */
public abstract class MutationContract {
  private static final int PLACES = 10_000;
  private static final long SECONDS = 20;

  /** For tests. */
  protected MutationContract() {}

  /** The format. */
  protected abstract DumpFormat format();

  /**
   * The golden files, sound ones. Files only: of a folder, give its files.
   *
   * @throws IOException if looking for them fails
   */
  protected abstract List<Path> goldens() throws IOException;

  /** What the bytes of a golden file tell of damage. */
  protected abstract Protection protection(Path golden);

  /** The options for reading a golden file. Limits that its content just fits in are welcome. */
  protected ReadOptions readOptions(Path golden) {
    return ReadOptions.DEFAULT;
  }

  /** A wrong bit anywhere is an error, or changes no more than it may. */
  @Test
  public void aWrongBitIsAnErrorOrHarmless() throws Exception {
    everyGolden(
        (bytes, place, random) -> {
          byte[] changed = bytes.clone();
          changed[place] ^= (byte) (1 << random.nextInt(8));
          return changed;
        });
  }

  /** A wrong byte anywhere is an error, or changes no more than it may. */
  @Test
  public void aWrongByteIsAnErrorOrHarmless() throws Exception {
    everyGolden(
        (bytes, place, random) -> {
          byte[] changed = bytes.clone();
          changed[place] ^= (byte) (1 + random.nextInt(255));
          return changed;
        });
  }

  /** A cut anywhere is an error, or gives no more than what was before it. */
  @Test
  public void aCutIsAnErrorOrAStart() throws Exception {
    everyGolden((bytes, place, random) -> Arrays.copyOf(bytes, place));
  }

  /** Damages a file at a place; a shorter file is a cut. */
  private interface Damage {
    byte[] at(byte[] bytes, int place, Random random);
  }

  private void everyGolden(Damage damage) throws Exception {
    List<Path> goldens = goldens();
    assertThat(goldens).as("golden files").isNotEmpty();
    ExecutorService reader = Executors.newSingleThreadExecutor(MutationContract::daemon);
    try {
      for (Path golden : goldens) {
        every(golden, damage, reader);
      }
    } finally {
      reader.shutdownNow();
    }
  }

  /** A reader that hangs must not hold the tests' end. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "mutations");
    thread.setDaemon(true);
    return thread;
  }

  private void every(Path golden, Damage damage, ExecutorService reader) throws Exception {
    byte[] bytes = Files.readAllBytes(golden);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    DamageCheck check = new DamageCheck(protection(golden), read(golden, bytes, 0));
    int[] places =
        bytes.length <= PLACES
            ? IntStream.range(0, bytes.length).toArray()
            : random.ints(PLACES, 0, bytes.length).toArray();
    for (int place : places) {
      int turn = random.nextInt(4);
      byte[] damaged = damage.at(bytes, place, random);
      Future<?> attempt =
          reader.submit(() -> attempt(check, damaged.length < bytes.length, golden, damaged, turn));
      try {
        attempt.get(SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw failure("no end after " + SECONDS + " s", golden, place, turn, seed, e);
      } catch (ExecutionException e) {
        throw failure("wrong", golden, place, turn, seed, Objects.requireNonNull(e.getCause()));
      }
    }
  }

  private void attempt(DamageCheck check, boolean cut, Path golden, byte[] damaged, int turn) {
    if (cut) {
      check.cut(() -> read(golden, damaged, turn));
    } else {
      check.changed(() -> read(golden, damaged, turn));
    }
  }

  private static AssertionError failure(
      String what, Path golden, int place, int turn, long seed, Throwable cause) {
    return new AssertionError(
        "%s: %s, damaged at byte %d, read as %s, seed %d: %s"
            .formatted(
                golden.getFileName(),
                what,
                place,
                (turn & 1) == 0 ? "a file" : "a stream",
                seed,
                cause.getMessage()),
        cause);
  }

  private DumpContent read(Path golden, byte[] bytes, int turn) throws IOException {
    String name = String.valueOf(golden.getFileName());
    ReadOptions options = readOptions(golden);
    try (DumpSource source =
            (turn & 1) == 0
                ? DumpSource.channel(name, new BytesChannel(bytes))
                : Dumping.stream(bytes);
        DumpReader reader =
            (turn & 2) == 0
                ? format().open(source, options)
                : DumpFormats.of(List.of(format())).open(source, options)) {
      return turn == 0 && reader.isRewindable() ? readAfterCheck(reader) : DumpContent.read(reader);
    }
  }

  /** What only looks for damage finds some where whoever reads does. */
  private static DumpContent readAfterCheck(DumpReader reader) throws IOException {
    DumpException problem = DumpVerifier.of(reader).check();
    try {
      DumpContent content = DumpContent.read(reader);
      assertThat(problem).as("what a check finds in what can be read").isNull();
      return content;
    } catch (TruncatedDumpException | CorruptDumpException e) {
      assertThat(problem).as("what a check finds where reading finds: " + e).isNotNull();
      throw e;
    }
  }
}
