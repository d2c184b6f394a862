package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.UnsupportedVersionException;
import org.indexport.format.v2.container.CountingChannel;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.MutationContract;
import org.indexport.testkit.Protection;
import org.indexport.transfer.DumpVerifier;
import org.junit.jupiter.api.Test;

/** Small golden files that are damaged further, at every byte, and the verdict on each. */
class V2MutationTest extends MutationContract {
  private static final V2Goldens GOLDENS = new V2Goldens();

  @Override
  protected DumpFormat format() {
    return DumpSamples.FORMAT;
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

  private static DumpSource channel(byte[] dump) {
    return DumpSource.channel("bytes", new CountingChannel(dump));
  }

  private static Completeness verdict(DumpSource source, ReadOptions options) throws IOException {
    try (source;
        DumpReader reader = DumpSamples.FORMAT.open(source, options)) {
      return DumpVerifier.of(reader).verify().completeness();
    } catch (TruncatedDumpException e) {
      return Completeness.INCOMPLETE;
    } catch (CorruptDumpException e) {
      return Completeness.DAMAGED;
    }
  }

  @Test
  void everyCutIsFoundIncomplete() throws IOException {
    byte[] golden = everything();
    for (int length = 0; length < golden.length; length++) {
      byte[] cut = Arrays.copyOf(golden, length);
      assertThat(verdict(channel(cut), ReadOptions.DEFAULT))
          .as("cut after byte %d", length)
          .isEqualTo(Completeness.INCOMPLETE);
      assertThat(verdict(channel(cut), DumpSamples.IN_ORDER))
          .as("cut after byte %d, read in order", length)
          .isEqualTo(Completeness.INCOMPLETE);
    }
  }

  /** What the end of a file does not tell, as it may have been cut there. */
  @Test
  void noFlippedByteIsFoundCompleteUnlessAllIsThere() throws IOException {
    byte[] golden = everything();
    DumpContent whole = GOLDENS.golden("everything").content();
    for (int place = 0; place < golden.length; place++) {
      byte[] flipped = golden.clone();
      flipped[place] ^= (byte) (1 << place % 8);
      for (ReadOptions options : List.of(ReadOptions.DEFAULT, DumpSamples.IN_ORDER)) {
        try {
          Completeness verdict = verdict(channel(flipped), options);
          if (verdict == Completeness.COMPLETE) {
            assertThat(DumpSamples.read(channel(flipped), options))
                .as("byte %d", place)
                .isEqualTo(whole);
          }
        } catch (UnsupportedVersionException e) {
          assertThat(e).hasMessageContaining("version");
        } catch (DumpException e) {
          // A size that became a large one.
          assertThat(e).as("byte %d", place).hasMessageContaining("limit");
        }
      }
    }
  }

  /** Nobody gets two files that both pass, of which one is the start of the other. */
  @Test
  void whatFollowsTheEndIsNotComplete() throws IOException {
    byte[] golden = everything();
    for (int more = 1; more <= 20; more++) {
      byte[] longer = Arrays.copyOf(golden, golden.length + more);
      if (verdict(channel(longer), ReadOptions.DEFAULT) == Completeness.COMPLETE) {
        fail("%d bytes behind the end", more);
      }
      assertThat(verdict(DumpSamples.stream(longer), ReadOptions.DEFAULT))
          .isEqualTo(Completeness.DAMAGED);
    }
  }
}
