package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.format.v2.DumpSamples.Outcome;
import org.indexport.format.v2.container.CountingChannel;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;

/** A small dump that is damaged at every byte. */
class V2DamageTest {
  private static final DumpContent WHOLE = DumpSamples.everything();

  private static byte[] dump() throws IOException {
    return DumpSamples.write(WHOLE);
  }

  private static DumpSource channel(byte[] bytes) {
    return DumpSource.channel("bytes", new CountingChannel(bytes));
  }

  @Test
  void aWrongByteAnywhereIsAnErrorOrChangesNothing() throws IOException {
    byte[] dump = dump();
    for (int i = 0; i < dump.length; i++) {
      byte[] damaged = dump.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      for (DumpSource source : List.of(channel(damaged), DumpSamples.stream(damaged))) {
        try {
          // A bit that changes only how the same bytes are packed may go unnoticed.
          assertThat(DumpSamples.read(source, ReadOptions.DEFAULT))
              .as("byte " + i)
              .isEqualTo(WHOLE);
        } catch (DumpException e) {
          assertThat(e).hasMessageStartingWith(source.name());
        }
      }
    }
  }

  @Test
  void aCutAnywhereIsSeenToBeOne() throws IOException {
    byte[] dump = dump();
    for (int length = 0; length < dump.length; length++) {
      byte[] cut = Arrays.copyOf(dump, length);
      for (DumpSource source : List.of(channel(cut), DumpSamples.stream(cut))) {
        try {
          DumpSamples.read(source, ReadOptions.DEFAULT);
          fail("cut after byte " + length);
        } catch (TruncatedDumpException | UnknownFormatException e) {
          assertThat(e).hasMessageContaining(source.name());
        }
      }
    }
  }

  /** What is salvaged was there, whatever the damage. */
  @Test
  void nothingIsInvented() throws IOException {
    byte[] dump = DumpSamples.write(WHOLE, DumpSamples.OPTIONS.withPartBytes(80));
    for (int i = 0; i < dump.length; i += 11) {
      byte[] damaged = dump.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      salvaged(damaged, "byte " + i);
      byte[] cut = Arrays.copyOf(damaged, dump.length - 7);
      salvaged(cut, "cut, and byte " + i);
      salvaged(Arrays.copyOf(dump, i), "cut after " + i);
    }
  }

  private static void salvaged(byte[] damaged, String what) throws IOException {
    Outcome outcome;
    try (DumpReader reader = DumpSamples.FORMAT.open(channel(damaged), DumpSamples.SKIP)) {
      outcome = DumpSamples.salvage(reader);
    } catch (DumpException nothingToSalvage) {
      return;
    }
    outcome
        .documents()
        .forEach((index, documents) -> assertThat(json(index)).as(what).containsAll(documents));
    assertThat(WHOLE.sections()).as(what).containsAll(outcome.sections());
    if (!outcome.finished()) {
      assertThat(outcome.damages()).as(what).isNotEmpty();
    } else {
      outcome
          .documents()
          .forEach(
              (index, documents) -> {
                if (outcome.damages().isEmpty()) {
                  assertThat(documents).as(what).isEqualTo(json(index));
                }
              });
    }
  }

  private static List<String> json(IndexName index) {
    return WHOLE.documents(index).stream().map(DocumentContent::json).toList();
  }
}
