package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.indexport.Completeness;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.Lines;
import org.indexport.PartList;
import org.indexport.PartSummary;
import org.indexport.ReadOptions;
import org.indexport.format.v2.DumpSamples.Outcome;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V2SalvageTest {
  private static final int COUNT = 1_000;
  private static final List<String> ALL = DumpSamples.documents(COUNT);

  @TempDir Path folder;

  private static byte[] dump() throws IOException {
    return DumpSamples.write(DumpSamples.numbered(COUNT), DumpSamples.OPTIONS.withPartBytes(1_000));
  }

  private PartList parts(byte[] dump) throws IOException {
    try (DumpReader reader =
        DumpSamples.FORMAT.open(
            DumpSource.path(DumpSamples.file(folder, dump)), ReadOptions.DEFAULT)) {
      return Objects.requireNonNull(
          Objects.requireNonNull(
                  Objects.requireNonNull(reader.manifest()).index(DumpSamples.MOVIES))
              .parts());
    }
  }

  private Outcome salvage(byte[] damaged) throws IOException {
    return DumpSamples.salvage(DumpSamples.file(folder, damaged));
  }

  private static List<String> movies(Outcome outcome) {
    return outcome.documents().getOrDefault(DumpSamples.MOVIES, List.of());
  }

  @Test
  void everyWholePartOfACutFileIsFound() throws IOException {
    byte[] dump = dump();
    PartList parts = parts(dump);
    for (int i : List.of(0, 1, parts.size() / 2, parts.size() - 1)) {
      PartSummary part = parts.get(i);
      int before = 0;
      for (int j = 0; j < i; j++) {
        before += (int) parts.get(j).documents();
      }
      int end = (int) (part.offset() + part.packedBytes());
      Outcome within = salvage(Arrays.copyOf(dump, end - 1));
      assertThat(movies(within)).isEqualTo(ALL.subList(0, before));
      Outcome behind = salvage(Arrays.copyOf(dump, end));
      assertThat(movies(behind)).isEqualTo(ALL.subList(0, before + (int) part.documents()));
      assertThat(behind.finished()).isFalse();
      assertThat(behind.damages()).isNotEmpty();
    }
  }

  @Test
  void anIncompleteFileSaysSo() throws IOException {
    byte[] dump = dump();
    Path cut = DumpSamples.file(folder, Arrays.copyOf(dump, dump.length - 1));
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSource.path(cut), DumpSamples.SKIP)) {
      assertThat(reader.completeness()).isEqualTo(Completeness.INCOMPLETE);
      assertThat(reader.header()).isEqualTo(DumpSamples.numbered(0).header());
      Outcome outcome = DumpSamples.salvage(reader);
      assertThat(movies(outcome)).isEqualTo(ALL);
      assertThat(outcome.damages()).hasSizeBetween(1, 2);
    }
    dump[dump.length - 30] ^= 1;
    Path wrong = DumpSamples.file(folder, dump);
    try (DumpReader reader = DumpSamples.FORMAT.open(DumpSource.path(wrong), DumpSamples.SKIP)) {
      assertThat(reader.completeness()).isEqualTo(Completeness.DAMAGED);
      assertThat(movies(DumpSamples.salvage(reader))).isEqualTo(ALL);
    }
  }

  /** The end is missing, but not the manifest: what is lost can be told exactly. */
  @Test
  void withTheManifestLostPartsAreNamed() throws IOException {
    byte[] dump = dump();
    PartList parts = parts(dump);
    PartSummary third = parts.get(2);
    long first = parts.get(0).documents() + parts.get(1).documents();
    byte[] damaged = Arrays.copyOf(dump, dump.length - 1);
    damaged[(int) third.offset() + 20] ^= 4;
    Outcome outcome = salvage(damaged);
    List<String> left = new ArrayList<>(ALL);
    left.subList((int) first, (int) (first + third.documents())).clear();
    assertThat(movies(outcome)).isEqualTo(left);
    assertThat(outcome.damages())
        .anyMatch(
            damage ->
                damage.contains(
                    "index movies, part 2, documents %d:%d, bytes %d:%d is lost: %d documents"
                        .formatted(
                            first,
                            first + third.documents(),
                            third.offset(),
                            third.offset() + third.packedBytes(),
                            third.documents())));
  }

  /** A part whose tar header is lost is known by its digest. */
  @Test
  void withTheManifestPartsWithoutNamesAreFound() throws IOException {
    byte[] dump = dump();
    PartSummary third = parts(dump).get(2);
    byte[] damaged = Arrays.copyOf(dump, dump.length - 1);
    damaged[(int) third.offset() - 6] ^= 4;
    assertThat(movies(salvage(damaged))).isEqualTo(ALL);
  }

  @Test
  void withoutTheManifestPartsWithoutNamesAreLost() throws IOException {
    byte[] dump = dump();
    PartList parts = parts(dump);
    PartSummary third = parts.get(2);
    PartSummary last = parts.get(parts.size() - 1);
    long first = parts.get(0).documents() + parts.get(1).documents();
    byte[] damaged = Arrays.copyOf(dump, (int) last.offset());
    damaged[(int) third.offset() - 6] ^= 4;
    List<String> left = new ArrayList<>(ALL.subList(0, COUNT - (int) last.documents()));
    left.subList((int) first, (int) (first + third.documents())).clear();
    Outcome outcome = salvage(damaged);
    assertThat(movies(outcome)).isEqualTo(left);
    assertThat(outcome.damages()).anyMatch(damage -> damage.contains("a name for"));
  }

  /** Without its description an index has neither settings nor a primary key. */
  @Test
  void documentsOutliveTheirIndex() throws IOException {
    byte[] dump = dump();
    byte[] forged = new Forgery(dump).remove("indexes/movies/index.json").bytes();
    byte[] cut = Arrays.copyOf(forged, forged.length * 3 / 4);
    Outcome outcome = salvage(cut);
    assertThat(movies(outcome)).isNotEmpty().isEqualTo(ALL.subList(0, movies(outcome).size()));
    assertThat(outcome.damages()).anyMatch(damage -> damage.contains("its primary key"));
  }

  /** What may have ids beside the documents is not taken for documents. */
  @Test
  void envelopesAreNotTakenForDocuments() throws IOException {
    IndexInfo index = IndexInfo.builder(DumpSamples.MOVIES).lines(Lines.ENVELOPE).build();
    byte[] dump =
        DumpSamples.write(DumpContent.of(index, ALL), DumpSamples.OPTIONS.withPartBytes(1_000));
    byte[] forged = new Forgery(dump).remove("indexes/movies/index.json").bytes();
    Outcome outcome = salvage(Arrays.copyOf(forged, forged.length * 3 / 4));
    assertThat(outcome.documents()).isEmpty();
    assertThat(outcome.damages()).anyMatch(damage -> damage.contains("index.json"));
  }

  @Test
  void sectionsAreGivenWholeOrNotAtAll() throws IOException {
    DumpContent everything = DumpSamples.everything();
    byte[] dump = DumpSamples.write(everything);
    for (int length = dump.length - 1; length > 0; length -= 37) {
      Path cut = DumpSamples.file(folder, Arrays.copyOf(dump, length));
      Outcome outcome;
      try {
        outcome = DumpSamples.salvage(cut);
      } catch (DumpException nothingLeft) {
        continue;
      }
      assertThat(outcome.sections())
          .isEqualTo(everything.sections().subList(0, outcome.sections().size()));
    }
  }

  @Test
  void foldersAreSalvagedFileByFile() throws IOException {
    Path dump = folder.resolve("dump");
    DumpSamples.write(
        DumpSamples.numbered(COUNT),
        DumpSink.folder(dump),
        DumpSamples.OPTIONS.withPartBytes(1_000));
    Files.delete(dump.resolve("manifest.json"));
    assertThat(movies(DumpSamples.salvage(dump))).isEqualTo(ALL);
    Files.write(dump.resolve("indexes/movies/documents-000001.jsonl.zst"), new byte[9]);
    Outcome outcome = DumpSamples.salvage(dump);
    assertThat(movies(outcome))
        .isEqualTo(ALL.subList(COUNT - movies(outcome).size(), COUNT))
        .isNotEmpty();
    assertThat(outcome.damages()).anyMatch(damage -> damage.contains("documents-000001"));
  }

  @Test
  void somethingElseIsNotSalvaged() throws IOException {
    Path other = Files.write(folder.resolve("other"), new byte[10_000]);
    assertThatExceptionOfType(DumpException.class).isThrownBy(() -> DumpSamples.salvage(other));
  }
}
