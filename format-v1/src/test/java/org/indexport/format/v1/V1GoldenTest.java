package org.indexport.format.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V1GoldenTest {
  @TempDir Path folder;

  @Test
  void itsContentIsKnown() throws IOException {
    Path file = Samples.file(folder, GoldenFile.bytes());
    try (DumpReader reader =
        DumpFormats.of(List.of(new FormatV1())).open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      assertThat(reader.format()).isEqualTo("v1");
      assertThat(reader.formatVersion()).isEqualTo("1");
      assertThat(DumpContent.read(reader)).isEqualTo(Samples.everything());
    }
  }

  /** The plain bytes: how well gzip packs them may differ with the library of the platform. */
  @Test
  void theWriterStillWritesItByteForByte() throws IOException {
    byte[] golden = GoldenFile.bytes();
    byte[] written = Samples.write(Samples.everything());
    assertThat(plain(written)).isEqualTo(plain(golden));
    assertThat(Arrays.copyOf(written, 10)).isEqualTo(Arrays.copyOf(golden, 10));
  }

  private static byte[] plain(byte[] dump) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(dump)).readAllBytes();
  }

  @Test
  void everyCutIsSeen() throws IOException {
    byte[] golden = GoldenFile.bytes();
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
    byte[] golden = GoldenFile.bytes();
    for (int place = 0; place < golden.length; place += 3) {
      byte[] flipped = golden.clone();
      flipped[place] ^= (byte) (1 << (place % 8));
      Path file = Samples.file(folder, flipped);
      try {
        Samples.read(DumpSource.path(file), ReadOptions.DEFAULT.with(Damage.SKIP));
      } catch (CorruptDumpException | TruncatedDumpException nothingToSalvage) {
        // Its head is damaged, or a section that was being read.
      }
    }
  }

  /** Within the tar, whose gzip is whole. */
  @Test
  void everyFlippedPlainByteGivesATypedErrorOrADump() throws IOException {
    byte[] plain = plain(GoldenFile.bytes());
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
  private static @org.jspecify.annotations.Nullable DumpException failure(
      DumpSource source, int place) throws IOException {
    try {
      assertThat(Samples.read(source, ReadOptions.DEFAULT))
          .as("place " + place)
          .isEqualTo(Samples.everything());
      return null;
    } catch (DumpException e) {
      return e;
    }
  }
}
