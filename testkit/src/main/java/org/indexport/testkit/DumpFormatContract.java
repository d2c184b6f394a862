package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.indexport.DumpSource;

/**
 * What every {@link org.indexport.spi.DumpFormat} that can be written does. Extend it in a test
 * class and fill in the hooks of {@link FormatUnderTest}:
 *
 * <pre>{@code
 * class MyFormatTest extends DumpFormatContract {
 *   @Override
 *   public DumpFormat format() {
 *     return new MyFormat();
 *   }
 * }
 * }</pre>
 *
 * <p>All that {@link FormatUnderTest#traits()} promise is expected, and what they do not is
 * expected to be refused. A format with several shapes, such as one file and a folder, has a test
 * class for each. Each test has a folder of its own on a file system that can fail, whose paths
 * have no {@link Path#toFile()}; at its end nothing may be open. Damaged files of a released format
 * are the business of {@link MutationContract}.
 *
 * <p>The engines of JUnit Jupiter and of jqwik must both be there to run it.
 */
public abstract class DumpFormatContract
    implements KeepsContent, CommitsOrLeavesNothing, ReadsWithCare {
  /** For tests. */
  protected DumpFormatContract() {}

  /** {@link #dumps()} for the properties. */
  @Provide
  public Arbitrary<DumpContent> anyDumps() {
    return dumps();
  }

  /** Any dump comes back as it was, from a path and from a stream, and slowly too. */
  @Property(
      tries = 80,
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.PREVIOUS_SEED)
  public void anyDumpComesBack(@ForAll("anyDumps") DumpContent content) throws IOException {
    Dumping dumps = new Dumping(this);
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, sink(path), writeOptions().withPartBytes(300));
      dumps.check(content, dumps.read(DumpSource.path(path), content.header()));
      if (dumps.streams()) {
        byte[] bytes = Files.readAllBytes(path);
        InputStream slow = new ThrottledInputStream(new ByteArrayInputStream(bytes), 9);
        dumps.check(content, dumps.read(Dumping.stream(slow), content.header()));
      }
    }
  }

  /** A dump that is cut anywhere is never silently a shorter one; see {@link Protection}. */
  @Property(
      tries = 80,
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.PREVIOUS_SEED)
  public void aCutIsNoticed(
      @ForAll("anyDumps") DumpContent content, @ForAll @IntRange(max = 1_000_000) int place)
      throws IOException {
    damage(content, (bytes) -> Arrays.copyOf(bytes, share(bytes, place)), true);
  }

  /** A dump of which a bit is wrong is no other dump; see {@link Protection}. */
  @Property(
      tries = 80,
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.PREVIOUS_SEED)
  public void aWrongBitIsNoticed(
      @ForAll("anyDumps") DumpContent content,
      @ForAll @IntRange(max = 1_000_000) int place,
      @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    damage(
        content,
        bytes -> {
          byte[] changed = bytes.clone();
          changed[share(bytes, place)] ^= (byte) (1 << bit);
          return changed;
        },
        false);
  }

  /** Makes other bytes of those of a file. */
  private interface Damaging {
    byte[] of(byte[] bytes);
  }

  private static int share(byte[] bytes, int millionths) {
    return (int) Math.min(bytes.length - 1L, (long) bytes.length * millionths / 1_000_000);
  }

  private void damage(DumpContent content, Damaging damaging, boolean cut) throws IOException {
    Dumping dumps = new Dumping(this);
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      DumpContent whole = dumps.read(DumpSource.path(path), content.header());
      DamageCheck check = new DamageCheck(protection(), whole);
      List<Path> files = Scratch.filesOf(path);
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
          byte[] damaged = damaging.of(bytes);
          Files.write(file, damaged);
          DamageCheck.Reading reading = () -> dumps.read(DumpSource.path(path), content.header());
          if (cut && files.size() > 1) {
            check.cutAmongOthers(reading);
          } else {
            check(check, cut, reading);
          }
          if (dumps.streams()) {
            check(check, cut, () -> dumps.read(Dumping.stream(damaged), content.header()));
          }
          Files.write(file, bytes);
        }
      }
      assertThat(files).as("files of the dump").isNotNull();
    }
  }

  private static void check(DamageCheck check, boolean cut, DamageCheck.Reading reading) {
    if (cut) {
      check.cut(reading);
    } else {
      check.changed(reading);
    }
  }
}
