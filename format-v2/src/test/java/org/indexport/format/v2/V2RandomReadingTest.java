package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DocumentTotals;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartList;
import org.indexport.PartSummary;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.UnknownFormatException;
import org.indexport.format.v2.container.CountingChannel;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V2RandomReadingTest {
  private static final DumpContent NUMBERED = DumpSamples.numbered(3_000);

  @TempDir Path folder;

  private static byte[] small() throws IOException {
    return DumpSamples.write(NUMBERED, DumpSamples.OPTIONS.withPartBytes(1_000));
  }

  @Test
  void theManifestIsKnownAtOnce() throws IOException {
    try (DumpReader reader =
        DumpSamples.FORMAT.open(
            DumpSource.path(DumpSamples.file(folder, small())), ReadOptions.DEFAULT)) {
      assertThat(reader.completeness()).isEqualTo(Completeness.COMPLETE);
      Manifest manifest = Objects.requireNonNull(reader.manifest());
      assertThat(manifest.index(DumpSamples.MOVIES))
          .satisfies(index -> assertThat(index.documents()).isEqualTo(3_000));
      assertThat(reader.fingerprint()).matches("[0-9a-f]{32}-[0-9]+");
      try (DumpCursor cursor = reader.entries(name -> false)) {
        assertThat(cursor.next()).isNull();
        assertThat(cursor.finish()).isEqualTo(manifest);
      }
    }
  }

  /** Few and large reads: what else opening from far away costs is waiting. */
  @Test
  void openingReadsTwoRangesAndEachPartOneMore() throws IOException {
    byte[] dump = small();
    CountingChannel channel = new CountingChannel(dump);
    try (DumpReader reader =
        DumpSamples.FORMAT.open(DumpSource.channel("counted", channel), ReadOptions.DEFAULT)) {
      assertThat(channel.reads()).isLessThanOrEqualTo(2);
      int opening = channel.reads();
      PartList parts = parts(reader);
      try (DocumentPart part = Objects.requireNonNull(reader.part(DumpSamples.MOVIES, 7))) {
        assertThat(channel.reads()).as("before the part is needed").isEqualTo(opening);
        assertThat(part.totals().documents()).isEqualTo(parts.get(7).documents());
        assertThat(channel.reads()).isEqualTo(opening + 1);
      }
      try (DocumentCursor documents = reader.documents(DumpSamples.MOVIES, 1_234, 1_235)) {
        assertThat(DumpContent.read(documents)).isEqualTo(documents(1_234, 1_235));
        assertThat(channel.reads()).isEqualTo(opening + 2);
      }
      try (DocumentCursor documents = reader.documents(DumpSamples.MOVIES, 2_990, 4_000)) {
        assertThat(DumpContent.read(documents)).isEqualTo(documents(2_990, 3_000));
      }
      assertThat(reader.part(DumpSamples.MOVIES, parts.size())).isNull();
    }
  }

  @Test
  void theNumberOfRangesToOpenGrowsWithThePartsOnce() throws IOException {
    assertThat(readsToOpen(2_500)).isEqualTo(2);
    assertThat(readsToOpen(3_500)).isEqualTo(3);
  }

  private static int readsToOpen(int parts) throws IOException {
    byte[] dump =
        DumpSamples.write(DumpSamples.numbered(parts), DumpSamples.OPTIONS.withPartBytes(1));
    CountingChannel channel = new CountingChannel(dump);
    try (DumpReader reader =
        DumpSamples.FORMAT.open(DumpSource.channel("counted", channel), ReadOptions.DEFAULT)) {
      assertThat(parts(reader).size()).isEqualTo(parts);
      return channel.reads();
    }
  }

  private static PartList parts(DumpReader reader) {
    Manifest manifest = Objects.requireNonNull(reader.manifest());
    return Objects.requireNonNull(
        Objects.requireNonNull(manifest.index(DumpSamples.MOVIES)).parts());
  }

  private static List<DocumentContent> documents(int from, int to) {
    return NUMBERED.documents(DumpSamples.MOVIES).subList(from, to);
  }

  @Test
  void rangesStartAndEndAnywhere() throws IOException {
    Path file = DumpSamples.file(folder, small());
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      long ofFirst = parts(reader).get(0).documents();
      for (int from : List.of(0, 1, (int) ofFirst - 1, (int) ofFirst, 2_999, 3_000)) {
        for (int length : List.of(0, 1, (int) ofFirst, 500)) {
          int to = Math.min(3_000, from + length);
          try (DocumentCursor range = reader.documents(DumpSamples.MOVIES, from, from + length)) {
            assertThat(DumpContent.read(range)).isEqualTo(documents(from, to));
            assertThat(range.next()).isNull();
          }
        }
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.documents(DumpSamples.MOVIES, 5, 4));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader.documents(IndexName.of("no"), 0, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> reader.part(IndexName.of("no"), 0));
    }
  }

  @Test
  void manyThreadsReadParts() throws Exception {
    Path file = DumpSamples.file(folder, small());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT);
        DumpCursor cursor = reader.entries()) {
      List<Future<DocumentTotals>> counting = new ArrayList<>();
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        DocumentPart part = (DocumentPart) entry;
        counting.add(
            threads.submit(
                () -> {
                  try (part) {
                    return part.totals();
                  }
                }));
      }
      DocumentTotals all = DocumentTotals.NONE;
      for (Future<DocumentTotals> each : counting) {
        all = all.plus(each.get());
      }
      assertThat(all.documents()).isEqualTo(3_000);
      assertThat(cursor.finish()).isNotNull();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aPartOutlivesItsCursor() throws IOException {
    Path file = DumpSamples.file(folder, small());
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      DocumentPart part;
      try (DumpCursor cursor = reader.entries()) {
        part = (DocumentPart) Objects.requireNonNull(cursor.next());
      }
      try (part) {
        assertThat(part.totals().documents()).isPositive();
      }
    }
  }

  /** Only what is read can be found to be damaged; then the message says what is. */
  @Test
  void aWrongPartIsNamed() throws IOException {
    byte[] dump = small();
    PartSummary fourth;
    long before = 0;
    try (DumpReader reader =
        DumpSamples.FORMAT.open(
            DumpSource.channel("it", new CountingChannel(dump)), ReadOptions.DEFAULT)) {
      fourth = parts(reader).get(3);
      for (int i = 0; i < 3; i++) {
        before += parts(reader).get(i).documents();
      }
    }
    dump[(int) fourth.offset() + 30] ^= 1;
    Path file = DumpSamples.file(folder, dump);
    String named =
        "index movies, part 3, documents %d:%d, bytes %d:%d"
            .formatted(
                before,
                before + fourth.documents(),
                fourth.offset(),
                fourth.offset() + fourth.packedBytes());
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> DumpSamples.read(file))
        .withMessageContaining(named);
    DumpSamples.Outcome skipped = DumpSamples.salvage(file);
    assertThat(skipped.damages()).hasSize(1).allMatch(damage -> damage.contains(named));
    List<String> left = new ArrayList<>(DumpSamples.documents(3_000));
    left.subList((int) before, (int) (before + fourth.documents())).clear();
    assertThat(skipped.documents().get(DumpSamples.MOVIES)).isEqualTo(left);
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT);
        DocumentCursor range = reader.documents(DumpSamples.MOVIES, 0, before)) {
      assertThat(DumpContent.read(range)).hasSize((int) before);
    }
  }

  @Test
  void aSectionIsReadWhenItIsAskedFor() throws IOException {
    DumpContent everything = DumpSamples.everything();
    CountingChannel channel = new CountingChannel(DumpSamples.write(everything));
    try (DumpReader reader =
            DumpSamples.FORMAT.open(DumpSource.channel("counted", channel), ReadOptions.DEFAULT);
        DumpCursor cursor = reader.entries(name -> false)) {
      int opening = channel.reads();
      int sections = 0;
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        assertThat(entry).isInstanceOf(Section.class);
        sections++;
      }
      assertThat(channel.reads() - opening).as("only section.json").isEqualTo(sections);
      cursor.finish();
    }
  }

  @Test
  void foldersReadTheSame() throws IOException {
    DumpContent everything = DumpSamples.everything();
    Path dump = folder.resolve("dump");
    DumpSamples.write(everything, DumpSink.folder(dump), DumpSamples.OPTIONS.withPartBytes(40));
    assertThat(DumpSamples.read(dump)).isEqualTo(everything);
    assertThat(DumpSamples.read(DumpSource.path(dump), DumpSamples.IN_ORDER)).isEqualTo(everything);
  }

  @Test
  void aSnapshotIsNoDumpAndSaysHowItIsRestored() throws IOException {
    byte[] snapshot =
        new Forgery(DumpSamples.write(NUMBERED))
            .change("metadata.json", text -> text.replace("\"dump\"", "\"snapshot\""))
            .manifest(text -> text.replace("\"kind\":\"dump\"", "\"kind\":\"snapshot\""))
            .bytes();
    for (ReadOptions options : List.of(ReadOptions.DEFAULT, DumpSamples.SKIP)) {
      assertThatExceptionOfType(UnknownFormatException.class)
          .isThrownBy(
              () -> DumpSamples.read(DumpSource.path(DumpSamples.file(folder, snapshot)), options))
          .withMessageContaining("indexport restore");
      assertThatExceptionOfType(UnknownFormatException.class)
          .isThrownBy(() -> DumpSamples.read(DumpSamples.stream(snapshot), options))
          .withMessageContaining("indexport restore");
    }
  }
}
