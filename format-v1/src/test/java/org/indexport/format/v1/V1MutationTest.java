package org.indexport.format.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.MutationContract;
import org.indexport.testkit.Protection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An empty golden file and the one that has a little of everything, which is damaged further. */
class V1MutationTest extends MutationContract {
  private static final V1Goldens GOLDENS = new V1Goldens();

  @TempDir Path folder;

  @Override
  protected DumpFormat format() {
    return Samples.FORMAT;
  }

  @Override
  protected List<Path> goldens() {
    return Stream.of("everything", "empty-dump").map(GOLDENS::path).toList();
  }

  @Override
  protected Protection protection(Path golden) {
    return Protection.PROVEN;
  }

  private static byte[] everything() throws IOException {
    return Files.readAllBytes(GOLDENS.path("everything"));
  }

  @Test
  void everyCutIsSeen() throws IOException {
    byte[] golden = everything();
    for (int length = 0; length < golden.length; length++) {
      byte[] cut = Arrays.copyOf(golden, length);
      assertThat(failure(Samples.stream(cut), length))
          .as("cut after byte " + length)
          .isInstanceOf(TruncatedDumpException.class);
      if (length % 7 == 0) {
        Path file = Samples.file(folder, cut);
        assertThat(failure(DumpSource.path(file), length))
            .as("file cut after byte " + length)
            .isInstanceOf(TruncatedDumpException.class);
      }
    }
  }

  @Test
  void whatIsFlippedIsSalvagedWithoutSurprise() throws IOException {
    byte[] golden = everything();
    for (int place = 0; place < golden.length; place += 3) {
      byte[] flipped = golden.clone();
      flipped[place] ^= (byte) (1 << (place % 8));
      Path file = Samples.file(folder, flipped);
      try {
        Samples.read(DumpSource.path(file), ReadOptions.DEFAULT.with(Damage.SKIP));
      } catch (DumpException nothingToSalvage) {
        // Its head is damaged, or a section that was being read.
        assertThat(nothingToSalvage)
            .isInstanceOfAny(
                CorruptDumpException.class,
                TruncatedDumpException.class,
                UnknownFormatException.class);
      }
    }
  }

  /** Within the tar, whose gzip is whole. */
  @Test
  void everyFlippedPlainByteGivesATypedErrorOrADump() throws IOException {
    byte[] plain = PlainTar.plain(everything());
    for (int place = 0; place < plain.length; place += 11) {
      byte[] flipped = plain.clone();
      flipped[place] ^= (byte) (1 << (place % 8));
      try {
        Samples.readStream(flipped);
      } catch (DumpException e) {
        assertThat(e).hasMessageContaining("a stream");
      }
    }
  }

  /** What reading says of a damaged dump; null if it gives all of the original. */
  private static @Nullable DumpException failure(DumpSource source, int place) throws IOException {
    DumpContent whole = GOLDENS.golden("everything").content();
    try {
      assertThat(Samples.read(source, ReadOptions.DEFAULT)).as("place " + place).isEqualTo(whole);
      return null;
    } catch (DumpException e) {
      return e;
    }
  }
}
