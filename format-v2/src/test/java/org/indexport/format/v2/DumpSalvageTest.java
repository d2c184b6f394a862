package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.indexport.format.v2.DumpSamples.MOVIES;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartSummary;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.Sha256;
import org.indexport.UnknownFormatException;
import org.indexport.WriteOptions;
import org.indexport.format.v2.SalvageReport.Knowledge;
import org.indexport.format.v2.SalvageReport.LostMember;
import org.indexport.format.v2.SalvageReport.LostParts;
import org.indexport.format.v2.container.Placement;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpSalvageTest {
  private static final WriteOptions SMALL_PARTS = DumpSamples.OPTIONS.withPartBytes(64);

  @TempDir Path folder;

  /**
   * What salvaging gave.
   *
   * @param dump the new dump
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Salvaged(SalvageReport report, byte[] dump) {
    DumpContent content() throws IOException {
      return DumpSamples.read(DumpSamples.stream(dump), DumpSamples.IN_ORDER);
    }
  }

  private static Salvaged salvage(byte[] damaged) throws IOException {
    return salvage(Frames.source(damaged));
  }

  private static Salvaged salvage(DumpSource source) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SalvageReport report = DumpSalvage.of(source).to(DumpSink.stream(out));
    return new Salvaged(report, out.toByteArray());
  }

  private static byte[] numbered() throws IOException {
    return DumpSamples.write(DumpSamples.numbered(12), SMALL_PARTS);
  }

  private static V2Manifest manifest(byte[] dump) throws IOException {
    try (SourceDump opened = SourceDump.open(Frames.source(dump), ReadLimits.DEFAULT)) {
      return opened.listed();
    }
  }

  private static List<PartSummary> parts(byte[] dump, IndexName index) throws IOException {
    List<PartSummary> parts = new ArrayList<>();
    Manifest.IndexSummary summary = Objects.requireNonNull(manifest(dump).manifest().index(index));
    Objects.requireNonNull(summary.parts()).forEach(parts::add);
    return parts;
  }

  private static byte[] flipped(byte[] dump, long at) {
    byte[] damaged = dump.clone();
    damaged[(int) at] ^= 0x10;
    return damaged;
  }

  @Test
  void ofASoundDumpEverythingIsSaved() throws Exception {
    byte[] dump = DumpSamples.write(DumpSamples.everything());

    Salvaged salvaged = salvage(dump);

    assertThat(salvaged.report().isWhole()).isTrue();
    assertThat(salvaged.report().lostDocuments()).isEqualTo(OptionalLong.of(0));
    assertThat(salvaged.dump()).isEqualTo(dump);
  }

  @Test
  void ofASoundFolderEverythingIsSaved() throws Exception {
    Path sound = folder.resolve("sound");
    DumpSamples.write(DumpSamples.everything(), DumpSink.folder(sound), DumpSamples.OPTIONS);

    Salvaged salvaged = salvage(DumpSource.path(sound));

    assertThat(salvaged.report().isWhole()).isTrue();
    assertThat(salvaged.content()).isEqualTo(DumpSamples.everything());
  }

  @Test
  void namesExactlyThePartThatIsLost() throws Exception {
    byte[] dump = numbered();
    List<PartSummary> parts = parts(dump, MOVIES);
    PartSummary third = parts.get(2);

    Salvaged salvaged = salvage(flipped(dump, third.offset() + third.packedBytes() / 2));

    assertThat(salvaged.report().knowledge()).isEqualTo(Knowledge.EXACT);
    assertThat(salvaged.report().members()).isEmpty();
    assertThat(salvaged.report().parts()).hasSize(1);
    LostParts lost = salvaged.report().parts().get(0);
    assertThat(lost.index()).isEqualTo(MOVIES);
    assertThat(lost.fromOrdinal()).isEqualTo(2);
    assertThat(lost.firstDocument()).isEqualTo(parts.get(0).documents() + parts.get(1).documents());
    assertThat(lost.documents()).isEqualTo(third.documents());
    assertThat(lost.fromByte()).isEqualTo(third.offset());
    assertThat(lost.toByte()).isEqualTo(third.offset() + third.packedBytes());
    assertThat(salvaged.report().lostDocuments()).isEqualTo(OptionalLong.of(third.documents()));
    assertThat(salvaged.report().isWhole()).isFalse();
    assertThat(parts(salvaged.dump(), MOVIES))
        .extracting(PartSummary::ordinal)
        .doesNotContain(2L)
        .contains(0L, 1L, 3L);
    assertThat(salvaged.content().documents(MOVIES)).hasSize((int) (12 - third.documents()));
  }

  @Test
  void ofACutFileAllWholePartsAreSaved() throws Exception {
    byte[] dump = numbered();
    PartSummary fourth = parts(dump, MOVIES).get(3);

    byte[] cut = Arrays.copyOf(dump, (int) (fourth.offset() + fourth.packedBytes() - 1));
    Salvaged salvaged = salvage(cut);

    assertThat(salvaged.report().knowledge()).isEqualTo(Knowledge.PARTIAL);
    assertThat(salvaged.report().lostDocuments()).isEmpty();
    assertThat(salvaged.report().parts())
        .extracting(LostParts::fromOrdinal, LostParts::documents, LostParts::fromByte)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(3L, -1L, fourth.offset()));
    assertThat(parts(salvaged.dump(), MOVIES)).hasSize(3);
  }

  @Test
  void anIndexWithoutItsDescriptionIsKnownFromTheManifest() throws Exception {
    byte[] dump = DumpSamples.write(DumpSamples.everything());
    MemberEntry index = member(dump, "indexes/movies/index.json");

    Salvaged salvaged = salvage(flipped(dump, index.placement().offset() + 20));

    assertThat(salvaged.report().isWhole()).isTrue();
    assertThat(salvaged.content()).isEqualTo(DumpSamples.everything());
  }

  @Test
  void andWithoutThatItsPartsAreLost() throws Exception {
    byte[] dump = numbered();
    MemberEntry index = member(dump, "indexes/movies/index.json");
    PartSummary second = parts(dump, MOVIES).get(1);
    byte[] cut = Arrays.copyOf(dump, (int) (second.offset() + second.packedBytes()));

    Salvaged salvaged = salvage(flipped(cut, index.placement().offset() + 20));

    assertThat(salvaged.report().parts())
        .extracting(LostParts::fromOrdinal)
        .containsExactly(0L, 1L);
    assertThat(salvaged.report().parts().get(0).reason()).contains("index is lost");
    assertThat(salvaged.content().documents()).isEmpty();
  }

  private static MemberEntry member(byte[] dump, String name) throws IOException {
    return manifest(dump).members().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void metadataThatIsLostIsToldByTheManifest() throws Exception {
    byte[] dump = DumpSamples.write(DumpSamples.everything());

    Salvaged salvaged = salvage(flipped(dump, 20));

    assertThat(salvaged.report().isWhole()).isTrue();
    assertThat(salvaged.content()).isEqualTo(DumpSamples.everything());
  }

  @Test
  void withoutAnyMetadataTheIndexesAreSaved() throws Exception {
    byte[] dump = numbered();
    PartSummary second = parts(dump, MOVIES).get(1);
    byte[] cut = Arrays.copyOf(dump, (int) (second.offset() + second.packedBytes()));

    Salvaged salvaged = salvage(flipped(cut, 20));

    assertThat(salvaged.report().members())
        .extracting(LostMember::name)
        .containsExactly(null, "metadata.json");
    assertThat(salvaged.content().documents(MOVIES)).isNotEmpty();
  }

  @Test
  void halfASectionIsNone() throws Exception {
    byte[] dump = DumpSamples.write(DumpSamples.everything());
    MemberEntry words =
        manifest(dump).members().stream()
            .filter(entry -> entry.name().contains("attachments/words"))
            .findFirst()
            .orElseThrow();

    Salvaged salvaged = salvage(flipped(dump, words.placement().offset() + 20));

    assertThat(salvaged.report().parts()).isEmpty();
    assertThat(salvaged.report().members())
        .extracting(LostMember::name)
        .containsExactly(words.name(), "sections/0002-synonyms");
    assertThat(salvaged.content().sections()).hasSize(1);
  }

  @Test
  void unknownMembersAreSaved() throws Exception {
    Forgery forgery = new Forgery(DumpSamples.write(DumpSamples.everything()));
    forgery.put("extra/note", new byte[5]).putPayload("extra/blob", "blob ".repeat(100));
    byte[] dump = Derived.dump(forgery, manifest -> manifest);

    assertThat(salvage(dump).report().isWhole()).isTrue();
    assertThat(Frames.digests(salvage(dump).dump())).isEqualTo(Frames.digests(dump));
    byte[] cut = Arrays.copyOf(dump, dump.length - 400);
    assertThat(Frames.digests(salvage(cut).dump())).containsKeys("extra/note", "extra/blob");
  }

  @Test
  void otherFormatsAndRubbishAreRefused() {
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(() -> salvage("{\"id\":1}\n".repeat(100).getBytes(UTF_8)));
    assertThatExceptionOfType(UnknownFormatException.class)
        .isThrownBy(() -> salvage(new byte[100]));
  }

  @Test
  void aFolderWithoutAManifestGivesItsParts() throws Exception {
    Path damaged = folder.resolve("damaged");
    DumpSamples.write(DumpSamples.everything(), DumpSink.folder(damaged), SMALL_PARTS);
    Files.delete(damaged.resolve("manifest.json"));
    Files.write(damaged.resolve("indexes/movies/documents-000001.jsonl.zst"), new byte[3]);

    Salvaged salvaged = salvage(DumpSource.path(damaged));

    assertThat(salvaged.report().knowledge()).isEqualTo(Knowledge.PARTIAL);
    assertThat(salvaged.report().parts())
        .extracting(LostParts::index, LostParts::fromOrdinal)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(MOVIES, 0L));
    assertThat(salvaged.content().documents(DumpSamples.EVENTS)).hasSize(2);
    assertThat(salvaged.content().sections()).isEmpty();
  }

  /**
   * Flips every byte, cuts at every byte, removes many: what is not touched is there, and nothing
   * else is.
   */
  @Test
  void whateverIsDamaged() throws Exception {
    DumpContent original = DumpSamples.numbered(3);
    byte[] dump = DumpSamples.write(original, SMALL_PARTS);
    List<PartSummary> parts = parts(dump, MOVIES);
    Placement index = member(dump, "indexes/movies/index.json").placement();
    for (int at = 0; at < dump.length; at++) {
      check(original, flipped(dump, at), at, at + 1, parts, index);
      check(original, Arrays.copyOf(dump, at), at, dump.length, parts, index);
      if (at % 16 == 0) {
        byte[] without = new byte[dump.length - 1];
        System.arraycopy(dump, 0, without, 0, at);
        System.arraycopy(dump, at + 1, without, at, without.length - at);
        check(original, without, at, at + 1, parts, index);
      }
    }
  }

  private static void check(
      DumpContent original,
      byte[] damaged,
      long from,
      long to,
      List<PartSummary> parts,
      Placement index)
      throws IOException {
    Salvaged salvaged;
    try {
      salvaged = salvage(damaged);
    } catch (DumpException e) {
      // Only if there is nothing, or what makes a dump one says something else.
      assertThat(from).as(e.getMessage()).isLessThan(parts.get(0).offset());
      return;
    }
    List<DocumentContent> found = salvaged.content().documents(MOVIES);
    boolean exact = salvaged.report().knowledge() == Knowledge.EXACT;
    boolean isKnown = exact || to <= index.offset() || from >= end(index);
    long expected = 0;
    for (PartSummary part : parts) {
      boolean isTouched = part.offset() < to && from < part.offset() + part.packedBytes();
      // Without a manifest, a part needs its tar header, which lies before it.
      boolean isNamed = exact || from >= part.offset() || to <= part.offset() - 200;
      expected += isTouched || !isNamed || !isKnown ? 0 : part.documents();
    }
    assertThat(original.documents(MOVIES)).containsAll(found);
    assertThat((long) found.size()).as("byte %d", from).isGreaterThanOrEqualTo(expected);
    if (salvaged.report().isWhole()) {
      assertThat(found).isEqualTo(original.documents(MOVIES));
    }
  }

  private static long end(Placement placement) {
    return placement.offset() + placement.packedBytes();
  }

  @Test
  void aSalvagedDumpCanBeReadAndCopied() throws Exception {
    byte[] dump = numbered();
    PartSummary second = parts(dump, MOVIES).get(1);
    byte[] salvaged = salvage(flipped(dump, second.offset() + 9)).dump();

    assertThat(Frames.copy(DumpCopy.of(Frames.source(salvaged)))).isEqualTo(salvaged);
    DumpContent random = DumpSamples.read(Frames.source(salvaged), ReadOptions.DEFAULT);
    assertThat(random.documents(MOVIES)).hasSize((int) (12 - second.documents()));
    Map<String, Sha256> digests = Frames.digests(dump);
    assertThat(digests).containsAllEntriesOf(Frames.digests(salvaged));
  }

  @Test
  void damageThatIsNotInAFrameLosesNothing() throws Exception {
    byte[] dump = numbered();

    Salvaged salvaged = salvage(Arrays.copyOf(dump, dump.length - 40));

    assertThat(salvaged.report().isWhole()).isTrue();
    assertThat(salvaged.dump()).isEqualTo(dump);
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> Frames.copy(DumpCopy.of(Frames.source(flipped(dump, 30)))));
  }
}
